"""The whole docx, put together from its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC
from io import BytesIO
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from domain.dates.moments import local
from domain.report.printed import TAG, Printed
from reports.brackets import split_brackets
from reports.document import Level, Piece, ReportDocument
from reports.style import Style
from reports.word.annex import add_annex, add_enclosed
from reports.word.ending import add_ending
from reports.word.letterhead import add_letterhead, add_title
from reports.word.register import add_register
from reports.word.text import SCRIPTS, Look, add_field, add_letter_style, add_run, name_run, write

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def word_file(document: ReportDocument, style: Style) -> bytes:
    """The report as python-docx saves it."""
    word = docx.Document()
    _set_properties(word, document)
    _set_normal(word, style)
    _set_page(word, style)
    if document.draft or document.estimates:
        _mark(word, document, style)
    add_letterhead(word, document.letterhead, style)
    add_title(word, document, style)
    _add_body(word, document.text, style)
    add_ending(word, document, style)
    _add_annexes(word, document, style)
    content = BytesIO()
    word.save(content)
    return content.getvalue()


def _add_annexes(word: Any, document: ReportDocument, style: Style) -> None:
    """The lists that go along, then the figures; of several each has its Roman number."""
    count = len(document.enclosed) + bool(document.annex)
    numbers = iter(ROMAN[:count] if count > 1 else ("",))
    for title, *pieces in document.enclosed:
        add_enclosed(word, title, document.letterhead, style, next(numbers))
        _add_body(word, pieces, style, ends=False)
    if document.annex:
        add_annex(word, document.annex, document.letterhead, style, next(numbers))


def _set_properties(word: Any, document: ReportDocument) -> None:
    made_at = document.made_at.astimezone(UTC).replace(tzinfo=None)
    properties = word.core_properties
    properties.title = document.subject
    properties.author = properties.last_modified_by = document.letterhead.issuer_name
    properties.created = properties.modified = made_at
    properties.revision = document.revision
    properties.comments = ""
    properties.keywords = document.seal.written if document.seal else ""
    properties.language = "vi-VN"


def _set_normal(word: Any, style: Style) -> None:
    """What has no run of its own (the mark of an empty paragraph) follows the font too."""
    normal = word.styles["Normal"]
    normal.font.name = style.font
    fonts = normal.element.rPr.rFonts
    for script in SCRIPTS:
        fonts.set(qn(f"w:{script}"), style.font)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    normal.element.rPr.append(language)


def _set_page(word: Any, style: Style) -> None:
    """A4, margins, the page number at the top of every page but the first."""
    page = style.page
    section = word.sections[0]
    section.page_width, section.page_height = Mm(page["width"]), Mm(page["height"])
    section.top_margin, section.bottom_margin = Mm(page["top"]), Mm(page["bottom"])
    section.left_margin, section.right_margin = Mm(page["left"]), Mm(page["right"])
    section.header_distance = Mm(page["header"])
    section.different_first_page_header_footer = True
    look = Look(style.size["page_number"], align="center")
    number = section.header.paragraphs[0]
    write(number, "", look, style.font)
    add_field(number, "PAGE", look, style.font)


def _mark(word: Any, document: ReportDocument, style: Style) -> None:
    """Which version of a draft this is, how old its figures are, and how many are estimates, above
    the first page."""
    at = local(document.made_at)
    draft = style.words["draft"].format(
        revision=document.revision, time=f"{at:%H:%M}", day=f"{at.day}/{at.month}/{at.year}"
    )
    lines = [draft] if document.draft else []
    words = "\n".join(filter(None, [*lines, document.estimates]))
    look = Look(style.size["page_number"], bold=True, align="center")
    write(word.sections[0].first_page_header.paragraphs[0], words, look, style.font)


def _add_body(word: Any, pieces: Sequence[Piece], style: Style, *, ends: bool = True) -> None:
    """Pieces of text. The last line of the report stays with the signature and ends with "./."."""
    told: set[str] = set()  # of which figures there are numbers
    for index, piece in enumerate(pieces):
        if piece.level is Level.TABLE:
            add_register(word, piece, style)
            continue
        last = ends and index == len(pieces) - 1
        title = piece.level in (Level.PART, Level.HEADING)
        look = Look(
            style.size["body"],
            bold=title,
            italic=piece.level is Level.BASIS,
            align="justify",
            first_line=style.paragraph["first_line"],
            after=style.paragraph["space"],
            line=style.paragraph["line"],
            keep_next=last or title or piece.level is Level.POINT,
        )
        text = ended(piece.text, style) if last else piece.text
        paragraph = write(word.add_paragraph(), "", look, style.font)
        for stretch, bracket, code in _stretches(text, piece.figures):
            shown = replace(look, marked=bracket)
            run = add_run(paragraph, stretch, shown, style.font)
            if code:
                told.add(code)
                name_run(run, TAG + code)
    for code in sorted(told):
        add_letter_style(word, TAG + code)


def _stretches(text: str, figures: Sequence[Printed]) -> Iterator[tuple[str, bool, str]]:
    """The text in its order: each stretch with whether it is a bracket, and the figure whose number
    it is. What stands in a bracket is its writer's."""
    at = 0
    for stretch, bracket in split_brackets(text):
        start, end = at, at + len(stretch)
        inside = () if bracket else (f for f in figures if start <= f.start and f.end <= end)
        for each in inside:
            if each.start > at:
                yield text[at : each.start], False, ""
            yield text[each.start : each.end], False, each.code
            at = each.end
        if at < end:
            yield text[at:end], bracket, ""
        at = end


def ended(text: str, style: Style) -> str:
    """The last sentence with the sign that nothing follows."""
    return text.rstrip(" ./") + style.words["end"]
