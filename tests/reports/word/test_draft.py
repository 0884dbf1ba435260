"""A draft says that it is one, and shows on yellow what its writers have to fill in."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from docx.enum.text import WD_COLOR_INDEX

from reports.brackets import OpenPlace, open_places, split_brackets
from reports.document import Level, Piece
from reports.word.docx import report_docx


def opened(document, style):
    return Document(BytesIO(report_docx(document, style)))


def yellow(word):
    return [
        run.text
        for paragraph in word.paragraphs
        for run in paragraph.runs
        if run.font.highlight_color == WD_COLOR_INDEX.YELLOW
    ]


def first_page(word):
    return word.sections[0].first_page_header.paragraphs[0].text


def test_a_draft_names_its_version_and_the_hour_of_its_figures(document, style):
    word = opened(replace(document, draft=True, revision=2), style)
    assert first_page(word) == "DỰ THẢO lần 2 – số liệu lúc 14:05 ngày 15/9/2024"


def test_estimates_are_told_above_the_first_page(document, style):
    estimated = replace(document, estimates="Có 6 số ước, chốt số liệu 14/9/2024")
    assert first_page(opened(estimated, style)) == estimated.estimates
    both = first_page(opened(replace(estimated, draft=True), style)).splitlines()
    assert both[1:] == [estimated.estimates]
    assert both[0].startswith("DỰ THẢO")


def test_a_finished_report_has_no_mark(document, style):
    assert first_page(opened(document, style)) == ""


def test_every_open_place_is_on_yellow_and_nothing_else(document, style):
    word = opened(document, style)
    assert yellow(word) == [f"[{place.words}]" for place in open_places(document.body)]
    assert yellow(word)


def test_open_places_are_named_by_the_heading_above_them():
    pieces = (
        Piece(Level.PARAGRAPH, "Thực hiện [văn bản] như sau:"),
        Piece(Level.PART, "II. KẾT QUẢ"),
        Piece(Level.HEADING, "1. Thể chế"),
        Piece(Level.POINT, "c) Tuyên truyền"),
        Piece(Level.PARAGRAPH, "Đã làm [hình thức] và [số hội nghị]."),
        Piece(Level.HEADING, "2. Thủ tục"),
        Piece(Level.ITEM, "- [kết quả]"),
    )
    assert open_places(pieces) == (
        OpenPlace("", "văn bản"),
        OpenPlace("II. 1. c)", "hình thức"),
        OpenPlace("II. 1. c)", "số hội nghị"),
        OpenPlace("II. 2.", "kết quả"),
    )


@pytest.mark.parametrize("text", ["", "a", "[a]", "a [b] c", "[a][b]", "a [b", "a] b"])
def test_nothing_of_a_text_is_lost_between_its_brackets(text):
    assert "".join(stretch for stretch, _ in split_brackets(text)) == text
