"""Assigned tasks as they are now, and beside them everything that was done to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, String, bindparam, func, insert, or_, select, update
from sqlalchemy.engine import RowMapping

from domain.dates.moments import local
from domain.tasks.tasks import AssigningDocument, Counting, Deed, Extension, NewTask, Task
from storage.database import tables
from storage.database.audit import note
from storage.database.database import Session, insert_new, is_postgres, upsert
from storage.database.overtaken import Overtaken, require_changed
from storage.database.stretch import Stretch
from storage.people.units import SUCCESSIONS, UNITS
from storage.reports.figures import HISTORY

TASKS = tables.TASKS
EXTENSIONS = tables.TASK_EXTENSIONS
EVENTS = tables.TASK_EVENTS
COUNTINGS = tables.TASK_COUNTINGS

_OPEN = TASKS.c.completed_on.is_(None) & TASKS.c.withdrawn_on.is_(None)
_UNSETTLED = TASKS.c.accepted_on.is_(None) & TASKS.c.withdrawn_on.is_(None)


@dataclass(frozen=True, slots=True)
class By:
    """Who does something to a task, by which message (`telegram:99`), when."""

    official_id: str | None  # None: the program itself
    source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TaskEvent:
    """One entry of a task's history; `old` and `new` hold what changed, JSON-ready."""

    id: int
    task_id: int
    deed: Deed
    at: datetime
    official_id: str | None
    source: str
    old: Mapping[str, Any]
    new: Mapping[str, Any]
    words: str


@dataclass(frozen=True, slots=True)
class Near:
    """Whose tasks a person may see: what `units` owe, what `bodies` have given or help with, and
    what `people` lead."""

    units: Collection[str]
    bodies: Collection[str]
    people: Collection[str]


# Assigning


def assign(session: Session, new: NewTask, by: By) -> int | None:
    """Write a new task and give its id; None where the same stands already (`NewTask.key`)."""
    row = {
        "key": new.key,
        "number": _next_number(session, new.unit_id),
        "title": new.title,
        "unit_id": new.unit_id,
        "assigner_id": new.assigner_id,
        "assigned_by": new.assigned_by,
        "assigned_on": new.assigned_on,
        "due_at": new.due_at,
        "lead_id": new.lead_id,
        "accountable_id": new.accountable_id,
        "coordinators": new.coordinators,
        "product": new.product,
        "authority": new.authority,
        "document_number": new.document.number,
        "document_on": new.document.on,
        "document_subject": new.document.subject,
        "priority": new.priority,
        "blocker": "",
        "evidence": "",
    }
    found = insert_new(session, TASKS, row, "id")
    if found is None:
        return None
    told = {"unit": new.unit_id, "lead": new.lead_id, "due": new.due_at}
    note_deed(session, found.id, Deed.ASSIGNED, by, {}, told)
    return int(found.id)


def _next_number(session: Session, unit_id: str) -> int:
    """The next number of the unit, for which nobody else takes one until the unit of work ends.
    None is given twice: "xong 3" hits what was shown as 3, however long ago."""
    if is_postgres(session):
        mine = select(UNITS.c.id).where(UNITS.c.id == unit_id)
        session.execute(mine.with_for_update(key_share=True))
    last = select(func.max(TASKS.c.number)).where(TASKS.c.unit_id == unit_id)
    return (session.execute(last).scalar() or 0) + 1


def amend(
    session: Session, seen: Task, title: str, due: datetime | None, by: By, words: str
) -> None:
    """What was assigned was wrong: other words, another due day. Sent once more as it is now, the
    assignment is known; as it was, it is a new one."""
    row = {"title": title, "due_at": due, "key": replace(seen, title=title, due_at=due).key}
    standing = _as_seen(seen, ("title", "due_at"))
    require_changed(session.execute(update(TASKS).where(*standing).values(row)))
    old = {"title": seen.title, "due": seen.due_at}
    note_deed(session, seen.id, Deed.ASSIGNED, by, old, {"title": title, "due": due}, words)


