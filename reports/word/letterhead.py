"""The head of the document: issuer and number at the left, state and day at the right, title."""

from __future__ import annotations

from typing import Any

from docx.shared import Mm

from reports.document import Letterhead, ReportDocument
from reports.letterhead import number_line, place_date_line, title_lines
from reports.style import Style
from reports.word.table import add_table
from reports.word.text import Look, add_rule, write


def add_letterhead(word: Any, head: Letterhead, style: Style) -> None:
    """A table without lines: (issuer | state and motto), (number | place and date)."""
    widths = (style.column["issuer"], style.column["motto"])
    (issuer, state), (number, day) = add_table(word, 2, widths, lined=False)
    _add_issuer(issuer, head, style)
    _add_state(state, style)
    below = {"align": "center", "before": 4}
    write(
        number.paragraphs[0], number_line(head, style), _look(style, "number", **below), style.font
    )
    place = _look(style, "place_date", italic=True, **below)
    write(day.paragraphs[0], place_date_line(head, style), place, style.font)


def _add_issuer(cell: Any, head: Letterhead, style: Style) -> None:
    lines = [(line, _look(style, "issuer", bold=True, align="center")) for line in head.issuer]
    if head.superior:
        lines.insert(0, (head.superior, _look(style, "superior", align="center")))
    for index, (line, look) in enumerate(lines):
        paragraph = cell.paragraphs[0] if not index else cell.add_paragraph()
        write(paragraph, line, look, style.font)
    length = style.bold_width(head.issuer[-1], style.size["issuer"]) * style.rule["issuer"]
    add_rule(cell.add_paragraph(), length, Mm(style.column["issuer"]).pt)


def _add_state(cell: Any, style: Style) -> None:
    state = _look(style, "state", bold=True, align="center")
    write(cell.paragraphs[0], style.words["state"], state, style.font)
    motto = _look(style, "motto", bold=True, align="center")
    write(cell.add_paragraph(), style.words["motto"], motto, style.font)
    length = style.bold_width(style.words["motto"], style.size["motto"]) * style.rule["motto"]
    add_rule(cell.add_paragraph(), length, Mm(style.column["motto"]).pt)


def add_title(word: Any, document: ReportDocument, style: Style) -> None:
    """BÁO CÁO, the subject with the line under it, and to whom it goes."""
    kind = _look(style, "kind", bold=True, align="center", before=14)
    write(word.add_paragraph(), style.words["kind"], kind, style.font)
    subject = _look(style, "subject", bold=True, align="center", after=2)
    lines = title_lines(document.subject)
    write(word.add_paragraph(), lines, subject, style.font)
    length = max(style.bold_width(line, style.size["subject"]) for line in lines.split("\n"))
    room = Mm(style.text_width).pt
    add_rule(word.add_paragraph(), min(length, room) * style.rule["subject"], room)
    _add_addressees(word, document.addressees, style)


def _add_addressees(word: Any, addressees: tuple[str, ...], style: Style) -> None:
    """One on the line of "Kính gửi:", several as a list below it."""
    words = style.words["addressee"]
    if len(addressees) == 1:
        line = _look(style, "body", align="center", before=12, after=8)
        write(word.add_paragraph(), f"{words} {addressees[0]}", line, style.font)
        return
    indent = 2 * style.paragraph["first_line"]
    for index, entry in enumerate((words, *closed(addressees)) if addressees else ()):
        after = style.paragraph["space"] if index == len(addressees) else 0
        before = 0 if index else 12
        look = _look(style, "body", before=before, after=after, first_line=indent)
        write(word.add_paragraph(), entry, look, style.font)


def closed(entries: tuple[str, ...]) -> tuple[str, ...]:
    """A dash list as documents end it: "- A;", "- B."."""
    last = len(entries) - 1
    return tuple(f"- {entry}{'.' if i == last else ';'}" for i, entry in enumerate(entries))


def _look(style: Style, name: str, **more: Any) -> Look:
    return Look(style.size[name], **more)
