"""Which report: a report is unit + regime + period, and is named by as much of that as tells it
from the others.

Where one regime has a round in a period, "quý III năm 2024" names its report; where several have,
"Nhóm việc quý III năm 2024" does: in texts, taps, and the names of files.
"""

from __future__ import annotations

from collections.abc import Iterable

from domain.words import fold
from handlers.wording.say import say
from handlers.wording.show_moments import period_words
from handlers.work import Work
from storage.reports.rounds import Obligation


def shares_period(work: Work, period_code: str) -> bool:
    """True where several regimes have a round in that period."""
    return len(work.regimes_of_period.get(period_code, ())) > 1


def called(work: Work, regime_id: str, period_code: str) -> str:
    """`quý III năm 2024`, or `Nhóm việc quý III năm 2024` beside another report of that period."""
    period = period_words(period_code)
    if not shares_period(work, period_code):
        return period
    regime = work.catalogue.regime(regime_id)
    return f"{regime.short or regime.title} {period}"


def called_report(work: Work, report: Obligation) -> str:
    """The same for what a unit owes."""
    return called(work, report.regime_id, report.period_code)


def unit_and_report(work: Work, report: Obligation) -> str:
    """`xã Bắc Sơn`, with its report where several regimes have one of that period."""
    unit = work.unit(report.unit_id).name
    if not shares_period(work, report.period_code):
        return unit
    return say("desk.digest.of_report", unit=unit, report=called_report(work, report))


def file_mark(work: Work, regime_id: str, period_code: str) -> str:
    """`2024-Q3`, or `viec-quy-2024-Q3`: the part of a file name that names the report."""
    return f"{regime_id}-{period_code}" if shares_period(work, period_code) else period_code


def read_regime(work: Work, text: str) -> tuple[str | None, str]:
    """The regime whose name stands at an end of a text, and the text without it."""
    plain = fold(text)
    aligned = plain if len(plain) == len(text) else ""
    for name, regime_id in _names(work):
        for at, end in ((0, len(name)), (len(aligned) - len(name), len(aligned))):
            if at >= 0 and aligned[at:end] == name and _stands_apart(aligned, at, end):
                return regime_id, f"{text[:at]}{text[end:]}".strip(" ,;-")
    return None, text


def _stands_apart(text: str, at: int, end: int) -> bool:
    """No word runs over its border."""
    return not text[at - 1 : at].isalnum() and not text[end : end + 1].isalnum()


def _names(work: Work) -> Iterable[tuple[str, str]]:
    """Longest first, so that "báo cáo nhóm việc" is not read as "nhóm việc" behind "báo cáo"."""
    found = {
        fold(name): regime.id
        for regime in work.catalogue.regimes
        for name in (regime.short, regime.title, f"báo cáo {regime.short}")
        if name
    }
    return sorted(found.items(), key=lambda pair: -len(pair[0]))
