"""What was assigned is put right by those who have assigned it: another due day, other words,
another unit; asked once, and those who were told hear it.

quynh < nhầm, hạn 27/9 cơ
bot   > Sửa việc 1 Bắc Sơn “Rà soát TTHC”: hạn thứ Sáu 20/9 → thứ Sáu 27/9. Đúng không?
quynh < đúng
bot   > Đã sửa việc 1 Bắc Sơn “Rà soát TTHC”: hạn thứ Sáu 20/9 → thứ Sáu 27/9. Đã báo chị Lan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from domain.dates.leave_reading import weekday_beside
from domain.dates.moments import local
from domain.dates.owed import StepKind, StepName
from domain.people.people import Official
from domain.talk.messages import Choice, Reply
from domain.talk.question import Question, Wanted
from domain.talk.yes_no import DROP, NO, YES
from domain.tasks.assignment import Assignment
from domain.tasks.tasks import NewTask, Task
from domain.tasks.words import Act, Verb
from handlers.names.people import unit_name
from handlers.owed.extension import granted_until
from handlers.owed.subject import Ruling
from handlers.owed.verdict import judge
from handlers.question import Answering, ask, ask_for, settle, yes_or_no
from handlers.tasks.ask import ask_guessed
from handlers.tasks.assign import fault_words, give, said
from handlers.tasks.coordinators import coordinators
from handlers.tasks.lines import named, title_of
from handlers.tasks.notices import by_day, plan_for_morning, tell, tomorrow_or_today
from handlers.tasks.owed import OwedTask
from handlers.tasks.people import body_for, doers, may_judge
from handlers.tasks.resolve import SHORTEST_TITLE, Note, due_named, target_named
from handlers.turn import TaskTurn
from handlers.wording.say import Asking, say, say_ask
from handlers.wording.show_moments import show_date, show_until, show_until_seen
from handlers.wording.told import Told, told_words
from handlers.wording.understood import places
from handlers.work import addressed_first
from storage.tasks.tasks import amend, extend, ids_by_key

AMEND, WHICH = "task.amend", "task.amend_which"
NAMED_AT_MOST = 3
JUST = timedelta(hours=12)
"""For so long the last deed of a person may be put right without naming it."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to stand from now on; what is empty stays as it is."""

    title: str = ""
    due: datetime | None = None
    unit_id: str = ""

    def as_plain(self) -> dict[str, str]:
        """As the data of a question; the reverse is `_correction_held`."""
        due = self.due.isoformat() if self.due else ""
        return {"title": self.title, "due": due, "unit": self.unit_id}


def ask_amended(turn: TaskTurn, tasks: Sequence[Task], wanted: Assignment) -> Reply:
    """What would change, asked about; or why it cannot be. `wanted`: the words for what is to
    stand from now on."""
    seen = [turn.locked(task.id) for task in tasks]
    if refused := next(filter(None, (_refused(turn, task) for task in seen)), ""):
        return Reply(refused)
    target = target_named(turn.work, turn.person, wanted.to) if wanted.to else None
    if target and target.lead_id:
        heir = say("task.handover.to", name=target.lead_id)
        return ask_guessed(turn, seen, Act(Verb.HAND_OVER, rest=heir))
    due, faults = _due(turn, seen[0], wanted.due)
    if faults:
        return Reply(say("task.amend.fault", fault=fault_words(faults[0])))
    if wanted.title and len(wanted.title) < SHORTEST_TITLE:
        return Reply(say("task.amend.short", said=wanted.title))
    change = Correction(wanted.title, due, target.unit_id if target else "")
    if said_no := _why_not(turn, seen, change):
        return Reply(said_no)
    return _ask(turn, seen, change)


def _due(turn: TaskTurn, task: Task, words: str) -> tuple[datetime | None, tuple[Note, ...]]:
    """Until when the words say; a weekday is that of the week that was named before."""
    near = weekday_beside(words, local(task.due).date(), turn.work.today) if task.due else None
    if near:
        words = f"{near:%d/%m/%Y}"
    elif task.due and places("given_time", "more", words):  # counted from the day that stands
        longer = granted_until(OwedTask(turn, task), words)
        return (longer, ()) if longer and longer > task.due else (None, ())
    return due_named(turn.work, turn.person, words) if words else (None, ())


def ask_of_which(turn: TaskTurn, choices: Sequence[Sequence[Task]], wanted: Assignment) -> Reply:
    """Several units have a task of that number, or several tasks are called so: which is meant?"""
    every = [task for tasks in choices for task in tasks]
    numbers = turn.numbers(every)
    taps = tuple(
        Choice(say("task.number", number=numbers[task.id]), str(task.id)) for task in every
    )
    text = say_ask("ask.task.which_titled")
    data = {"tasks": [task.id for task in every], "wanted": said(wanted)}
    name = say("question.task_number")
    return ask(turn, Question(WHICH, Wanted.ONE_OF, data, taps, name, light=True), text)


