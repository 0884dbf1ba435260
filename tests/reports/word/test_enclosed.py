"""Lists that go with a report: each an annex of its own behind the signature, in front of the
figures; the text above stays as it is."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import docx

from reports.document import Level, Piece
from reports.letterhead import title_lines
from reports.word.docx import report_docx
from tests.reports.paper import Paper

LIST = (
    Piece(Level.ENCLOSED, "Danh sách nhiệm vụ"),
    Piece(Level.TABLE, "nhiệm vụ", (("Nhiệm vụ", "Hạn"), ("Rà soát", "31/8/2024"))),
)
OPEN = (Piece(Level.ENCLOSED, "Danh sách thiết bị"), Piece(Level.PARAGRAPH, "[thiết bị]"))


def made(document, style):
    return Paper(docx.Document(BytesIO(report_docx(document, style))))


def test_lists_and_figures_are_numbered_in_their_order(document, style):
    paper = made(replace(document, body=(*document.body, *LIST)), style)
    (above, rows), (figures, _) = paper.annexes
    assert [line.text for line in above[:2]] == ["Phụ lục I", "DANH SÁCH NHIỆM VỤ"]
    assert [cell.text for cell in rows.rows[1].cells] == ["1", "Rà soát", "31/8/2024"]
    assert figures[0].text == "Phụ lục II"
    assert len(paper.word.sections) == 3


def test_a_list_alone_has_no_number(document, style):
    paper = made(replace(document, body=(*document.body, *LIST), annex=None), style)
    ((above, _),) = paper.annexes
    assert above[0].text == "Phụ lục"


def test_the_text_ends_above_the_signature_as_without_a_list(document, style):
    plain, listed = (
        made(replace(document, body=(*document.body, *more)), style) for more in ((), LIST)
    )
    assert [each.text for each in listed.text] == [each.text for each in plain.text]
    assert listed.text[-1].paragraph_format.keep_with_next


def test_a_list_that_nobody_has_written_is_an_open_place_of_the_draft(document, style):
    document = replace(document, body=(*document.body, *OPEN))
    assert document.enclosed == (OPEN,)
    assert "[thiết bị]" in made(document, style).words


def test_what_stands_in_brackets_at_the_end_of_a_title_has_its_own_line():
    assert title_lines("Kết quả (từ 2021 đến 2023)") == "Kết quả\n(từ 2021 đến 2023)"
    assert title_lines("Kết quả (lần 1) của xã") == "Kết quả (lần 1) của xã"
