"""Which task a number means: the one of the own unit, or of the unit that stands behind it.

hoa  < duyệt 3 Bắc Sơn
bot  > Đã duyệt: việc 3 Bắc Sơn “Rà soát TTHC” ...

A number counts within the unit that owes the task. A bare one is asked about where several units
that the person sees have a task of that number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.people.permissions import Action
from domain.tasks.tasks import Task
from domain.tasks.words import Act, Verb
from handlers.names.people import absent_for
from handlers.names.units import unit_and_rest
from handlers.tasks.coordinators import may_look
from handlers.tasks.people import may_do, may_judge, may_see
from handlers.turn import TaskTurn
from storage.tasks.tasks import Near, tasks_numbered

JUDGED = frozenset({Verb.ACCEPT, Verb.RETURN, Verb.WITHDRAW, Verb.NUDGE})
"""What those do who have assigned a task."""


@dataclass(frozen=True, slots=True)
class TasksMeant:
    """The tasks of each unit that has all the numbers; `rest` stands behind the unit's name."""

    choices: tuple[tuple[Task, ...], ...]
    rest: str
    said: str  # the numbers, with the unit where one was named


def tasks_meant(turn: TaskTurn, act: Act) -> TasksMeant:
    """The tasks that an act names by their numbers, as far as the person sees them."""
    own = {post.unit_id for post in turn.person.posts_on(turn.work.today)}
    found = tasks_numbered(turn.work.session, act.numbers, _near(turn, own))
    seen = [task for task in found if task.unit_id in own or _sees(turn, task)]
    named, rest = _unit_named(turn, act.rest, {task.unit_id for task in seen} - own, own)
    numbers = ", ".join(map(str, act.numbers))
    if named:
        units = " / ".join(turn.work.units[unit_id].name for unit_id in named)
        groups = _by_unit([task for task in seen if task.unit_id in named], act.numbers)
        return TasksMeant(groups, rest, f"{numbers} {units}")
    fitting = [task for task in seen if _fits(turn, task, act.verb)] or seen
    groups = _by_unit(fitting, act.numbers)
    groups = tuple(g for g in groups if not any(map(_settled, g))) or groups
    if act.verb not in JUDGED:
        groups = tuple(g for g in groups if g[0].unit_id in own) or groups
    return TasksMeant(groups, act.rest, numbers)


def is_unit_named(turn: TaskTurn, words: str) -> bool:
    """True where the words are a unit that the person sees, and nothing else."""
    own = {post.unit_id for post in turn.person.posts_on(turn.work.today)}
    named, rest = _unit_named(turn, words, set(), own)
    return bool(named) and not rest


def _near(turn: TaskTurn, own: set[str]) -> Near:
    work, person = turn.work, turn.person
    people = {person.id, *absent_for(work, person)}
    posts = (post for id_ in people for post in work.people[id_].posts_on(work.today))
    units = {post.unit_id for post in posts} | work.scope(person, Action.SEE_STATUS)
    return Near(units, own, people)


def _sees(turn: TaskTurn, task: Task) -> bool:
    work, person = turn.work, turn.person
    return may_see(work, person, task) or may_look(work, person, task)


def _fits(turn: TaskTurn, task: Task, verb: Verb) -> bool:
    """Might this person do that to the task?"""
    if verb is Verb.SHOW:
        return True
    judges = may_judge(turn.work, turn.person, task)
    if verb in JUDGED:
        return judges
    does = may_do(turn.work, turn.person, task)
    return does or (judges and verb is Verb.EXTEND)


def _settled(task: Task) -> bool:
    return task.accepted_on is not None or task.withdrawn_on is not None


def _by_unit(tasks: Iterable[Task], numbers: Sequence[int]) -> tuple[tuple[Task, ...], ...]:
    """The tasks of each unit that has all these numbers, in the order of the numbers."""
    units: dict[str, dict[int, Task]] = {}
    for task in tasks:
        units.setdefault(task.unit_id, {})[task.number] = task
    whole = (held for held in units.values() if len(held) == len(set(numbers)))
    return tuple(tuple(held[number] for number in numbers) for held in whole)


def _unit_named(
    turn: TaskTurn, words: str, seen: set[str], own: set[str]
) -> tuple[tuple[str, ...], str]:
    """The units that the words begin with, never by a slip, and what stands behind."""
    work = turn.work
    reachable = (work.scope(turn.person, Action.SEE_STATUS) | seen) - own
    first = words.split(maxsplit=1)[:1]
    if not reachable or not first or not first[0][0].isalpha():
        return (), words
    units = {unit_id: work.units[unit_id] for unit_id in reachable | own}
    found, rest = unit_and_rest(words, units, work.today, work.units)
    if found.guessed:
        return (), words
    return ((found.unit_id,) if found.unit_id else found.candidates), rest