def chosen(turn: Answering) -> Reply | None:
    """The task that was meant."""
    data, here = turn.question.data, turn.task_turn
    if turn.word not in map(str, data["tasks"]):
        return None
    settle(turn, turn.question)
    return ask_amended(here, [here.locked(int(turn.word))], Assignment(**data["wanted"]))


def decided(turn: Answering) -> Reply | None:
    """A yes puts it right."""
    if turn.word not in (YES, NO, DROP):
        return None
    if stays := let_be(turn):
        return stays
    here, change = turn.task_turn, _correction_held(turn.question.data)
    seen = [here.locked(task_id) for task_id in turn.question.data["tasks"]]
    refused = next(filter(None, (_refused(here, task) for task in seen)), "")
    if refused := refused or _why_not(here, seen, change):
        return Reply(refused)
    if _asking(here, seen, change).words != turn.question.text:  # it stands otherwise by now
        return _ask(here, seen, change)
    if change.unit_id:
        return _move(here, seen, change)
    return _amended(here, seen, change)


def let_be(turn: Answering) -> Reply | None:
    """The question has its answer: None where it is a yes, otherwise that all stays as it is."""
    settle(turn, turn.question)
    return None if turn.word == YES else Reply(say("task.amend.dropped"))


def _correction_held(data: Mapping[str, Any]) -> Correction:
    due = datetime.fromisoformat(data["due"]) if data["due"] else None
    return Correction(data["title"], due, data["unit"])


def _refused(turn: TaskTurn, task: Task) -> str:
    """Why this person does not put it right, or nobody any more."""
    which = named(task, turn.number(task))
    if not may_judge(turn.work, turn.person, task):
        body = say("task.body", unit=unit_name(turn.work, task.assigner_id))
        fields = {"body": body, "number": turn.number(task)}
        return say("task.amend.not_judge", task=which, **fields)
    if task.withdrawn_on is not None:
        return say("task.withdrawn.already", task=which)
    if task.accepted_on is not None:
        return say("task.verdict.over", task=which)
    if task.completed_on is not None:
        day = show_date(task.completed_on)
        return say("task.amend.done_already", task=which, day=day, number=turn.number(task))
    return ""


def _why_not(turn: TaskTurn, tasks: Sequence[Task], change: Correction) -> str:
    """The day is over, everything stands so already, or the same was assigned before."""
    if change.due and change.due <= turn.work.now:
        return say("task.amend.past", day=show_until_seen(change.due, turn.work.today))
    if change.unit_id and body_for(turn.work, turn.person, change.unit_id) is None:
        return say("task.not_yours")
    if not any(_differs(task, change) for task in tasks):
        return say("task.amend.same", task=_names(turn, tasks))
    if change.unit_id:
        return ""
    keys = [_with(task, change).key for task in tasks]
    others = set(ids_by_key(turn.work.session, keys).values()).difference(task.id for task in tasks)
    return say("task.amend.known", task=_names(turn, tasks)) if others else ""


def _with(task: Task, change: Correction) -> Task:
    """The task as it would have been assigned."""
    return replace(task, title=change.title or task.title, due_at=change.due or task.due_at)


def _differs(task: Task, change: Correction) -> bool:
    return (
        change.title not in ("", task.title)
        or change.due not in (None, task.due)
        or change.unit_id not in ("", task.unit_id)
    )


# Asking


def _ask(turn: TaskTurn, tasks: Sequence[Task], change: Correction) -> Reply:
    data = {"tasks": [task.id for task in tasks], **change.as_plain()}
    question = Question(AMEND, Wanted.YES_NO, data, yes_or_no(), _names(turn, tasks), light=True)
    return ask(turn, question, _asking(turn, tasks, change))


def _asking(turn: TaskTurn, tasks: Sequence[Task], change: Correction) -> Asking:
    """What stands, and what would."""
    task = _names(turn, tasks)
    if not change.unit_id:
        return say_ask("ask.task.amend", task=task, changes=_changes(turn, tasks[0], change))
    unit, due = unit_name(turn.work, change.unit_id), _due_then(turn, tasks, change)
    return say_ask("ask.task.move", task=task, unit=unit, due=due)


def _names(turn: TaskTurn, tasks: Sequence[Task]) -> str:
    if len(tasks) > NAMED_AT_MOST:
        return say("task.amend.several", count=len(tasks), title=title_of(tasks[0]))
    return ", ".join(named(task, turn.number(task)) for task in tasks)


