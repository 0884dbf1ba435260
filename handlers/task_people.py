"""Who owes a task today, who has assigned it, and who may do what with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from domain.people import Official, Post, Role
from domain.permissions import ALLOWED, Action, Relation, relation
from domain.tasks import Task
from domain.units import ancestors
from domain.words import fold
from handlers.work import Work

OFFICE_FIELD = "office"
HEADS = (Role.OFFICE_HEAD, Role.CHAIRMAN)
SUPERIORS = (Role.SUPERIOR_STAFF, Role.SUPERIOR_LEADER)
OVERSEERS = frozenset({*HEADS, *SUPERIORS})
"""Who sees and may act on every task of their unit, not only on their own."""

THE_OFFICE: tuple[Callable[[Post], bool], ...] = (
    lambda post: OFFICE_FIELD in post.fields,
    lambda post: post.role is Role.OFFICE_HEAD,
    lambda post: post.role is Role.CHAIRMAN,
)
"""Who speaks for a unit, the first that there is."""

_SALUTATIONS = frozenset({"anh", "chi", "ong", "ba", "dc", "co", "chu", "bac", "em"})


def unit_name(work: Work, unit_id: str) -> str:
    """`xã Bắc Sơn`."""
    unit = work.units.get(unit_id)
    return unit.name if unit else unit_id


def posts_in(work: Work, person: Official, unit_id: str) -> tuple[Post, ...]:
    """The posts that a person holds in a unit today."""
    return tuple(post for post in person.posts_on(work.today) if post.unit_id == unit_id)


def present(work: Work, person: Official) -> Official:
    """The person, or who stands in for them today."""
    present_id = work.stand_ins(work.today).get(person.id)
    return work.people[present_id] if present_id else person


def absent_for(work: Work, person: Official) -> frozenset[str]:
    """The absent colleagues for whom this person stands in."""
    pairs = work.stand_ins(work.today).items()
    return frozenset(absent_id for absent_id, present_id in pairs if present_id == person.id)


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


def first_of(
    work: Work, unit_id: str, choices: Iterable[Callable[[Post], bool]]
) -> tuple[Official, ...]:
    """The people of the first choice that anybody in the unit fulfils, present ones."""
    for fits in choices:
        found = [
            present(work, person)
            for person in work.staff.get(unit_id, ())
            if any(fits(post) for post in posts_in(work, person, unit_id))
        ]
        if found:
            return tuple({person.id: person for person in found}.values())
    return ()


def holders(work: Work, unit_id: str, role: Role) -> tuple[Official, ...]:
    """Who holds a role in a unit today, present ones."""
    return first_of(work, unit_id, (lambda post: post.role is role,))


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


def people_named(work: Work, words: str, unit_ids: Iterable[str]) -> tuple[Official, ...]:
    """The officials of these units whom "lan", "chị Lan", "Nguyễn Thị Lan" may mean."""
    wanted = _bare_name(words)
    here = set(unit_ids)
    candidates = [
        person
        for person in work.people.values()
        if any(post.unit_id in here for post in person.posts_on(work.today))
    ]
    for fits in (_is_id, _is_full_name, _is_given_name):
        found = tuple(person for person in candidates if fits(person, wanted))
        if found:
            return found
    return ()


def _bare_name(words: str) -> str:
    said = fold(words).strip(" .,:;").removeprefix("dong chi ")
    first, _, rest = said.partition(" ")
    return rest if rest and first in _SALUTATIONS else said.strip()


def _is_id(person: Official, wanted: str) -> bool:
    return person.id == wanted


def _is_full_name(person: Official, wanted: str) -> bool:
    return fold(person.name) == wanted


def _is_given_name(person: Official, wanted: str) -> bool:
    """The last word, or the last words, of the name."""
    return bool(wanted) and f" {fold(person.name)}".endswith(f" {wanted}")
