"""Series -> PNG: at most 1080 pixels broad, a few dozen KiB, the same bytes every time."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any

from charts import layouts
from charts.heat import heat
from charts.marks import WIDTH, Box, Column, Words, fit, font_file
from charts.measured import measured
from charts.series import Heat, Measured, Progress, RatePairs, Series, Tasks

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLOURS = 64
POINTS_PER_INCH = 72  # one point is one pixel: sizes of letters are pixels

_one_at_a_time = Lock()  # matplotlib shares its font caches between threads


def draw(series: Series) -> bytes:
    """The chart as PNG, without date or maker."""
    with _one_at_a_time:
        return _png(figure_of(series))


def figure_of(series: Series) -> Figure:
    """The chart as a matplotlib figure; what its artists show stands in their `gid`."""
    match series:
        case Progress():
            column = fit(partial(layouts.progress, series))
        case RatePairs():
            column = fit(partial(layouts.rates, series))
        case Tasks():
            column = fit(partial(layouts.tasks, series))
        case Measured():
            column = fit(partial(measured, series))
        case Heat():
            column = fit(partial(heat, series))
    return _figure(column)


def _figure(column: Column) -> Figure:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    size = (WIDTH / POINTS_PER_INCH, column.height / POINTS_PER_INCH)
    figure = Figure(figsize=size, dpi=POINTS_PER_INCH, facecolor="white")
    FigureCanvasAgg(figure)
    for mark in column.marks:
        if isinstance(mark, Box):
            _add_box(figure, mark, column.height)
        else:
            _add_words(figure, mark, column.height)
    return figure


def _add_box(figure: Figure, box: Box, height: int) -> None:
    from matplotlib.patches import Rectangle
    from matplotlib.transforms import IdentityTransform

    corner = (box.x, height - box.y - box.height)
    patch = Rectangle(corner, box.width, box.height, facecolor=box.colour, gid=box.about)
    patch.set(
        edgecolor="white" if box.hatch else "none", linewidth=0, hatch=box.hatch, hatch_linewidth=4
    )
    patch.set(transform=IdentityTransform())
    figure.add_artist(patch)


def _add_words(figure: Figure, words: Words, height: int) -> None:
    from matplotlib.font_manager import FontProperties
    from matplotlib.transforms import IdentityTransform

    font = FontProperties(fname=font_file(words.bold), size=words.size)
    text = figure.text(words.x, height - words.y, words.text, fontproperties=font)
    text.set(color=words.colour, ha="left", va="baseline")
    text.set(gid=words.about, parse_math=False, transform=IdentityTransform())


def _png(figure: Figure) -> bytes:
    from PIL import Image

    canvas: Any = figure.canvas  # Agg, which matplotlib leaves untyped
    canvas.draw()
    drawn = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba())
    few = drawn.convert("RGB").quantize(
        COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
    )
    content = BytesIO()
    few.save(content, "PNG")
    return content.getvalue()
