"""A request of a superior: a few lines, some units, a moment; once, every week or every month.

It is a little form and a little regime of its own, so that whatever holds of reports holds of it:
answers, checks, reminders, status, roll-up, files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.dates.calendar import WorkCalendar
from domain.dates.ladder import Audience, Rung
from domain.dates.moments import local
from domain.dates.periods import DAY, Period, last_day_of_month
from domain.dates.regimes import GivenRound, Paper, Regime, UnitGroup
from domain.report.forms import YES_OR_NO, Block, Form, Indicator, Kind, Nature, Section

SECTION = "I"
AT_ONCE = 6  # figures of a block
SHORT = 2  # lines that name it
AHEAD = timedelta(days=70)  # so far ahead the rounds of what comes back are known
OPENS_BEFORE = 2  # working days before the due day, of what comes back

LADDER = (
    Rung(-1),
    Rung(0),
    Rung(hours=1),
    Rung(1),
    Rung(2, Audience.OFFICE_HEAD),
    Rung(4, Audience.CHAIRMAN),
)


class Repeat(StrEnum):
    """How often it is asked for."""

    ONCE = "once"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One figure that is asked for."""

    label: str
    kind: Kind = Kind.COUNT
    unit: str = ""
    owner: str = ""  # owner field; empty: the usual one of a request


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """What was sent. `due` is that of its first round."""

    id: int  # 0: not sent yet
    title: str
    lines: tuple[AskedLine, ...]
    unit_ids: tuple[str, ...]
    body_id: str  # in whose name
    asked_by: str
    sent_at: datetime
    due: datetime
    repeat: Repeat = Repeat.ONCE
    ended_on: date | None = None

    @property
    def short(self) -> str:
        """The first lines: by which it is told from other reports."""
        labels = [line.label for line in self.lines]
        shown = ", ".join(labels[:SHORT])
        return f"{shown}…" if len(labels) > SHORT else shown

    @property
    def mark(self) -> str:
        """`yc7`: by which it is called, and the id of its form and its regime."""
        return f"yc{self.id}"

    def current_on(self, day: date) -> bool:
        """May it still be asked for, or is it due for not so long that it is no history?"""
        if self.ended_on is not None:
            return day <= self.ended_on + AHEAD
        return self.repeat is not Repeat.ONCE or day <= local(self.due).date() + AHEAD


@dataclass(frozen=True, slots=True)
class Frame:
    """The words around every request: whose figures they are, and how they are headed."""

    owner: str  # owner field
    owner_words: str
    heading: str
    help: str


def form_of(request: ReportRequest, frame: Frame, fields: Mapping[str, str]) -> Form:
    """The form: one section, the lines of each owner field in blocks that fit in a message.
    `fields`: how owner fields are called."""
    codes = [f"{SECTION}.{number}" for number in range(1, len(request.lines) + 1)]
    lines = list(zip(codes, request.lines, strict=True))
    by_owner: dict[str, list[str]] = {}
    for code, line in lines:
        by_owner.setdefault(line.owner or frame.owner, []).append(code)
    blocks = [
        (owner, theirs[at : at + AT_ONCE])
        for owner, theirs in by_owner.items()
        for at in range(0, len(theirs), AT_ONCE)
    ]
    called = {**fields, frame.owner: frame.owner_words}
    return Form(
        id=request.mark,
        version="1",
        title=request.title,
        valid_from=local(request.sent_at).date(),
        valid_to=None,
        legal_basis="",
        sections=(Section(SECTION, frame.heading, tuple(codes)),),
        indicators={code: _indicator(code, line, frame) for code, line in lines},
        blocks=tuple(
            Block(f"{SECTION}.{number}", frame.heading, owner, tuple(theirs))
            for number, (owner, theirs) in enumerate(blocks, start=1)
        ),
        rules=(),
        owners={owner: called.get(owner, owner) for owner in by_owner},
        template=request.mark,
    )


def _indicator(code: str, line: AskedLine, frame: Frame) -> Indicator:
    return Indicator(
        code=code,
        printed=code.partition(".")[2],
        parent=SECTION,
        label=line.label,
        short=line.label,
        unit=line.unit,
        kind=line.kind,
        owner=line.owner or frame.owner,
        nature=Nature.STOCK,
        options=YES_OR_NO if line.kind is Kind.ENUM else (),
        help=frame.help,
    )


def regime_of(request: ReportRequest, calendar: WorkCalendar, today: date) -> Regime:
    """The regime: the rounds from the first on, as far ahead as they matter."""
    return Regime(
        id=request.mark,
        title=request.title,
        short=request.short,
        form_id=request.mark,
        legal_basis="",
        valid_from=local(request.sent_at).date(),
        valid_to=request.ended_on,
        superior_id=request.body_id,
        given=tuple(_rounds(request, calendar, today)),
        ladder=LADDER,
        paper=Paper(annex=False),
        owed_by=(UnitGroup(request.title, request.unit_ids),),
        asked_by=request.asked_by,
    )


def _rounds(request: ReportRequest, calendar: WorkCalendar, today: date) -> Iterator[GivenRound]:
    first = local(request.due)
    opens, start = local(request.sent_at).date(), local(request.sent_at).date()
    for due_on in _due_days(request, max(today, first.date()) + AHEAD):
        if due_on != first.date():
            last = calendar.last_working_day_on_or_before(due_on)
            opens = max(start, calendar.working_days_before(last, OPENS_BEFORE))
        period = Period(_code(request.repeat, due_on), start, due_on)
        yield GivenRound(period, due_on, first.time(), opens)
        start = due_on + DAY


def _due_days(request: ReportRequest, until: date) -> Iterator[date]:
    first = local(request.due).date()
    yield first
    if request.repeat is Repeat.WEEKLY:
        day = first + timedelta(weeks=1)
        while day <= until:
            yield day
            day += timedelta(weeks=1)
    if request.repeat is Repeat.MONTHLY:
        months = first.year * 12 + first.month
        while (day := _in_month(months, first.day)) <= until:
            yield day
            months += 1


def _in_month(months: int, day: int) -> date:
    """That day of a month, counted from the year 0; of a short month its last day."""
    last = last_day_of_month(months // 12, months % 12 + 1)
    return last.replace(day=min(day, last.day))


def _code(repeat: Repeat, due_on: date) -> str:
    """`2024-M09` of what comes every month, `2024-N0906` by the due day of everything else."""
    if repeat is Repeat.MONTHLY:
        return f"{due_on:%Y-M%m}"
    return f"{due_on:%Y-N%m%d}"


_MARK = re.compile(r"\byc\s?(?P<id>\d{1,6})\b", re.IGNORECASE)


def request_mark(text: str) -> str:
    """The mark of a request that a text names ("YC 1" -> "yc1"), whether there is such a one or
    not; empty where it names none."""
    found = _MARK.search(text)
    return f"yc{int(found['id'])}" if found else ""
