"""Taking back the last thing that was said about a task, within ten minutes.

lan  < hoàn tác
bot  > Đã trả lại như trước: việc 3 “Rà soát TTHC”, hạn thứ Bảy 31/8, còn 2 ngày làm việc; đạt 50%
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from domain.people.people import Official
from domain.talk.messages import Incoming, Reply
from domain.tasks.tasks import Deed, Task
from handlers.tasks.lines import due_words, named
from handlers.turn import TaskTurn
from handlers.wording.say import say
from handlers.wording.understood import says
from handlers.work import Work
from storage.database.database import Session
from storage.tasks.tasks import (
    By,
    TaskEvent,
    gave_figures_since,
    last_deed_by,
    reopen,
    set_blocker,
    set_progress,
)

WITHIN = timedelta(minutes=10)


def undo_task(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    """Take it back; None where the text is no such wish, or figures were given since."""
    if not says("command", "undo", incoming.text.lstrip("/").replace("-", " ")):
        return None
    entry = last_deed_by(work.session, person.id, work.now - WITHIN)
    if entry is None or gave_figures_since(work.session, person.id, entry.at):
        return None
    turn = TaskTurn(work, person, incoming)
    return _undone(turn, turn.locked(entry.task_id), entry)


def _undone(turn: TaskTurn, task: Task, entry: TaskEvent) -> Reply:
    which = named(task, turn.number(task))
    back = _BACK.get(entry.deed)
    if back is None or "file" in entry.new or (entry.deed is Deed.DONE and not task.awaits_verdict):
        deed = say(f"task.deed.{entry.deed.value}")
        return Reply(say("task.undo.cannot", task=which, deed=deed))
    back(turn.work.session, task, entry, turn.by)
    renewed = turn.changed(task.id)
    return Reply(say("task.undo.done", task=which, due=due_words(turn.work, renewed)))


def _reopen(session: Session, seen: Task, _entry: TaskEvent, by: By) -> None:
    reopen(session, seen, by)


def _progress(session: Session, seen: Task, entry: TaskEvent, by: By) -> None:
    set_progress(session, seen, entry.old["progress"], by)


def _blocker(session: Session, seen: Task, entry: TaskEvent, by: By) -> None:
    set_blocker(session, seen, entry.old["blocker"], by)


_BACK: Mapping[Deed, Callable[[Session, Task, TaskEvent, By], None]] = {
    Deed.DONE: _reopen,
    Deed.EVIDENCE: _reopen,
    Deed.PROGRESS: _progress,
    Deed.BLOCKED: _blocker,
    Deed.UNBLOCKED: _blocker,
}
