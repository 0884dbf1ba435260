"""Files of sent messages that are fetched by a link: who may still have them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, or_, select, update

from domain.messages import Address, Attachment
from storage.database import Session
from storage.officials import ADDRESSES
from storage.outbox import FILES, OUTBOX, OUTBOX_FILES
from storage.states import AddressState


@dataclass(frozen=True, slots=True)
class Download:
    """A file of a message, and what speaks against giving it out."""

    file: Attachment
    address: Address
    queued_at: datetime
    fetched: int  # how often
    revoked: bool  # the address is no longer that of the person it was meant for
    replaced: bool  # the same person has got a newer file of that name


def download(session: Session, outbox_id: int, position: int) -> Download | None:
    """The file at a position of a message; None where there is none."""
    newer, newer_message = OUTBOX_FILES.alias("newer"), OUTBOX.alias("newer_message")
    replaced = exists().where(
        newer.c.name == OUTBOX_FILES.c.name,
        newer.c.outbox_id > OUTBOX_FILES.c.outbox_id,
        newer.c.digest != OUTBOX_FILES.c.digest,
        newer_message.c.id == newer.c.outbox_id,
        or_(
            newer_message.c.official_id == OUTBOX.c.official_id,
            and_(
                newer_message.c.channel == OUTBOX.c.channel, newer_message.c.chat == OUTBOX.c.chat
            ),
        ),
    )
    still_theirs = exists().where(
        ADDRESSES.c.channel == OUTBOX.c.channel,
        ADDRESSES.c.chat == OUTBOX.c.chat,
        ADDRESSES.c.state != AddressState.REVOKED,
        # An answer names nobody: it was for whoever had the address when it was queued.
        or_(
            ADDRESSES.c.official_id == OUTBOX.c.official_id,
            and_(OUTBOX.c.official_id.is_(None), ADDRESSES.c.linked_at <= OUTBOX.c.queued_at),
        ),
    )
    statement = (
        select(
            OUTBOX_FILES.c.name,
            OUTBOX_FILES.c.media,
            FILES.c.content,
            OUTBOX.c.channel,
            OUTBOX.c.chat,
            OUTBOX.c.queued_at,
            OUTBOX_FILES.c.fetched,
            still_theirs.label("theirs"),
            replaced.label("replaced"),
        )
        .join_from(OUTBOX_FILES, FILES, OUTBOX_FILES.c.digest == FILES.c.digest)
        .join(OUTBOX, OUTBOX.c.id == OUTBOX_FILES.c.outbox_id)
        .where(OUTBOX_FILES.c.outbox_id == outbox_id, OUTBOX_FILES.c.position == position)
    )
    row = session.execute(statement).one_or_none()
    if row is None:
        return None
    name, media, content, channel, chat, queued_at, fetched, theirs, is_replaced = row
    file, address = Attachment(name, media, content), Address(channel, chat)
    return Download(file, address, queued_at, fetched, not theirs, bool(is_replaced))


def count_fetch(session: Session, outbox_id: int, position: int) -> None:
    """The file was fetched once more."""
    same = and_(OUTBOX_FILES.c.outbox_id == outbox_id, OUTBOX_FILES.c.position == position)
    session.execute(update(OUTBOX_FILES).where(same).values(fetched=OUTBOX_FILES.c.fetched + 1))
