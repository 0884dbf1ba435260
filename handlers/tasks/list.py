"""The tasks of a person on one screen, overdue on top; a number stays a task's number.

lan  < /viec
bot  > Quá hạn (1):
       3. Rà soát TTHC (báo cáo) – hạn thứ Bảy 31/8, quá hạn 2 ngày
       ...
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.people.permissions import SUPERIORS, Action
from domain.talk.messages import Choice, Reply
from domain.tasks.tasks import Task, TaskState, state_at, urgency
from domain.tasks.words import Verb
from domain.words import fold
from handlers.names.everybody import means_own_unit
from handlers.names.people import absent_for
from handlers.names.units import FoundUnit, find_unit
from handlers.tasks.lines import line
from handlers.tasks.notices import tap
from handlers.tasks.people import OVERSEERS, may_do, may_judge, may_see, oversees, owes
from handlers.turn import TaskTurn
from handlers.wording.say import say
from storage.tasks.tasks import tasks_given, tasks_led_by, unsettled_tasks

LINES_AT_MOST = 20
TAPS_AT_MOST = 6

_PAGE = re.compile(r"(?:trang )?(\d{1,2})")


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """Tasks under one heading."""

    heading: str  # a text id
    tasks: tuple[Task, ...]


def show_list(turn: TaskTurn, argument: str = "") -> Reply:
    """`/viec`: one's own; `/viec tất cả`: the whole unit; `/viec xa-bac-son`: a unit below;
    `/viec trang 2`: what did not fit on the first screen."""
    words = fold(argument)
    page = _PAGE.fullmatch(words)
    if page or not words:
        return _list(turn, my_tasks(turn), int(page[1]) if page else 1)
    if means_own_unit(words):
        units = {post.unit_id for post in turn.person.posts_on(turn.work.today)}
        return _list(turn, _of_units(turn, units))
    return _of_named_unit(turn, argument)


def tasks_of(turn: TaskTurn, official_id: str) -> Reply:
    """What somebody owes, as far as the person may see it."""
    official = turn.work.people[official_id]
    units = {post.unit_id for post in official.posts_on(turn.work.today)}
    found = {task.id: task for task in _of_units(turn, units) if owes(turn.work, official, task)}
    found |= {task.id: task for task in tasks_led_by(turn.work.session, official_id)}
    seen = [task for task in found.values() if may_see(turn.work, turn.person, task)]
    return _list(turn, seen)


def my_tasks(turn: TaskTurn) -> tuple[Task, ...]:
    """What the person owes, oversees or has to decide on."""
    work, person, session = turn.work, turn.person, turn.work.session
    posts = person.posts_on(work.today)
    units = {post.unit_id for post in posts}
    absent = [work.people[id_] for id_ in absent_for(work, person)]
    units |= {post.unit_id for colleague in absent for post in colleague.posts_on(work.today)}
    found = {task.id: task for task in _of_units(turn, units)}
    mine = {
        id_: task
        for id_, task in found.items()
        if oversees(work, person, task.unit_id) or owes(work, person, task)
    }
    mine |= {task.id: task for task in tasks_led_by(session, person.id)}
    bodies = {post.unit_id for post in posts if post.role in OVERSEERS}
    given = tasks_given(session, bodies)
    mine |= {task.id: task for task in given if may_judge(work, person, task)}
    return tuple(mine.values())


def _of_units(turn: TaskTurn, unit_ids: Iterable[str]) -> tuple[Task, ...]:
    return unsettled_tasks(turn.work.session, sorted(unit_ids))


def _of_named_unit(turn: TaskTurn, name: str) -> Reply:
    units, today = turn.work.units, turn.work.today
    reachable = turn.work.scope(turn.person, Action.SEE_STATUS)
    match find_unit(name, {id_: units[id_] for id_ in reachable}, today):
        case FoundUnit(unit_id=str(unit_id)):
            return _list(turn, _of_units(turn, [unit_id]))
        case FoundUnit(candidates=candidates) if candidates:
            names = "\n".join(f"- /viec {units[id_].id}: {units[id_].name}" for id_ in candidates)
            return Reply(say("router.which_unit", names=names))
        case _:
            return Reply(say("task.list.no_such_unit", name=name))


def _list(turn: TaskTurn, tasks: Sequence[Task], page: int = 1) -> Reply:
    if not tasks:
        return Reply(say("task.list.none"))
    groups = grouped(turn, tasks)
    ordered = [task for group in groups for task in group.tasks]
    start = LINES_AT_MOST * (page - 1)
    shown = ordered[start : start + LINES_AT_MOST]
    if not shown:
        return Reply(say("task.list.no_such_page"))
    numbers = turn.numbers(shown)
    lines = [text for group in groups for text in _group_lines(turn, group, numbers)]
    left = len(ordered) - start - len(shown)
    if left:
        lines.append(say("task.list.more", count=left, page=page + 1))
    lines.append(_hint(turn, shown, numbers))
    turn.shows(*shown)
    return Reply("\n".join(lines), _taps(turn, shown, numbers))


def grouped(turn: TaskTurn, tasks: Iterable[Task]) -> list[TaskGroup]:
    """Overdue first, then what waits for this person's decision, then by due day."""
    today = turn.work.today
    headings: dict[str, list[Task]] = {heading: [] for heading in _HEADINGS}
    for task in sorted(tasks, key=lambda task: urgency(task, today)):
        headings[_heading(turn, task)].append(task)
    return [TaskGroup(heading, tuple(held)) for heading, held in headings.items() if held]