def ids_by_key(session: Session, keys: Iterable[str]) -> dict[str, int]:
    """The standing tasks that were assigned with these keys."""
    found: dict[str, int] = {}
    wanted = list(keys)
    for start in range(0, len(wanted), 500):
        some = TASKS.c.key.in_(wanted[start : start + 500])
        statement = select(TASKS.c.key, TASKS.c.id).where(some, TASKS.c.withdrawn_on.is_(None))
        found |= dict(tuple(row) for row in session.execute(statement))
    return found


# Reading


def task(session: Session, task_id: int) -> Task | None:
    """One task, None where there is none of that id."""
    return next(iter(_tasks(session, _ONE, {"task": task_id})), None)


def lock_task(session: Session, task_id: int) -> Task | None:
    """The same, and nobody else changes it until the unit of work ends."""
    if is_postgres(session):
        mine = select(TASKS.c.id).where(TASKS.c.id == task_id)
        session.execute(mine.with_for_update(key_share=True))
    return task(session, task_id)


def tasks_by_id(session: Session, ids: Iterable[int]) -> dict[int, Task]:
    """Several tasks at once, by id."""
    return {found.id: found for found in _tasks(session, _BY_ID, {"ids": list(ids)})}


def open_tasks(session: Session, unit_ids: Collection[str]) -> tuple[Task, ...]:
    """What these units still have to do."""
    return _tasks(session, _OPEN_OF, {"units": list(unit_ids)})


def tasks_after(session: Session, unit_ids: Collection[str], stretch: Stretch) -> tuple[Task, ...]:
    """A stretch of the tasks that these units owe or have owed."""
    theirs = select(TASKS.c.id).where(TASKS.c.unit_id.in_(list(unit_ids)))
    ids = session.execute(stretch.of(theirs, TASKS.c.id)).scalars().all()
    return _tasks(session, _BY_ID, {"ids": ids}) if ids else ()


def unsettled_tasks(session: Session, unit_ids: Collection[str]) -> tuple[Task, ...]:
    """What these units have to do, or have done without a verdict so far."""
    return _tasks(session, _UNSETTLED_OF, {"units": list(unit_ids)})


def tasks_numbered(session: Session, numbers: Collection[int], near: Near) -> tuple[Task, ...]:
    """What stands under these numbers near a person."""
    its_name = [
        TASKS.c.coordinators.cast(String).contains(f'"{id_}"', autoescape=True)
        for id_ in near.bodies
    ]
    is_near = or_(
        TASKS.c.unit_id.in_(list(near.units)),
        TASKS.c.assigner_id.in_(list(near.bodies)),
        TASKS.c.lead_id.in_(list(near.people)),
        *its_name,
    )
    return _tasks(session, _found_by(TASKS.c.number.in_(list(numbers)), is_near))


def tasks_given(session: Session, assigner_ids: Collection[str]) -> tuple[Task, ...]:
    """What these bodies have assigned and have not settled yet."""
    return _tasks(session, _GIVEN_BY, {"bodies": list(assigner_ids)})


def tasks_titled(session: Session, assigner_ids: Collection[str], title: str) -> tuple[Task, ...]:
    """What these bodies have assigned under that title, settled or not."""
    return _tasks(session, _TITLED, {"bodies": list(assigner_ids), "title": title})


def taken_note_of(session: Session, ids: Collection[int]) -> frozenset[int]:
    """Those of these tasks of which somebody has taken note, or has said how far they are."""
    said = EVENTS.c.deed.in_([deed.value for deed in _SAYS_KNOWN])
    found = select(EVENTS.c.task_id).where(EVENTS.c.task_id.in_(list(ids)), said).distinct()
    return frozenset(session.execute(found).scalars())


