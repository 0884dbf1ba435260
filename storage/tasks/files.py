"""Files that show that a task is done: their content beside those of messages, who attached what
in the history of the task."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from domain.talk.messages import Attachment
from domain.tasks.tasks import Deed
from storage.database.database import Session
from storage.messages.outbox import FILES
from storage.messages.sent_files import keep_file
from storage.tasks.tasks import By, events, note_deed


@dataclass(frozen=True, slots=True)
class TaskFile:
    """A file of a task, without its content."""

    name: str
    media: str
    digest: str
    at: datetime


def attach(session: Session, task_id: int, file: Attachment, by: By) -> None:
    """Keep a file with a task."""
    digest = keep_file(session, file.content)
    told = {"file": file.name, "media": file.media, "digest": digest}
    note_deed(session, task_id, Deed.EVIDENCE, by, {}, told, file.name)


def task_files(session: Session, task_id: int) -> tuple[TaskFile, ...]:
    """What was attached since the task was last returned or reopened, each content once, oldest
    first."""
    found: dict[str, TaskFile] = {}
    for entry in events(session, task_id):
        if entry.deed in (Deed.RETURNED, Deed.REOPENED):
            found.clear()
        elif entry.deed is Deed.EVIDENCE and "digest" in entry.new:
            new = entry.new
            found[new["digest"]] = TaskFile(new["file"], new["media"], new["digest"], entry.at)
    return tuple(found.values())


def contents(session: Session, files: tuple[TaskFile, ...]) -> tuple[Attachment, ...]:
    """The files with their content."""
    wanted = FILES.c.digest.in_([file.digest for file in files])
    by_digest = dict(
        tuple(row) for row in session.execute(select(FILES.c.digest, FILES.c.content).where(wanted))
    )
    return tuple(Attachment(file.name, file.media, by_digest[file.digest]) for file in files)
