"""A chart of key rates, beside bare matplotlib drawing as many bars at the same size."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO

from benchmarks.sides import Ratio, compare
from charts.draw import draw
from charts.series import Head, Rate, RatePairs

LABELS = (
    "tỷ lệ hoàn thành kế hoạch CCHC",
    "tỷ lệ hồ sơ giải quyết đúng hạn",
    "tỷ lệ giải ngân vốn đầu tư công",
    "tỷ lệ TTHC trực tuyến một phần",
    "tỷ lệ hồ sơ trực tuyến",
    "tỷ lệ TTHC thanh toán trực tuyến",
)
SERIES = RatePairs(
    Head("Tỷ lệ chính", "xã Bắc Sơn, quý III năm 2024", "Số liệu lúc 17:00 ngày 13/9/2024"),
    now="quý III năm 2024",
    before="6 tháng đầu năm 2024",
    missing="chưa có",
    rates=tuple(Rate(label, Decimal("71.43"), Decimal("42.86")) for label in LABELS),
)
PIXELS = (1080, 1199)
DPI = 72


def main(quick: bool) -> Iterator[Ratio]:
    """Ours, without the cache of those who send, which makes the second asking free."""
    rounds = 1 if quick else 11
    bars = 2 * len(LABELS)
    yield compare(
        f"a chart of {bars} bars", lambda: draw(SERIES), "matplotlib barh, savefig", _bare, rounds
    )


def _bare() -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(PIXELS[0] / DPI, PIXELS[1] / DPI), dpi=DPI)
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    for shift, share in ((0.0, 71.43), (0.4, 42.86)):
        places = [number + shift for number in range(len(LABELS))]
        drawn = axes.barh(places, [share] * len(LABELS), height=0.4)
        axes.bar_label(drawn)
    axes.set_yticks(range(len(LABELS)), LABELS)
    axes.set_title(SERIES.head.title)
    content = BytesIO()
    figure.savefig(content, format="png")
    return content.getvalue()
