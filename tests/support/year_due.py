"""What everybody had to be told in the year, and on which day: an oracle of its own.

Written from the rules (working days, ladder and audience of the regime file; estimates asked about
on the last working day before the due day; tasks 7, 3, 1 and 0
days before, then every week with a climb to the head of the office and the chairman; stand-ins;
the successor of a merged commune; one digest at 07:30 of a working day), from the plan of the year
and the table of holidays. No code of the product says here when a reminder is due, or to whom.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache

from domain.dates.moments import at_local
from domain.people.units import short_name
from domain.words import fold
from tests.support.year import (
    COMMUNES,
    DAY,
    FIRST,
    FOLLOWER,
    LAST,
    LEADER,
    LEAVER,
    MERGED,
    MERGER,
    OFFICE,
    OTHER_STAFF,
    REST,
    STAFF,
    Deed,
    Round,
    deeds,
    doers,
    heads,
    home,
    move,
    on_or_before,
    owners,
    regime,
    reporting,
    rounds,
    stand_in,
    stands_for,
    works,
)
from tests.support.year_heard import Told

MORNING = time(7, 30)
NAMES = {unit.id: unit.name.lower() for unit in COMMUNES}
CALLED = {unit.id: short_name(unit).lower() for unit in COMMUNES}
CALLED |= {id_: f"{NAMES[id_]}, huyện ân thi" for id_, name in CALLED.items() if name == "ân thi"}
FIELDS = (*OFFICE, *REST)
Fact = tuple[str, str, str]  # who, what, about


def due(counts: Mapping[str, int], until: datetime | None = None) -> Iterator[Told]:
    """Everything that had to be told, replies apart. `counts`: figures asked by owner field."""
    last = until or at_local(LAST, time(23, 59))
    reports = [Report(unit.id, round_) for round_ in rounds() for unit in reporting(round_)]
    tasks = [Task(deed) for deed in deeds() if deed.kind == "assign"]
    for deed in deeds():
        if deed.at <= last:
            for who, what, about in at_once(deed, tasks, reports):
                yield Told(deed.at, who, what, about)
    day, told = FIRST, dict[str, date]()  # who had the last digest when
    while (now := at_local(day, MORNING)) <= last:
        if works(day):
            facts = list(morning(day, reports, tasks, counts, told))
            for who in dict.fromkeys(fact[0] for fact in facts):
                told[who] = day
                yield Told(now, who, "digest", who)
            yield from (Told(now, *fact) for fact in facts)
        day += DAY


# Facts of a report and of a task at a moment


@dataclass(frozen=True)
class Report:
    """What one commune owes in one round."""

    unit_id: str
    round: Round

    @property
    def which(self) -> str:
        return f"{NAMES[self.unit_id]} {self.round.code}"

    def deeds(self, before: datetime, *kinds: str) -> list[Deed]:
        mine = _deeds_of(self.unit_id, self.round.code)
        return [deed for deed in mine if deed.kind in kinds and deed.at < before]

    def missing(self, now: datetime) -> list[str]:
        given = {field for deed in self.deeds(now, "fill") for field in deed.fields}
        return [field for field in FIELDS if field not in given]

    def came_in(self, now: datetime) -> datetime | None:
        """When it became complete the last time; None while it is not, or was sent back."""
        if self.missing(now):
            return None
        last = self.deeds(now, "fill", "return", "again")[-1]
        return None if last.kind == "return" else last.at

    def due_on(self, now: datetime) -> date:
        """The day of the letter, or the one that was given to this commune."""
        given = self.deeds(now, "report time give")
        day = given[-1].due_on if given else self.round.due_on
        assert day is not None
        return day

    def asks(self, now: datetime) -> date | None:
        """Until when more time is asked for and not decided."""
        last = self.deeds(now, "report time ask", "report time give", "report time refuse")[-1:]
        return last[0].due_on if last and last[0].kind == "report time ask" else None

    def sent_back(self, now: datetime) -> date | None:
        """The day on which it was sent back, as long as it has not come again."""
        last = [*self.deeds(now, "return", "again")][-1:]
        return last[0].at.date() if last and last[0].kind == "return" else None


@dataclass(frozen=True)
class Task:
    """One task, from its assignment on."""

    given: Deed

    @property
    def number(self) -> int:
        return self.given.task

    def deeds(self, before: datetime) -> list[Deed]:
        return [deed for deed in _deeds_of(self.number) if deed.at < before]

    def lead(self, now: datetime) -> str:
        said = [d for d in self.deeds(now) if d.kind in ("assign", "hand on")]
        return said[-1].fields[0] if said[-1].fields else ""

    def due_on(self, now: datetime) -> date:
        said = [d.due_on for d in self.deeds(now) if d.kind in ("assign", "grant")]
        assert said[-1] is not None
        return said[-1]

    def due_words(self, now: datetime) -> str:
        """The due day; both days where more time was given after the first had gone by."""
        days = [d for d in self.deeds(now) if d.kind in ("assign", "grant")]
        first, last = days[0].due_on, days[-1]
        assert first is not None
        assert last.due_on is not None
        too_late = last.at.date() > first and last.kind == "grant"
        return (
            f"{_date(first)} and too late {_date(last.due_on)}" if too_late else _date(last.due_on)
        )

    def last(self, now: datetime, *kinds: str) -> Deed | None:
        """The last of these deeds."""
        return next((d for d in reversed(self.deeds(now)) if d.kind in kinds), None)

    def open(self, now: datetime) -> bool:
        """Given, and neither done nor taken back."""
        last = self.last(now, "assign", "done", "send back", "withdraw")
        return last is not None and last.kind in ("assign", "send back")

    def blocked(self, now: datetime) -> bool:
        last = self.last(now, "block", "done")
        return last is not None and last.kind == "block"

    def doers(self, now: datetime) -> tuple[str, ...]:
        """`now` included: whoever has just got the lead."""
        return doers(self.given.unit_id, self.lead(now), now.date())

    def giver(self, day: date) -> str:
        return stand_in(self.given.who, day)

    def unit(self, day: date) -> str:
        return NAMES[home(self.given.unit_id, day)]

    def called(self, day: date) -> str:
        """The unit as it stands behind the number of the task."""
        return CALLED[home(self.given.unit_id, day)]


@cache
def _by_subject() -> Mapping[tuple[object, ...], list[Deed]]:
    """What is done to one report (unit and round) or to one task."""
    found: dict[tuple[object, ...], list[Deed]] = {}
    for deed in deeds():
        subject = (deed.task,) if deed.task else (deed.unit_id, deed.code)
        found.setdefault(subject, []).append(deed)
    return found


def _deeds_of(*subject: object) -> list[Deed]:
    return _by_subject().get(subject, [])


# Told at once


def at_once(deed: Deed, tasks: Iterable[Task], reports: Iterable[Report]) -> Iterator[Fact]:
    """What others hear as soon as somebody has done something."""
    if deed.task:
        yield from _of_task(deed, next(task for task in tasks if task.number == deed.task))
    elif deed.code:
        same = (deed.unit_id, deed.code)
        report = next(r for r in reports if (r.unit_id, r.round.code) == same)
        yield from _of_report(deed, report)
    elif deed.kind == "follow":
        yield FOLLOWER, "follows", f"{LEAVER} {NAMES[deed.unit_id]}"


def _of_task(deed: Deed, task: Task) -> Iterator[Fact]:
    after = deed.at + DAY / 86400
    number, day = str(task.number), deed.at.date()
    until = f"{deed.due_on.day}/{deed.due_on.month}" if deed.due_on else ""
    if deed.due_on and deed.due_on.year != day.year:
        until += f"/{deed.due_on.year}"
    to_doers = {
        "assign": ("assigned", number),
        "hand on": ("handed on", number),
        "withdraw": ("taken back", number),
        "grant": ("more time given", f"{number} {until}"),
        "send back": ("sent back", number),
        "accept": ("accepted", number),
    }
    to_giver = {
        "block": ("blocked", f"{number} {task.unit(day)}"),
        "ask more": ("more time asked", f"{number} {task.unit(day)} {until}"),
    }
    if deed.kind in to_doers:
        for who in task.doers(after):
            if who != deed.who:
                yield who, *to_doers[deed.kind]
    elif deed.kind in to_giver:
        yield task.giver(day), *to_giver[deed.kind]


def _of_report(deed: Deed, report: Report) -> Iterator[Fact]:
    day, after = deed.at.date(), deed.at + DAY / 86400
    office = _office(report, day)
    if deed.kind == "fill" and report.came_in(after):
        for who in office:
            if who != deed.who:
                yield who, "complete", report.round.code
    elif deed.kind == "return":
        for who in office:
            yield who, "returned", report.which
    elif deed.kind == "again":
        returner = report.deeds(deed.at, "return")[-1].who
        yield stand_in(returner, day), "again", f"{report.which} {deed.who}"
    elif deed.kind == "report time ask":
        assert deed.due_on is not None
        about = f"{report.which} {_date(deed.due_on)} {deed.who}"
        for who in dict.fromkeys(stand_in(each, day) for each in (STAFF, OTHER_STAFF)):
            yield who, "report time asked", about
    elif deed.kind.startswith("report time"):
        what = "given" if deed.due_on else "refused"
        for who in office:
            yield who, f"report time {what}", f"{report.which} {_date(report.due_on(after))}"


def _office(report: Report, day: date) -> tuple[str, ...]:
    """Who puts a report together: the office, and the head of the office."""
    people = (*owners(report.unit_id, "office", day), *heads(report.unit_id, "h", day))
    return tuple(dict.fromkeys(people))


# Told in the morning


def morning(
    day: date,
    reports: Iterable[Report],
    tasks: Iterable[Task],
    counts: Mapping[str, int],
    told: Mapping[str, date],
) -> Iterator[Fact]:
    """Everything for the digests of one working day. `told`: who had the last one when."""
    now = at_local(day, MORNING)
    own = [fact for report in reports for fact in _ladder(report, now, counts)]
    own += [fact for report in reports for fact in _after_return(report, now)]
    own += [fact for report in reports for fact in _estimates(report, now)]
    own += [fact for task in tasks for fact in _task_lines(task, now)]
    yield from own
    besides = {who for who, _, _ in own}
    for who in (STAFF, OTHER_STAFF, LEADER):
        worth = who == LEADER or who in besides or _is_worth_it(reports, now, told.get(who, FIRST))
        if stand_in(who, day) == who and worth:
            yield from ((who, what, about) for what, about in _desk(who, reports, now))


def _ladder(report: Report, now: datetime, counts: Mapping[str, int]) -> Iterator[Fact]:
    day, due_on = now.date(), report.due_on(now)
    step = _rung(due_on, day)
    missing = report.missing(now) if step else []
    if step is None or not missing:
        return
    late, audience = step
    last_chance = day == on_or_before(due_on) != due_on
    when = f"{_date(due_on)}/{due_on.year}"
    when += " last chance" if last_chance else _left(due_on, day)
    owed: Counter[str] = Counter()
    for field in missing:
        for who in owners(report.unit_id, field, day):
            owed[who] += counts[field]
    for who, count in owed.items():
        names = ", ".join(f"chị {other}" for other in stands_for(who, day))
        about = f"{report.which}, {when}: {count}{' with ' + names if names else ''}"
        yield who, "late report" if late else "report", about
    above: list[str] = []
    if audience in ("office_head", "chairman"):
        above += heads(report.unit_id, "h", day)
    if audience == "chairman":
        above += heads(report.unit_id, "c", day)
    awaited = sorted(
        f"{', '.join(f'chị {who}' for who in owners(report.unit_id, field, day))} {counts[field]}"
        for field in missing
    )
    for who in dict.fromkeys(above):
        if who not in owed:
            yield who, "report awaited", f"{report.which}, {when}: {', '.join(awaited)}"


def _estimates(report: Report, now: datetime) -> Iterator[Fact]:
    """Asked of those to whom nothing else is put that morning: whether what they gave before the
    closing, and before that day, still stands."""
    day = now.date()
    if day != on_or_before(report.due_on(now) - DAY):
        return
    final = min(report.round.closing, day)
    early = [deed for deed in report.deeds(now, "fill") if deed.at.date() < final]
    given = {field for deed in early for field in deed.fields}
    owing = {who for field in report.missing(now) for who in owners(report.unit_id, field, day)}
    asked = (
        who for field in FIELDS if field in given for who in owners(report.unit_id, field, day)
    )
    yield from (
        (who, "estimates", report.which) for who in dict.fromkeys(asked) if who not in owing
    )


def _rung(due_on: date, day: date) -> tuple[bool, str] | None:
    """Is that day a step of the ladder? Whether it is late, and up to whom it goes."""
    rungs = regime()["ladder"]
    assert isinstance(rungs, list)
    for rung in rungs:
        count = int(rung["step"][2:])
        late = rung["step"][1] == "+"
        rings_on = move(due_on, count) if late else move(on_or_before(due_on), -count)
        if rings_on == day:
            return late, rung["audience"]
    return None


def _date(day: date) -> str:
    return f"{day.day}/{day.month}"


def _weekday(day: date) -> str:
    return ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")[
        day.weekday()
    ]


def _left(due_on: date, day: date) -> str:
    """How far the due day is from a day."""
    if day > due_on:
        return f" {(day - due_on).days} days ago"
    if day == due_on:
        return " today"
    left = _working_days(day, due_on)
    return f" in {left} days" if left else f" in {(due_on - day).days} days off"


def _working_days(start: date, end: date) -> int:
    """After `start`, up to and with `end`."""
    return sum(works(start + DAY * n) for n in range(1, (end - start).days + 1))


AFTER_RETURN = {1: "h", 2: "h", 4: "hc"}
"""Working days after a report was sent back -> who hears of it besides the office."""


def _after_return(report: Report, now: datetime) -> Iterator[Fact]:
    day, back = now.date(), report.sent_back(now)
    if back is None:
        return
    letters = next((up for days, up in AFTER_RETURN.items() if move(back, days) == day), "")
    people = [*owners(report.unit_id, "office", day)]
    for letter in letters:
        people += heads(report.unit_id, letter, day)
    for who in dict.fromkeys(people if letters else ()):
        yield who, "report sent back", report.which


# Tasks

BEFORE = (7, 3, 1, 0)  # days
RECALL = {"": (5, 5, 10, 60), "khẩn": (1, 2, 4, 15)}
"""How urgent -> working days: every so many; head of the office from; chairman from; silence."""


def _task_lines(task: Task, now: datetime) -> Iterator[Fact]:
    day, yesterday = now.date(), move(now.date(), -1)
    done = task.last(now, "done", "send back", "accept", "withdraw")
    if done is not None and done.kind == "done" and _judged_on(done.at.date()) == day:
        about = f"{task.number} {task.called(day)}, {task.due_words(now)}"
        yield task.giver(day), "task to judge", about
    if not task.open(now) or task.given.at.date() == day:
        return
    due_on = task.due_on(now)
    when = f"{task.due_words(now)}{_left(due_on, day)}"
    line = f"{task.number}, {when}"
    own = task.doers(now)
    moved = task.given.unit_id in MERGED and yesterday < MERGER <= day
    if moved and task.given.at.date() < MERGER:
        yield from ((who, "new task", line) for who in own)
    letters = _task_rung(task, due_on, day)
    if letters is None:
        return
    if not moved:
        yield from ((who, "task", line) for who in own)
    above = [who for letter in letters for who in heads(task.given.unit_id, letter, day)]
    yield from ((who, "task overdue here", line) for who in dict.fromkeys(above) if who not in own)
    if task.blocked(now):
        yield task.giver(day), "task blocked", f"{task.number} {task.called(day)}, {when}"


def _judged_on(done_on: date) -> date:
    """The morning on which the giver hears that it is done."""
    return move(done_on, 1)


def _task_rung(task: Task, due_on: date, day: date) -> str | None:
    """None where nothing is to be said that day; else who hears of it besides those who owe it."""
    if day <= task.given.at.date():
        return None
    if any(on_or_before(due_on - DAY * days) == day for days in BEFORE):
        return ""
    every, head, chairman, until = RECALL[task.given.words]
    late = _working_days(due_on, day) if day > due_on else 0
    if not 0 < late <= until or (late != 1 and late % every):
        return None
    return "hc" if late >= chairman else "h" if late >= head else ""


# The morning of the district

LEADERS_AFTER = (2, 5, 10)  # working days
NAMES_AT_MOST = 12
OLD = 31  # days


def _is_late(report: Report, now: datetime) -> bool:
    """What was sent back is late only by a day that lay ahead then."""
    due, back = report.due_on(now), report.sent_back(now)
    return due < now.date() and (back is None or back <= due)


def _desk(who: str, reports: Iterable[Report], now: datetime) -> Iterator[tuple[str, str]]:
    day = now.date()
    begun = [r for r in reports if r.round.due_on - DAY * 60 < day <= r.round.due_on + DAY * OLD]
    unfinished = [r for r in begun if r.came_in(now) is None]
    late = [r for r in unfinished if _is_late(r, now)]
    late_for = {_working_days(r.due_on(now), day) for r in late}
    if who == LEADER and not late_for.intersection(LEADERS_AFTER):
        return
    for report in late:
        days = (day - report.due_on(now)).days
        yield "desk late", f"{NAMES[report.unit_id]} ({days} ngày)"
    today = [r for r in unfinished if r.due_on(now) == day]
    since = at_local(move(day, -1), MORNING)
    came = [r for r in begun if (at := r.came_in(now)) and since < at <= now]
    asking = [(r, until) for r in unfinished if (until := r.asks(now))]
    if asking:
        names = ", ".join(_asking(report, until) for report, until in asking)
        yield "desk asked", f"{len(asking)}: {names}"
    for what, some in (("desk due today", today), ("desk came in", came)):
        if some:
            yield what, f"{len(some)}: {_row([NAMES[r.unit_id] for r in some])}"


def _is_worth_it(reports: Iterable[Report], now: datetime, told_on: date) -> bool:
    """Is anything new since the last digest, or has Monday or Thursday come since then?"""
    since, yesterday = at_local(told_on, MORNING), at_local(move(now.date(), -1), MORNING)
    passed = (told_on + DAY * count for count in range(1, (now.date() - told_on).days + 1))
    if any(day.weekday() in (0, 3) for day in passed):
        return True
    return any(
        ((at := report.came_in(now)) and yesterday < at <= now)
        or (at is None and told_on <= report.due_on(now) <= now.date())
        or (report.asks(now) and not report.asks(since))
        for report in reports
    )


def _asking(report: Report, until: date) -> str:
    day = f"{_weekday(until)} {_date(until)}"
    return f"{NAMES[report.unit_id]} ({report.round.words.lower()}, đến {day})"


def _row(names: list[str]) -> str:
    ordered = sorted(names, key=fold)
    shown = ", ".join(ordered[:NAMES_AT_MOST])
    more = len(ordered) - NAMES_AT_MOST
    return f"{shown} và {more} đơn vị khác" if more > 0 else shown


# Comparing


@dataclass(frozen=True, slots=True)
class Fault:
    """One difference: `missing`, `twice`, `wrong person`, `not due`, `two digests`."""

    kind: str
    told: Told


def faults(wanted: Iterable[Told], heard: Iterable[Told]) -> list[Fault]:
    """Every difference between what had to be told and what was; at most one digest a day."""
    due_, said = Counter(wanted), Counter(heard)
    lacking, more = due_ - said, said - due_
    astray = {(t.at, t.what, t.about) for t in lacking}
    found = [Fault("missing", told) for told in lacking.elements()]
    for told in more.elements():
        if due_[told]:
            found.append(Fault("twice", told))
        elif (told.at, told.what, told.about) in astray:
            found.append(Fault("wrong person", told))
        else:
            found.append(Fault("not due", told))
    found += [Fault("two digests", told) for told in _second_digests(said)]
    return sorted(found, key=lambda fault: (fault.told, fault.kind))


def _second_digests(said: Counter[Told]) -> Iterator[Told]:
    seen: set[tuple[str, date]] = set()
    for told in sorted(t for t in said.elements() if t.what == "digest"):
        key = (told.who, told.at.date())
        if key in seen:
            yield told
        seen.add(key)
