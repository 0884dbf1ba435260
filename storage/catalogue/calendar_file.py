"""The working calendar out of `catalogue/holidays.toml`: every fault is told, none is raised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from domain.dates.calendar import WorkCalendar
from storage.catalogue.fault import Fault
from storage.catalogue.toml_table import Faults, TomlTable, parse_toml, read_toml

WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


class DayKind(StrEnum):
    """Why a day differs from its week."""

    HOLIDAY = "holiday"
    COMPENSATORY = "compensatory"
    SWAP_OFF = "swap_off"
    SWAP_WORK = "swap_work"


class DayStatus(StrEnum):
    """How sure the row is."""

    SOURCED = "sourced"
    KNOWN = "known"
    LIKELY = "likely"
    COMPUTED = "computed"
    UNVERIFIED = "unverified"


def load_calendar(file: Path, *layers: Mapping[str, str]) -> tuple[WorkCalendar, tuple[Fault, ...]]:
    """The calendar of all rows that could be read and are switched on, and all faults.

    Each layer holds further years as TOML text by a name: they take the place of the same years.
    """
    faults = Faults(file.name)
    entries = read_toml(file, faults)
    calendar = _calendar(entries, faults) if entries else WorkCalendar(frozenset())
    told = list(faults.told)
    for name, text in ((name, text) for layer in layers for name, text in layer.items()):
        faults = Faults(name)
        if entries := parse_toml(text, faults):
            calendar = _with_years(calendar, _calendar(entries, faults), faults)
        told += faults.told
    return calendar, tuple(told)


def _with_years(calendar: WorkCalendar, years: WorkCalendar, faults: Faults) -> WorkCalendar:
    """The calendar with these years in place of its own."""
    if years.known_from > calendar.known_until + timedelta(days=1):
        faults.tell("known_from", "calendar.gap", until=calendar.known_until.isoformat())

    def others(days: frozenset[date]) -> frozenset[date]:
        return frozenset(d for d in days if not years.known_from <= d <= years.known_until)

    return WorkCalendar(
        days_off=others(calendar.days_off) | years.days_off,
        work_days=others(calendar.work_days) | years.work_days,
        first_known=min(calendar.known_from, years.known_from),
        last_known=max(calendar.known_until, years.known_until),
    )


def _calendar(entries: Mapping[str, Any], faults: Faults) -> WorkCalendar:
    table = TomlTable(entries, "", faults)
    rows = [row for entry in table.tables("days", "date") if (row := _row(entry))]
    calendar = WorkCalendar(
        days_off=frozenset(day for day, kind in rows if kind is not DayKind.SWAP_WORK),
        work_days=frozenset(day for day, kind in rows if kind is DayKind.SWAP_WORK),
        first_known=table.day("known_from"),
        last_known=table.day("known_until"),
    )
    table.tell_unread()
    if not faults.told:
        _check_years(calendar, table, {day.year for day, _ in rows})
    return calendar


def _row(table: TomlTable) -> tuple[date, DayKind] | None:
    """One row, or None where it has no date or is switched off."""
    day = table.day("date")
    kind = table.choice("kind", DayKind, DayKind.HOLIDAY, required=True)
    status = table.choice("status", DayStatus, DayStatus.KNOWN, required=True)
    weekday = table.text("weekday", "")
    table.text("name")
    table.text("source", "")
    # Whether an unconfirmed day counts is somebody's decision: it must be written down.
    if status is DayStatus.UNVERIFIED and not table.has("enabled"):
        table.tell("enabled", "calendar.undecided")
    enabled = table.flag("enabled", default=True)
    table.tell_unread()
    if day is None:
        return None
    if weekday and weekday != WEEKDAYS[day.weekday()]:
        table.tell("weekday", "calendar.other_weekday", right=WEEKDAYS[day.weekday()])
    weekend = day.weekday() >= WEEKDAYS.index("T7")
    if kind is DayKind.SWAP_WORK and not weekend:
        table.tell("kind", "calendar.worked_anyway")
    if kind in (DayKind.SWAP_OFF, DayKind.COMPENSATORY) and weekend:
        table.tell("kind", "calendar.off_anyway")
    return (day, kind) if enabled else None


def _check_years(calendar: WorkCalendar, table: TomlTable, listed: set[int]) -> None:
    """A year that is said to be known has holidays."""
    first, last = calendar.known_from, calendar.known_until
    if last < first:
        table.tell("known_until", "form.ends_before_it_begins")
    for year in range(first.year, last.year + 1) if first <= last else ():
        if year not in listed:
            table.tell("known_until", "calendar.empty_year", year=year)


def calendar_gaps(calendar: WorkCalendar, days: Iterable[date]) -> tuple[Fault, ...]:
    """A fault where due days lie beyond the announced holidays: countdowns to them are provisional.

    For `nhacviec check` and the health page, with the due days of the rounds ahead.
    """
    faults = Faults("holidays.toml")
    for day in sorted(days):
        if not calendar.knows(day):
            faults.tell("known_until", "calendar.unknown_year", year=day.year)
    return tuple(faults.told)
