"""Moments as people name them in a sentence: "chậm nhất 20/9", "trước 16h hôm nay"."""

from __future__ import annotations

import re
from collections.abc import Collection

from domain.dates.hour_reading import HOUR_UNNAMED, PART
from domain.dates.hour_reading import WEEKDAY as WEEKDAY_SAID
from domain.reading.numerals_said import number_said

_TIME = rf"{HOUR_UNNAMED}(?!\w)"
_DATE = (
    r"(?:ngay\s|mung\s)?(?:0?[1-9]|[12]\d|3[01])\s?/\s?(?:0?[1-9]|1[0-2])(?!\d)"
    r"(?:\s?/\s?\d{2,4})?(?!\s?/\s?\d)"
)  # "16/15/1/0" are four figures
_WEEKDAY = rf"{WEEKDAY_SAID}(?:\s(?:tuan\s)?(?:nay|sau|toi))?"
_NAMED = (
    r"(?:hom nay|ngay mai|ngay mot|ngay kia|mai mot|mai|cuoi tuan(?:\s(?:nay|sau))?"
    r"|dau tuan(?:\s(?:nay|sau))?|giua tuan(?:\s(?:nay|sau))?|tuan (?:sau|toi|nay)"
    r"|cuoi thang(?:\s(?:nay|sau|\d{1,2}))?|dau thang(?:\s(?:nay|sau|\d{1,2}))?"
    r"|thang (?:sau|toi)|cuoi ngay|cuoi gio|het (?:tuan|thang|ngay)(?:\snay)?)"
)
_DAY = rf"(?:{_DATE}|{_WEEKDAY}(?:,?\s{_DATE})?|{_NAMED}|ngay\s\d{{1,2}}(?!\s?/))"
_BEFORE_HOUR = r"(?:sang|trua|chieu|dem|(?<!nhac )toi)"  # "nhắc toi 8h": "tôi" is nobody's evening
_MOMENT = (
    rf"(?:{_TIME}(?:\s{PART}(?:\snay)?)?(?:\s(?:ngay\s)?{_DAY})?"
    rf"|{_BEFORE_HOUR}\s(?:luc\s)?{_TIME}(?:\s(?:nay|{_DAY}))?"
    r"|(?:\d{1,3}\s?(?:p|phut|h|gio|tieng)|nua (?:tieng|gio)) nua"
    rf"|{PART}\s(?:nay|{_DAY})(?:\s(?:luc\s)?{_TIME})?"
    rf"|{_DAY}(?:\s(?:luc\s)?{_TIME})?)"
)
_AT_THE_LATEST = r"cham nhat(?: la| vao)?|muon nhat(?: la)?"
_PREPOSITION = rf"(?:(?:{_AT_THE_LATEST}|truoc|(?:den|toi) het|den|tu|(?:noi )?trong)\s)"
_DUE = re.compile(
    rf"(?<!\w)(?:{_PREPOSITION}?{_MOMENT}"
    r"|trong (?:tuan|thang|ngay|hom|buoi sang|buoi chieu)(?:\snay)?(?!\s(?:\d|sau\b|toi\b))"
    r"|(?:truoc|den)\s\d{1,2}(?![\d/.,%]))"
    r"(?!\w)"
)
_SPAN = re.compile(
    r"(?<!\w)(?:trong\s)?(?:\d{1,2}|mot|hai|ba|bon|nam|sau|bay|muoi)\s(?:ngay|hom|tuan|tieng)(?!\w)"
)
_MONTH = (
    r"(?:thang\s?(?:0?[1-9]|1[0-2])(?!\d)|quy\s?(?:iv|i{1,3}|[1-4])(?!\w)|nam(?=\s\d{4})"
    r"|6 thang (?:dau|cuoi) nam|(?:thang|quy|nam)\s(?:nay|sau|toi)(?!\w))"
    r"(?:\s?/\s?(?:\d{4}|\d\d)(?!\d)|,?\s(?:nam\s)?\d{4}(?!\d)|\snam\s(?:nay|sau))?"
)
_UNTIL = r"(?:cham nhat(?: la| vao| trong)?|muon nhat|(?:noi )?trong|truoc|den|het|cuoi|giua|dau)"
_MONTHS = re.compile(rf"(?<!\w)(?P<lead>(?:{_UNTIL}\s)+)?{_MONTH}(?!\w|/\d)")
_LENGTH = re.compile(r"(?<![\w/])(\d{1,2}|[a-z]+) (tuan|thang)\b(?! (?:\d|nay|sau|truoc|toi))")
TIME = re.compile(rf"(?<!\w){_TIME}")
DATE = re.compile(rf"(?<![\w/.,]){_DATE}(?![\w/.,]*\d)")
WEEKDAY = re.compile(rf"(?<!\w){_WEEKDAY}(?!\w)")


def moments(aligned: str) -> list[tuple[int, int]]:
    """The places of moments, prepositions included, in a text folded letter by letter."""
    return [found.span() for found in _DUE.finditer(aligned)]


def ends_in_orders(aligned: str, before: Collection[str]) -> list[tuple[int, int]]:
    """The same where something is ordered, in their order: a month, a quarter or a year is one as
    well, with a preposition or behind one of the words `before`: "trong tháng 9/2024", "hoàn thành
    quý IV". In talk that is a period."""
    announced = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, before))})[\s:]*$")
    months = [
        found.span()
        for found in _MONTHS.finditer(aligned)
        if found["lead"] or (before and announced.search(aligned[: found.start()]))
    ]
    others = (
        (start, end)
        for start, end in moments(aligned)
        if all(end <= first or last <= start for first, last in months)
    )
    return sorted([*months, *others])


def spans_of_days(aligned: str) -> list[tuple[int, int]]:
    """ "hai ngày", "trong 3 hôm": a length of time."""
    return [found.span() for found in _SPAN.finditer(aligned)]


def weeks_or_months(folded: str) -> tuple[int, str]:
    """How many weeks or months are said: `(6, "thang")`; `(0, "")` where none are.

    >>> weeks_or_months("mai em di de, nghi 6 thang"), weeks_or_months("nghi tu thang 6")
    ((6, 'thang'), (0, ''))
    """
    for found in _LENGTH.finditer(folded):
        count = int(found[1]) if found[1].isdigit() else number_said([found[1]])
        if count:
            return count, found[2]
    return 0, ""


_DAY_IN_FRONT = re.compile(r"\b((?:ngay )?mai|thu \w+)\b")
_LAST = re.compile(r"\b(?:den|toi)(?: het)? (\w[^,.;]*)")
_FIRST_AND_LAST = re.compile(r"\btu (\w[^,.;]*?) (?:den|toi)(?: het)? (\w[^,.;]*)")
_WEEKDAYS = re.compile(r"\b(thu \w+) (?:den|toi)(?: het)? ((?:thu|chu) \w+(?: tuan \w+)?)")


def first_and_last(folded: str) -> tuple[str, str] | None:
    """The words of the first and of the last day, and what stands behind them.

    >>> first_and_last("em nghi tu thu 2 den het thu 4, nho tuan")
    ('thu 2', 'thu 4')
    """
    if found := _FIRST_AND_LAST.search(folded) or _WEEKDAYS.search(folded):
        return found[1], found[2]
    before, _, behind = folded.partition(" nghi")  # "mai chị nghỉ phép đến thứ 4"
    first, last = _DAY_IN_FRONT.search(before), _LAST.search(behind)
    return (first[1], last[1]) if first and last else None
