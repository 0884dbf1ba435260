"""What has been kept long enough is let go, in small units of work, beside everything else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from storage.database.database import Database, Session
from storage.messages.letting_go import (
    drop_loose_files,
    let_drafts_go,
    let_files_go,
    let_questions_go,
    let_texts_go,
    loose_files,
)

AT_ONCE = 500  # messages of a unit of work: nobody waits for it


@dataclass(frozen=True, slots=True)
class Keeping:
    """For how long the words and the files of messages are kept."""

    texts: timedelta
    files: timedelta


@dataclass(frozen=True, slots=True)
class LetGo:
    """How much was let go: messages whose words were blanked, files whose content was dropped."""

    texts: int
    files: int


def let_go(database: Database, keeping: Keeping, now: datetime) -> LetGo:
    """Everything that is older; what was broken off goes on the next time."""
    texts = _all(database, partial(let_texts_go, before=now - keeping.texts, limit=AT_ONCE))
    _all(database, partial(let_files_go, before=now - keeping.files, limit=AT_ONCE))
    with database.work() as session:
        let_drafts_go(session, now - keeping.texts)
        let_questions_go(session, now)
    return LetGo(texts, let_loose_files_go(database))


def let_loose_files_go(database: Database) -> int:
    """Drop what nothing has any more, looked for while nobody waits; how many files."""
    with database.read() as session:
        loose = loose_files(session)
    with database.work() as session:
        return drop_loose_files(session, loose)


def _all(database: Database, some: Callable[[Session], int]) -> int:
    total = 0
    while True:
        with database.work() as session:
            done = some(session)
        if not done:
            return total
        total += done
