"""Files of sent messages that are fetched by a link: who may still have them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select, update

from domain.talk.messages import Address, Attachment
from storage.database.database import Session
from storage.database.states import AddressState
from storage.messages.outbox import DRAWINGS, FILE_COLUMNS, FILES, OUTBOX, OUTBOX_FILES
from storage.people.officials import ADDRESSES


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
    row = session.execute(_DOWNLOAD, {"message": outbox_id, "place": position}).one_or_none()
    if row is None:
        return None
    return Download(
        file=Attachment(row.name, row.media, row.content, row.data),
        address=Address(row.channel, row.chat),
        queued_at=row.queued_at,
        fetched=row.fetched,
        revoked=not row.theirs,
        replaced=bool(row.replaced),
    )


def _replaced() -> ColumnElement[bool]:
    """The same person, or the same chat, has got another file of that name since."""
    newer, message = OUTBOX_FILES.alias("newer"), OUTBOX.alias("newer_message")
    same_chat = and_(message.c.channel == OUTBOX.c.channel, message.c.chat == OUTBOX.c.chat)
    return exists().where(
        newer.c.name == OUTBOX_FILES.c.name,
        newer.c.outbox_id > OUTBOX_FILES.c.outbox_id,
        newer.c.digest != OUTBOX_FILES.c.digest,
        message.c.id == newer.c.outbox_id,
        or_(message.c.official_id == OUTBOX.c.official_id, same_chat),
    )


def _still_theirs() -> ColumnElement[bool]:
    """The address belongs to whom the message was meant for. An answer names nobody: it was for
    whoever had the address when it was queued."""
    return exists().where(
        ADDRESSES.c.channel == OUTBOX.c.channel,
        ADDRESSES.c.chat == OUTBOX.c.chat,
        ADDRESSES.c.state != AddressState.REVOKED,
        or_(
            ADDRESSES.c.official_id == OUTBOX.c.official_id,
            and_(OUTBOX.c.official_id.is_(None), ADDRESSES.c.linked_at <= OUTBOX.c.queued_at),
        ),
    )


_DOWNLOAD = (
    select(
        *FILE_COLUMNS,
        OUTBOX_FILES.c.fetched,
        OUTBOX.c.channel,
        OUTBOX.c.chat,
        OUTBOX.c.queued_at,
        _still_theirs().label("theirs"),
        _replaced().label("replaced"),
    )
    .join_from(OUTBOX_FILES, FILES, OUTBOX_FILES.c.digest == FILES.c.digest)
    .outerjoin(DRAWINGS, OUTBOX_FILES.c.digest == DRAWINGS.c.digest)
    .join(OUTBOX, OUTBOX.c.id == OUTBOX_FILES.c.outbox_id)
    .where(
        OUTBOX_FILES.c.outbox_id == bindparam("message"),
        OUTBOX_FILES.c.position == bindparam("place"),
    )
)


def count_fetch(session: Session, outbox_id: int, position: int) -> None:
    """The file was fetched once more."""
    same = and_(OUTBOX_FILES.c.outbox_id == outbox_id, OUTBOX_FILES.c.position == position)
    session.execute(update(OUTBOX_FILES).where(same).values(fetched=OUTBOX_FILES.c.fetched + 1))
