"""What the sender of messages asks of the outbox: what is ready, take it, say what became of it.

`storage.messages.outbox` is for those who queue and look; here stands what happens between the two.

A message is settled as it was seen, by whoever has it in hand: a sender that is late, whose lease
has ended and which another has taken since, changes nothing any more. What has been sent is sent,
whoever says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    or_,
    select,
    update,
)

from domain.talk.messages import Address
from domain.talk.networks import MAILBOXES
from storage.database.database import Session
from storage.database.once import forget
from storage.database.states import DrawingState, MessageState
from storage.messages.outbox import (
    DIGESTS,
    DRAWINGS,
    MESSAGE_COLUMNS,
    NOT_SETTLED,
    OUTBOX,
    OUTBOX_FILES,
    WAITS,
    Message,
    messages,
    with_files,
)


@dataclass(frozen=True, slots=True)
class Ready:
    """A message whose turn has come at its address."""

    id: int
    address: Address
    kind: str
    queued_at: datetime
    not_after: datetime | None
    undrawn: bool = False  # a picture or a document is still to be drawn
    state: MessageState = MessageState.WAITING
    lease_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class QueueLength:
    """What a channel has still to send. `oldest` is the oldest that could go now."""

    count: int
    oldest: datetime | None


def ready(
    session: Session, channels: Collection[str], now: datetime, limit: int
) -> tuple[Ready, ...]:
    """The oldest message of each address, where its time has come. Answers to people who wait for
    them come first, alarms next, then all others in the order in which they were queued."""
    first = (
        select(func.min(OUTBOX.c.id))
        .where(NOT_SETTLED, OUTBOX.c.channel.in_(list(channels)))
        .group_by(OUTBOX.c.channel, OUTBOX.c.chat)
    )
    due = or_(OUTBOX.c.retry_at.is_(None), OUTBOX.c.retry_at <= now)
    waiting = OUTBOX.c.state == MessageState.WAITING
    urgency = case({"reply": 0, "alarm": 1}, value=OUTBOX.c.kind, else_=2)
    statement = select(*_READY).where(OUTBOX.c.id.in_(first), waiting, due)
    rows = session.execute(statement.order_by(urgency, OUTBOX.c.id).limit(limit))
    return tuple(map(_ready, rows))


def ready_at(session: Session, addresses: Iterable[Address], now: datetime) -> tuple[Ready, ...]:
    """The same for a few addresses, whatever waits for others: one question for each channel."""
    chats: dict[str, list[str]] = {}
    for each in addresses:
        chats.setdefault(each.channel, []).append(each.chat)
    return tuple(
        _ready(head)
        for channel, some in chats.items()
        for head in session.execute(_HEADS, {"at": channel, "some": some})
        if head.state is MessageState.WAITING and (head.retry_at is None or head.retry_at <= now)
    )


_UNDRAWN = and_(
    OUTBOX.c.file_count > 0,
    exists().where(
        OUTBOX_FILES.c.outbox_id == OUTBOX.c.id,
        DRAWINGS.c.digest == OUTBOX_FILES.c.digest,
        DRAWINGS.c.state == DrawingState.WAITING,
    ),
)
_READY = (
    OUTBOX.c.id,
    OUTBOX.c.channel,
    OUTBOX.c.chat,
    OUTBOX.c.kind,
    OUTBOX.c.queued_at,
    OUTBOX.c.not_after,
    _UNDRAWN.label("undrawn"),
)
_FIRST = (
    select(func.min(OUTBOX.c.id))
    .where(NOT_SETTLED, OUTBOX.c.channel == bindparam("at"))
    .where(OUTBOX.c.chat.in_(bindparam("some", expanding=True)))
    .group_by(OUTBOX.c.chat)
)
_HEADS = (
    select(*_READY, OUTBOX.c.state, OUTBOX.c.retry_at)
    .where(OUTBOX.c.id.in_(_FIRST))
    .order_by(OUTBOX.c.id)
)


def _ready(row: Any) -> Ready:
    address = Address(row.channel, row.chat)
    return Ready(row.id, address, row.kind, row.queued_at, row.not_after, bool(row.undrawn))


def take(
    session: Session, ids: Collection[int], lease_until: datetime, sender: int | None = None
) -> tuple[Message, ...]:
    """Take these messages for sending, except those that somebody else has taken meanwhile.
    `sender`: who takes them, by the number of its presence."""
    if not ids:
        return ()
    given = {"taken": list(ids), "until": lease_until, "by": sender}
    rows = session.execute(_TAKE, given)
    return with_files(session, sorted(rows, key=lambda row: row.id))


_TAKE = (
    update(OUTBOX)
    .where(OUTBOX.c.id.in_(bindparam("taken", expanding=True)))
    .where(OUTBOX.c.state == MessageState.WAITING)
    .values(state=MessageState.SENDING, attempts=OUTBOX.c.attempts + 1)
    .values(lease_until=bindparam("until"), sender=bindparam("by"))
    .returning(*MESSAGE_COLUMNS)
)


def settle_all_sent(session: Session, sent: Sequence[tuple[int, str]], at: datetime) -> None:
    """The network has taken these messages: (id, the network's id)."""
    if not sent:
        return
    rows = [{"sent_id": id_, "named": network_id, "sent_at": at} for id_, network_id in sent]
    session.execute(_SENT, rows)


_SENT = (
    update(OUTBOX)
    .where(OUTBOX.c.id == bindparam("sent_id"))
    .values(state=MessageState.SENT, settled_at=bindparam("sent_at"), reason="")
    .values(network_id=bindparam("named"), lease_until=None, retry_at=None)
)


def settle_part(session: Session, seen: Message, network_id: str) -> bool:
    """The network has taken a part; the next one waits for its turn. False, here and below, where
    the message is not as it was seen any more: nothing has changed then."""
    return _renew(
        session,
        seen,
        state=MessageState.WAITING,
        parts_sent=seen.parts_sent + 1,
        network_id=network_id,
        attempts=0,
        repeats=0,
        reason="",
        lease_until=None,
        retry_at=None,
    )


def settle_again(
    session: Session,
    seen: Message,
    reason: str,
    retry_at: datetime,
    *,
    repeat: bool = False,
    plain: bool = False,
) -> bool:
    """It is to be sent again; `repeat`: perhaps for the second time, `plain`: in words alone."""
    new: dict[str, object] = {"state": MessageState.WAITING, "reason": reason}
    new |= {"retry_at": retry_at, "lease_until": None, "settled_at": None}
    if repeat:
        new["repeats"] = OUTBOX.c.repeats + 1
    if plain:
        new |= {"plain": True, "parts_sent": 0, "network_id": ""}
    return _renew(session, seen, **new)


def settle_failed(
    session: Session, seen: Message | Ready, state: MessageState, reason: str, at: datetime
) -> bool:
    """The message was not sent, or nobody knows, and it ends."""
    new: dict[str, object] = {"state": state, "reason": reason, "settled_at": at}
    return _renew(session, seen, **new, lease_until=None, retry_at=None)


def settle_unreadable(session: Session, outbox_id: int, at: datetime) -> None:
    """It cannot be read, so that nobody can take it: it ends."""
    mine = and_(WAITS, OUTBOX.c.id == outbox_id)
    new = {"state": MessageState.FAILED, "reason": "unreadable", "settled_at": at}
    session.execute(update(OUTBOX).where(mine).values(**new))


def is_as_seen(session: Session, seen: Message) -> bool:
    """Whether it is as it was seen; then it stays so until the unit of work ends."""
    return _renew(session, seen, reason=OUTBOX.c.reason)


def doubt_waiting(session: Session) -> int:
    """What waits for a network may have been sent already, by whoever had these rows later: it is
    to go out as a repeat. How many."""
    networks = OUTBOX.c.channel.not_in(MAILBOXES)
    doubted = update(OUTBOX).where(WAITS, networks).values(repeats=OUTBOX.c.repeats + 1)
    return int(session.execute(doubted).rowcount)  # type: ignore[attr-defined]


def release_keys(session: Session, ids: Collection[int]) -> None:
    """Let the keys of messages that were never sent be used again."""
    if ids:
        spent = OUTBOX.c.key + "#" + cast(OUTBOX.c.id, String)
        session.execute(update(OUTBOX).where(OUTBOX.c.id.in_(list(ids))).values(key=spent))
        forget(session, DIGESTS)


def addresses_by_key(session: Session, keys: Iterable[str]) -> dict[str, Address]:
    """To which address the message of each of these keys goes; keys never used are left out."""
    columns = (OUTBOX.c.key, OUTBOX.c.channel, OUTBOX.c.chat)
    rows = session.execute(select(*columns).where(OUTBOX.c.key.in_(list(keys))))
    return {key: Address(channel, chat) for key, channel, chat in rows}


def network_id_of(session: Session, outbox_id: int) -> str:
    """The network's name for a message that was sent in one piece; otherwise empty."""
    sent = and_(OUTBOX.c.id == outbox_id, OUTBOX.c.state == MessageState.SENT)
    found = session.execute(select(OUTBOX.c.network_id).where(sent)).scalar_one_or_none()
    return found if found and " " not in found else ""


def count_parts(session: Session, channel: str, since: datetime) -> int:
    """How many messages a network has counted since a moment: every part is one, and so is, to be
    careful, what perhaps arrived."""
    whole = OUTBOX.c.state.in_([MessageState.SENT, MessageState.UNKNOWN])
    parts = OUTBOX.c.parts_sent + case((whole, 1), else_=0) + OUTBOX.c.repeats
    here = and_(OUTBOX.c.channel == channel, OUTBOX.c.settled_at >= since)
    statement = select(func.coalesce(func.sum(parts), 0)).where(here)
    return int(session.execute(statement).scalar_one())


def count_told(session: Session, addresses: Collection[Address], since: datetime) -> int:
    """How many messages were sent to these addresses since a moment."""
    parts = OUTBOX.c.parts_sent + case((OUTBOX.c.state == MessageState.SENT, 1), else_=0)
    total = select(func.coalesce(func.sum(parts), 0))
    return sum(
        int(
            session.execute(
                total.where(
                    OUTBOX.c.channel == address.channel,
                    OUTBOX.c.chat == address.chat,
                    OUTBOX.c.settled_at >= since,
                )
            ).scalar_one()
        )
        for address in addresses
    )


def backlog(session: Session, now: datetime) -> dict[str, QueueLength]:
    """How much each channel has still to send."""
    due = case((or_(OUTBOX.c.retry_at.is_(None), OUTBOX.c.retry_at <= now), OUTBOX.c.queued_at))
    columns = (OUTBOX.c.channel, func.count(), func.min(due))
    statement = select(*columns).where(NOT_SETTLED).group_by(OUTBOX.c.channel)
    return {
        channel: QueueLength(count, oldest) for channel, count, oldest in session.execute(statement)
    }


def queues(session: Session, now: datetime) -> dict[str, QueueLength]:
    """The same of the networks alone: a mailbox is no queue."""
    found = backlog(session, now)
    return {channel: queue for channel, queue in found.items() if channel not in MAILBOXES}


def unserved(
    session: Session, served: Collection[str], queued_before: datetime, limit: int
) -> tuple[Message, ...]:
    """Old messages for channels that nobody here sends on."""
    statement = (
        select(OUTBOX.c.id)
        .where(WAITS, OUTBOX.c.channel.not_in(list(served)))
        .where(OUTBOX.c.queued_at < queued_before)
        .limit(limit)
    )
    return messages(session, session.execute(statement).scalars().all())


def _renew(session: Session, seen: Message | Ready, **new: object) -> bool:
    as_seen = and_(
        OUTBOX.c.id == seen.id,
        OUTBOX.c.state == seen.state,
        OUTBOX.c.lease_until.is_not_distinct_from(seen.lease_until),
    )
    changed = session.execute(update(OUTBOX).where(as_seen).values(**new))
    return bool(changed.rowcount)  # type: ignore[attr-defined]
