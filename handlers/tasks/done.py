"""A task is done: written at once, the outgoing document asked for, the superior's verdict waited
for. Nobody is woken for it: it stands in the assigner's next digest.

lan  < xong 3 68/BC-UBND
bot  > Đã ghi: xong việc 3 “Rà soát TTHC” ngày 30/8/2024, đúng hạn. Văn bản: 68/BC-UBND. ...
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from domain.dates.owed import StepKind, StepName, of_task
from domain.talk.messages import Reply
from domain.tasks.details import Evidence, read_evidence
from domain.tasks.tasks import Task, TaskState, counted_due_on, state_at
from domain.tasks.words import Act
from handlers.names.people import unit_name
from handlers.tasks.ask import ask_document, ask_yes
from handlers.tasks.lines import named
from handlers.tasks.notices import next_morning
from handlers.tasks.people import assigners
from handlers.turn import TaskTurn
from handlers.wording.say import Asking, say, say_ask
from handlers.wording.show_moments import show_date
from storage.reports.reminders import plan_steps
from storage.tasks.tasks import complete, set_evidence


def report_done(turn: TaskTurn, task: Task, act: Act) -> Reply:
    """Write that it is done, today or on the day of the document."""
    evidence = read_evidence(act.rest, turn.work.today)
    which = named(task, turn.number(task))
    if task.completed_on is not None:
        return _again(turn, task, act, evidence)
    if evidence.note and not evidence.number and not turn.confirmed:
        return ask_yes(turn, say_ask("ask.task.note", task=which, note=evidence.note), [task], act)
    on = evidence.on or turn.work.today
    if on < task.assigned_on:
        return Reply(say("task.done.too_early", task=which, day=show_date(task.assigned_on)))
    proof = evidence.number or evidence.note
    complete(turn.work.session, task, on, proof, turn.by)
    done = turn.changed(task.id)
    _plan_verdict(turn, done)
    return _said(turn, done, which)


def _plan_verdict(turn: TaskTurn, done: Task) -> None:
    """Remind those who assigned it, in their next digest, that it waits for their verdict."""
    step = StepName(StepKind.DONE, of=turn.work.now.isoformat())
    at, people = next_morning(turn.work), assigners(turn.work, done)
    rows = [(of_task(done.id), step, person.id, at) for person in people if person != turn.person]
    plan_steps(turn.work.session, rows)


def _said(turn: TaskTurn, done: Task, which: str) -> Reply:
    lines = [_echo(done, which), say("task.done.awaits", body=_body(turn, done))]
    if done.evidence:
        return Reply(" ".join([*lines, say("task.done.mistake", number=turn.number(done))]))
    question = say_ask("ask.task.which_document", number=turn.number(done))
    reply = ask_document(turn, Asking(" ".join(lines) + "\n" + question.words), done)
    return replace(reply, hint=say("task.done.document_hint"))


def _echo(done: Task, which: str) -> str:
    assert done.completed_on is not None  # it was just completed
    late = state_at(done, done.completed_on) is TaskState.DONE_LATE
    due = counted_due_on(done, done.completed_on)
    text_id = "task.done.late" if late else "task.done.in_time"
    words = say(text_id, task=which, day=show_date(done.completed_on), days=_days(done, due))
    return words + (say("task.done.evidence", number=done.evidence) if done.evidence else "")


def _days(done: Task, due: date | None) -> int:
    return abs((done.completed_on - due).days) if done.completed_on and due else 0


def _body(turn: TaskTurn, task: Task) -> str:
    return say("task.body", unit=unit_name(turn.work, task.assigner_id))


def _again(turn: TaskTurn, task: Task, act: Act, evidence: Evidence) -> Reply:
    """Said to be done once more: only the document can be new, and an old one is not lost without
    a yes."""
    assert task.completed_on is not None  # `report_done` has looked
    which = named(task, turn.number(task))
    number = evidence.number
    if not number or number == task.evidence or task.accepted_on is not None:
        text_id = "task.done.accepted_already" if task.accepted_on else "task.done.already"
        return Reply(say(text_id, task=which, day=show_date(task.completed_on)))
    if task.evidence and not turn.confirmed:
        question = say_ask("ask.task.other_document", task=which, old=task.evidence, new=number)
        return ask_yes(turn, question, [task], act)
    on = evidence.on if evidence.on and evidence.on >= task.assigned_on else task.completed_on
    set_evidence(turn.work.session, task, number, on, turn.by)
    renewed = turn.changed(task.id)
    return Reply(_echo(renewed, which))
