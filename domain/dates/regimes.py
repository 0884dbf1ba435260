"""Report regimes: who is to report what, for which periods, until when; and their rounds.

A due date is never shifted silently: `Round.legal_due` is the day the letter says, `Round.due`
the moment that counts, and they differ only where the regime's `weekend_policy` says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum

from domain.dates.calendar import WorkCalendar
from domain.dates.ladder import DEFAULT_LADDER, OFFICE_HOURS, RING_AT, Quiet, Rung
from domain.dates.moments import END_OF_DAY, at_local, local
from domain.dates.periods import (
    DAY,
    WEEK,
    Period,
    codes_of,
    day_of_week,
    due_day,
    is_of_kind,
    period_of,
    split_code,
    week_of,
)


class WeekendPolicy(StrEnum):
    """What the letter says of a due day that is a day off. `NONE`: nothing, so it stands.

    Bộ luật Dân sự Điều 148 khoản 5 moves the last day of a time-limit to the next working day,
    but it speaks of civil relations, and Nghị định 09/2019 has no such sentence.
    """

    NONE = "none"
    PREVIOUS = "previous_working_day"
    NEXT = "next_working_day"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A kind of period that the regime has, and when its report is due.

    `due_day` of the period's last month, or of the month `month_offset` after it; of a week the
    weekday (1 is Monday), or that of the week `month_offset` after it. Until the day ends (Bộ luật
    Dân sự Điều 148 khoản 6) unless the letter names an hour.
    """

    kind: str  # a key of domain.dates.periods.KINDS, or WEEK
    due_day: int
    month_offset: int = 0
    due_time: time = END_OF_DAY
    closes_on: int = 7  # the weekday on which a week closes


@dataclass(frozen=True, slots=True)
class GivenRound:
    """A round whose dates a letter gives: a campaign, or one that replaces a computed round."""

    period: Period
    due_on: date
    due_time: time = END_OF_DAY
    opens_on: date | None = None
    name: str = ""  # "đợt giám sát từ năm 2021 đến tháng 5/2023"


@dataclass(frozen=True, slots=True)
class Cascade:
    """How the report travels on: a level (kind of unit) owes it to a body by a day of the month
    in which the period ends. For the eyes of the superior; no round is made of it."""

    level: str
    to: str
    due_day: int


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """Units that owe a report, in the roll-up under one title: kinds of unit, or single ones."""

    title: str
    members: tuple[str, ...]  # kinds ("phong_ban") and ids of units


@dataclass(frozen=True, slots=True)
class OwnHead:
    """The letterhead of one unit, where it is not that of its kind. What is empty is as usual."""

    unit_id: str
    issuer: tuple[str, ...] = ()  # the lines in capitals: ("VĂN PHÒNG HĐND VÀ UBND",)
    superior: str = ""  # the line above them
    name: str = ""  # in a sentence: "Văn phòng HĐND và UBND thị xã Đức Phổ"
    place: str = ""
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """What the written report carries beside text and figures. What is empty is as usual: to the
    body above, with the copies and the symbol of the unit's kind."""

    addressees: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()  # Nơi nhận without "Như trên"; the last is "Lưu: VT"
    symbol: str = ""  # "BC-UBND"
    annex: bool = True  # False: all figures stand in the text
    grounds: Mapping[str, str] = field(default_factory=dict)  # superior's id -> its letter
    heads: tuple[OwnHead, ...] = ()

    def ground(self, superior_ids: Sequence[str]) -> str:
        """The letter of the nearest of these superiors, nearest first; "" without one."""
        return next((self.grounds[id_] for id_ in superior_ids if id_ in self.grounds), "")

    def head_of(self, unit_id: str) -> OwnHead:
        """What is not as usual in the letterhead of a unit."""
        return next((head for head in self.heads if head.unit_id == unit_id), OwnHead(unit_id))


