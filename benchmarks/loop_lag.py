"""How long the loop that answers people stands still while pictures are drawn.

`python -m benchmarks.loop_lag` draws the same charts in a thread and in the process that draws for
the outbox, where reports become pdf too, and prints how late a task comes that wakes every two
milliseconds. Not a comparison with a bare library, so not in the table of ratios.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from statistics import quantiles

from benchmarks.files import sample_document
from benchmarks.pictures import SERIES
from bot.drawn import bytes_of
from bot.outbox.painter import Painter
from charts.series import Head, Measured, Point, Reference
from reports.document import PdfReport
from reports.drawing import undrawn

CHARTS, PDFS = 20, 5
UNITS = Measured(
    Head("III.3.1 hồ sơ giải quyết đúng hạn", "tỉnh Hưng Yên, quý III năm 2024"),
    tuple(Point(f"xã Mẫu {n}", Decimal(n * 3)) for n in range(30)),
    percent=True,
    references=(Reference("Chung, tính từ tổng", Decimal("94.2")),),
)
"""A page of the units of a province, side by side: the largest picture that is asked for."""
STEP = 0.002


def main() -> None:
    """A line for nothing, for a thread and for the process."""
    painter = Painter()
    charts = [written(number) for number in range(CHARTS)]
    pdfs = written_pdfs()
    print("| drawn in | middle ms | 99 % ms | longest ms |\n|---|---:|---:|---:|")
    for where, draw, drawings in (
        ("nothing is drawn", None, []),
        ("a thread", bytes_of, charts),
        ("the process", painter.draw, charts),
        ("the process, reports as pdf", painter.draw, pdfs),
    ):
        if draw:
            draw(written(-1))  # its start is not what is measured
        late = asyncio.run(lateness(draw, drawings))
        cuts = quantiles(late, n=100)
        print(f"| {where} | {cuts[49]:.1f} | {cuts[98]:.1f} | {max(late):.1f} |")
    painter.close()


def written(number: int) -> str:
    """A chart that nobody has drawn yet."""
    kind = (SERIES, UNITS)[number % 2]
    series = replace(kind, head=replace(kind.head, foot=f"Số liệu lần {number}"))
    return json.dumps(undrawn("a.png", series).drawing)


def written_pdfs() -> list[str]:
    """Reports that are wanted as pdf, each another one; an office program makes them."""
    document = sample_document()
    several = (replace(document, subject=f"Báo cáo lần {number}") for number in range(PDFS))
    return [json.dumps(undrawn("a.pdf", PdfReport(each)).drawing) for each in several]


async def lateness(draw: Callable[[str], bytes] | None, drawings: Sequence[str]) -> list[float]:
    """Milliseconds by which each waking came too late while these were drawn."""
    loop = asyncio.get_running_loop()
    late: list[float] = []
    drawing = asyncio.create_task(_draw_all(draw, drawings))
    while not drawing.done():
        due = loop.time() + STEP
        await asyncio.sleep(STEP)
        late.append(1000 * (loop.time() - due))
    await drawing
    return late


async def _draw_all(draw: Callable[[str], bytes] | None, drawings: Sequence[str]) -> None:
    if draw is None:
        await asyncio.sleep(2)
        return
    for drawing in drawings:
        await asyncio.to_thread(draw, drawing)


if __name__ == "__main__":
    main()