def _changes(turn: TaskTurn, task: Task, change: Correction) -> str:
    """`hạn thứ Sáu 20/9 → thứ Sáu 27/9; nội dung mới “…”`."""
    told = []
    if change.due and change.due != task.due:
        old = show_until(task.due) if task.due else say("task.due.none")
        new = show_until_seen(change.due, turn.work.today)
        told.append(say("task.amend.due", old=old, new=new))
    if change.title and change.title != task.title:
        new = title_of(replace(task, title=change.title))
        told.append(say("task.amend.title", new=new))
    return "; ".join(told)


def _due_then(turn: TaskTurn, tasks: Sequence[Task], change: Correction) -> str:
    due = change.due or tasks[0].due
    if due is None:
        return say("task.due.none")
    return say("task.due.on", due=show_until_seen(due, turn.work.today))


# Doing it


def _amended(turn: TaskTurn, tasks: Sequence[Task], change: Correction) -> Reply:
    """Written, told, said back in one line of all."""
    others = [task for task in tasks if _differs(task, change)]
    told = [_write(turn, task, change) for task in others]
    now = tuple(dict.fromkeys(each for one in told for each in one.now))
    later = tuple(dict.fromkeys(each for one in told for each in one.later))
    missed = tuple(dict.fromkeys(each for one in told for each in one.missed))
    words = told_words(Told(now, later, missed, tomorrow_or_today(turn.work)))
    changes = _changes(turn, others[0], change)
    done = say("task.amend.done", task=_names(turn, others), changes=changes)
    return Reply(" ".join(filter(None, [done, words])))


def _write(turn: TaskTurn, task: Task, change: Correction) -> Told:
    changes = _changes(turn, task, change)
    session = turn.work.session
    due = change.due if change.due and change.due != task.due else None
    # A day that was granted, or that has gone by, stays readable beside the new one.
    extended = due is not None and (task.due != task.due_at or (task.due or due) <= turn.work.now)
    title = change.title or task.title
    if title != task.title or (due and not extended):
        amend(
            session, task, title, task.due_at if extended or due is None else due, turn.by, changes
        )
    if extended and due:
        extend(session, turn.locked(task.id), due, say("task.amend.reason"), turn.by)
    return _tell(turn, task, turn.changed(task.id), changes)


def _tell(turn: TaskTurn, before: Task, now: Task, changes: str) -> Told:
    """Those who owe it and those who coordinate it, each once; at night in the morning."""
    work, key = turn.work, f"{now.id}:amended:{turn.reply_key}"
    every = {each.id: each for each in (*doers(work, now), *coordinators(work, now))}
    people = [each for each in every.values() if each != turn.person]
    if not by_day(work):
        return _tell_in_the_morning(turn, people, now, key)

    def reply(number: str) -> Reply:
        fields = {"task": named(before, number), "changes": changes, "number": number}
        return Reply(say("task.amend.told", name=addressed_first(turn.person), **fields))

    return tell(work, people, now, key, reply)


def _tell_in_the_morning(turn: TaskTurn, people: Sequence[Official], now: Task, key: str) -> Told:
    """The task stands in the digest as it is then."""
    reached = tuple(each for each in people if turn.work.addresses(each.id))
    for each in reached:
        plan_for_morning(turn.work, each, [now], StepName(StepKind.ASSIGNED, of=key))
    missed = tuple(each for each in people if each not in reached)
    return Told(later=reached, missed=missed, at=tomorrow_or_today(turn.work))


def _move(turn: TaskTurn, tasks: Sequence[Task], change: Correction) -> Reply:
    """Withdrawn from the one unit, assigned to the other: each keeps its own history."""
    body = body_for(turn.work, turn.person, change.unit_id)
    assert body is not None  # `_why_not` has asked
    lines, new = [], list[NewTask]()
    for task in tasks:
        if task.unit_id == change.unit_id:
            continue
        why = say("task.amend.wrong_unit")
        lines.append(ask_for(turn, judge(OwedTask(turn, task), Ruling.WITHDRAWN, why)).text)
        kept = {name: getattr(task, name) for name in NewTask.__dataclass_fields__}
        kept |= {"unit_id": change.unit_id, "assigner_id": body, "assigned_by": turn.person.id}
        kept |= {"assigned_on": turn.work.today, "lead_id": None, "accountable_id": None}
        kept |= {"title": change.title or task.title, "due_at": change.due or task.due}
        helpers = (name for name in task.coordinators if name != change.unit_id)
        new.append(NewTask(**{**kept, "coordinators": tuple(helpers)}))
    return Reply("\n".join([*lines, give(turn, new).text]))
