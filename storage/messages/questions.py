"""The questions that wait for an answer at an address (`domain.talk.question`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from domain.talk.messages import Address
from domain.talk.question import Question, from_plain, to_plain
from storage.database import tables
from storage.database.database import Session
from storage.database.once import forget, is_known, know, once
from storage.database.overtaken import require_changed
from storage.messages.outbox import OUTBOX, newest_id, told_after

QUESTIONS = tables.QUESTIONS
KEPT_FOR = timedelta(days=14)
WAITING = "questions"  # what is read once in a unit of work
ENDED = "questions.ended"  # in this unit of work


@dataclass(frozen=True, slots=True)
class StoredQuestion:
    """A question as it is stored; `after` is the newest message of the outbox before it."""

    question: Question
    after: int


_COLUMNS = (
    QUESTIONS.c.id,
    QUESTIONS.c.data,
    QUESTIONS.c.asked_by,
    QUESTIONS.c.asked_at,
    QUESTIONS.c.after,
)
# Asked at every turn, so built once.
_HERE = (
    select(*_COLUMNS)
    .where(
        QUESTIONS.c.channel == bindparam("channel"),
        QUESTIONS.c.chat == bindparam("chat"),
        QUESTIONS.c.asked_at > bindparam("since"),
    )
    .order_by(QUESTIONS.c.id.desc())
)


def waiting_questions(
    session: Session, address: Address, now: datetime
) -> tuple[StoredQuestion, ...]:
    """Those without an answer, the one that was asked last first; read once in a unit of work."""
    return once(session, WAITING, address, lambda: _waiting(session, address, now))


def _waiting(session: Session, address: Address, now: datetime) -> tuple[StoredQuestion, ...]:
    here = {"channel": address.channel, "chat": address.chat, "since": now - KEPT_FOR}
    return tuple(map(stored_question, session.execute(_HERE, here)))


def read_questions(session: Session, addresses: Sequence[Address], now: datetime) -> None:
    """Read what waits at all these addresses, for whoever asks next."""
    if not addresses:
        return
    found: dict[Address, list[StoredQuestion]] = {address: [] for address in addresses}
    asked: dict[str, Any] = {
        "channels": list({a.channel for a in found}),
        "chats": [a.chat for a in found],
    }
    asked["since"] = now - KEPT_FOR
    for channel, chat, *row in session.execute(_THERE, asked):
        if (waiting := found.get(Address(channel, chat))) is not None:
            waiting.append(stored_question(row))
    for address, stored in found.items():
        know(session, WAITING, address, tuple(stored))


# A chat of that number on another of these networks comes along, and is left out behind it.
_THERE = (
    select(QUESTIONS.c.channel, QUESTIONS.c.chat, *_COLUMNS)
    .where(
        QUESTIONS.c.channel.in_(bindparam("channels", expanding=True)),
        QUESTIONS.c.chat.in_(bindparam("chats", expanding=True)),
        QUESTIONS.c.asked_at > bindparam("since"),
    )
    .order_by(QUESTIONS.c.id.desc())
)


def stored_question(row: Sequence[Any]) -> StoredQuestion:
    """Of number, data, the message that asks, when, and the newest message before it."""
    id_, data, asked_by, asked_at, after = row
    return StoredQuestion(replace(from_plain(data), asked_by=asked_by, at=asked_at, id=id_), after)


def store_question(session: Session, address: Address, question: Question, now: datetime) -> int:
    """Keep a question that is asked now; its number."""
    newest = newest_id(session)
    row: dict[str, Any] = {"channel": address.channel, "chat": address.chat}
    row |= {"data": to_plain(question), "asked_by": question.asked_by}
    row |= {"after": newest, "asked_at": now}
    question_id: int = session.execute(_STORE, row).scalar_one()
    forget(session, WAITING, key=address)
    return question_id


_STORE = insert(QUESTIONS).returning(QUESTIONS.c.id)


def renew_question(
    session: Session, address: Address, question: Question, asked_by: str, *, light: bool = False
) -> None:
    """The message of that key asks it once more, or says that it waits; `light`: for the last
    time."""
    data = to_plain(replace(question, light=light or question.light))
    session.execute(_RENEW, {"of_id": question.id, "asked_by": asked_by, "data": data})
    forget(session, WAITING, key=address)


_RENEW = (
    update(QUESTIONS)
    .where(QUESTIONS.c.id == bindparam("of_id"))
    .values(after=select(func.coalesce(func.max(OUTBOX.c.id), 0)).scalar_subquery())
)


def end_questions(session: Session, address: Address, ids: Sequence[int]) -> None:
    """They are answered, dropped or asked in other words. Overtaken where one of them was ended by
    somebody else since it was read: it has had its answer."""
    stored = set(filter(None, ids))  # 0: was never kept
    waiting = [id_ for id_ in stored if not is_known(session, ENDED, id_)]
    if not waiting:
        return
    require_changed(session.execute(_END, {"ids": waiting}), len(waiting))
    for id_ in waiting:
        know(session, ENDED, id_, True)
    forget(session, WAITING, key=address)


_END = delete(QUESTIONS).where(QUESTIONS.c.id.in_(bindparam("ids", expanding=True)))


def told_since(session: Session, address: Address, waiting: StoredQuestion) -> bool:
    """Something was said to the address after the question, asked for or not."""
    return told_after(session, address, waiting.after, waiting.question.asked_by)


def bring_questions(session: Session, old: Address, new: Address) -> None:
    """What is asked at one address is asked at another from now on."""
    here = (QUESTIONS.c.channel == old.channel) & (QUESTIONS.c.chat == old.chat)
    there = {"channel": new.channel, "chat": new.chat}
    session.execute(update(QUESTIONS).where(here).values(there))
    forget(session, WAITING)
