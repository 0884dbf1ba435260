"""Due dates as officials word them: "trước ngày 01/9/2024", "hạn thứ Sáu 13/9", "trong quý III".

Read with or without diacritics. A wording with two readings is never settled here: it comes back
to be confirmed or asked, with the proposal and a reason code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from domain.dates.hour_reading import HOUR, PART, hour_of, weekdays_spelt
from domain.dates.moments import END_OF_DAY, at_local
from domain.dates.periods import ROMAN, last_day_of_month
from domain.words import fold


class DueVerdict(StrEnum):
    """What to do with a wording; `DueReading.reason` says why it is not simply accepted."""

    ACCEPT = "accept"  # one reading
    CONFIRM = "confirm"  # one likely reading: show it, take it on a yes
    ASK = "ask"  # several readings or none; `on` is a proposal where there is one
    NONE = "none"  # no due date, on purpose
    REFUSE = "refuse"  # cannot be


class DueReason(StrEnum):
    """Why a reading is not simply accepted, the weightiest first."""

    NO_SUCH_DAY = "no_such_day"  # 31/9
    NO_SUCH_HOUR = "no_such_hour"  # 25 giờ
    NO_DUE = "no_due"  # thường xuyên
    RECURRING = "recurring"  # ngày 5 hằng tháng
    TWO_DATES = "two_dates"  # 5/9 hoặc 6/9
    STARTS = "starts"  # từ ngày, sau ngày: a beginning, not an end
    NO_DATE = "no_date"  # no day in it that can be read
    SPAN_END = "span_end"  # trong quý III: its last day is proposed
    GONE_BY = "gone_by"  # without its year, and over in this one: the next is far off
    WEEKDAY_DIFFERS = "weekday_differs"  # thứ Sáu 12/9/2024 is a Thursday
    PAST = "past"
    STRICTLY_BEFORE = "strictly_before"  # trước ngày D: D - 1, though many mean D
    HOUR_UNCLEAR = "hour_unclear"  # trước 5 giờ; trước ngày D, 16 giờ
    ASSUMED = "assumed"  # a weekday or a day without its month: the next one
    FAR = "far"  # more than half a year ahead: perhaps the wrong year


@dataclass(frozen=True, slots=True)
class DueReading:
    """A wording, read. `at` is set only where it names an hour."""

    verdict: DueVerdict
    on: date | None = None
    at: time | None = None
    reason: DueReason | None = None

    @property
    def due(self) -> datetime | None:
        """The due moment: the named hour, or the end of the day."""
        return at_local(self.on, self.at or END_OF_DAY) if self.on else None


_DATE = re.compile(
    r"""(?<![\d/.:-])(?<!\bthang\s)(?:
        (?P<iso>\d{4}-\d{1,2}-\d{1,2})
      | (?P<day>\d{1,2})(?:\s?[/.-]\s?|\s?thang\s?)(?P<month>\d{1,2})
        (?:(?:\s?[/.-]\s?|,?\s?nam\s?)(?P<year>\d{4}|\d\d))?
    )(?![/.-]?\d)""",
    re.VERBOSE,
)
_HOUR = re.compile(
    rf"(?<![\d/.-]){HOUR}(?!\d|[/.-]\d|\s?thang)(?:\s?(?:phut|p)\b)?(?:\s?(?P<part>{PART})\b)?"
)
_WEEKDAY = re.compile(
    r"\bthu ?(?:(hai|2)|(ba|3)|(tu|4)|(nam|5)|(sau|6)|(bay|7))\b|\b(chu nhat|cn)\b"
)
_SPAN = re.compile(
    r"""\b(?: quy\s?(?P<quarter>iv|i{1,3}|[1-4]) | thang\s?(?P<month>\d{1,2})
      | (?:6|sau)\sthang\s(?P<half>dau|cuoi) | (?P<nine>9|chin)\sthang
      | (?:cuoi|het|trong)\s(?P<this>thang|quy|nam)(?:\snay)?(?!\s?(?:[\di]|sau\b|toi\b))
      | (?:(?<=^)|(?<=trong\s)|(?<=truoc\s)|(?<=cuoi\s)|(?<=giua\s)|(?<=het\s)|(?<=han\s))
        (?P<next>thang|quy|nam)\s(?:sau|toi)
      | nam\s(?=\d{4})
    )\b(?:\s?(?:/|nam)?\s?(?P<year>\d{4}|(?<=/)\d\d)\b)?""",
    re.VERBOSE,
)
_EARLY = re.compile(r"\bdau\s$")  # "đầu tháng 9": which day of it nobody knows
_MIDDLE = re.compile(r"\bgiua\s$")
_MIDDLE_OF_A_MONTH = 15
_DAY_ONLY = re.compile(
    r"\b(?:ngay (?:mung |mong )?|mung |mong )(\d{1,2})(?: thang (nay|sau|toi))?\b(?![/.:-])"
)
_MORNING_ALONE = re.compile(
    r"^\s*(?:(?:den|truoc|het|cham nhat|han|vao|luc)\s+)*(?:(mai)|(mot|kia))\s*$"
)
_COUNTED = re.compile(
    r"\b(?P<count>\d{1,3}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)\s(?P<what>ngay|hom|tuan)\b"
)
_WEEK = re.compile(  # but not "hạn chế tuần tra"
    r"\btuan (?:nay|(?P<next>sau|toi))\b"
    r"|\b(?:cuoi|het|trong) tuan\b(?! (?:nay|sau|toi|tra|le)\b)|^tuan$"
)
_NUMBERS = ("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi")
_COUNTS = {word: number for number, word in enumerate(_NUMBERS, 1)}
_WEDNESDAY, _FRIDAY = 2, 4
_NO_DUE = re.compile(r"\bthuong xuyen\b|\bkhong (?:co )?(?:thoi )?han\b")
_RECURRING = re.compile(r"\b(?:hang|moi) (?:ngay|tuan|thang|quy|nam)\b|\bdinh ky\b")
_LEAD = r"[\s:,]*(?:(?:ngay|mung|mong|hom|thu ?(?:[2-7]|hai|ba|tu|nam|sau|bay)|chu nhat)[\s:,]+)*$"
_BEFORE = re.compile(r"\btruoc" + _LEAD)
_STARTS = re.compile(r"(?<!thu )\b(?:tu|sau)" + _LEAD)
_ENDS = re.compile(r"\b(?:den|cham nhat|muon nhat|khong qua|han|truoc)\b[^\d]*$")
_RELATIVE = re.compile(
    rf"\b(?:(hom nay|{PART} nay)|((?:ngay|{PART}) mai)|((?:ngay|{PART}) (?:kia|mot)))\b"
)
_PART_BEFORE = re.compile(rf"\b(?P<part>{PART}) (?:nay|mai|mot|kia|{_WEEKDAY.pattern})\s(?:luc )?$")
_HALF_A_YEAR = timedelta(days=183)
_OFFICE_OPENS = 7


def read_due(text: str, today: date) -> DueReading:
    """Read a wording on the day `today`; without a year, the next such day on or after it.

    >>> read_due("chậm nhất ngày 5/9", date(2024, 8, 20)).on
    datetime.date(2024, 9, 5)
    >>> reading = read_due("trước ngày 01/9/2024", date(2024, 8, 20))
    >>> reading.on, reading.verdict.value, reading.reason.value
    (datetime.date(2024, 8, 31), 'confirm', 'strictly_before')
    """
    plain = fold(text)
    plain = plain if _DATE.search(plain) else weekdays_spelt(plain)
    if _NO_DUE.search(plain):
        return DueReading(DueVerdict.NONE, reason=DueReason.NO_DUE)
    if _RECURRING.search(plain):
        return DueReading(DueVerdict.ASK, reason=DueReason.RECURRING)
    hour = _HOUR.search(plain)
    # Blanked, not cut: an hour must not be read as a date, and positions must stay comparable.
    # The part of the day stays: "4 giờ chiều mai" names a day by it.
    days = _HOUR.sub(_without_hour, plain)
    try:
        at = hour_of(hour, _part_of_day(hour, plain)) if hour else None
    except ValueError:
        return DueReading(DueVerdict.REFUSE, reason=DueReason.NO_SUCH_HOUR)
    try:
        found = _find_day(days, today)
    except ValueError:
        return DueReading(DueVerdict.REFUSE, reason=DueReason.NO_SUCH_DAY)
    if isinstance(found, DueReading):
        return found
    return _settle(days, found, hour, at, today)


def nearest(read: DueReading, today: date) -> date | None:
    """The day that was read; one that has gone by, in this year.

    >>> nearest(read_due("20/7", date(2024, 8, 20)), date(2024, 8, 20))
    datetime.date(2024, 7, 20)
    """
    if read.on is None or read.reason is not DueReason.GONE_BY:
        return read.on
    try:
        return read.on.replace(year=today.year)
    except ValueError:  # 29/2
        return read.on


def _without_hour(match: re.Match[str]) -> str:
    part = match["part"] or ""
    return " " * (len(match[0]) - len(part)) + part


def _part_of_day(hour: re.Match[str], plain: str) -> str | None:
    """ "4 giờ chiều", "chiều nay 4 giờ" -> "chieu"."""
    before = _PART_BEFORE.search(plain[: hour.start()])
    return hour["part"] or (before["part"] if before else None)


@dataclass(frozen=True, slots=True)
class _Day:
    """A day that was found, where it stands in the text, and what was assumed for it."""

    on: date
    start: int
    assumed: bool = False
    year_named: bool = True


def _find_day(plain: str, today: date) -> _Day | DueReading:
    """The one day a text names, or the reading that says why there is none to settle.

    ValueError where the day does not exist.
    """
    dates = list(_DATE.finditer(plain))
    if len(dates) > 1:
        ends = [match for match in dates if _ENDS.search(plain[: match.start()])]
        if ends != dates[-1:]:
            return DueReading(DueVerdict.ASK, reason=DueReason.TWO_DATES)
        dates = ends
    if dates:
        with_year = bool(dates[0]["iso"] or dates[0]["year"])
        return _Day(_date_of(dates[0], today), dates[0].start(), year_named=with_year)
    if match := _RELATIVE.search(plain):
        return _Day(today + timedelta(days=(match.lastindex or 1) - 1), match.start())
    if match := _DAY_ONLY.search(plain):
        return _Day(_day_of_month(match, plain, today), match.start(1), assumed=True)
    if match := _WEEKDAY.search(plain):
        return _Day(_next_weekday(match, plain, today), match.start(), assumed=True)
    if match := _MORNING_ALONE.search(plain):
        return _Day(today + timedelta(days=match.lastindex or 1), match.start())
    if spans := list(_SPAN.finditer(plain)):
        ends = [match for match in spans if not _STARTS.search(plain[: match.start()])]
        if not ends:
            return DueReading(DueVerdict.ASK, reason=DueReason.STARTS)
        return _span(ends[0], plain[: ends[0].start()], today)
    if match := _COUNTED.search(plain):
        return _Day(today + _length(match), match.start(), assumed=True)
    if match := _WEEK.search(plain):
        return _in_week(match, plain[: match.start()], today)
    return DueReading(DueVerdict.ASK, reason=DueReason.NO_DATE)


def _settle(
    plain: str, day: _Day, hour: re.Match[str] | None, at: time | None, today: date
) -> DueReading:
    """The verdict on a day that was found."""
    lead = plain[: day.start]
    if _STARTS.search(lead):
        return DueReading(DueVerdict.ASK, reason=DueReason.STARTS)
    before = bool(_BEFORE.search(lead))
    strictly = before and hour is None
    on = day.on - timedelta(days=1) if strictly else day.on
    early = hour is not None and at is not None and not hour["part"] and at.hour < _OFFICE_OPENS
    named = _WEEKDAY.search(plain)
    far = on - today > _HALF_A_YEAR
    if far and not day.year_named and day.on.year > today.year:
        return DueReading(DueVerdict.ASK, on, at, DueReason.GONE_BY)
    doubts = {
        DueReason.WEEKDAY_DIFFERS: named is not None and _weekday(named) != day.on.weekday(),
        DueReason.PAST: on < today,
        DueReason.STRICTLY_BEFORE: strictly,
        # "trước 16 giờ ngày D" binds the hour; "trước ngày D, 16 giờ" may bind the day.
        DueReason.HOUR_UNCLEAR: early or (before and hour is not None and hour.start() > day.start),
        DueReason.ASSUMED: day.assumed,
        DueReason.FAR: far,
    }
    reason = next((reason for reason, holds in doubts.items() if holds), None)
    verdict = DueVerdict.CONFIRM if reason else DueVerdict.ACCEPT
    return DueReading(verdict, on, at, reason)


def _date_of(match: re.Match[str], today: date) -> date:
    if match["iso"]:
        year, month, day = map(int, match["iso"].split("-"))
        return date(year, month, day)
    day, month = int(match["day"]), int(match["month"])
    if match["year"]:
        return date(_full_year(match["year"]), month, day)
    return _next_such_day(day, month, today)


def _full_year(said: str) -> int:
    return int(said) + (2000 if len(said) == 2 else 0)


def _next_such_day(day: int, month: int, today: date) -> date:
    """This year's or next year's; ValueError where neither exists (29/2 may need the second)."""
    try:
        this_year = date(today.year, month, day)
    except ValueError:
        return date(today.year + 1, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


def _day_of_month(match: re.Match[str], plain: str, today: date) -> date:
    day, which = int(match[1]), match[2]
    before = bool(_BEFORE.search(plain[: match.start(1)]))
    gone_by = day <= today.day if before else day < today.day  # "trước ngày 20", said on a 20th
    later = which in ("sau", "toi") or (which is None and gone_by)
    months = today.year * 12 + today.month - 1 + later
    return date(months // 12, months % 12 + 1, day)


def _weekday(match: re.Match[str]) -> int:
    return (match.lastindex or 1) - 1


def _next_weekday(match: re.Match[str], plain: str, today: date) -> date:
    ahead = _weekday(match) - today.weekday()
    if re.search(r"\btuan (?:sau|toi)\b", plain):
        return today + timedelta(days=ahead + 7)
    if ahead == 0 and _BEFORE.search(plain[: match.start()]):
        return today + timedelta(days=7)  # "trước thứ năm", said on a Thursday
    return today + timedelta(days=ahead % 7)


def _length(match: re.Match[str]) -> timedelta:
    count = _COUNTS.get(match["count"]) or int(match["count"])
    return timedelta(days=count * (7 if match["what"] == "tuan" else 1))


def _in_week(match: re.Match[str], lead: str, today: date) -> DueReading:
    """Its Friday, of "đầu tuần" its Monday, of "giữa tuần" its Wednesday, of "trước tuần sau" the
    last day before it; of a week whose Friday has gone by the next one."""
    monday = today - timedelta(days=today.weekday())
    later = match["next"] is not None or today.weekday() > _FRIDAY
    monday += timedelta(days=7 * later)
    if _BEFORE.search(lead):
        friday = monday + timedelta(days=_FRIDAY - 7)
        on = friday if friday >= today else monday - timedelta(days=1)
    else:
        part = 0 if _EARLY.search(lead) else _WEDNESDAY if _MIDDLE.search(lead) else _FRIDAY
        on = monday + timedelta(days=part)
    return DueReading(DueVerdict.ASK, on, reason=_past_or_end(on, today))


def _past_or_end(on: date, today: date) -> DueReason:
    return DueReason.PAST if on < today else DueReason.SPAN_END


def _span(match: re.Match[str], lead: str, today: date) -> DueReading:
    """Of a span its last day, of "trước tháng 12" the day before it begins; of the year that it
    names, else the next such day not gone by."""
    if _EARLY.search(lead):
        return DueReading(DueVerdict.ASK, reason=DueReason.NO_DATE)
    first, last = _months(match, today)
    if not 1 <= last <= 12:
        raise ValueError(f"no such month: {last}")
    before = bool(_BEFORE.search(lead))
    middle = bool(_MIDDLE.search(lead)) and first == last

    def end(year: int) -> date:
        if before:
            return date(year, first, 1) - timedelta(days=1)
        on = last_day_of_month(year, last)
        return on.replace(day=_MIDDLE_OF_A_MONTH) if middle else on

    if match["year"]:
        on = end(_full_year(match["year"]))
    else:
        year = _year_of(match, today)
        on = end(year) if end(year) >= today else end(year + 1)
    return DueReading(DueVerdict.ASK, on, reason=_past_or_end(on, today))


def _year_of(match: re.Match[str], today: date) -> int:
    """The present one, but of "năm sau", and of the month or quarter that follows upon its last."""
    first, _ = _months(match, today)
    after = match["next"] is not None and (match["next"] == "nam" or first == 1)
    return today.year + after


def _months(match: re.Match[str], today: date) -> tuple[int, int]:
    """The first and the last month of a span."""
    last = _last_month(match, today)
    if match["quarter"] or "quy" in (match["this"], match["next"]):
        return last - 2, last
    if match["month"] or "thang" in (match["this"], match["next"]):
        return last, last
    return (7 if match["half"] == "cuoi" else 1), last


def _last_month(match: re.Match[str], today: date) -> int:
    if match["quarter"]:
        return 3 * (ROMAN.get(match["quarter"]) or int(match["quarter"]))
    if match["month"]:
        return int(match["month"])
    if match["half"]:
        return 6 if match["half"] == "dau" else 12
    if match["nine"]:
        return 9
    if match["next"] in ("thang", "quy"):
        length = 1 if match["next"] == "thang" else 3
        return (today.month - 1 + length) % 12 // length * length + length
    if match["this"] == "thang":
        return today.month
    if match["this"] == "quy":
        return (today.month + 2) // 3 * 3
    return 12
