"""Files that a network does not take become messages of their own, so that the text goes out.

Each is sent by itself after what waits at its address: what becomes of one says nothing of another.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, update

from domain.talk.messages import Attachment, Reply
from storage.database.database import Session
from storage.database.states import MessageState
from storage.messages.outbox import OUTBOX, OUTBOX_FILES, Message, file_rows, queue

KIND = "file"


def send_alone(
    session: Session, message: Message, files: Sequence[Attachment], at: datetime, *, plain: bool
) -> None:
    """Queue a message for each of these files; `plain`: they were refused, and go as words."""
    for number, file in enumerate(files):
        key = f"{message.key} + {number}"
        reply = Reply("", files=(file,))
        alone = queue(
            session, key, message.address, message.official_id, KIND, reply, at, message.not_after
        )
        if plain and alone is not None:
            session.execute(update(OUTBOX).where(OUTBOX.c.id == alone).values(plain=True))


def go_on_without(
    session: Session, message: Message, files: Sequence[Attachment], at: datetime, *, repeat: bool
) -> None:
    """The message is to be sent without these files; `repeat`: its text may have arrived."""
    gone = {id(file) for file in files}
    kept = [file for file in message.reply.files if id(file) not in gone]
    session.execute(delete(OUTBOX_FILES).where(OUTBOX_FILES.c.outbox_id == message.id))
    if kept:
        session.execute(insert(OUTBOX_FILES), file_rows(message.id, kept))
    new = {"state": MessageState.WAITING, "file_count": len(kept), "parts_sent": 0, "attempts": 0}
    new |= {"reason": "", "network_id": "", "lease_until": None, "retry_at": at}
    new["repeats"] = OUTBOX.c.repeats + int(repeat)
    session.execute(update(OUTBOX).where(OUTBOX.c.id == message.id).values(**new))
