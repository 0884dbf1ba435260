"""The month's messages: counted in Vietnamese months, forecast from the pace so far."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.channels.zalo_quota import alarm, forecast, next_month_start


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("used", "now", "runs_out"),
    [
        # 1,200 in ten days: 120 a day, the other 1,800 last fifteen days more
        (1200, "2026-11-11T00:00+07:00", date(2026, 11, 26)),
        (1250, "2026-11-11T00:00+07:00", date(2026, 11, 25)),
        (1000, "2026-11-11T00:00+07:00", None),  # exactly enough for thirty days
        (1001, "2026-11-11T00:00+07:00", date(2026, 11, 30)),
        (3000, "2026-11-11T00:00+07:00", date(2026, 11, 11)),
        (3001, "2026-11-30T23:00+07:00", date(2026, 11, 30)),
        (0, "2026-11-11T00:00+07:00", None),
        # a busy first hour counts as a whole day: 90 a day last the month
        (90, "2026-11-01T01:00+07:00", None),
        (600, "2026-11-01T01:00+07:00", date(2026, 11, 5)),
        # 31 October 18:00 UTC is already November in Vietnam
        (600, "2026-10-31T18:00+00:00", date(2026, 11, 5)),
        (2900, "2026-02-27T12:00+07:00", date(2026, 2, 28)),
        (2900, "2026-12-31T12:00+07:00", None),
    ],
)
def test_forecast(used: int, now: str, runs_out: date | None) -> None:
    assert forecast(used, 3000, at(now)) == runs_out


@pytest.mark.parametrize(
    ("now", "start"),
    [
        ("2026-12-31T23:00+07:00", datetime(2026, 12, 31, 17, tzinfo=UTC)),
        ("2026-02-01T00:00+07:00", datetime(2026, 2, 28, 17, tzinfo=UTC)),
        ("2026-01-31T17:00+00:00", datetime(2026, 2, 28, 17, tzinfo=UTC)),
    ],
)
def test_the_counter_starts_anew(now: str, start: datetime) -> None:
    assert next_month_start(at(now)) == start


@pytest.mark.parametrize(
    ("used", "reached"),
    [(0, 0), (2099, 0), (2100, 70), (2699, 70), (2700, 90), (2999, 90), (3000, 100), (3001, 100)],
)
def test_the_highest_alarm_that_was_reached(used: int, reached: int) -> None:
    assert alarm(used, 3000) == reached
