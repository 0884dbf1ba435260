"""Messages that are to be sent: queued within the unit of work, sent after its commit.

A message goes waiting -> sending (claimed, with a lease) -> sent. What fails waits again or ends
as failed; a lease that runs out leaves it unknown. Messages to one address keep their order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Select, and_, bindparam, func, insert, or_, select, update

from domain.talk.messages import Address, Attachment, Choice, Reply
from storage.database import tables
from storage.database.database import Session, insert_many_new, insert_new
from storage.database.once import forget, know, once
from storage.database.states import UNSETTLED, DrawingState, MessageState, in_states

OUTBOX = tables.OUTBOX
OUTBOX_FILES = tables.OUTBOX_FILES
FILES = tables.FILES
DRAWINGS = tables.DRAWINGS
DIGESTS = "digests"  # by key, whether it is queued: read once in a unit of work

NOT_SETTLED = in_states(OUTBOX, *UNSETTLED)
_SENDING = in_states(OUTBOX, MessageState.SENDING)
WAITS = and_(NOT_SETTLED, OUTBOX.c.state == MessageState.WAITING)


@dataclass(frozen=True, slots=True)
class Message:
    """A message in the outbox."""

    id: int
    key: str
    address: Address
    official_id: str | None
    kind: str  # "reply", "digest", "complete", "edit", "alarm", "file"
    reply: Reply
    state: MessageState
    reason: str
    attempts: int  # how often a sender has claimed it
    queued_at: datetime
    not_after: datetime | None
    retry_at: datetime | None
    settled_at: datetime | None
    network_id: str  # the network's id of the sent message; of several parts all, with spaces
    edits: int | None = None  # the message that this one is put in the place of
    parts_sent: int = 0  # of what had to be split: the network has these already
    repeats: int = 0  # how often the outcome of sending stayed unknown
    plain: bool = False  # to be said without buttons and files, which were refused
    lease_until: datetime | None = None  # in hand until then: no two senders have the same lease


# Queueing


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that is to be queued. After `not_after` it is dropped instead of being sent.
    `edits` names an earlier message of this address in whose place it is to be put."""

    key: str
    address: Address
    official_id: str | None
    kind: str
    reply: Reply
    not_after: datetime | None = None
    edits: int | None = None


def queue(
    session: Session,
    key: str,
    address: Address,
    official_id: str | None,
    kind: str,
    reply: Reply,
    at: datetime,
    not_after: datetime | None = None,
    edits: int | None = None,
) -> int | None:
    """Queue a message and give its id; None where one of that key was queued already."""
    message = Outgoing(key, address, official_id, kind, reply, not_after, edits)
    new = insert_new(session, OUTBOX, _row(message, at), "id")
    forget(session, DIGESTS, key=key)
    if new is None:
        return None
    _keep_files(session, new.id, reply.files)
    return int(new.id)


def queue_each(session: Session, messages: Sequence[Outgoing], at: datetime) -> dict[str, int]:
    """Queue messages to different addresses, each with a key of its own: their ids by key, without
    those whose key was queued already."""
    new = insert_many_new(session, OUTBOX, (_row(each, at) for each in messages), "id", "key")
    ids: dict[str, int] = {row.key: row.id for row in new}
    for message in messages:
        forget(session, DIGESTS, key=message.key)
        if message.key in ids:
            _keep_files(session, ids[message.key], message.reply.files)
    return ids


def _row(message: Outgoing, at: datetime) -> dict[str, Any]:
    reply = message.reply
    return {
        "key": message.key,
        "channel": message.address.channel,
        "chat": message.address.chat,
        "official_id": message.official_id,
        "kind": message.kind,
        "text": reply.text,
        "choices": [[choice.words, choice.data] for choice in reply.choices],
        "hint": reply.hint,
        "file_count": len(reply.files),
        "queued_at": at,
        "not_after": message.not_after,
        "edits": message.edits,
        **_UNTOUCHED,
    }


