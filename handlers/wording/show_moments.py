"""Dates, hours and periods in words: `thứ Sáu 13/9`, `17 giờ thứ Sáu 13/9`, `quý III năm 2024`.

Days may be given as dates or as aware moments; moments are shown in Vietnamese local time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from domain.dates.ladder import Remaining
from domain.dates.moments import END_OF_DAY, local
from domain.dates.periods import Span, name_of, split_code
from handlers.wording.say import say

_WEEKDAYS = (
    "moments.weekday.mon",
    "moments.weekday.tue",
    "moments.weekday.wed",
    "moments.weekday.thu",
    "moments.weekday.fri",
    "moments.weekday.sat",
    "moments.weekday.sun",
)
_SPANS = {
    Span.WEEK: "moments.period.week",
    Span.MONTH: "moments.period.month",
    Span.QUARTER: "moments.period.quarter",
    Span.FIRST_HALF: "moments.period.first_half",
    Span.SECOND_HALF: "moments.period.second_half",
    Span.NINE_MONTHS: "moments.period.nine_months",
    Span.YEAR: "moments.period.year",
}
_SHORT_SPANS = {
    Span.WEEK: "moments.period.week_alone",
    Span.MONTH: "moments.period.month_alone",
    Span.QUARTER: "moments.period.quarter_alone",
}
_ROMAN = ("", "I", "II", "III", "IV")
_HOUR = 60  # minutes, as a minute is 60 seconds
_NAMES: dict[str, Mapping[str, str]] = {"": {}}  # of the catalogue in use
_CAMPAIGN = re.compile(r"D(\d\d)(\d\d)")
_DUE_ON = re.compile(r"N(\d\d)(\d\d)")


def _day(day: date | datetime) -> date:
    return local(day).date() if isinstance(day, datetime) else day


def show_weekday(day: date | datetime) -> str:
    """`thứ Sáu`, `Chủ nhật`."""
    return say(_WEEKDAYS[_day(day).weekday()])


def show_date(day: date | datetime) -> str:
    """`15/9/2024`."""
    day = _day(day)
    return say("moments.date", day=day.day, month=day.month, year=day.year)


def show_day_month(day: date | datetime) -> str:
    """`15/9`."""
    day = _day(day)
    return say("moments.day_month", day=day.day, month=day.month)


def show_day(day: date | datetime) -> str:
    """`thứ Sáu 13/9`: where the year goes without saying."""
    return say("moments.weekday_day", weekday=show_weekday(day), day=show_day_month(day))


def show_full_day(day: date | datetime) -> str:
    """`Chủ nhật 15/9/2024`."""
    return say("moments.weekday_date", weekday=show_weekday(day), date=show_date(day))


def show_clock(moment: datetime) -> str:
    """`14:05`."""
    here = local(moment)
    return say("moments.clock", hour=here.hour, minute=here.minute)


def show_moment(moment: datetime) -> str:
    """`14:05 ngày 13/9/2024`."""
    return say("moments.moment", clock=show_clock(moment), date=show_date(moment))


def show_until(moment: datetime) -> str:
    """A moment as a limit: `17 giờ thứ Sáu 13/9`, `16 giờ 30 thứ Sáu 13/9`; the end of a day is
    the day: `Chủ nhật 15/9`."""
    return _limit(local(moment), show_day(moment))


def show_full_until(moment: datetime) -> str:
    """The same with its year: `17 giờ thứ Sáu 13/9/2024`, `Chủ nhật 15/9/2024`."""
    return _limit(local(moment), show_full_day(moment))


def show_until_seen(moment: datetime, today: date) -> str:
    """The first, with the year where that is not the one of the day on which it is read."""
    other = local(moment).year != today.year
    return show_full_until(moment) if other else show_until(moment)


def _limit(here: datetime, day: str) -> str:
    if here.time() == END_OF_DAY:
        return day
    text_id = "moments.hour_minute" if here.minute else "moments.hour"
    return say("moments.until", hour=say(text_id, hour=here.hour, minute=here.minute), day=day)


def show_late(left: Remaining) -> str:
    """`quá hạn 3 ngày`; where an hour was missed less than a day ago `quá hạn 5 giờ`, `quá hạn 20
    phút`. Empty while there is time."""
    if not left.overdue:
        return ""
    return say("moments.late.overdue", length=show_by(left))


def show_by(left: Remaining) -> str:
    """By how much it is overdue, alone: `3 ngày`, `5 giờ`."""
    if left.late is None:
        return show_length(max(1, left.overdue_days), timedelta(0))
    return show_length(0, left.late)


def show_length(days: int, time: timedelta) -> str:
    """`3 ngày`, `5 giờ`, `20 phút`; `3 ngày 5 giờ` where some is told in days and some in hours."""
    told = [say("moments.late.days", days=days)] if days else []
    minutes = int(time.total_seconds()) // _HOUR
    if minutes >= _HOUR:
        told.append(say("moments.late.hours", hours=minutes // _HOUR))
    elif time:
        told.append(say("moments.late.minutes", minutes=max(1, minutes)))
    return " ".join(told)


def period_words(code: str) -> str:
    """`2024-Q3` -> `quý III năm 2024`; a campaign by its first day. ValueError: no period code."""
    name = name_of(code)
    if name.span is Span.FREE:
        return _free_words(code)
    return say(
        _SPANS[name.span], ordinal=name.ordinal, roman=_ROMAN[min(name.ordinal, 4)], year=name.year
    )


def short_period(code: str, *, year: bool = False) -> str:
    """`quý III`, and with `year` `quý III năm 2024`; nothing for a campaign, whose name says it."""
    name = name_of(code)
    if name.span is Span.FREE:
        return ""
    if year or name.span not in _SHORT_SPANS:
        return period_words(code)
    return say(_SHORT_SPANS[name.span], ordinal=name.ordinal, roman=_ROMAN[min(name.ordinal, 4)])


def use_period_names(names: Mapping[str, str]) -> None:
    """From now on the rounds that letters name are called so."""
    _NAMES[""] = names


def period_names() -> Mapping[str, str]:
    """The rounds that letters name, by the code of the period."""
    return _NAMES[""]


def _free_words(code: str) -> str:
    if name := period_names().get(code):
        return name
    year, kind = split_code(code)
    if match := _CAMPAIGN.fullmatch(kind):
        return say("moments.period.campaign", day=int(match[1]), month=int(match[2]), year=year)
    if match := _DUE_ON.fullmatch(kind):
        return say("moments.period.due_on", day=int(match[2]), month=int(match[1]), year=year)
    return say("moments.period.other", kind=kind, year=year)
