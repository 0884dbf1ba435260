"""The words of an assignment, resolved: which units, which people, which day; or what is wrong.

A fault stops the assignment; a doubt is shown and confirmed. "trước ngày 01/9" is a doubt: it is
read as the day before, though many mean the day itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from domain.dates.due_wording import DueReading, DueReason, DueVerdict, read_due
from domain.dates.moments import END_OF_DAY, at_local
from domain.dates.past_day import read_past_day
from domain.people.people import Official
from domain.people.permissions import Action
from domain.people.units import COMMUNE_KINDS, Unit
from domain.tasks.assignment import Assignment
from domain.tasks.details import read_document, read_priority
from domain.tasks.tasks import AssigningDocument, NewTask, Priority
from domain.words import fold, words
from handlers.names.everybody import means_everybody
from handlers.names.people import people_named, posts_in, unit_name
from handlers.names.several import names_apart
from handlers.names.units import FoundUnit, find_unit
from handlers.tasks.coordinators import coordinators_named
from handlers.tasks.people import body_for
from handlers.wording.understood import parted
from handlers.work import Work
from storage.catalogue.words import folded, vocabulary

SHORTEST_TITLE = 5
NAMES_AT_MOST = 8
LONGEST_NAME = 9  # words
LONGEST_CALLED = 5  # words of a person's name with its salutation
_BODY = re.compile(r"^(?:ubnd|uy ban nhan dan|uy ban)\s+")


@dataclass(frozen=True, slots=True)
class Note:
    """A fault or a doubt: `code` names a text, `fields` fill it, `column` is what it is about."""

    column: str
    code: str
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Resolved:
    """What an assignment means. With a fault there is no task."""

    tasks: tuple[NewTask, ...]
    faults: tuple[Note, ...]
    doubts: tuple[Note, ...]
    missing: tuple[str, ...]  # of `to`, `title`, `due`
    due: datetime | None = None  # as it was read, beside a fault too

    @property
    def strictly_before(self) -> bool:
        """ "trước ngày D" was read as D - 1."""
        return any(doubt.code == DueReason.STRICTLY_BEFORE for doubt in self.doubts)


@dataclass(slots=True)
class _Reading:
    """What is found while an assignment is read."""

    work: Work
    person: Official
    draft: Assignment
    read_on: date
    whole_day: bool
    faults: list[Note] = field(default_factory=list)
    doubts: list[Note] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def fault(self, column: str, code: str, **fields: object) -> None:
        self.faults.append(Note(column, code, fields))


def resolve(
    work: Work, person: Official, draft: Assignment, read_on: date, *, whole_day: bool = False
) -> Resolved:
    """Resolve for who assigns it; `read_on` is the day on which the words were said, `whole_day`
    takes "trước ngày D" for D itself."""
    reading = _Reading(work, person, draft, read_on, whole_day)
    targets = tuple(_targets(reading))
    if not draft.title:
        reading.missing.append("title")
    elif len(draft.title) < SHORTEST_TITLE:
        reading.fault("title", "title_too_short", said=draft.title)
    due = _due(reading)
    document, priority = _document(reading), _priority(reading)
    tasks = tuple(_tasks(reading, targets, due, document, priority))
    if reading.faults or reading.missing:
        tasks = ()
    faults, doubts = tuple(reading.faults), tuple(reading.doubts)
    return Resolved(tasks, faults, doubts, tuple(reading.missing), due)


@dataclass(frozen=True, slots=True)
class Target:
    """A unit, with its lead where a person was named."""

    unit_id: str
    body_id: str  # in whose name
    lead_id: str | None = None


def target_named(work: Work, person: Official, name: str) -> Target | None:
    """Who is surely meant by a name to whom this person may assign; None where several may be."""
    reachable = {id_: work.units[id_] for id_ in work.scope(person, Action.ASSIGN_TASK)}
    if find_unit(name, reachable, work.today).guessed:
        return None
    reading = _Reading(work, person, Assignment(), work.today, whole_day=False)
    found = _target(reading, name)
    return None if reading.faults else found


def units_meant(work: Work, person: Official, to: str) -> tuple[str, ...]:
    """The units that words for whom name, one and all; none where something is wrong with them."""
    reading = _Reading(work, person, Assignment(to=to), work.today, whole_day=False)
    found = tuple(dict.fromkeys(target.unit_id for target in _targets(reading)))
    return () if reading.faults else found


def targets_in_front(
    work: Work, person: Official, words: Sequence[str], leave: int
) -> tuple[list[str], list[str]]:
    """The names of everybody with whom the words begin, "Bắc Sơn với Đa Lộc", the longest name of
    each, and what stands behind them; at least so many words are left."""
    named: list[str] = []
    rest = left = list(words)
    while length := _target_length(work, person, rest, leave):
        named.append(" ".join(rest[:length]).strip(" ,;:"))
        parted = rest[length - 1].endswith((",", ";"))
        rest = left = rest[length:]
        if rest and fold(rest[0]) in folded("sentence", "together"):
            rest = rest[1:]
        elif not parted:
            break
    return named, left


def _target_length(work: Work, person: Official, words: Sequence[str], leave: int) -> int:
    """How many words name one of them, or everybody; 0 where the first ones name nobody."""
    for length in range(min(LONGEST_NAME, len(words) - leave), 0, -1):
        name = " ".join(words[:length]).strip(" ,;:")
        if means_everybody(name) or is_target(work, person, name):
            return length
    return 0


def is_target(work: Work, person: Official, name: str) -> bool:
    """Somebody, and no other, is surely meant by a name to whom this person may assign."""
    return target_named(work, person, name) is not None


def due_named(work: Work, person: Official, words: str) -> tuple[datetime | None, tuple[Note, ...]]:
    """Until when the words say that something is due, and what is wrong with them."""
    reading = _Reading(work, person, Assignment(due=words), work.today, whole_day=False)
    due = _due(reading)
    return due, tuple(reading.faults)


def person_of_unit(work: Work, person: Official, name: str) -> tuple[str, str] | None:
    """ "chị Lan xã Bắc Sơn", "xã Bắc Sơn chị Lan", "anh Nam": the unit that this person may assign
    to and the words that name the person; None where no salutation tells that somebody is meant.
    Whether there is somebody of that name there, the draft says."""
    said = name.split()
    if said and fold(said[0]) in folded("sentence", "before_person"):
        del said[0]
    reachable = {id_: work.units[id_] for id_ in work.scope(person, Action.ASSIGN_TASK)}
    starts = [at for at, word in enumerate(said[:-1]) if _greets(word)]
    for start in starts:
        before, who = " ".join(said[:start]), said[start:]
        if before:  # "xã Bắc Sơn chị Lan"
            cuts = [(before, " ".join(who))]
        else:
            cuts = [(" ".join(who[cut:]), " ".join(who[:cut])) for cut in range(2, len(who))]
        for unit, called in cuts:
            found = find_unit(unit, reachable, work.today)
            if found.unit_id and not found.guessed and len(called.split()) <= LONGEST_CALLED:
                return work.units[found.unit_id].name, called
    return _unit_of(work, reachable, " ".join(said)) if starts[:1] == [0] else None


def _greets(word: str) -> bool:
    return vocabulary("sentence.salutation").find(words(word.lower())) is not None


def _unit_of(work: Work, reachable: Mapping[str, Unit], name: str) -> tuple[str, str] | None:
    """The unit of the one below who is called so; none of several, of whom the draft asks."""
    names = _where(work, reachable, name)
    return ("" if len(names) > 1 else names[0], name) if names else None


def _where(work: Work, reachable: Collection[str], name: str) -> list[str]:
    """The units of those who are called so."""
    posts = (post for p in people_named(work, name, reachable) for post in p.posts_on(work.today))
    ids = dict.fromkeys(post.unit_id for post in posts if post.unit_id in reachable)
    return [work.units[unit_id].name for unit_id in ids]


def _targets(reading: _Reading) -> Iterator[Target]:
    said = reading.draft.to.strip()
    if not said:
        _whose(reading)
        return
    if found := parted("excepted", "but", said):
        yield from _others(reading, *found)
        return
    if means_everybody(said):
        yield from _everybody(reading)
        return
    for name in names_apart(said):
        if target := _target(reading, name):
            yield target


def _others(reading: _Reading, front: str, left_out: str) -> Iterator[Target]:
    """ "các xã trừ Hạ Lễ": everybody who is named, but for those behind the word."""
    names = names_apart(left_out)
    out = {target.unit_id for name in names if (target := _target(reading, name))}
    whole = replace(reading.draft, to=front.strip(" ,;"))
    named = _Reading(reading.work, reading.person, whole, reading.read_on, reading.whole_day)
    yield from (target for target in _targets(named) if target.unit_id not in out)
    reading.faults += named.faults
    reading.missing += named.missing


def _whose(reading: _Reading) -> None:
    """No unit is named; where several have somebody of the name that is, which of them?"""
    work, lead = reading.work, reading.draft.lead
    reachable = work.scope(reading.person, Action.ASSIGN_TASK)
    names = _where(work, reachable, lead) if lead else []
    if len(names) > 1:
        reading.fault("to", "whose_person", said=lead, names=", ".join(names[:NAMES_AT_MOST]))
    else:
        reading.missing.append("to")


def _everybody(reading: _Reading) -> Iterator[Target]:
    """All communes of the day below the person."""
    work = reading.work
    reachable = work.scope(reading.person, Action.ASSIGN_TASK)
    for unit_id in sorted(reachable):
        unit = work.units[unit_id]
        body = body_for(work, reading.person, unit_id)
        current = unit.kind in COMMUNE_KINDS and unit.valid_on(work.today) and not unit.training
        if current and body is not None:
            yield Target(unit_id, body)


def _target(reading: _Reading, name: str) -> Target | None:
    work = reading.work
    reachable = work.scope(reading.person, Action.ASSIGN_TASK)
    bare = _BODY.sub("", fold(name)) if _BODY.match(fold(name)) else name
    match find_unit(bare, {id_: work.units[id_] for id_ in reachable}, work.today):
        case FoundUnit(unit_id=str(unit_id)):
            body = body_for(work, reading.person, unit_id)
            return Target(unit_id, body) if body else None
        case FoundUnit(candidates=candidates) if candidates:
            reading.fault("to", "which_unit", said=name, names=", ".join(candidates))
            return None
    front, _, rest = name.partition(" ")
    if rest and fold(front) in folded("sentence", "before_person"):  # "giao việc cho Bắc Sơn: ..."
        return _target(reading, rest)
    return _colleague(reading, name)


def _colleague(reading: _Reading, name: str) -> Target | None:
    """Somebody of a unit in whose name the person may assign, otherwise a fault."""
    work, person = reading.work, reading.person
    own = [
        post.unit_id for post in person.posts_on(work.today) if body_for(work, person, post.unit_id)
    ]
    found = people_named(work, name, own)
    if len(found) == 1:
        unit_id = next(u for u in own if posts_in(work, found[0], u))
        return Target(unit_id, unit_id, found[0].id)
    reading.fault("to", "no_such_unit" if not found else "which_person", said=name)
    return None


def _due(reading: _Reading) -> datetime | None:
    said = reading.draft.due.strip()
    if not said:
        reading.missing.append("due")
        return None
    read = read_due(said, reading.read_on)
    if read.verdict is DueVerdict.NONE:
        return None
    if read.verdict is DueVerdict.REFUSE or read.on is None or read.reason in _ASKED:
        reason = read.reason.value if read.reason else DueReason.NO_DATE.value
        reading.fault("due", f"due.{reason}", said=said, on=read.on)
        return None
    return _settled(reading, read, said)


_ASKED = frozenset(
    {
        DueReason.RECURRING,
        DueReason.TWO_DATES,
        DueReason.STARTS,
        DueReason.NO_DATE,
        DueReason.GONE_BY,
        DueReason.WEEKDAY_DIFFERS,
    }
)


def _settled(reading: _Reading, read: DueReading, said: str) -> datetime:
    assert read.on is not None  # `_due` has looked
    on = read.on
    if read.reason is DueReason.STRICTLY_BEFORE and reading.whole_day:
        return at_local(on + timedelta(days=1), read.at or END_OF_DAY)
    if read.reason is not None:
        fields = {"said": said, "on": on, "after": on + timedelta(days=1)}
        reading.doubts.append(Note("due", read.reason.value, fields))
    return at_local(on, read.at or END_OF_DAY)


def _document(reading: _Reading) -> AssigningDocument:
    draft = reading.draft
    read = read_document(draft.document, reading.read_on) if draft.document else AssigningDocument()
    on = _past_day(reading, "document_on", draft.document_on) or read.on
    return AssigningDocument(read.number, on, draft.subject or read.subject)


def _past_day(reading: _Reading, column: str, said: str) -> date | None:
    if not said:
        return None
    on = read_past_day(said, reading.read_on)
    if on is None:
        reading.fault(column, "past_day", said=said)
    return on


def _priority(reading: _Reading) -> Priority:
    found = read_priority(reading.draft.priority)
    if found is None:
        reading.fault("priority", "priority", said=reading.draft.priority)
    return found or Priority.NORMAL


def _tasks(
    reading: _Reading,
    targets: tuple[Target, ...],
    due: datetime | None,
    document: AssigningDocument,
    priority: Priority,
) -> Iterator[NewTask]:
    draft = reading.draft
    leads = leads_named(draft)
    coordinators = _coordinators(reading)
    assigned_on = _past_day(reading, "assigned_on", draft.assigned_on) or reading.work.today
    for target in targets:
        found = [_person(reading, "lead", name, target.unit_id) for name in leads]
        lead = next(iter(found), None) or target.lead_id
        helpers = (*leads[1:], *(name for name in coordinators if name != target.unit_id))
        yield NewTask(
            title=draft.title,
            unit_id=target.unit_id,
            assigner_id=target.body_id,
            assigned_by=reading.person.id,
            assigned_on=assigned_on,
            due_at=due,
            lead_id=lead,
            accountable_id=_person(reading, "accountable", draft.accountable, target.unit_id),
            coordinators=tuple(dict.fromkeys(helpers)),
            product=draft.product,
            authority=draft.authority,
            document=document,
            priority=priority,
        )


def leads_named(draft: Assignment) -> list[str]:
    """Of several the first leads, for one person answers for a task; the others work with them."""
    return names_apart(draft.lead)


def _coordinators(reading: _Reading) -> tuple[str, ...]:
    """Ids of units in reach, and what names nobody whom the bot knows as it stands."""
    found, unclear = coordinators_named(reading.work, reading.person, reading.draft.coordinators)
    for said, ids in unclear:
        names = ", ".join(unit_name(reading.work, unit_id) for unit_id in ids)
        reading.fault("coordinators", "which_unit", said=said, names=names)
    return found


def _person(reading: _Reading, column: str, name: str, unit_id: str) -> str | None:
    if not name:
        return None
    found = people_named(reading.work, name, [unit_id])
    if len(found) == 1:
        return found[0].id
    unit = unit_name(reading.work, unit_id)
    code = "no_such_person" if not found else "which_person"
    reading.fault(column, code, said=name, unit=unit)
    return None
