"""The working calendar: which days are worked, and counting in working days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Monday to Friday, less `days_off` (holidays, compensatory days, swapped weekdays), plus
    `work_days` (Saturdays worked in exchange). Bộ luật Lao động 2019, Điều 111–112.

    Outside `known_from`..`known_until` the holidays are not announced yet: counting goes on, with
    weekends and such holidays as are listed, and `knows` is False so that callers can say so.
    """

    days_off: frozenset[date]
    work_days: frozenset[date] = frozenset()
    first_known: date | None = None
    last_known: date | None = None

    @property
    def known_from(self) -> date:
        """First day whose holidays are settled: as stated, else the first listed year's start."""
        listed = self.days_off | self.work_days
        return self.first_known or (date(min(listed).year, 1, 1) if listed else date.max)

    @property
    def known_until(self) -> date:
        """Last day whose holidays are settled: as stated, else the last listed year's end."""
        listed = self.days_off | self.work_days
        return self.last_known or (date(max(listed).year, 12, 31) if listed else date.min)

    def knows(self, day: date) -> bool:
        """False where nobody has entered the holidays: a count over that day is provisional."""
        return self.known_from <= day <= self.known_until

    def is_working_day(self, day: date) -> bool:
        """swap_work, or (Monday to Friday and not off)."""
        return day in self.work_days or (day.weekday() < SATURDAY and day not in self.days_off)

    def working_days_before(self, day: date, count: int) -> date:
        """The `count`-th working day strictly before `day`; `day` itself for 0."""
        return self._step(day, count, -DAY)

    def working_days_after(self, day: date, count: int) -> date:
        """The `count`-th working day strictly after `day`; `day` itself for 0."""
        return self._step(day, count, DAY)

    def last_working_day_on_or_before(self, day: date) -> date:
        """`day` if it is worked, else the nearest working day before it."""
        return day if self.is_working_day(day) else self.working_days_before(day, 1)

    def first_working_day_on_or_after(self, day: date) -> date:
        """`day` if it is worked, else the nearest working day after it."""
        return day if self.is_working_day(day) else self.working_days_after(day, 1)

    def working_days_between(self, start: date, end: date) -> int:
        """Working days in (start, end]: what "còn N ngày làm việc" means on the day `start`.

        Today does not count, the due day does: on Wednesday, with the due day on Friday, 2 are
        left; on the due day itself 0. Where `end` lies before `start`, the working days in
        (end, start] as a negative number.
        """
        if end < start:
            return -self.working_days_between(end, start)
        return _working_days(self, start, end)

    def _step(self, day: date, count: int, step: timedelta) -> date:
        if count < 0:
            raise ValueError(f"a count of working days is never negative: {count}")
        while count:
            day += step
            count -= self.is_working_day(day)
        return day


@lru_cache(maxsize=1024)  # many wait for the same day
def _working_days(calendar: WorkCalendar, start: date, end: date) -> int:
    days = (start + DAY * step for step in range(1, (end - start).days + 1))
    return sum(map(calendar.is_working_day, days))
