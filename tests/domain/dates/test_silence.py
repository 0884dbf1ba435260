"""Nobody is called silent before there was time to react."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from domain.dates.calendar import WorkCalendar
from domain.dates.moments import at_local
from domain.dates.silence import is_silent

NO_DAYS_OFF = WorkCalendar(frozenset(), frozenset())
FRIDAY = "2024-09-06 07:30"
DUE = date(2024, 9, 15)


@pytest.mark.parametrize(
    ("reminded", "now", "silent"),
    [
        (FRIDAY, "2024-09-06 07:30", False),  # in the same minute
        (FRIDAY, "2024-09-06 17:00", False),
        (FRIDAY, "2024-09-08 20:00", False),  # a weekend is no time to react
        (FRIDAY, "2024-09-09 23:00", False),
        (FRIDAY, "2024-09-10 07:30", True),  # Monday and Tuesday
        ("2024-09-15 07:30", "2024-09-15 08:00", False),  # on the due day an hour
        ("2024-09-15 07:30", "2024-09-15 08:30", True),
        ("2024-09-17 07:30", "2024-09-17 08:29", False),  # overdue already
        ("2024-09-17 07:30", "2024-09-17 08:30", True),
    ],
)
def test_time_to_react(reminded: str, now: str, silent: bool) -> None:
    assert is_silent(moment(reminded), moment(now), DUE, NO_DAYS_OFF) is silent


def moment(words: str) -> datetime:
    parsed = datetime.fromisoformat(words)
    return at_local(parsed.date(), parsed.time())
