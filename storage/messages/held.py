"""An address is held by one unit of work at a time: what is awaited and asked there is read,
decided upon and written by nobody else meanwhile, in whichever process."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import text

from domain.talk.messages import Address
from storage.database.database import Session, is_postgres
from storage.database.once import forget, is_known, know
from storage.messages.conversations import AWAITED, SHOWN
from storage.messages.questions import WAITING

HELD = "held"
_HOLD = text(
    "SELECT pg_advisory_xact_lock(hashtextextended(address, 0))"
    " FROM unnest(CAST(:addresses AS text[])) AS address"
)


def hold(session: Session, addresses: Iterable[Address]) -> None:
    """Wait for whoever has one of them in hand, and have them all until the unit of work ends. What
    was read of them before is read anew. SQLite has one writer at a time, who holds everything."""
    if not is_postgres(session):
        return
    new = [each for each in addresses if not is_known(session, HELD, each)]
    if not new:
        return
    # In one order, so that two who want the same do not wait for each other.
    session.execute(_HOLD, {"addresses": sorted(map(str, new))})
    for address in new:
        know(session, HELD, address, True)
        forget(session, AWAITED, SHOWN, WAITING, key=address)
