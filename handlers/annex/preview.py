"""What a file would change, on one screen, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from domain.report.shown import show_figure
from domain.talk.messages import Choice
from handlers.annex.compare import Compared
from handlers.annex.file import AnnexCell
from handlers.annex.verify import shown_raw
from handlers.figures.echo import line_of
from handlers.report.name import report_name
from handlers.report.parts import Part, responsible
from handlers.wording.findings import phrase_finding
from handlers.wording.say import Asking, say
from handlers.work import Work, addressed
from storage.reports.figures import Change

LINES_AT_MOST = 5  # of each kind
NAMED_AT_MOST = 12  # of what the person has to look for in the file


def preview(work: Work, part: Part, name: str, found: Compared) -> Asking:
    """All that the person should know before the word that writes."""
    sheet = part.sheet
    lines = [say("annex.title", file=name, report=report_name(sheet))]
    if not found.figures:
        text_id = "annex.nothing_but_same" if found.same else "annex.nothing_new"
        lines.append(say(text_id, count=found.same))
    if found.new:
        lines.append(say("annex.new", count=len(found.new)))
        if len(found.new) <= LINES_AT_MOST:
            lines += [_changed(part, change) for change in found.new]
    if found.changed:
        lines.append(say("annex.changed", count=len(found.changed)))
        lines += _first((_changed(part, change) for change in found.changed), len(found.changed))
    if found.figures and found.same:
        lines.append(say("annex.same", count=found.same))
    if found.blank:
        lines.append(say("annex.blank", count=found.blank))
    lines += _others(work, part, found)
    lines += unread_lines(found.unread)
    lines += _lost_lines(part, found)
    lines += _looked_at(part, found)
    lines += _broken(part, found)
    if found.figures:
        text_id = "annex.ask_broken" if found.broken else "annex.ask"
        lines.append(say(text_id, count=len(found.figures)))
    return Asking("\n".join(lines))


def taps() -> tuple[Choice, Choice]:
    """The two words, or taps, after a preview."""
    return Choice(say("annex.write"), "write"), Choice(say("annex.drop"), "drop")


def unread_lines(cells: Sequence[AnnexCell]) -> list[str]:
    """`- III.3.1.1 (ô D42): “ba trăm”`"""
    if not cells:
        return []
    lines = (
        say(
            "annex.cell_flaw" if cell.flaw else "annex.cell",
            code=cell.code,
            where=cell.where[:1].lower() + cell.where[1:],
            raw=shown_raw(cell),
            flaw=say(f"rule.flaw.{cell.flaw}") if cell.flaw else "",
        )
        for cell in cells
    )
    return [say("annex.unread", count=len(cells)), *_first(lines, len(cells), NAMED_AT_MOST)]


def _lost_lines(part: Part, found: Compared) -> list[str]:
    """Rows that are of no line, and lines that are not there."""
    told = []
    if found.lost:
        lines = (say("annex.line", words=words) for words in found.lost)
        told += [say("annex.lost", count=len(found.lost))]
        told += _first(lines, len(found.lost), NAMED_AT_MOST)
    if found.absent:
        codes = ", ".join(found.absent[:NAMED_AT_MOST])
        more = len(found.absent) - NAMED_AT_MOST
        told.append(say("annex.absent", count=len(found.absent), codes=codes))
        if more > 0:
            told.append(say("annex.more", count=more))
    return told


def _changed(part: Part, change: Change) -> str:
    return say("annex.line", words=line_of(part.sheet, change))


def _first(lines: Iterable[str], count: int, most: int = LINES_AT_MOST) -> list[str]:
    """The first lines, and how many more there are."""
    told = [line for line, _ in zip(lines, range(most), strict=False)]
    if count > most:
        told.append(say("annex.more", count=count - most))
    return told


def _others(work: Work, part: Part, found: Compared) -> list[str]:
    """Figures of other people's fields are never written: who gives them."""
    if not found.others:
        return []
    unit_id = part.sheet.obligation.unit_id
    told = []
    for field, count in found.others.items():
        people = ", ".join(map(addressed, responsible(work, unit_id, field, work.today)))
        words = part.sheet.form.owners.get(field, field)
        names = people or say("complete.nobody")
        told.append(say("annex.other", names=names, field=words, count=count))
    return [say("annex.others", count=sum(found.others.values()), people="; ".join(told))]


def _looked_at(part: Part, found: Compared) -> list[str]:
    """Figures that were read, but that are hard to believe or could be read in another way."""
    sheet = part.sheet
    figures = {figure.code: figure for figure in (*found.likely, *found.unusual)}
    if not figures:
        return []
    lines = []
    for code, figure in figures.items():
        indicator, before = sheet.indicator(code), sheet.previous.get(code)
        lines.append(
            say(
                "annex.unusual" if before else "annex.likely",
                code=indicator.printed,
                label=sheet.short(code),
                figure=show_figure(figure, indicator),
                before=show_figure(before, indicator),
            )
        )
    return [say("annex.look", count=len(figures)), *_first(lines, len(figures))]


def _broken(part: Part, found: Compared) -> list[str]:
    sheet, told = part.sheet, []
    for text_id, findings in (("annex.broken", found.broken), ("annex.rates", found.rates)):
        lines = (
            say("annex.line", words=phrase_finding(finding, sheet.form, sheet.words))
            for finding in findings
        )
        if findings:
            told += [say(text_id, count=len(findings)), *_first(lines, len(findings))]
    return told