TO_JUDGE = "task.list.to_judge"
_HEADINGS = (
    "task.list.overdue",
    TO_JUDGE,
    "task.list.due_soon",
    "task.list.in_progress",
    "task.list.no_due_date",
    "task.list.awaits",
)


def _heading(turn: TaskTurn, task: Task) -> str:
    judges = may_judge(turn.work, turn.person, task)
    if task.awaits_verdict:
        return TO_JUDGE if judges else "task.list.awaits"
    state = state_at(task, turn.work.today)
    if state is TaskState.OVERDUE:
        return "task.list.overdue"
    if judges and task.asked_extension is not None:
        return TO_JUDGE
    if state is TaskState.DUE_SOON:
        return "task.list.due_soon"
    return "task.list.no_due_date" if state is TaskState.NO_DUE_DATE else "task.list.in_progress"


def _group_lines(turn: TaskTurn, group: TaskGroup, numbers: dict[int, str]) -> list[str]:
    here = [task for task in group.tasks if task.id in numbers]
    if not here:
        return []
    lines = [say(group.heading, count=len(group.tasks))]
    return lines + [line(turn.work, task, numbers[task.id]) for task in here]


def _hint(turn: TaskTurn, shown: Sequence[Task], numbers: dict[int, str]) -> str:
    judged = next((t for t in shown if may_judge(turn.work, turn.person, t)), None)
    own = next((t for t in shown if t.open and may_do(turn.work, turn.person, t)), None)
    chosen = own or judged or shown[0]
    superior = any(post.role in SUPERIORS for post in turn.person.posts_on(turn.work.today))
    text_id = "task.list.hint_superior" if superior else "task.list.hint"
    if own is None and judged is None:
        text_id = "task.list.hint_show"
    return say(text_id, number=numbers[chosen.id])


def _taps(turn: TaskTurn, shown: Sequence[Task], numbers: dict[int, str]) -> tuple[Choice, ...]:
    """The likeliest act on each of the first tasks."""
    taps = []
    for task in shown[:TAPS_AT_MOST]:
        heading = _heading(turn, task)
        verb = Verb.SHOW
        if heading == TO_JUDGE:
            verb = Verb.ACCEPT
        elif task.open and owes(turn.work, turn.person, task):
            verb = Verb.DONE
        taps.append(tap(verb, task, numbers[task.id]))
    return tuple(taps)