_SAYS_KNOWN = (
    Deed.ACKNOWLEDGED,
    Deed.PROGRESS,
    Deed.BLOCKED,
    Deed.DONE,
    Deed.EXTENSION_ASKED,
)


def tasks_led_by(session: Session, official_id: str) -> tuple[Task, ...]:
    """What is still to be done by one person."""
    return _tasks(session, _LED_BY, {"lead": official_id})


def tasks_of_period(session: Session, unit_id: str, since: date, closing: date) -> tuple[Task, ...]:
    """A unit's tasks assigned by the closing date and not closed before `since`."""
    asked = {"of_unit": unit_id, "closing": closing, "since": since}
    return _tasks(session, _OF_PERIOD, asked)


def merged_tasks(session: Session, day: date) -> tuple[Task, ...]:
    """Open tasks of units that have gone into others by that day."""
    return _tasks(session, _OF_MERGED, {"day": day})


def has_register(session: Session, unit_id: str) -> bool:
    """True where a superior has ever assigned a task to the unit here."""
    return session.execute(_FROM_ABOVE, {"of_unit": unit_id}).first() is not None


_OF_UNIT = bindparam("of_unit", type_=String)
_FROM_ABOVE = (
    select(TASKS.c.id).where(TASKS.c.unit_id == _OF_UNIT, TASKS.c.assigner_id != _OF_UNIT).limit(1)
)


def has_acted(session: Session, source: str) -> bool:
    """Whether a message has changed a task."""
    return session.execute(select(EVENTS.c.id).where(EVENTS.c.source == source)).first() is not None


def events(session: Session, task_id: int) -> tuple[TaskEvent, ...]:
    """Everything that was done to a task, oldest first."""
    statement = select(EVENTS).where(EVENTS.c.task_id == task_id).order_by(EVENTS.c.id)
    return tuple(TaskEvent(**row) for row in session.execute(statement).mappings())


def last_deed_by(session: Session, official_id: str, since: datetime) -> TaskEvent | None:
    """The last thing that a person did to any task since a moment."""
    recent = (EVENTS.c.official_id == official_id) & (EVENTS.c.at >= since)
    statement = select(EVENTS).where(recent).order_by(EVENTS.c.id.desc()).limit(1)
    row = session.execute(statement).mappings().one_or_none()
    return None if row is None else TaskEvent(**row)


def ids_by_source(session: Session, source: str, deed: Deed) -> tuple[int, ...]:
    """The tasks to which a message has done that."""
    done = (EVENTS.c.source == source) & (EVENTS.c.deed == deed)
    found = session.execute(select(EVENTS.c.task_id).where(done).order_by(EVENTS.c.id)).scalars()
    return tuple(dict.fromkeys(found))


def gave_figures_since(session: Session, official_id: str, at: datetime) -> bool:
    """True where the person has changed a figure after that moment."""
    later = (HISTORY.c.official_id == official_id) & (HISTORY.c.at > at)
    return session.execute(select(HISTORY.c.id).where(later).limit(1)).first() is not None


@dataclass(frozen=True, slots=True)
class _Found:
    """The questions for tasks and, in one go, for what was granted to all of them."""

    tasks: Select[Any]
    extensions: Select[Any]


def _found_by(*conditions: Any) -> _Found:
    extensions = select(EXTENSIONS).join_from(EXTENSIONS, TASKS).where(*conditions)
    return _Found(
        select(TASKS).where(*conditions).order_by(TASKS.c.id),
        extensions.order_by(EXTENSIONS.c.id),
    )


