"""Who works with the unit that leads a task (phối hợp): told of it, may look at it, owes nothing.

bot  > Chị Mai, UBND huyện Ân Thi giao xã Bắc Sơn chủ trì, xã Hạ Lễ phối hợp: Rà soát TTHC
       Thời hạn: thứ Sáu 30/8/2024 ... Xem, gửi: việc 4
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from domain.dates.owed import StepKind, StepName
from domain.people.people import Official
from domain.people.permissions import Action
from domain.people.units import Unit
from domain.talk.messages import Reply
from domain.tasks.tasks import Task
from handlers.names.people import first_of, people_named, posts_in, unit_name
from handlers.names.several import parted_by_and
from handlers.names.units import find_unit
from handlers.tasks.lines import line, title_of
from handlers.tasks.notices import by_day, plan_for_morning, say_to, tomorrow_or_today
from handlers.tasks.people import THE_OFFICE, tasks_by_person
from handlers.tasks.show import LONGEST, described
from handlers.turn import number_said
from handlers.wording.say import say
from handlers.wording.told import Told
from handlers.work import Work, addressed

LINES_AT_MOST = 15
_BETWEEN = re.compile(r"[,;]")


def coordinators_named(
    work: Work, person: Official, words: str
) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
    """Who is named: the id of a unit in reach, otherwise the words as they stand; and what may
    be several units, each with their names."""
    reachable = work.scope(person, Action.ASSIGN_TASK)
    units = {unit_id: work.units[unit_id] for unit_id in reachable}
    found: list[str] = []
    unclear: list[tuple[str, tuple[str, ...]]] = []
    pieces = (piece.strip(" .") for piece in _BETWEEN.split(words))
    names = (name for piece in pieces for name in _joined(piece, units, work.today))
    for name in filter(None, names):
        match = find_unit(name, units, work.today)
        if match.unit_id and not match.guessed:
            found.append(match.unit_id)
        elif len(match.candidates) > 1 and not match.guessed:
            unclear.append((name, match.candidates))
        else:
            found.append(name)
    return tuple(dict.fromkeys(found)), tuple(unclear)


def _joined(piece: str, units: Mapping[str, Unit], day: date) -> list[str]:
    """ "xã Đa Lộc và xã Hạ Lễ" are two, for each is a unit; "Phòng Kinh tế và Hạ tầng" is one."""
    names = parted_by_and(piece)
    found = [find_unit(name, units, day) for name in names]
    return names if all(each.unit_id and not each.guessed for each in found) else [piece]


def coordinator_words(work: Work, names: Iterable[str]) -> str:
    """`xã Hạ Lễ, Công an huyện`."""
    return ", ".join(unit_name(work, name) for name in names)


def coordinators(work: Work, task: Task) -> tuple[Official, ...]:
    """Who is told for those that coordinate: the office of a unit, a person of the leading one."""
    found = (person for name in task.coordinators for person in _reached(work, task, name))
    return tuple({person.id: person for person in found}.values())


def _reached(work: Work, task: Task, name: str) -> tuple[Official, ...]:
    if unit := work.units.get(name):
        return _office(work, unit)
    people = people_named(work, name, [task.unit_id])
    return people if len(people) == 1 else ()


def out_of_reach(work: Work, task: Task) -> tuple[str, ...]:
    """Those that coordinate and whom the bot cannot tell."""
    return tuple(
        unit_name(work, name)
        for name in task.coordinators
        if not any(work.addresses(p.id) for p in _reached(work, task, name))
    )


def _office(work: Work, unit: Unit) -> tuple[Official, ...]:
    return first_of(work, unit.id, THE_OFFICE)


def may_look(work: Work, person: Official, task: Task) -> bool:
    """True for everybody of a unit that coordinates, and for a person who is named."""
    held = (name for name in task.coordinators if name in work.units)
    return any(posts_in(work, person, name) for name in held) or person in coordinators(work, task)


def tell_coordinators(work: Work, tasks: Sequence[Task], giver: Official, key: str) -> Told:
    """Tell everybody who coordinates one of these tasks, once: whom it reaches now, whom in the
    morning."""
    found = tasks_by_person(tasks, lambda task: coordinators(work, task), giver)
    reached = {who: theirs for who, theirs in found.items() if work.addresses(who.id)}
    if by_day(work):
        return Told(tuple(who for who, them in reached.items() if _tell(work, who, them, key)))
    for who, theirs in reached.items():
        plan_for_morning(work, who, theirs, StepName(StepKind.COORDINATES, of=key))
    return Told(later=tuple(reached), at=tomorrow_or_today(work))


def _tell(work: Work, person: Official, tasks: list[Task], key: str) -> bool:
    addresses = work.addresses(person.id)
    numbers = {task.id: number_said(work, person, task) for task in tasks}
    words = _words(work, person, tasks, numbers)
    key = f"coordinates:{key}:{person.id}"
    return say_to(work, person, addresses[0], Reply(words), key, tasks)


def _words(work: Work, person: Official, tasks: Sequence[Task], numbers: dict[int, str]) -> str:
    first = tasks[0]
    name = addressed(person)
    fields = {
        "name": name[:1].upper() + name[1:],
        "body": say("task.body", unit=unit_name(work, first.assigner_id)),
    }
    look = say("task.coordinate.look", number=numbers[first.id])
    if len(tasks) == 1:
        unit = unit_name(work, first.unit_id)
        title = title_of(first, LONGEST)
        here = posts_in(work, person, first.unit_id)
        text_id = "task.coordinate.here" if here else "task.coordinate.one"
        head = say(text_id, unit=unit, title=title, **fields)
        return "\n".join([head, *described(work, first), look])
    head = say("task.coordinate.several", count=len(tasks), **fields)
    lines = [line(work, task, numbers[task.id]) for task in tasks[:LINES_AT_MOST]]
    if len(tasks) > LINES_AT_MOST:
        lines.append(say("task.digest.more", count=len(tasks) - LINES_AT_MOST))
    return "\n".join([head, *lines, look])
