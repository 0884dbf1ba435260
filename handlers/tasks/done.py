"""A task is done: written at once, the outgoing document asked for, the superior's verdict waited
for. Nobody is woken for it: it stands in the assigner's next digest.

lan  < xong 3 68/BC-UBND
bot  > Đã ghi: xong việc 3 “Rà soát TTHC” ngày 30/8/2024, đúng hạn. Văn bản: 68/BC-UBND. ...
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from domain.dates.owed import About, StepKind, StepName, Subject, of_task
from domain.people.people import Official
from domain.talk.messages import Reply
from domain.tasks.details import Evidence, read_evidence
from domain.tasks.tasks import Deed, Task, TaskState, counted_due_on, state_at
from domain.tasks.words import Act
from domain.words import fold
from handlers.names.people import unit_name
from handlers.owed.nudge import nudges
from handlers.owed.reminded import change, changeable
from handlers.tasks.ask import ask_document, ask_yes
from handlers.tasks.lines import document_of, named, shown_evidence
from handlers.tasks.notices import KIND, next_morning, nudge_key
from handlers.tasks.people import assigners
from handlers.turn import TaskTurn, number_said
from handlers.wording.say import Asking, say, say_ask
from handlers.wording.show_moments import period_words, show_date, show_moment
from handlers.work import Work, addressed
from storage.catalogue.words import folded
from storage.messages.outbox import Message
from storage.messages.silence import told_of
from storage.reports.reminders import plan_steps
from storage.reports.rounds import Obligation, obligations_by_id
from storage.tasks.tasks import complete, events, set_evidence, tasks_by_id

NOT_OWED = frozenset({StepKind.DONE, StepKind.COORDINATES})
"""Why somebody is told who does not do the task."""


def report_done(turn: TaskTurn, task: Task, act: Act) -> Reply:
    """Write that it is done, today or on the day of the document."""
    evidence = _evidence(act.rest, turn.work.today)
    which = named(task, turn.number(task))
    if task.completed_on is not None:
        return _again(turn, task, act, evidence)
    if evidence.note and not evidence.number and not turn.confirmed:
        return ask_yes(turn, say_ask("ask.task.note", task=which, note=evidence.note), [task], act)
    on = evidence.on or turn.work.today
    if on > turn.work.today:
        told = {"day": show_date(on), "today": show_date(turn.work.today)}
        return Reply(say("task.done.ahead", **told))
    if on < task.assigned_on:
        text_id = "too_early" if evidence.number else "too_early_day"
        given = show_date(task.assigned_on)
        number, then = turn.number(task), show_date(on)
        return Reply(say(f"task.done.{text_id}", task=which, day=given, on=then, number=number))
    proof = evidence.number or evidence.note
    complete(turn.work.session, task, on, proof, turn.by)
    done = turn.changed(task.id)
    _plan_verdict(turn, done)
    _close_reminders(turn.work, done)
    return _said(turn, done, which)


def _evidence(words: str, today: date) -> Evidence:
    """What the words say of it; "hôm qua nhé" is a day, and no note."""
    read = read_evidence(words, today)
    polite = set(fold(read.note).split()) <= folded("sentence", "polite")
    return replace(read, note="") if polite else read


def _plan_verdict(turn: TaskTurn, done: Task) -> None:
    """Remind those who assigned it, in their next digest, that it waits for their verdict."""
    step = StepName(StepKind.DONE, of=turn.work.mark)
    at, people = next_morning(turn.work), assigners(turn.work, done)
    rows = [(of_task(done.id), step, person.id, at) for person in people if person != turn.person]
    plan_steps(turn.work.session, rows)


def _said(turn: TaskTurn, done: Task, which: str) -> Reply:
    lines = [_echo(done, which), say("task.done.awaits", body=_body(turn, done))]
    if document_of(done):
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
    if not done.evidence:
        return words
    return words + shown_evidence(done, "task.done.evidence", "task.done.remark")


def _days(done: Task, due: date | None) -> int:
    return abs((done.completed_on - due).days) if done.completed_on and due else 0


def _body(turn: TaskTurn, task: Task) -> str:
    return say("task.body", unit=unit_name(turn.work, task.assigner_id))


def _again(turn: TaskTurn, task: Task, act: Act, evidence: Evidence) -> Reply:
    """Said to be done once more: only the document can be new, and an old one is not lost without
    a yes."""
    assert task.completed_on is not None  # `report_done` has looked
    which = named(task, turn.number(task))
    number, before = evidence.number, document_of(task)
    if not number or number == before or task.accepted_on is not None:
        text_id = "task.done.accepted_already" if task.accepted_on else "task.done.already"
        return Reply(say(text_id, task=which, day=show_date(task.completed_on)))
    if before and not turn.confirmed:
        question = say_ask("ask.task.other_document", task=which, old=task.evidence, new=number)
        return ask_yes(turn, question, [task], act)
    told = evidence.on
    on = told if told and task.assigned_on <= told <= turn.work.today else task.completed_on
    proof = number if before or not task.evidence else f"{number} ({task.evidence})"
    set_evidence(turn.work.session, task, proof, on, turn.by)
    renewed = turn.changed(task.id)
    return Reply(_echo(renewed, which))


# The reminders that asked for it


def _close_reminders(work: Work, task: Task) -> None:
    """Queue the change of each reminder of what is all done by now."""
    by_hand = [
        nudge_key(deed.detail["key"], official_id)
        for deed in nudges(work, of_task(task.id))
        for official_id in deed.detail["told"]
    ]
    for message in changeable(work, of_task(task.id), by_hand):
        if words := _closed(work, task, message):
            change(work, message, words)


def _closed(work: Work, task: Task, message: Message) -> str:
    """What the message says from now on; empty while something of which it speaks is still owed."""
    reader = work.people.get(message.official_id or "")
    told = told_of(work.session, message.id) if message.kind != KIND else ()
    if reader is None or any(kind in NOT_OWED for _, kind in told):
        return ""
    others = {subject for subject, _ in told} - {of_task(task.id)}
    ids = [subject.id for subject in others if subject.about is About.REPORT]
    reports = [*obligations_by_id(work.session, ids).values()] if ids else []
    lines = closed_tasks(work, reader, {of_task(task.id), *others})
    if not lines or any(report.completed_at is None for report in reports):
        return ""
    return "\n".join([*lines, *(_complete_line(work, report) for report in reports)])


def closed_tasks(work: Work, reader: Official, subjects: Iterable[Subject]) -> list[str]:
    """What has become of the tasks among these, a line each; none while one is still to be done."""
    ids = [subject.id for subject in subjects if subject.about is About.TASK]
    tasks = tasks_by_id(work.session, ids) if ids else {}
    if any(each.completed_on is None for each in tasks.values()):
        return []
    return [_closed_line(work, reader, each) for each in tasks.values()]


def _complete_line(work: Work, report: Obligation) -> str:
    """That a report is complete, whoever has given the last figure."""
    assert report.completed_at is not None  # only such are told
    return say(
        "outbox.report_done",
        title=work.catalogue.regime(report.regime_id).title,
        period=period_words(report.period_code),
        unit=work.unit(report.unit_id).name,
        at=show_moment(report.completed_at),
    )


def _closed_line(work: Work, reader: Official, task: Task) -> str:
    """Who has said that it is done, and when; another message may have said so before this one."""
    which = named(task, number_said(work, reader, task))
    said = [each for each in events(work.session, task.id) if each.deed is Deed.DONE][-1]
    by = work.people[said.official_id] if said.official_id else reader
    return say("outbox.task_done", task=which, name=addressed(by), at=show_moment(said.at))