_IS_OF_UNITS = TASKS.c.unit_id.in_(bindparam("units", expanding=True))
_ONE = _found_by(TASKS.c.id == bindparam("task"))
_BY_ID = _found_by(TASKS.c.id.in_(bindparam("ids", expanding=True)))
_OPEN_OF = _found_by(_IS_OF_UNITS, _OPEN)
_UNSETTLED_OF = _found_by(_IS_OF_UNITS, _UNSETTLED)
_GIVEN_BY = _found_by(TASKS.c.assigner_id.in_(bindparam("bodies", expanding=True)), _UNSETTLED)
_TITLED = _found_by(
    TASKS.c.assigner_id.in_(bindparam("bodies", expanding=True)),
    TASKS.c.title == bindparam("title"),
)
_LED_BY = _found_by(TASKS.c.lead_id == bindparam("lead"), _OPEN)
_OF_PERIOD = _found_by(
    TASKS.c.unit_id == bindparam("of_unit"),
    TASKS.c.assigned_on <= bindparam("closing"),
    or_(TASKS.c.completed_on.is_(None), TASKS.c.completed_on >= bindparam("since")),
)
_OF_MERGED = _found_by(
    TASKS.c.unit_id.in_(
        select(SUCCESSIONS.c.old_id).where(SUCCESSIONS.c.on_day <= bindparam("day"))
    ),
    _OPEN,
)


def _tasks(
    session: Session, found: _Found, asked: Mapping[str, Any] | None = None
) -> tuple[Task, ...]:
    rows = session.execute(found.tasks, asked).mappings().all()
    granted = _extensions(session, found, asked) if rows else {}
    return tuple(_task(row, granted.get(row["id"], ())) for row in rows)


def _extensions(
    session: Session, wanted: _Found, asked: Mapping[str, Any] | None
) -> dict[int, tuple[Extension, ...]]:
    """Of all the tasks that are asked for, in one question."""
    found: dict[int, tuple[Extension, ...]] = {}
    for row in session.execute(wanted.extensions, asked).mappings():
        task_id = row["task_id"]
        found[task_id] = (*found.get(task_id, ()), _extension(row))
    return found


def _extension(row: RowMapping) -> Extension:
    return Extension(
        id=row["id"],
        due=row["due_at"],
        old_due=row["old_due_at"],
        reason=row["reason"],
        asked_by=row["asked_by"],
        asked_on=local(row["asked_at"]).date(),
        granted=row["granted"],
        decided_by=row["decided_by"],
        decided_on=local(row["decided_at"]).date() if row["decided_at"] else None,
    )


def _task(row: RowMapping, extensions: tuple[Extension, ...]) -> Task:
    document = AssigningDocument(
        row["document_number"], row["document_on"], row["document_subject"]
    )
    other = {"key", "rings_at", "document_number", "document_on", "document_subject"}
    columns = {name: value for name, value in row.items() if name not in other}
    return Task(**columns, document=document, extensions=extensions)


# What becomes of a task. Each change names the task as it was seen: Overtaken where somebody else
# has changed it since.


def acknowledge(session: Session, task_id: int, by: By) -> None:
    """Somebody who owes it has taken note."""
    note_deed(session, task_id, Deed.ACKNOWLEDGED, by, {}, {})


def set_progress(session: Session, seen: Task, percent: int | None, by: By) -> None:
    """How far it has come."""
    _change(session, seen, Deed.PROGRESS, by, {"progress": percent})


def set_blocker(session: Session, seen: Task, words: str, by: By) -> None:
    """What is in the way; nothing any more where `words` is empty."""
    deed = Deed.BLOCKED if words else Deed.UNBLOCKED
    _change(session, seen, deed, by, {"blocker": words}, words)


def complete(session: Session, seen: Task, on: date, evidence: str, by: By) -> None:
    """It is done, says who owes it; the superior's verdict is still to come."""
    new = {"completed_on": on, "evidence": evidence, "blocker": ""}
    _change(session, seen, Deed.DONE, by, new)


def set_evidence(session: Session, seen: Task, evidence: str, on: date, by: By) -> None:
    """The document that shows it, and the day on which it was done."""
    _change(session, seen, Deed.EVIDENCE, by, {"evidence": evidence, "completed_on": on})