_UNTOUCHED = {
    "state": MessageState.WAITING,
    "reason": "",
    "attempts": 0,
    "network_id": "",
    "parts_sent": 0,
    "repeats": 0,
    "plain": False,
}


def _keep_files(session: Session, outbox_id: int, files: Sequence[Attachment]) -> None:
    if not files:
        return
    rows = file_rows(outbox_id, files)
    each = {row["digest"]: file for row, file in zip(rows, files, strict=True)}
    contents = [{"digest": digest, "content": file.content} for digest, file in each.items()]
    insert_many_new(session, FILES, contents)
    waiting = {"state": DrawingState.WAITING, "tries": 0, "lease_until": None}
    drawings = [{"digest": d, "data": f.drawing, **waiting} for d, f in each.items() if f.undrawn]
    insert_many_new(session, DRAWINGS, drawings)
    session.execute(_KEEP_FILES, rows)


_KEEP_FILES = insert(OUTBOX_FILES)


def file_rows(outbox_id: int, files: Sequence[Attachment]) -> list[dict[str, Any]]:
    """The files of a message, in their places."""
    return [
        {
            "outbox_id": outbox_id,
            "position": position,
            "name": file.name,
            "media": file.media,
            "digest": digest_of(file),
        }
        for position, file in enumerate(files)
    ]


