"""The text of a report goes out as a Word file, is edited there and comes back the same."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document

from reports.incoming.open_file import open_file
from reports.incoming.read_template import template_in
from reports.style import load_style
from reports.template_faults import faults_by_line, tried_out
from reports.word.template import blocks_of, template_docx
from storage.catalogue.catalogue import load_catalogue, template_text
from storage.catalogue.folders import CATALOGUE

STYLE = load_style(CATALOGUE / "styles" / "nd30-2020.toml")
NAMES = ("par-quarter", "campaign-online-services")


def form_of(name: str):  # type: ignore[no-untyped-def]
    return next(form for form in load_catalogue().forms if form.template == name)


def written(name: str = "par-quarter") -> bytes:
    return template_docx(template_text(name), name, STYLE)


def read(content: bytes):  # type: ignore[no-untyped-def]
    return template_in(open_file("mau.docx", content))


def edited(content: bytes, change) -> bytes:  # type: ignore[no-untyped-def]
    """The file as Word saves it after somebody has changed its paragraphs."""
    word = Document(BytesIO(content))
    change(word.paragraphs)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", NAMES)
def test_a_text_comes_back_from_word_and_says_the_same(name: str) -> None:
    found = read(written(name))
    assert found is not None
    assert found.name == name
    form = form_of(name)
    assert faults_by_line(found.text, form) == []
    assert tried_out(found.text, form) == tried_out(template_text(name), form)


def test_the_same_text_gives_the_same_file() -> None:
    assert written() == written()


def test_what_is_typed_in_word_stands_in_the_report_and_nothing_else_is_lost() -> None:
    words = "Đảng ủy xã đã ban hành {{ dem(“I.1”) }} chuyên đề."  # Word makes such quotes

    def change(paragraphs) -> None:  # type: ignore[no-untyped-def]
        title = next(p for p in paragraphs if p.text.startswith("# II."))
        title.insert_paragraph_before(words)

    found = read(edited(written(), change))
    before = [
        piece.text for piece in tried_out(template_text("par-quarter"), form_of("par-quarter")).body
    ]
    after = [piece.text for piece in tried_out(found.text, form_of("par-quarter")).body]
    (added,) = (text for text in after if text not in before)
    assert added == "Đảng ủy xã đã ban hành 07 văn bản chuyên đề."
    assert [text for text in after if text != added] == before


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("Số liệu {{ so(“I.99”) }} văn bản", "I.99"),
        ("Số liệu {{ soo(“I.1”) }} văn bản", "soo"),
        ("Số liệu {{ so(“I.1”) văn bản", "cú pháp"),
        ("{% if co(“I.1”) %} văn bản", "cú pháp"),
        ("{{ ().__class__.__bases__ }}", "không chạy được"),
    ],
)
def test_a_fault_is_told_with_its_paragraph(words: str, fault: str) -> None:
    def change(paragraphs) -> None:  # type: ignore[no-untyped-def]
        title = next(p for p in paragraphs if p.text.startswith("# II."))
        title.insert_paragraph_before(words)

    content = edited(written(), change)
    found = read(content)
    told = faults_by_line(found.text, form_of("par-quarter"))
    assert any(fault in message for _, message in told)
    line = next(line for line, message in told if fault in message)
    number, begins = found.place(line)
    if "{% if" not in words:  # what is never closed is missed at the end
        assert found.paragraphs[number - 1].startswith(words[:9])
        assert begins.startswith(words[:9])


def test_a_letter_is_no_text_of_a_report() -> None:
    word = Document()
    word.add_paragraph("Kính gửi UBND huyện")
    out = BytesIO()
    word.save(out)
    assert read(out.getvalue()) is None


def test_lines_of_a_block_stay_lines_and_blocks_stay_apart() -> None:
    text = "{% if co('I.1') %}\nCó\n{% endif %}\n\n\n# I. PHẦN\n"
    assert blocks_of(text) == ["{% if co('I.1') %}\nCó\n{% endif %}", "# I. PHẦN"]
