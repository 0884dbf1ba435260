"""One task with everything that is known of it, and what can be done with it by a tap.

lan  < việc 3
bot  > Việc 3: Rà soát TTHC
       Đơn vị: xã Bắc Sơn; UBND huyện Ân Thi giao ngày 20/8/2024 ...
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.talk.messages import Choice, Reply
from domain.tasks.tasks import Deed, Task
from domain.tasks.words import Act, Verb
from handlers.names.people import unit_name
from handlers.tasks.evidence import evidence_files, files_line
from handlers.tasks.lines import due_words, full_due, shown_evidence, title_of
from handlers.tasks.notices import tap
from handlers.tasks.people import doers, may_do, may_judge
from handlers.turn import TaskTurn
from handlers.wording.say import say
from handlers.wording.show_moments import show_date, show_moment
from handlers.work import Work, addressed
from storage.tasks.files import task_files
from storage.tasks.tasks import TaskEvent, events

EVENTS_AT_MOST = 6
LONGEST = 500


def show_task(turn: TaskTurn, task: Task, act: Act) -> Reply:
    """The whole task; nothing of it changes."""
    number = turn.number(task)
    lines = [
        say("task.show.title", number=number, title=title_of(task, LONGEST)),
        _unit_line(turn.work, task),
        *described(turn.work, task),
        *_become(turn.work, task),
    ]
    if task.open and may_judge(turn.work, turn.person, task):
        lines.append(say("task.show.hint_judge", number=number))
    turn.shows(task)
    return Reply("\n".join(lines), taps_for(turn, task, number), evidence_files(turn, task))


def described(work: Work, task: Task) -> Iterator[str]:
    """By when, product, responsibility, authority, document: what was assigned."""
    yield say("task.show.due", due=full_due(work, task.due))
    if task.product:
        yield say("task.show.product", product=task.product)
    if task.document.number:
        yield say("task.show.document", document=document_words(task))
    yield from _responsible(work, task)
    if task.priority is not task.priority.NORMAL:
        yield say(f"task.priority.{task.priority.value}")


def _unit_line(work: Work, task: Task) -> str:
    """Whose task it is, and who has given it when."""
    giver = say("task.body", unit=unit_name(work, task.assigner_id))
    unit = unit_name(work, task.unit_id)
    return say("task.show.unit", unit=unit, giver=giver, day=show_date(task.assigned_on))


def document_words(task: Task) -> str:
    """`118/UBND-NV ngày 19/2/2024, chế độ báo cáo`."""
    document = task.document
    words = document.number
    if document.on:
        words += say("task.show.document_on", day=show_date(document.on))
    return words + (f", {document.subject}" if document.subject else "")


def _responsible(work: Work, task: Task) -> Iterator[str]:
    lead, accountable = work.people.get(task.lead_id or ""), task.accountable_id
    if lead is not None:
        yield say("task.show.lead", name=addressed(lead))
    if task.coordinators:
        names = ", ".join(unit_name(work, name) for name in task.coordinators)
        yield say("task.show.coordinators", names=names)
    if accountable in work.people:
        yield say("task.show.accountable", name=addressed(work.people[accountable or ""]))
    if task.authority:
        yield say("task.show.authority", authority=task.authority)


def _become(work: Work, task: Task) -> Iterator[str]:
    """What has become of it: where it stands, and who did what."""
    yield say("task.show.state", due=due_words(work, task))
    if task.open and task.progress is not None:
        yield say("task.show.progress", percent=task.progress)
    if task.open and task.blocker:
        yield say("task.show.blocker", words=task.blocker)
    if task.evidence:
        yield shown_evidence(task, "task.show.evidence", "task.show.remark")
    if files := task_files(work.session, task.id):
        yield files_line(files)
    history = events(work.session, task.id)
    known = {e.official_id for e in history if e.deed is Deed.ACKNOWLEDGED}
    if names := ", ".join(addressed(p) for id_ in known if (p := work.people.get(id_ or ""))):
        yield say("task.show.acknowledged", names=names)
    elif task.open:
        names = ", ".join(addressed(person) for person in doers(work, task))
        yield say("task.show.not_acknowledged", names=names or say("complete.nobody"))
    yield from (_event(work, entry) for entry in history[-EVENTS_AT_MOST:])


def _event(work: Work, entry: TaskEvent) -> str:
    person = work.people.get(entry.official_id or "")
    return say(
        "task.show.event",
        at=show_moment(entry.at),
        name=addressed(person) if person else say("task.show.program"),
        deed=say(f"task.deed.{entry.deed.value}"),
        words=say("task.show.words", words=entry.words) if entry.words else "",
    )


def taps_for(turn: TaskTurn, task: Task, number: str) -> tuple[Choice, ...]:
    """What this person can do with the task now."""
    return tuple(tap(verb, task, number) for verb in _verbs(turn, task))


def _verbs(turn: TaskTurn, task: Task) -> Sequence[Verb]:
    verbs: list[Verb] = []
    if task.open and may_do(turn.work, turn.person, task):
        verbs += [Verb.DONE, Verb.BLOCKED, Verb.EXTEND]
    if may_judge(turn.work, turn.person, task):
        decides = task.awaits_verdict or (task.open and task.asked_extension is not None)
        verbs += [Verb.ACCEPT, Verb.RETURN] if decides else []
    return verbs