def reopen(session: Session, seen: Task, by: By) -> None:
    """It was said to be done by mistake."""
    _change(session, seen, Deed.REOPENED, by, {"completed_on": None, "evidence": ""})


def accept(session: Session, seen: Task, on: date, by: By, words: str = "") -> None:
    """The superior takes it as done, perhaps with a word about it."""
    _change(session, seen, Deed.ACCEPTED, by, {"accepted_on": on}, words)


def send_back(session: Session, seen: Task, reason: str, by: By) -> None:
    """The superior does not take it as done: it is open again."""
    new = {"completed_on": None, "evidence": ""}
    _change(session, seen, Deed.RETURNED, by, new, reason)


def withdraw(session: Session, seen: Task, on: date, reason: str, by: By) -> None:
    """It need not be done any more and counts nowhere."""
    _change(session, seen, Deed.WITHDRAWN, by, {"withdrawn_on": on}, reason)


def hand_over(session: Session, seen: Task, lead_id: str | None, by: By, words: str = "") -> None:
    """Somebody else takes the lead."""
    _change(session, seen, Deed.HANDED_OVER, by, {"lead_id": lead_id}, words)


def move_to_unit(session: Session, seen: Task, unit_id: str, lead_id: str | None, by: By) -> None:
    """Its unit went into another, where it gets a number of that unit."""
    new = {"unit_id": unit_id, "number": _next_number(session, unit_id), "lead_id": lead_id}
    _change(session, seen, Deed.MOVED, by, new)


def ask_extension(session: Session, seen: Task, due: datetime, reason: str, by: By) -> None:
    """Ask for more time; a request that waits for its decision is renewed."""
    _require(session, seen)
    new = {"due_at": due, "old_due_at": seen.due, "reason": reason}
    new |= {"asked_by": by.official_id, "asked_at": by.at}
    if waiting := seen.asked_extension:
        session.execute(update(EXTENSIONS).where(EXTENSIONS.c.id == waiting.id).values(new))
    else:
        session.execute(insert(EXTENSIONS).values(task_id=seen.id, **new))
    old = {"due": seen.due}
    note_deed(session, seen.id, Deed.EXTENSION_ASKED, by, old, {"due": due}, reason)


def take_back_extension(session: Session, seen: Task, words: str, by: By) -> None:
    """The request that waits is none any more, says whoever has asked."""
    _require(session, seen)
    request = seen.asked_extension
    assert request is not None  # there is one to take back
    new = {"granted": False, "decided_by": by.official_id, "decided_at": by.at}
    session.execute(update(EXTENSIONS).where(EXTENSIONS.c.id == request.id).values(new))
    old = {"due": request.due}
    note_deed(session, seen.id, Deed.EXTENSION_ASKED, by, old, {"due": None}, words)


def decide_extension(
    session: Session, seen: Task, due: datetime | None, words: str, by: By
) -> None:
    """Grant the request that waits, perhaps with another day than was asked for, or refuse it
    (None)."""
    _require(session, seen)
    request = seen.asked_extension
    assert request is not None  # there is one to decide on
    new: dict[str, Any] = {"granted": due is not None, "decided_by": by.official_id}
    new |= {"decided_at": by.at}
    if due is not None:
        new["due_at"] = due
    session.execute(update(EXTENSIONS).where(EXTENSIONS.c.id == request.id).values(new))
    deed = Deed.EXTENSION_REFUSED if due is None else Deed.EXTENDED
    note_deed(session, seen.id, deed, by, {"due": request.old_due}, {"due": due}, words)


def extend(session: Session, seen: Task, due: datetime, reason: str, by: By) -> None:
    """Grant more time that nobody has asked for here."""
    _require(session, seen)
    row = {"task_id": seen.id, "due_at": due, "old_due_at": seen.due, "reason": reason}
    row |= {"asked_by": by.official_id, "asked_at": by.at}
    row |= {"granted": True, "decided_by": by.official_id, "decided_at": by.at}
    session.execute(insert(EXTENSIONS).values(row))
    note_deed(session, seen.id, Deed.EXTENDED, by, {"due": seen.due}, {"due": due}, reason)


