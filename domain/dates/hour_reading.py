"""Hours and weekdays as people say and shorten them: "4h rưỡi", "5 giờ kém 10 chiều", "t4".

Due dates, leave, more time, later reminders and moments in a sentence are all read by these.
"""

from __future__ import annotations

import re
from datetime import time

from domain.dates.moments import END_OF_DAY

PART = r"(?:sang|trua|chieu|toi|dem)"
HOUR = (
    r"(?P<hour>\d{1,2})\s?(?:(?:gio|g|h)(?=\s?ruoi|(?![a-z]))|:(?=\d))"
    r"\s?(?:(?P<minute>\d\d)(?!\d)|(?P<half>ruoi)(?!\w)|kem\s(?P<less>\d{1,2})(?!\d))?"
)
"""An hour with its minutes, in a folded text; a colon needs minutes behind it."""
HOUR_UNNAMED = re.sub(r"\?P<\w+>", "?:", HOUR).replace(r"|:(?=\d)", "")
"""The same without a colon, which may stand between figures, to be built into other patterns."""
SHORT_WEEKDAY = r"(?<![\w.])t\s?[2-7](?!\w|\s?[/.]\s?\d)"
WEEKDAY = rf"(?:thu\s?(?:hai|ba|tu|nam|sau|bay|[2-7])|chu\snhat|cn|{SHORT_WEEKDAY})"

_SHORT = re.compile(SHORT_WEEKDAY)
_OFFICE_OPENS, _NOON = 7, 12
_AFTER_NOON = frozenset({"chieu", "toi", "dem"})


def weekdays_spelt(folded: str) -> str:
    """ "t4" as "thu 4".

    >>> weekdays_spelt("t4 tuan sau, bieu t.4, 5T2023")
    'thu 4 tuan sau, bieu t.4, 5T2023'
    """
    return _SHORT.sub(lambda found: f"thu {found[0][-1]}", folded)


def hour_of(found: re.Match[str], part: str | None = None, *, at_work: bool = False) -> time:
    """The hour of the day of a match of `HOUR`; ValueError where there is none such. `part`: of
    the day, "chieu"; `at_work`: without it "4h" is no hour of the night.

    >>> hour_of(re.search(HOUR, "4h ruoi"), "chieu"), hour_of(re.search(HOUR, "5 gio kem 10"))
    (datetime.time(16, 30), datetime.time(4, 50))
    """
    hour, minute = int(found["hour"]), 30 if found["half"] else int(found["minute"] or 0)
    if (hour, minute) == (24, 0) or (hour == _NOON and part in ("toi", "dem")):
        return END_OF_DAY
    late = part in _AFTER_NOON or (at_work and not part and hour < _OFFICE_OPENS)
    if (late and hour < _NOON) or (part == "trua" and hour < 3):
        hour += _NOON
    if found["less"]:
        hour, minute = divmod(hour * 60 + minute - int(found["less"]), 60)
    return time(hour, minute)
