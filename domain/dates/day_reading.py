"""A day as an official types it: "15/9/2024", "15.9.2024", "ngày 15 tháng 9 năm 2024"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.words import fold

_NUMBERS = re.compile(
    r"(?:ngay )?(?P<day>\d{1,2})\s?(?P<mark>[/.-])\s?(?P<month>\d{1,2})"
    r"(?:\s?(?P=mark)\s?(?P<year>\d{4}|\d{2}))?"
)
_WORDS = re.compile(
    r"(?:ngay |mung )?(?P<day>\d{1,2}) thang (?P<month>\d{1,2})(?:,? nam (?P<year>\d{4}|\d{2}))?"
)
_BACKWARDS = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_EARLIEST, _LATEST, _CENTURY = 1900, 2100, 2000


class DayFlaw(StrEnum):
    """Why a text is not one day."""

    NO_DAY = "no_day"  # 14
    YEAR_MISSING = "year_missing"  # 15/9
    NO_SUCH_DAY = "no_such_day"  # 31/2/2024


@dataclass(frozen=True, slots=True)
class DaySaid:
    """A day, and whether only the last two digits of its year were said."""

    day: date
    short: bool = False


def read_day(said: str) -> DaySaid | DayFlaw:
    """Read a clean lower-case text as one whole day; no year is ever added.

    >>> read_day("ngày 15 tháng 9 năm 2024").day
    datetime.date(2024, 9, 15)
    """
    plain = fold(said)
    found = next((f for p in (_NUMBERS, _WORDS, _BACKWARDS) if (f := p.fullmatch(plain))), None)
    if found is None:
        return DayFlaw.NO_DAY
    if found["year"] is None:
        return DayFlaw.YEAR_MISSING
    short = len(found["year"]) == 2
    year = int(found["year"]) + (_CENTURY if short else 0)
    try:
        day = date(year, int(found["month"]), int(found["day"]))
    except ValueError:
        return DayFlaw.NO_SUCH_DAY
    return DaySaid(day, short) if _EARLIEST <= year <= _LATEST else DayFlaw.NO_SUCH_DAY
