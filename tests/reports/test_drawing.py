"""A file described as data is the file: the same bytes as from the things themselves."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from charts.draw import draw as draw_chart
from charts.series import (
    BarGroup,
    Given,
    Head,
    Heat,
    HeatCell,
    HeatRow,
    LegendEntry,
    Measured,
    Point,
    PointState,
    Progress,
    Rate,
    RatePairs,
    Reference,
    Shade,
    TaskBar,
    Tasks,
    Tone,
    text_of,
)
from reports.document import AnnexBook
from reports.drawing import DOCX, PNG, VERSION, XLSX, Undrawable, draw, undrawn, words_of
from storage.catalogue.folders import CATALOGUE

STYLES = CATALOGUE / "styles"
HEAD = Head("Tiến độ", "xã Bắc Sơn", "Số liệu lúc 14:05 ngày 15/9/2024")
SERIES = [
    Progress(HEAD, (BarGroup("Theo mục", (Given("I. Chỉ đạo", 14, 15, "còn I.6"),)),)),
    RatePairs(HEAD, "quý III", "quý II", "chưa có", (Rate("đúng hạn", Decimal("98.30"), None),)),
    Tasks(HEAD, "Tổng", 3, "không có", "chưa có", (TaskBar("quá hạn", 1, Tone.OVERDUE),)),
    Measured(
        HEAD,
        (Point("quý III", Decimal("17465")), Point("quý IV", None, PointState.MISSING)),
        references=(Reference("chỉ tiêu", Decimal("95.5")),),
        notes=("Cao nhất",),
    ),
    Heat(
        HEAD,
        ("CCHC",),
        (
            HeatRow(
                "xã Đa Lộc",
                (HeatCell("CCHC", "50%", Shade.MUCH, "1/2", Decimal("0.25")),),
                "quá hạn",
                True,
            ),
        ),
        (LegendEntry(Shade.MUCH, "từ một nửa"),),
        ("30 trong 150",),
    ),
]


def over_json(plain: object) -> dict[str, object]:
    read = json.loads(json.dumps(plain))
    assert isinstance(read, dict)
    return read


@pytest.mark.parametrize("series", SERIES, ids=lambda each: type(each).__name__)
def test_a_chart_from_its_data_is_the_chart(series) -> None:
    file = undrawn("a.png", series)
    assert (file.media, file.content, file.undrawn) == (PNG, b"", True)
    assert draw(over_json(file.drawing), STYLES) == draw_chart(series)
    assert words_of(over_json(file.drawing)) == text_of(series)


def test_a_report_from_its_data_is_the_report(document, docx_bytes) -> None:
    file = undrawn("a.docx", document)
    assert file.media == DOCX
    assert draw(over_json(file.drawing), STYLES) == docx_bytes
    assert words_of(over_json(file.drawing)) == ""


def test_an_annex_from_its_data_is_the_annex(document, head, origin, xlsx_bytes) -> None:
    file = undrawn("a.xlsx", AnnexBook(document.annex, head, origin))
    assert file.media == XLSX
    assert draw(over_json(file.drawing), STYLES) == xlsx_bytes


@pytest.mark.parametrize("spoilt", [{"v": VERSION + 1}, {"kind": "poem"}])
def test_data_of_another_program_are_refused(spoilt: dict[str, object]) -> None:
    drawing = {**(undrawn("a.png", SERIES[0]).drawing or {}), **spoilt}
    with pytest.raises(Undrawable):
        draw(drawing, STYLES)


def test_other_figures_are_other_data() -> None:
    other = replace(SERIES[3], points=(Point("quý III", Decimal("17466")),))
    assert undrawn("a.png", SERIES[3]).drawing != undrawn("a.png", other).drawing
