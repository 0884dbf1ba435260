"""Deadlines for the calendar of a phone (iCalendar, RFC 5545)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from domain.dates.calendar import WorkCalendar
from domain.dates.moments import END_OF_DAY, MORNING, at_local, local

FOLD = 75  # octets of a line, its end not counted
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A day, or an aware moment; the end of a day is that day. The same `uid` with a higher
    `sequence` moves the entry that the calendar already has, instead of adding a second one."""

    uid: str  # "par/2024-Q3/hung-yen/an-thi/xa-bac-son"
    title: str
    due: date | datetime
    details: str = ""
    sequence: int = 0


def deadlines_ics(
    deadlines: Iterable[CalendarEntry], made_at: datetime, calendar: WorkCalendar
) -> bytes:
    """A calendar file of all deadlines; `made_at` is aware. The phone rings on the morning of the
    working day before each. Same input, same bytes."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Nhac Viec//VI",
        "METHOD:PUBLISH",
        *(line for deadline in deadlines for line in _event(deadline, made_at, calendar)),
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _event(deadline: CalendarEntry, made_at: datetime, calendar: WorkCalendar) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(deadline.uid)}"
    yield f"DTSTAMP:{_moment(made_at)}"
    yield f"SEQUENCE:{deadline.sequence}"
    yield from _times(deadline.due)
    yield f"SUMMARY:{_text(deadline.title)}"
    if deadline.details:
        yield f"DESCRIPTION:{_text(deadline.details)}"
    yield "TRANSP:TRANSPARENT"  # a deadline does not make its day busy
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{_text(deadline.title)}"
    yield f"TRIGGER:{_before(deadline.due, calendar)}"
    yield "END:VALARM"
    yield "END:VEVENT"


def _before(due: date | datetime, calendar: WorkCalendar) -> str:
    """From the begin of the entry back to when the phone rings: `-P1DT16H30M`."""
    due = _day_or_moment(due)
    begins = _begin(due) if isinstance(due, datetime) else at_local(due, time(0))
    day = calendar.working_days_before(local(begins).date(), 1)
    length = begins - at_local(day, MORNING)
    hours, minutes = divmod(length.seconds // 60, 60)
    clock = "".join(f"{count}{unit}" for count, unit in ((hours, "H"), (minutes, "M")) if count)
    return "-P" + (f"{length.days}D" if length.days else "") + (f"T{clock}" if clock else "")


def _day_or_moment(due: date | datetime) -> date | datetime:
    """The end of a day is that day."""
    if isinstance(due, datetime) and local(due).time() == END_OF_DAY:
        return local(due).date()
    return due


def _begin(due: datetime) -> datetime:
    return due - timedelta(minutes=30)


def _times(due: date | datetime) -> Iterator[str]:
    """A moment is an entry of half an hour that ends when it is due, a day fills its day."""
    due = _day_or_moment(due)
    if isinstance(due, datetime):
        yield f"DTSTART:{_moment(_begin(due))}"
        yield f"DTEND:{_moment(due)}"
    else:
        yield f"DTSTART;VALUE=DATE:{due:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{due + timedelta(days=1):%Y%m%d}"


def _moment(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {moment}")
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    return unicodedata.normalize("NFC", words).translate(ESCAPED)


def _folded(line: str) -> bytes:
    """Long lines go on after a line end and a space, never inside a letter."""
    rows = [b""]
    for letter in line:
        octets = letter.encode()
        if len(rows[-1]) + len(octets) > FOLD:
            rows.append(b" ")
        rows[-1] += octets
    return b"\r\n".join(rows) + b"\r\n"
