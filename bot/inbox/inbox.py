"""The one way in: a message is recorded, answered and its answer queued in one transaction."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.inbox.opening import with_cells
from bot.inbox.starts import answer, put_aside
from domain.dates.moments import local
from domain.talk.messages import Incoming, Reply
from handlers.delivery.lost_address import note_signal
from handlers.entrance.respond import respond
from handlers.wording.say import say
from handlers.work import Vitals, Work
from storage.catalogue.catalogue import Catalogue
from storage.database.database import (
    Database,
    DatabaseUnavailable,
    Session,
    UnusableDatabase,
)
from storage.database.overtaken import decided_anew
from storage.database.states import AsideReason
from storage.database.writers import Undone
from storage.messages import attempts, inbox
from storage.messages.asker import read_asker
from storage.messages.held import hold
from storage.messages.pages import Page
from storage.people.officials import official_at

log = logging.getLogger(__name__)

AWAY = (DatabaseUnavailable, UnusableDatabase)
"""The database cannot be used, or not now: nothing was kept."""

FLOOD = 300  # messages of one address in FLOOD_TIME: no person writes so many, a machine does
FLOOD_TIME = timedelta(minutes=10)


def receive(
    database: Database,
    catalogue: Catalogue,
    incoming: Incoming,
    now: datetime,
    vitals: Callable[[], Vitals] | None = None,
    serves: Collection[str] | None = None,
    page_link: Callable[[Page], str] | None = None,
) -> bool:
    """Handle one message; False where it had come before (nothing changes then).

    A message that no handler can deal with is set aside and apologised for, so that it neither is
    lost nor comes back for ever. What is `AWAY` goes up: the network keeps the message. So does
    `Undone`, where it was to share a commit.
    """
    incoming = storable(incoming)
    if incoming.file is not None and _is_known(database, incoming, now):
        incoming = with_cells(incoming)
    try:
        return _handle(database, catalogue, incoming, now, vitals, serves, page_link)
    except (*AWAY, Undone):
        raise
    except Exception:
        log.exception("action=handle event_id=%s", incoming.event_id)
        return _apologise(database, catalogue, incoming, now)


def _is_known(database: Database, incoming: Incoming, now: datetime) -> bool:
    """Somebody's address: what a stranger sends is never opened."""
    with database.read() as session:
        return official_at(session, incoming.address, local(now).date()) is not None


def storable(incoming: Incoming) -> Incoming:
    """Without what no database takes: zeros, and halves of letters, where a telephone has cut an
    emoji in two."""
    told = {name: getattr(incoming, name) for name in _TOLD}
    mended: dict[str, Any] = {
        name: new for name, text in told.items() if (new := whole(text)) != text
    }
    return replace(incoming, **mended) if mended else incoming


_TOLD = ("event_id", "text", "sender_name", "choice", "message_id", "sender")


def whole(text: str) -> str:
    """A text that every database and every network takes."""
    if text.isascii():
        return text.replace("\0", "")
    units = text.encode("utf-16-le", "surrogatepass")
    return units.decode("utf-16-le", "replace").replace("\0", "")


def _handle(
    database: Database,
    catalogue: Catalogue,
    incoming: Incoming,
    now: datetime,
    vitals: Callable[[], Vitals] | None,
    serves: Collection[str] | None,
    page_link: Callable[[Page], str] | None,
) -> bool:
    def decide(session: Session) -> bool:
        hold(session, [incoming.address])  # another process may have its message before this one
        if not inbox.record(session, incoming):
            attempts.done(session, incoming)  # another process has, since this start was counted
            return False
        work = Work(session, catalogue, now, vitals, incoming.at, serves, page_link, incoming.key)
        if incoming.signal is not None:
            note_signal(work, incoming, incoming.signal)
        elif reply := _answer(work, incoming):
            answer(work, incoming, reply)
        attempts.done(session, incoming)
        return True

    return decided_anew(database, decide, together=True)


def _answer(work: Work, incoming: Incoming) -> Reply | None:
    """Two machines that answer each other would never stop: after a flood there is one last
    answer, and then none until it has passed."""
    since = work.now - FLOOD_TIME
    read_asker(work.session, incoming.address, work.today, work.now, since)
    count = inbox.count_from(work.session, incoming.address, since)
    if count <= FLOOD:
        return respond(work, incoming)
    log.warning("action=flood channel=%s count=%s", incoming.address.channel, count)
    return Reply(say("run.flood")) if count == FLOOD + 1 else None


def _apologise(database: Database, catalogue: Catalogue, incoming: Incoming, now: datetime) -> bool:
    with database.work() as session:
        work = Work(session, catalogue, now)
        fresh = inbox.record(session, incoming)
        if fresh:
            put_aside(work, incoming, AsideReason.FAILED)
            if incoming.signal is None:
                answer(work, incoming, Reply(say("router.failed")))
        attempts.done(session, incoming)
    return fresh
