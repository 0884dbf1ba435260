"""Pictures and documents of messages that are still to be drawn: taken, and put in their place.

A try is counted before it begins, so that what kills whoever draws it is not tried for ever.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, update

from domain.talk.messages import Address, Drawing
from storage.database.database import Session
from storage.database.states import DrawingState, in_states
from storage.messages.outbox import DRAWINGS, FILES, NOT_SETTLED, OUTBOX, OUTBOX_FILES

TRIES = 3
_WAITING = in_states(DRAWINGS, DrawingState.WAITING)
_TAKEN = DRAWINGS.c.lease_until.is_not(None)


@dataclass(frozen=True, slots=True)
class DrawingOrder:
    """What somebody has taken to draw."""

    digest: str
    drawing: Drawing


@dataclass(frozen=True, slots=True)
class DrawingOrders:
    """What was taken, and how many were given up instead."""

    taken: tuple[DrawingOrder, ...]
    given_up: int


def take_orders(
    session: Session,
    outbox_ids: Collection[int],
    now: datetime,
    lease_until: datetime,
    limit: int,
    sender: int | None = None,
) -> DrawingOrders:
    """Take what these messages still wait for, except what somebody else is drawing. What was
    tried often enough is given up. `sender`: who takes it, by the number of its presence."""
    asked = (
        select(DRAWINGS.c.digest, DRAWINGS.c.tries)
        .distinct()
        .join_from(OUTBOX_FILES, DRAWINGS, OUTBOX_FILES.c.digest == DRAWINGS.c.digest)
        .where(OUTBOX_FILES.c.outbox_id.in_(list(outbox_ids)), _free(now))
    )
    found = session.execute(asked).all()
    worn = [digest for digest, tries in found if tries >= TRIES]
    for digest in worn:
        _renew(session, digest, state=DrawingState.FAILED, lease_until=None)
    chosen = [digest for digest, tries in found if tries < TRIES][:limit]
    if not chosen:
        return DrawingOrders((), len(worn))
    taken = (
        update(DRAWINGS)
        .where(DRAWINGS.c.digest.in_(chosen), _free(now))
        .values(tries=DRAWINGS.c.tries + 1, lease_until=lease_until, sender=sender)
        .returning(DRAWINGS.c.digest, DRAWINGS.c.data)
    )
    orders = tuple(DrawingOrder(*row) for row in session.execute(taken))
    return DrawingOrders(orders, len(worn))


def drawers(session: Session) -> set[int]:
    """Who has something to draw in hand, by the number of its presence."""
    statement = select(DRAWINGS.c.sender).distinct().where(_WAITING, _TAKEN)
    return {number for number in session.execute(statement).scalars() if number is not None}


def release_orders(session: Session, before: datetime, gone: Collection[int]) -> None:
    """What somebody had in hand who is `gone`, or until a moment, waits for anybody."""
    lost = or_(DRAWINGS.c.lease_until < before, DRAWINGS.c.sender.in_(list(gone)))
    session.execute(update(DRAWINGS).where(_WAITING, _TAKEN, lost).values(lease_until=None))


def keep_drawn(session: Session, digest: str, content: bytes) -> None:
    """The bytes are there, and are the same from now on."""
    mine = and_(FILES.c.digest == digest, FILES.c.content == b"")
    session.execute(update(FILES).where(mine).values(content=content))
    _renew(session, digest, state=DrawingState.DRAWN, lease_until=None)


def draw_again(session: Session, digest: str) -> None:
    """A try has failed: another one may begin, if there was not the last."""
    _renew(session, digest, lease_until=None)
    last = and_(DRAWINGS.c.digest == digest, DRAWINGS.c.tries >= TRIES)
    session.execute(update(DRAWINGS).where(last).values(state=DrawingState.FAILED))


def awaited_at(session: Session, digest: str) -> tuple[Address, ...]:
    """The addresses at which a message waits for it."""
    statement = (
        select(OUTBOX.c.channel, OUTBOX.c.chat)
        .distinct()
        .join_from(OUTBOX_FILES, OUTBOX, OUTBOX.c.id == OUTBOX_FILES.c.outbox_id)
        .where(OUTBOX_FILES.c.digest == digest, NOT_SETTLED)
    )
    return tuple(Address(*row) for row in session.execute(statement))


def _free(now: datetime) -> ColumnElement[bool]:
    no_lease = or_(DRAWINGS.c.lease_until.is_(None), DRAWINGS.c.lease_until < now)
    return and_(DRAWINGS.c.state == DrawingState.WAITING, no_lease)


def _renew(session: Session, digest: str, **new: object) -> None:
    session.execute(update(DRAWINGS).where(DRAWINGS.c.digest == digest).values(**new))
