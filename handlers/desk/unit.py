"""What is to be known of a unit beside its reports: overdue tasks, who is away or out of reach,
and what became of it."""

from __future__ import annotations

from domain.people.units import successors
from domain.tasks.tasks import Task, TaskState, state_at
from handlers.desk.more_time import waiting_words
from handlers.people.unreachable import unreachable, unreachable_words
from handlers.tasks.lines import title_of
from handlers.wording.say import say
from handlers.wording.show_moments import show_date, show_day, show_day_month
from handlers.work import Work, addressed
from storage.reports.rounds import open_obligations
from storage.tasks.tasks import open_tasks

TASKS_AT_MOST = 3


def unit_lines(work: Work, unit_id: str) -> list[str]:
    """Lines for the end of a status; none where there is nothing to tell."""
    return [
        *_merged(work, unit_id),
        *_unstaffed(work, unit_id),
        *_more_time(work, unit_id),
        *_tasks(work, unit_id),
        *_away(work, unit_id),
    ]


def _unstaffed(work: Work, unit_id: str) -> list[str]:
    """That nobody fills the unit's reports, so that none is asked for."""
    unit = work.unit(unit_id)
    if not unit.valid_on(work.today):
        return []
    posts = [p for person in work.people.staff(unit_id) for p in person.posts_on(work.today)]
    if any(post.unit_id == unit_id and post.fields for post in posts):
        return []
    return [say("desk.unit.unstaffed", unit=unit.name[:1].upper() + unit.name[1:])]


def _more_time(work: Work, unit_id: str) -> list[str]:
    """The reports for which the unit asks for more time."""
    names = waiting_words(work, open_obligations(work.session, [unit_id]))
    return [say("desk.extension.waiting", names=", ".join(names))] if names else []


def _merged(work: Work, unit_id: str) -> list[str]:
    unit = work.unit(unit_id)
    if unit.valid_on(work.today):
        return []
    heirs = successors(work.successions, unit_id, work.today)
    day = min((s.on for s in work.successions if s.old_id == unit_id), default=None)
    return [
        say(
            "desk.merged",
            day=show_date(day),
            unit=unit.name,
            successor=work.unit(heir).name,
            slug=work.unit(heir).slug,
        )
        for heir in heirs
        if heir != unit_id and day is not None
    ]


def _tasks(work: Work, unit_id: str) -> list[str]:
    """The overdue tasks, the longest overdue first."""
    tasks = open_tasks(work.session, [unit_id])
    overdue = [task for task in tasks if state_at(task, work.today) is TaskState.OVERDUE]
    if not overdue:
        return []
    overdue.sort(key=lambda task: (task.due is None, task.due, task.id))
    lines = [say("desk.unit.overdue", count=len(overdue))]
    lines += [_task(task) for task in overdue[:TASKS_AT_MOST]]
    return lines


def _task(task: Task) -> str:
    due = show_day_month(task.due) if task.due else ""
    return say("desk.unit.task", title=title_of(task), due=due)


def _away(work: Work, unit_id: str) -> list[str]:
    """Who is on leave today and who stands in, and who cannot be reached."""
    lines = []
    on_leave = [
        _leave(work, person_id)
        for person_id in work.leaves(work.today, [p.id for p in work.people.staff(unit_id)])
        if _serves(work, person_id, unit_id)
    ]
    if on_leave:
        lines.append(say("desk.unit.on_leave", names=", ".join(on_leave)))
    unit = work.unit(unit_id)
    if unit.valid_on(work.today) and (lost := unreachable(work, [unit])):
        names = unreachable_words(lost, with_unit=False)
        lines.append(say("desk.unreachable", names=names))
    return lines


def _serves(work: Work, person_id: str, unit_id: str) -> bool:
    return any(post.unit_id == unit_id for post in work.people[person_id].posts_on(work.today))


def _leave(work: Work, person_id: str) -> str:
    leave = work.leaves(work.today, [person_id])[person_id]
    fields = {"name": addressed(work.people[person_id]), "day": show_day(leave.last_day)}
    stands_in = work.people.get(work.stand_ins(work.today, [person_id]).get(person_id, ""))
    if stands_in is None:
        return say("desk.unit.leave", **fields)
    return say("desk.unit.leave_substitute", **fields, substitute=addressed(stands_in))