def digest_of(file: Attachment) -> str:
    """The name of a content; of what is drawn, the name of its data: the same data are drawn
    once, whoever gets the picture."""
    if file.drawing is None:
        return hashlib.sha256(file.content).hexdigest()
    written = json.dumps(file.drawing, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def digest_key(official_id: str, local_day: date) -> str:
    """The key of a person's morning digest: with it, a day has one."""
    return f"digest:{official_id}:{local_day.isoformat()}"


def digest_sent_on(session: Session, official_id: str, local_day: date) -> bool:
    """True where the digest of that day is queued or sent."""
    key = digest_key(official_id, local_day)
    return once(session, DIGESTS, key, lambda: key in _queued(session, [key]))


def read_digests(session: Session, official_ids: Iterable[str], local_day: date) -> None:
    """Read of all these people whether the digest of that day is queued, for whoever asks next."""
    keys = [digest_key(official_id, local_day) for official_id in official_ids]
    queued = _queued(session, keys)
    for key in keys:
        know(session, DIGESTS, key, key in queued)


def _queued(session: Session, keys: Sequence[str]) -> frozenset[str]:
    return frozenset(session.execute(_QUEUED, {"keys": keys}).scalars())


_QUEUED = select(OUTBOX.c.key).where(OUTBOX.c.key.in_(bindparam("keys", expanding=True)))


def last_digest(session: Session, official_id: str, days: Iterable[date]) -> date | None:
    """The last of these days whose digest is queued or sent."""
    keys = {digest_key(official_id, day): day for day in days}
    found = session.execute(select(OUTBOX.c.key).where(OUTBOX.c.key.in_(list(keys)))).scalars()
    return max((keys[key] for key in found), default=None)


# Sending


def drop_waiting(session: Session, official_id: str, reason: str, at: datetime) -> None:
    """Give up what waits for a person at any address: somebody who has left gets nothing more."""
    theirs = and_(WAITS, OUTBOX.c.official_id == official_id)
    new = {"state": MessageState.DROPPED, "reason": reason, "settled_at": at}
    session.execute(update(OUTBOX).where(theirs).values(new))


def senders(session: Session) -> dict[int | None, datetime]:
    """Who has messages in hand, by the number of its presence, and when its first lease ends."""
    first = func.min(OUTBOX.c.lease_until)
    statement = select(OUTBOX.c.sender, first).where(_SENDING).group_by(OUTBOX.c.sender)
    return {number: until for number, until in session.execute(statement) if until is not None}


def expire_leases(
    session: Session, now: datetime, gone: Collection[int] = ()
) -> tuple[Message, ...]:
    """Messages whose sender never came back, or is `gone`: unknown from now on, perhaps sent,
    perhaps not."""
    lost = or_(OUTBOX.c.lease_until < now, OUTBOX.c.sender.in_(list(gone)))
    over = and_(_SENDING, lost)
    new = {"state": MessageState.UNKNOWN, "reason": "lease_expired", "settled_at": now}
    statement = update(OUTBOX).where(over).values(new).returning(OUTBOX.c.id)
    return messages(session, session.execute(statement).scalars().all())


# Looking


def waiting(session: Session, to: Address, now: datetime, limit: int) -> tuple[Message, ...]:
    """What waits for an address, in order; not what waits for a later try."""
    given = {"at": to.channel, "to": to.chat, "now": now, "most": limit}
    return messages(session, session.execute(_WAITING_FOR, given).scalars().all())


def addresses_waiting(session: Session, now: datetime) -> frozenset[Address]:
    """Every address for which something waits that may go now."""
    return frozenset(Address(*row) for row in session.execute(_ADDRESSES_WAITING, {"now": now}))


def messages(session: Session, ids: Iterable[int]) -> tuple[Message, ...]:
    """Messages by id with their files, oldest first."""
    wanted = list(ids)
    found = session.execute(_BY_ID, {"ids": wanted}).all() if wanted else ()
    return with_files(session, found)


def newest_id(session: Session) -> int:
    """The number of the message that was queued last; 0 before the first."""
    return int(session.execute(_NEWEST).scalar_one())


_NEWEST = select(func.coalesce(func.max(OUTBOX.c.id), 0))


def told_after(session: Session, address: Address, id_: int, by: str) -> bool:
    """Something was said to the address after that number, asked for or not, other than by the
    message of that key."""
    asked = {"at": address.channel, "to": address.chat, "newer_than": id_, "by": by}
    return session.execute(_TOLD_AFTER, asked).first() is not None


_TOLD_AFTER = (
    select(OUTBOX.c.id)
    .where(
        OUTBOX.c.id > bindparam("newer_than"),
        OUTBOX.c.channel == bindparam("at"),
        OUTBOX.c.chat == bindparam("to"),
        OUTBOX.c.key != bindparam("by"),
        OUTBOX.c.kind != "edit",  # belong to an old message, show nothing new
        OUTBOX.c.kind != "file",
    )
    .limit(1)
)


def messages_after(session: Session, id_: int) -> tuple[Message, ...]:
    """What was queued after a message, oldest first."""
    return _messages(session, _MESSAGE.where(OUTBOX.c.id > id_))


def sent_by_key(session: Session, keys: Collection[str]) -> tuple[int, ...]:
    """Which of the messages with these keys were sent, oldest first."""
    named = OUTBOX.c.key.in_(list(keys))
    statement = select(OUTBOX.c.id).where(named, OUTBOX.c.state == MessageState.SENT)
    return tuple(session.execute(statement.order_by(OUTBOX.c.id)).scalars())


def _due(now: Any) -> Any:
    return and_(WAITS, or_(OUTBOX.c.retry_at.is_(None), OUTBOX.c.retry_at <= now))


def _wanted_still(now: Any) -> Any:
    return or_(OUTBOX.c.not_after.is_(None), OUTBOX.c.not_after >= now)


_WAITING_FOR = (
    select(OUTBOX.c.id)
    .where(OUTBOX.c.channel == bindparam("at"), OUTBOX.c.chat == bindparam("to"))
    .where(_due(bindparam("now")), _wanted_still(bindparam("now")))
    .order_by(OUTBOX.c.id)
    .limit(bindparam("most"))
)


_ADDRESSES_WAITING = (
    select(OUTBOX.c.channel, OUTBOX.c.chat)
    .where(_due(bindparam("now")), _wanted_still(bindparam("now")))
    .distinct()
)


MESSAGE_COLUMNS = (
    OUTBOX.c.id,
    OUTBOX.c.key,
    OUTBOX.c.channel,
    OUTBOX.c.chat,
    OUTBOX.c.official_id,
    OUTBOX.c.kind,
    OUTBOX.c.text,
    OUTBOX.c.choices,
    OUTBOX.c.hint,
    OUTBOX.c.file_count,
    OUTBOX.c.state,
    OUTBOX.c.reason,
    OUTBOX.c.attempts,
    OUTBOX.c.queued_at,
    OUTBOX.c.not_after,
    OUTBOX.c.retry_at,
    OUTBOX.c.settled_at,
    OUTBOX.c.network_id,
    OUTBOX.c.edits,
    OUTBOX.c.parts_sent,
    OUTBOX.c.repeats,
    OUTBOX.c.plain,
    OUTBOX.c.lease_until,
)
_MESSAGE: Select[Any] = select(*MESSAGE_COLUMNS).order_by(OUTBOX.c.id)
_BY_ID = _MESSAGE.where(OUTBOX.c.id.in_(bindparam("ids", expanding=True)))

FILE_COLUMNS = (OUTBOX_FILES.c.name, OUTBOX_FILES.c.media, FILES.c.content, DRAWINGS.c.data)
_FILE: Select[Any] = (
    select(*FILE_COLUMNS)
    .join_from(OUTBOX_FILES, FILES, OUTBOX_FILES.c.digest == FILES.c.digest)
    .outerjoin(DRAWINGS, OUTBOX_FILES.c.digest == DRAWINGS.c.digest)
)
_FILES_OF = (
    _FILE.add_columns(OUTBOX_FILES.c.outbox_id)
    .where(OUTBOX_FILES.c.outbox_id.in_(bindparam("ids", expanding=True)))
    .order_by(OUTBOX_FILES.c.outbox_id, OUTBOX_FILES.c.position)
)


def _messages(session: Session, statement: Select[Any]) -> tuple[Message, ...]:
    return with_files(session, session.execute(statement).all())


def with_files(session: Session, rows: Collection[Any]) -> tuple[Message, ...]:
    """Rows of `MESSAGE_COLUMNS` as messages."""
    files = _files(session, [row.id for row in rows if row.file_count])
    return tuple(_message(row, files.get(row.id, ())) for row in rows)


def _files(session: Session, ids: Collection[int]) -> dict[int, tuple[Attachment, ...]]:
    found: dict[int, tuple[Attachment, ...]] = {}
    if not ids:
        return found
    for name, media, content, drawing, outbox_id in session.execute(_FILES_OF, {"ids": list(ids)}):
        file = Attachment(name, media, content, drawing)
        found[outbox_id] = (*found.get(outbox_id, ()), file)
    return found


def _message(row: Any, files: tuple[Attachment, ...]) -> Message:
    id_, key, channel, chat, official_id, kind, words, choices, hint, _, state, *rest = row
    reply = Reply(words, tuple(Choice(*choice) for choice in choices), files, hint)
    address = Address(channel, chat)
    return Message(id_, key, address, official_id, kind, reply, state, *rest)


def told_last(session: Session, address: Address) -> str:
    """The key of what was said last to an address; empty where nothing was."""
    return _last(session, address, OUTBOX.c.key)


def words_last(session: Session, address: Address) -> str:
    """The text of what was said last to an address; empty where nothing was."""
    return _last(session, address, OUTBOX.c.text)


def _last(session: Session, address: Address, column: Column[str]) -> str:
    here = (OUTBOX.c.channel == address.channel, OUTBOX.c.chat == address.chat)
    shown = OUTBOX.c.kind.not_in(("edit", "file"))  # those belong to an old message
    newest = select(column).where(*here, shown).order_by(OUTBOX.c.id.desc()).limit(1)
    return session.execute(newest).scalar_one_or_none() or ""
