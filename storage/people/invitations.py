"""One-time codes that link a person to an address. Only hashes of codes are stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, insert, select, update

from domain.talk.messages import Address
from storage.database import tables
from storage.database.database import Session
from storage.database.states import AddressState
from storage.people.officials import (
    address_state,
    addresses_of,
    link_address,
    owner_of,
    prefer_address,
)

INVITATIONS = tables.INVITATIONS
ATTEMPTS = tables.INVITATION_ATTEMPTS


class Refusal(StrEnum):
    """Why a code opens nothing."""

    UNKNOWN = "unknown"  # mistyped, or taken back because the person has left
    EXPIRED = "expired"
    USED = "used"


@dataclass(frozen=True, slots=True)
class Redeemed:
    """What a code brought: an official, or else a refusal."""

    official_id: str | None = None
    refusal: Refusal | None = None


def create_invitation(
    session: Session, code_hash: str, official_id: str, expires_at: datetime, at: datetime
) -> None:
    """Keep the hash of a new code, which is good once and until `expires_at`."""
    row = {"code_hash": code_hash, "official_id": official_id, "expires_at": expires_at}
    session.execute(insert(INVITATIONS).values(**row, created_at=at))


def still_invited(session: Session, at: datetime) -> frozenset[str]:
    """Who got a code that is not used yet and still good at a moment."""
    fresh = (INVITATIONS.c.expires_at > at) & INVITATIONS.c.redeemed_at.is_(None)
    statement = select(INVITATIONS.c.official_id).where(fresh, INVITATIONS.c.revoked_at.is_(None))
    return frozenset(session.execute(statement).scalars())


def redeem(session: Session, code_hash: str, address: Address, at: datetime) -> Redeemed:
    """Use up a code and link the address to its official; a code that fails is an attempt."""
    good = (INVITATIONS.c.expires_at > at) & INVITATIONS.c.revoked_at.is_(None)
    statement = (
        update(INVITATIONS)
        .where(INVITATIONS.c.code_hash == code_hash, INVITATIONS.c.redeemed_at.is_(None), good)
        .values(redeemed_at=at, channel=address.channel, chat=address.chat)
        .returning(INVITATIONS.c.official_id)
    )
    official_id = session.execute(statement).scalar_one_or_none()
    if official_id is not None:
        first = not _linked_by_code(session, official_id, address)
        link_address(session, official_id, address, at)
        if first:  # what a file of people names comes after what the person has linked
            prefer_address(session, address, at)
        return Redeemed(official_id)
    refusal = _refusal(session, code_hash)
    row = {"channel": address.channel, "chat": address.chat, "at": at, "refusal": refusal.value}
    session.execute(insert(ATTEMPTS).values(row))
    return Redeemed(refusal=refusal)


def linked_by_code(session: Session, address: Address) -> str | None:
    """Who has linked this address by a code and still holds it; None where nobody has."""
    if address_state(session, address) is not AddressState.ACTIVE:
        return None
    redeemed = (INVITATIONS.c.channel == address.channel) & (INVITATIONS.c.chat == address.chat)
    mine = INVITATIONS.c.official_id == owner_of(session, address)
    statement = select(INVITATIONS.c.official_id).where(redeemed, mine).limit(1)
    found: str | None = session.execute(statement).scalar_one_or_none()
    return found


def _linked_by_code(session: Session, official_id: str, but: Address) -> bool:
    """True where the person has linked another address that works by a code."""
    others = (address for address in addresses_of(session, official_id) if address != but)
    return any(linked_by_code(session, address) == official_id for address in others)


def count_attempts(session: Session, address: Address, since: datetime) -> int:
    """How many codes this address has tried in vain since a moment (included)."""
    here = (ATTEMPTS.c.channel == address.channel) & (ATTEMPTS.c.chat == address.chat)
    statement = select(func.count()).select_from(ATTEMPTS).where(here, ATTEMPTS.c.at >= since)
    return int(session.execute(statement).scalar_one())


def _refusal(session: Session, code_hash: str) -> Refusal:
    columns = (INVITATIONS.c.redeemed_at, INVITATIONS.c.revoked_at)
    statement = select(*columns).where(INVITATIONS.c.code_hash == code_hash)
    row = session.execute(statement).one_or_none()
    if row is None or row.revoked_at is not None:
        return Refusal.UNKNOWN
    return Refusal.USED if row.redeemed_at is not None else Refusal.EXPIRED
