"""A day that is over, as it is said of a document or of what was done: "13/9", "hôm qua"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from domain.words import clean, fold

NEAR = timedelta(days=92)
"""So near ahead a day without a year is a slip of another day, and not that of the year before."""
_DAY = re.compile(r"(?<![\d/])(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d\d))?(?![\d/])")
_IN_WORDS = re.compile(r"\b(?:mung )?(\d{1,2}) thang (\d{1,2})(?:,? nam (\d{4}|\d\d))?\b")
_AGO = re.compile(
    r"\b(?:(?P<one>(?:ngay )?hom qua)|(?P<two>(?:ngay )?hom kia)"
    r"|(?:ngay )?hom nay|sang nay|chieu nay)\b"
)
_LEAD = re.compile(r"(?:\b(?:ngay|ky|de)\s*)+$")


def take_past_day(text: str, today: date) -> tuple[date | None, str]:
    """The day, and the words without it; of several the first. A day that is ahead of today, with
    its year or so near that no other can be meant, is given as said: it is for the asker to refuse.

    >>> take_past_day("BC 68 ngày 13/9", date(2024, 9, 15))
    (datetime.date(2024, 9, 13), 'BC 68')
    >>> take_past_day("BC 68 ngày 28/12", date(2024, 1, 3))[0]
    datetime.date(2023, 12, 28)
    >>> take_past_day("hôm qua", date(2024, 9, 15))
    (datetime.date(2024, 9, 14), '')
    """
    said = clean(text)
    folded = fold(said) if len(fold(said)) == len(said) else ""
    if found := _DAY.search(said) or _IN_WORDS.search(folded):
        on = _on(int(found[1]), int(found[2]), found[3], today)
    elif found := _AGO.search(folded):
        on = today - timedelta(days=1 if found["one"] else 2 if found["two"] else 0)
    if not found or on is None:
        return None, said
    before = said[: found.start()]
    if lead := _LEAD.search(fold(before)):
        before = " ".join(before.split()[: -len(lead[0].split())])
    return on, f"{before} {said[found.end() :]}".strip()


def read_past_day(text: str, today: date) -> date | None:
    """A day that is not ahead, in digits: "19/02/2024", "19/2", "2024-02-19"; None for anything
    else."""
    said = clean(text)
    if not any(char.isdigit() for char in said):
        return None
    try:
        on: date | None = date.fromisoformat(said)
    except ValueError:
        on = take_past_day(said, today)[0]
    return on if on is not None and on <= today else None


def _on(day: int, month: int, year: str | None, today: date) -> date | None:
    try:
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        return _last_such_day(day, month, today)
    except ValueError:
        return None


def _last_such_day(day: int, month: int, today: date) -> date:
    this_year = date(today.year, month, day)
    ahead = this_year - today
    return this_year if ahead <= NEAR else date(today.year - 1, month, day)
