"""A photo or a document that shows that a task is done: kept with the task, seen by who judges it.

lan   < (ảnh bien-ban.jpg, kèm lời) xong 3
bot   > Đã ghi: xong việc 3 “Rà soát TTHC” ... Đã kèm tệp bien-ban.jpg.
quynh < việc 7
bot   > ... Tệp kèm: bien-ban.jpg (kèm tệp)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from domain.talk.messages import Attachment, Reply
from domain.talk.sendable import MOST_BYTES
from domain.tasks.tasks import Deed, Task
from domain.tasks.words import Act, Verb
from handlers.question import ask_again, open_question
from handlers.tasks.ask import DOCUMENT
from handlers.tasks.lines import named
from handlers.tasks.list import my_tasks
from handlers.tasks.people import may_do, may_judge
from handlers.turn import TaskTurn
from handlers.wording.say import say
from storage.tasks.files import TaskFile, attach, contents, task_files
from storage.tasks.tasks import last_deed_by

FILES_AT_MOST = 5
SENT_AT_MOST = 3
JUST_DONE = timedelta(minutes=30)
"""A file that comes so soon after "xong 3" belongs to that task."""
SHEETS = (".xlsx", ".xlsm", ".xls", ".csv")
"""What may be a table of figures: never taken as evidence without a word."""


def kept_with(turn: TaskTurn, tasks: Sequence[Task], act: Act, reply: Reply) -> Reply:
    """The answer to "xong 3" that came with a file, with what became of the file."""
    file = turn.incoming.file
    if file is None or act.verb is not Verb.DONE:
        return reply
    lines = [_keep(turn, task, file) for task in tasks if may_do(turn.work, turn.person, task)]
    return replace(reply, text="\n".join([reply.text, *lines])) if lines else reply


def take_file(turn: TaskTurn, file: Attachment) -> Reply | None:
    """A file without a task word: for the task that was just reported as done, otherwise the
    question which one is meant. None where it may be something else."""
    image = file.media.startswith("image/")
    if turn.incoming.text.strip():
        return None
    if file.name.lower().endswith(SHEETS):
        return None
    question = open_question(turn.work, turn.incoming.address)
    if question is not None and question.about == DOCUMENT:
        kept = _keep(turn, turn.locked(question.data["tasks"][0]), file)
        return ask_again(turn, question, f"{kept} {say('task.file.document')}", short=True)
    if task := _just_done(turn):
        return Reply(_keep(turn, task, file))
    mine = [t for t in my_tasks(turn) if may_do(turn.work, turn.person, t)]
    if not mine:
        return Reply(say("router.unread")) if image else None
    return Reply(say("task.file.which", number=turn.number(mine[0])))


def _just_done(turn: TaskTurn) -> Task | None:
    """The task that this person has reported as done a short while ago."""
    last = last_deed_by(turn.work.session, turn.person.id, turn.work.now - JUST_DONE)
    if last is None or last.deed not in (Deed.DONE, Deed.EVIDENCE):
        return None
    found = turn.locked(last.task_id)
    return found if may_do(turn.work, turn.person, found) else None


def _keep(turn: TaskTurn, task: Task, file: Attachment) -> str:
    """Keep it, where it is not too big, not one too many, and nothing is decided yet."""
    which = named(task, turn.number(task))
    if task.accepted_on is not None:
        return say("task.done.accepted_already", task=which)
    if task.withdrawn_on is not None:
        return say("task.withdrawn.already", task=which)
    if len(file.content) > MOST_BYTES:
        return say("task.file.too_big", name=file.name)
    if len(task_files(turn.work.session, task.id)) >= FILES_AT_MOST:
        return say("task.file.too_many", task=which, count=FILES_AT_MOST)
    attach(turn.work.session, task.id, file, turn.by)
    return say("task.file.kept", name=file.name, task=which)


def files_line(files: Sequence[TaskFile]) -> str:
    """`Tệp kèm: bien-ban.jpg, danh-sach.pdf`"""
    return say("task.file.shown", names=", ".join(file.name for file in files))


def evidence_files(turn: TaskTurn, task: Task) -> tuple[Attachment, ...]:
    """The newest files, for those who judge the task or owe it."""
    work, person = turn.work, turn.person
    if not (may_judge(work, person, task) or may_do(work, person, task)):
        return ()
    return contents(work.session, task_files(work.session, task.id)[-SENT_AT_MOST:])
