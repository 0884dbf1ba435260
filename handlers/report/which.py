"""Which report: a report is unit + regime + period, and is named by as much of that as tells it
from the others.

Where one regime has a round in a period, "quý III năm 2024" names its report; where several have,
"Nhóm việc quý III năm 2024" does: in texts, taps, and the names of files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.dates.regimes import Regime
from domain.words import fold
from handlers.wording.say import say
from handlers.wording.show_moments import period_words
from handlers.work import Work
from storage.reports.rounds import Obligation

_REPORT = "Báo cáo"


def shares_period(work: Work, period_code: str) -> bool:
    """True where several regimes have a round in that period."""
    return len(work.regimes_of_period.get(period_code, ())) > 1


def called(work: Work, regime_id: str, period_code: str) -> str:
    """`quý III năm 2024`, or `Nhóm việc quý III năm 2024` beside another report of that period; a
    request by what it asks for: `số hộ nghèo ngày 6/9/2024`."""
    period, regime = period_words(period_code), work.catalogue.regime(regime_id)
    if not shares_period(work, period_code) and not regime.asked_by:
        return period
    return f"{short_name(regime)} {period}"


def short_name(regime: Regime) -> str:
    """A few words that stand behind "báo cáo": the short name, else the title without that word."""
    front, _, rest = regime.title.partition(f"{_REPORT} ")
    title = regime.title if front or not rest else rest[:1].upper() + rest[1:]
    return regime.short or title


def called_report(work: Work, report: Obligation) -> str:
    """The same for what a unit owes."""
    return called(work, report.regime_id, report.period_code)


def unit_and_report(work: Work, report: Obligation) -> str:
    """`xã Bắc Sơn`, with its report where several regimes have one of that period."""
    unit, regime = work.unit(report.unit_id).name, work.catalogue.regime(report.regime_id)
    if not shares_period(work, report.period_code) and not regime.asked_by:
        return unit
    return say("desk.digest.of_report", unit=unit, report=called_report(work, report))


def file_mark(work: Work, regime_id: str, period_code: str) -> str:
    """`2024-Q3`, or `viec-quy-2024-Q3`: the part of a file name that names the report."""
    apart = shares_period(work, period_code) or work.catalogue.regime(regime_id).asked_by
    return f"{regime_id}-{period_code}" if apart else period_code


def read_regime(work: Work, text: str) -> tuple[str | None, str]:
    """The regime whose name stands at an end of a text, and the text without it."""
    words = text.split()
    for name, regime_id in _names(work):
        size = len(name)
        if _folded(words[-size:]) == name:
            return regime_id, " ".join(words[:-size]).rstrip(" ,;-")
        if _folded(words[:size]) == name:
            return regime_id, " ".join(words[size:]).lstrip(" ,;-")
    return None, text


def regime_in_front(work: Work, text: str) -> tuple[str | None, str]:
    """The same where only the beginning can be a name: "nhóm việc quý III: 3 ngày, chờ số liệu"."""
    words = text.split()
    for name, regime_id in _names(work):
        if _folded(words[: len(name)]) == name:
            return regime_id, " ".join(words[len(name) :]).lstrip(" ,;-")
    return None, text


def _folded(words: Iterable[str]) -> tuple[str, ...]:
    """Words without marks and without the signs around them."""
    return tuple(fold(word).strip(" .,;:-") for word in words)


def _names_of(regime: Regime) -> Iterator[str]:
    """Title and few words, with "báo cáo" in front too; of a request its mark."""
    short = short_name(regime)
    yield from (regime.title, short, f"{_REPORT} {short}")
    if regime.asked_by:
        yield regime.id


def _names(work: Work) -> Iterable[tuple[tuple[str, ...], str]]:
    """Longest first, so that "báo cáo nhóm việc" is not read as "nhóm việc" behind "báo cáo"."""
    found = {
        _folded(name.split()): regime.id
        for regime in work.catalogue.regimes
        for name in _names_of(regime)
        if name
    }
    return sorted(found.items(), key=lambda pair: -len(pair[0]))