@dataclass(frozen=True, slots=True)
class Regime:
    """One version of a report regime, valid for rounds whose closing date lies in its validity."""

    id: str
    title: str
    form_id: str
    legal_basis: str
    valid_from: date
    valid_to: date | None = None
    superior_id: str | None = None  # the body whose letter this is; None: the whole country
    replaces: str | None = None  # id of the regime that the superior's letter varies
    closing_rule: str = "d15_d14"
    turns: tuple[Recurrence, ...] = ()
    given: tuple[GivenRound, ...] = ()
    weekend_policy: WeekendPolicy = WeekendPolicy.NONE
    ladder: tuple[Rung, ...] = DEFAULT_LADDER
    ring_at: time = RING_AT
    quiet: Quiet = OFFICE_HOURS
    opens_before: int = 10  # working days before the last working day: when figures are taken
    cascade: tuple[Cascade, ...] = ()
    paper: Paper = field(default_factory=Paper)
    short: str = ""  # a few words that tell it from the others of a person; else the title
    owed_by: tuple[UnitGroup, ...] = ()  # none: every commune
    adds_up: str = ""  # the regime whose reports of the units below give the figures of this one
    targets: Mapping[str, Decimal] = field(default_factory=dict)  # by code, before the form's
    asked_by: str = ""  # the person whose request it is; "": a letter

    def group_of(self, unit_id: str, kind: str) -> UnitGroup | None:
        """The group to which a unit belongs by its own name, else by its kind."""
        for word in (unit_id, kind):
            for group in self.owed_by:
                if word in group.members:
                    return group
        return None

    def valid_on(self, day: date) -> bool:
        """True where the regime is in force on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Round:
    """One period of one regime. Moments are aware; dates are Vietnamese local days."""

    regime_id: str
    form_id: str
    period: Period
    opens_on: date
    closing: date  # chốt số liệu: the last day whose facts count
    legal_due: datetime  # as the letter says
    due: datetime  # what counts
    last_working_day: date  # on or before `due`

    @property
    def due_on(self) -> date:
        """The due day."""
        return local(self.due).date()


def rounds_of(regime: Regime, year: int, calendar: WorkCalendar) -> tuple[Round, ...]:
    """The rounds of the periods named by that year, in the order in which they are due."""
    codes = [code for turn in regime.turns for code in codes_of(turn.kind, year)]
    codes += [given.period.code for given in regime.given if given.period.year == year]
    rounds = [round_of(regime, code, calendar) for code in dict.fromkeys(codes)]
    return tuple(sorted((r for r in rounds if r), key=lambda r: (r.due, r.period.code)))


def round_of(regime: Regime, code: str, calendar: WorkCalendar) -> Round | None:
    """The round of a period; None where the regime has no such turn or is not in force at its
    closing date. ValueError on a malformed code."""
    given = _given(regime, code)
    if given is None or not regime.valid_on(given.period.end):
        return None
    legal_due = at_local(given.due_on, given.due_time)
    due_on = _apply(regime.weekend_policy, given.due_on, calendar)
    last_working_day = calendar.last_working_day_on_or_before(due_on)
    return Round(
        regime_id=regime.id,
        form_id=regime.form_id,
        period=given.period,
        opens_on=given.opens_on
        or calendar.working_days_before(last_working_day, regime.opens_before),
        closing=given.period.end,
        legal_due=legal_due,
        due=at_local(due_on, given.due_time),
        last_working_day=last_working_day,
    )


def _given(regime: Regime, code: str) -> GivenRound | None:
    _, kind = split_code(code)
    for given in regime.given:
        if given.period.code == code:
            return given
    for turn in regime.turns:
        if is_of_kind(kind, turn.kind):
            return GivenRound(_period(regime, turn, code), _due_on(turn, code), turn.due_time)
    return None


def _period(regime: Regime, turn: Recurrence, code: str) -> Period:
    if turn.kind == WEEK:
        return week_of(code, turn.closes_on)
    return period_of(code, regime.closing_rule)


def _due_on(turn: Recurrence, code: str) -> date:
    if turn.kind == WEEK:
        return day_of_week(code, turn.due_day, turn.month_offset)
    return due_day(code, turn.due_day, turn.month_offset)


def _apply(policy: WeekendPolicy, day: date, calendar: WorkCalendar) -> date:
    if policy is WeekendPolicy.PREVIOUS:
        return calendar.last_working_day_on_or_before(day)
    if policy is WeekendPolicy.NEXT:
        return calendar.first_working_day_on_or_after(day)
    return day


def previous_period_code(regime: Regime, code: str, letters: Iterable[Regime] = ()) -> str | None:
    """The period whose report came before: Q3 -> H1 of that year, Q1 -> Y of the year before.

    Of several that end on the same day, the one of the same sort (Q4 before Q1, not Y). None for
    a code the regime does not have, and where nothing before it lies in its validity, nor in that
    of the other `letters` that bind the unit and ask for the same form: a letter of mid-year goes
    on where the one before it ended.
    """
    given = _given(regime, code)
    if given is None:
        return None
    year, kind = split_code(code)
    same_form = (letter for letter in letters if letter.form_id == regime.form_id)
    earlier = [
        period
        for each in {regime.id: regime, **{letter.id: letter for letter in same_form}}.values()
        for period in _periods_near(each, year)
        if period.end < given.period.end and each.valid_on(period.end)
    ]
    closest = max(earlier, key=lambda p: (p.end, _sort(p.kind) == _sort(kind)), default=None)
    return closest.code if closest else None


def adjoining_period_code(regime: Regime, code: str, letters: Iterable[Regime] = ()) -> str | None:
    """The period that ends the day before this one begins: what was left at its closing is what
    is carried over. Half a year and a year follow on the year before, not on the last quarter."""
    given = _given(regime, code)
    if given is None:
        return None
    year, kind = split_code(code)
    day_before = given.period.start - DAY
    ending = [
        period
        for each in (regime, *(letter for letter in letters if letter.form_id == regime.form_id))
        for period in _periods_near(each, year)
        if period.end == day_before and each.valid_on(period.end)
    ]
    same = next((p for p in ending if _sort(p.kind) == _sort(kind)), None)
    found = same or next(iter(ending), None)
    return found.code if found else None


def _sort(kind: str) -> str:
    """Months, quarters, halves and years among themselves; nine months are no month."""
    return kind if kind == "M9" else kind[0]


def _periods_near(regime: Regime, year: int) -> Iterable[Period]:
    yield from (given.period for given in regime.given)
    replaced = {given.period.code for given in regime.given}
    for near in (year - 1, year):
        for turn in regime.turns:
            for code in codes_of(turn.kind, near):
                if code not in replaced:
                    yield _period(regime, turn, code)


def regimes_in_force(
    regimes: Iterable[Regime], superior_ids: Sequence[str], day: date
) -> tuple[Regime, ...]:
    """The regimes that bind a unit on a day.

    `superior_ids` are the unit's superiors, nearest first. A regime of a superior binds the units
    below that body only; of a regime and those that replace it, the nearest superior's binds.
    """
    nearness = {superior: rank for rank, superior in enumerate(superior_ids)}
    nearest: dict[str, tuple[int, Regime]] = {}
    for regime in regimes:
        if not regime.valid_on(day):
            continue
        if regime.superior_id is not None and regime.superior_id not in nearness:
            continue
        rank = nearness.get(regime.superior_id or "", len(nearness))
        subject = regime.replaces or regime.id
        if subject not in nearest or rank < nearest[subject][0]:
            nearest[subject] = (rank, regime)
    return tuple(regime for _, regime in nearest.values())
