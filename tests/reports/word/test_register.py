"""What people wrote, in the text of a report and in its .docx: their words are never marks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import docx
import pytest

from domain.report.figures import Figure, State
from domain.report.forms import Form, Indicator, Kind, RowCell, Section
from domain.report.written import table_figure, text_figure
from reports.document import Level, Piece
from reports.narrative import Sentences, Setting, narrative
from reports.style import load_style
from reports.word.register import add_register
from storage.catalogue.folders import CATALOGUE

ROW = (RowCell("Số, ký hiệu"), RowCell("Ngày", is_day=True), RowCell("Trích yếu"))
TEXT = Indicator("I.T", "I.T", "I", "Ưu điểm", "ưu điểm", "", Kind.TEXT, "office", in_annex=False)
TABLE = replace(TEXT, code="I.B", short="văn bản", kind=Kind.TABLE, row=ROW)
FORM = Form(
    "x", "1", "x", date.min, None, "", (Section("I", "x", ("I.T", "I.B")),),
    {"I.T": TEXT, "I.B": TABLE}, (), (), {"office": "Văn phòng"},
)  # fmt: skip
SETTING = Setting("xã Bắc Sơn", "x", "x", "x", "x", 2024, "x", "x", "x", "x")
TEMPLATE = '@ trich_yeu: x\n\nĐầu.\n\n{{ loi("I.T", dau="- ") }}\n\n{{ danh_muc("I.B") }}\n\nHết.'
ROWS = (("01/KH-UBND", "03/01/2024", "Kiểm soát thủ tục"), ("02/KH-UBND", "", "Chuyển đổi số"))


def told(**figures: Figure) -> list[Piece]:
    by_code = {figure.code: figure for figure in figures.values()}
    sentences = Sentences(FORM, {}, {}, "[chưa có số liệu]", figures=by_code, nothing="Không có.")
    return list(narrative(TEMPLATE, SETTING, sentences).body[1:-1])


def test_paragraphs_stand_behind_the_sign_as_sentences() -> None:
    written = text_figure("I.T", "phần mềm ổn định\n- Cán bộ quen việc.")
    assert [piece.text for piece in told(a=written)][:2] == [
        "- Phần mềm ổn định.",
        "- Cán bộ quen việc.",
    ]


@pytest.mark.parametrize("typed", ["# Mục giả", "@ trich_yeu: khác", "> căn cứ", "{{ so('I.T') }}"])
def test_nothing_that_people_type_is_a_mark_of_the_template(typed: str) -> None:
    (piece, *_) = told(a=text_figure("I.T", f"{typed}."))
    assert (piece.level, piece.text) == (Level.ITEM, f"- {typed}.")


def test_what_is_not_written_is_a_bracket_and_a_register_its_rows() -> None:
    missing, table = told(b=table_figure("I.B", ROWS))
    assert missing.text == "- [ưu điểm]"
    assert table.rows == (("Số, ký hiệu", "Ngày", "Trích yếu"), *ROWS)
    (_, later) = told(b=table_figure("I.B", (("18/KH-UBND", "05/09/2024", "x"),)))
    assert later.rows[1] == ("18/KH-UBND", "05/9/2024", "x")  # as documents write days
    nothing = told(a=Figure("I.T", State.NONE_ARISEN), b=Figure("I.B", State.NONE_ARISEN))
    assert [piece.text for piece in nothing] == ["Không có."]


def test_a_register_is_a_table_with_its_rows_numbered() -> None:
    word = docx.Document()
    style = load_style(CATALOGUE / "styles" / "nd30-2020.toml")
    (_, piece) = told(b=table_figure("I.B", ROWS))
    add_register(word, piece, style)
    cells = [[cell.text for cell in row.cells] for row in word.tables[0].rows]
    assert cells == [
        ["STT", "Số, ký hiệu", "Ngày", "Trích yếu"],
        ["1", *ROWS[0]],
        ["2", *ROWS[1]],
    ]
    assert table_figure("I.B", ROWS).value == Decimal(2)
