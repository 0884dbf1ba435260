"""Who owes a task today, who has assigned it, and who may do what with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from domain.people.people import Official, Post, Role
from domain.people.permissions import ALLOWED, HEADS, SUPERIORS, Action, Relation, relation
from domain.people.units import ancestors
from domain.tasks.tasks import Task
from handlers.names.people import absent_for, first_of, posts_in, present
from handlers.owed.people import OFFICE_FIELD
from handlers.work import Work

OVERSEERS = frozenset({*HEADS, *SUPERIORS})
"""Who sees and may act on every task of their unit, not only on their own."""

THE_OFFICE: tuple[Callable[[Post], bool], ...] = (
    lambda post: OFFICE_FIELD in post.fields,
    lambda post: post.role is Role.OFFICE_HEAD,
    lambda post: post.role is Role.CHAIRMAN,
)
"""Who speaks for a unit, the first that there is."""


def doers(work: Work, task: Task) -> tuple[Official, ...]:
    """Who is told of a task: its lead (or who stands in), else the office of the unit."""
    lead = work.people.get(task.lead_id or "")
    if lead is not None and posts_in(work, lead, task.unit_id):
        return (present(work, lead),)
    return first_of(
        work,
        task.unit_id,
        (*THE_OFFICE, lambda post: post.role in SUPERIORS),
    )


def tasks_by_person(
    tasks: Iterable[Task], whose: Callable[[Task], Iterable[Official]], giver: Official
) -> dict[Official, list[Task]]:
    """The tasks of each person, in their order; nobody is told of what they gave themselves."""
    found: dict[Official, list[Task]] = {}
    for task in tasks:
        for person in whose(task):
            if person != giver:
                found.setdefault(person, []).append(task)
    return found


def assigners(work: Work, task: Task) -> tuple[Official, ...]:
    """Who decides on a task: who has entered it (or stands in), else others of that body, or of
    the body above where it is no more."""
    giver = work.people.get(task.assigned_by)
    if giver is not None and posts_in(work, giver, task.assigner_id):
        return (present(work, giver),)
    choices = (
        lambda post: post.role is Role.SUPERIOR_STAFF,
        lambda post: post.role is Role.SUPERIOR_LEADER,
        lambda post: post.role in HEADS,
    )
    bodies = (task.assigner_id, *(unit.id for unit in ancestors(work.units, task.assigner_id)))
    return next((found for body in bodies if (found := first_of(work, body, choices))), ())


def oversees(work: Work, person: Official, unit_id: str) -> bool:
    """True for heads of the unit: every task of it is theirs as well."""
    return any(post.role in OVERSEERS for post in posts_in(work, person, unit_id))


def owes(work: Work, person: Official, task: Task) -> bool:
    """True where the task is this person's own today: as lead, as stand-in, or as the office."""
    led = task.lead_id in (person.id, *absent_for(work, person))
    return led or person in doers(work, task)


def may_do(work: Work, person: Official, task: Task) -> bool:
    """May this person report on the task? Its lead and stand-in, the heads of the unit, and,
    where nobody has the lead, everybody in it."""
    if owes(work, person, task):
        return True
    if not work.may(person, Action.ACT_ON_TASK, task.unit_id):
        return False
    return oversees(work, person, task.unit_id) or task.lead_id is None


def may_judge(work: Work, person: Official, task: Task) -> bool:
    """May this person decide on the task? Somebody of the body that has assigned it, or above."""
    bodies = {task.assigner_id, *(unit.id for unit in ancestors(work.units, task.assigner_id))}
    return any(
        post.unit_id in bodies and _allowed(work, post, Action.JUDGE_TASK, task.unit_id)
        for post in person.posts_on(work.today)
    )


def may_see(work: Work, person: Official, task: Task) -> bool:
    """May this person read about the task?"""
    return (
        may_do(work, person, task)
        or may_judge(work, person, task)
        or work.may(person, Action.SEE_STATUS, task.unit_id)
    )


def body_for(work: Work, person: Official, unit_id: str) -> str | None:
    """The unit in whose name this person assigns tasks to `unit_id`; None where they may not."""
    posts = person.posts_on(work.today)
    fitting = (p for p in posts if _allowed(work, p, Action.ASSIGN_TASK, unit_id))
    return next((post.unit_id for post in fitting), None)


def _allowed(work: Work, post: Post, action: Action, unit_id: str) -> bool:
    related: Relation = relation(work.units, post, unit_id, work.today, work.successions)
    return (post.role, related) in ALLOWED[action]
