"""One making of a report beside another, and beside what stands now.

lan  < báo cáo
bot  > Báo cáo và phụ lục kèm theo, để trình ký.
       So với lần 1 (lúc 14:05 ngày 13/9/2024), lần này khác 2 số: III.3.1.1: 376 → 370; ...
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from domain.report.forms import Form, Kind
from domain.report.shown import show, show_percent
from handlers.report.sheet import Sheet
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment
from handlers.work import Work
from reports.annex import annex_rows, cells_told, numbers_of
from reports.document import ReportDocument
from reports.seal import Seal, mark_of, plain_words
from storage.reports.issues import Version

CHANGES_NAMED = 5


def cells_of(sheet: Sheet) -> dict[str, str]:
    """The cells of the annex as they would be printed now."""
    numbers = numbers_of(sheet.form, sheet.figures, sheet.rates)
    return cells_told(annex_rows(sheet.form, numbers, sheet.words))


def sealed(work: Work, sheet: Sheet, document: ReportDocument) -> ReportDocument:
    """The document of a making that was noted."""
    report = sheet.obligation
    round_id = f"{report.regime_id}/{report.period_code}"
    mark = mark_of(cells_of(sheet))
    seal = Seal(report.unit_id, round_id, document.revision, work.now, mark)
    return replace(document, seal=seal)


def since_last(sheet: Sheet, last: Version, document: ReportDocument) -> list[str]:
    """What is other than in the making before; nothing where it is the same again."""
    if document.revision == last.revision:
        return []
    told = {"revision": last.revision, "at": show_moment(last.made_at)}
    now = cells_of(sheet)
    changes = changed(sheet.form, last.cells, now) if last.cells else []
    if changes:
        return [say("files.since", **told, count=len(changes), changes=first_few(changes))]
    same_words = plain_words(piece.text for piece in document.body) == last.words
    if not last.cells:
        return []
    return [say("files.since_form" if same_words else "files.since_words", **told)]


def changed(form: Form, before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """`III.3.1.1: 376 → 370`, line by line in the order of the form. A rate that follows from its
    parts is not told beside them."""
    others = [code for code in form.indicators if before.get(code, "") != now.get(code, "")]
    asked = [code for code in others if form.indicators[code].ratio is None]
    return [
        say("files.change", code=code, old=_shown(form, code, before), new=_shown(form, code, now))
        for code in asked or others
    ]


def first_few(changes: list[str]) -> str:
    """The first changes in a row, and how many more."""
    shown = "; ".join(changes[:CHANGES_NAMED])
    more = len(changes) - CHANGES_NAMED
    return shown + (say("files.more_changes", count=more) if more > 0 else "")


def _shown(form: Form, code: str, cells: Mapping[str, str]) -> str:
    told = cells.get(code, "")
    if not told:
        return say("files.blank")
    try:
        number = Decimal(told)
    except ArithmeticError:
        return told  # words that nobody could read as a number
    kind = form.indicators[code].kind
    return show_percent(number) if kind is Kind.PERCENT else show(number, kind)