_STANDING = ("unit_id", "lead_id", "completed_on", "accepted_on", "withdrawn_on")


def _as_seen(seen: Task, names: Iterable[str] = ()) -> tuple[Any, ...]:
    """The row of that task as long as it stands as it was seen."""
    columns = dict.fromkeys((*_STANDING, *names))
    unchanged = (TASKS.c[name].is_not_distinct_from(getattr(seen, name)) for name in columns)
    return (TASKS.c.id == seen.id, *unchanged)


def _change(
    session: Session, seen: Task, deed: Deed, by: By, new: dict[str, Any], words: str = ""
) -> None:
    changed = update(TASKS).where(*_as_seen(seen, new)).values(new)
    require_changed(session.execute(changed))
    note_deed(session, seen.id, deed, by, {name: getattr(seen, name) for name in new}, new, words)


def _require(session: Session, seen: Task) -> None:
    """The same for what is written beside the row of the task."""
    require_changed(session.execute(update(TASKS).where(*_as_seen(seen)).values(id=seen.id)))
    if _extensions(session, _ONE, {"task": seen.id}).get(seen.id, ()) != seen.extensions:
        raise Overtaken


def note_deed(
    session: Session,
    task_id: int,
    deed: Deed,
    by: By,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    words: str = "",
) -> None:
    """Write into the history of a task what was done to it."""
    row = {"task_id": task_id, "deed": deed, "at": by.at, "source": by.source, "words": words}
    row |= {"official_id": by.official_id, "old": _plain(old), "new": _plain(new)}
    session.execute(insert(EVENTS).values(row))


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """JSON-ready: days and moments by their ISO words."""
    return {
        name: value.isoformat() if isinstance(value, date) else _word(value)
        for name, value in facts.items()
    }


def _word(value: object) -> object:
    return value.value if isinstance(value, StrEnum) else value


# Reminders


def set_ring(session: Session, task_id: int, at: datetime | None) -> None:
    """When the task is to be looked at next; None: never again as it stands."""
    session.execute(update(TASKS).where(TASKS.c.id == task_id).values(rings_at=at))


def ringing(session: Session, now: datetime, limit: int) -> tuple[Task, ...]:
    """Tasks whose moment has come; on PostgreSQL no second worker gets them."""
    due = select(TASKS.c.id).where(TASKS.c.rings_at <= now).order_by(TASKS.c.rings_at, TASKS.c.id)
    if is_postgres(session):
        due = due.with_for_update(key_share=True, skip_locked=True)
    ids = session.execute(due.limit(limit)).scalars().all()
    return _tasks(session, _BY_ID, {"ids": ids}) if ids else ()


# Which tasks count


def counting_of(session: Session, superior_ids: Sequence[str]) -> Counting:
    """What the nearest superior has chosen; the period where nobody has."""
    statement = select(COUNTINGS.c.unit_id, COUNTINGS.c.counting)
    chosen = statement.where(COUNTINGS.c.unit_id.in_(list(superior_ids)))
    by_unit: dict[str, Counting] = dict(tuple(row) for row in session.execute(chosen))
    return next((by_unit[id_] for id_ in superior_ids if id_ in by_unit), Counting.PERIOD)


def set_counting(session: Session, unit_id: str, counting: Counting, by: By) -> None:
    """Choose for all units below; the audit keeps what was chosen before."""
    old = counting_of(session, [unit_id])
    upsert(session, COUNTINGS, [{"unit_id": unit_id, "counting": counting}], ["unit_id"])
    detail = {"old": old.value, "new": counting.value}
    note(session, by.at, by.official_id, "tasks.counting", f"unit:{unit_id}", detail)
