"""A message is begun at most three times: each start is on the disk before it begins.

A message that ends the process comes back with every delivery and would end it again for ever. So
whoever has died of it twice and begins it a third time gives it up instead if that fails as well:
it is answered, set aside with its content, and told to the administrators.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from enum import Enum

from domain.talk.messages import Incoming, Reply
from handlers.delivery.alarm import alarm
from handlers.delivery.lost_address import network_name
from handlers.question import reply_key
from handlers.wording.say import say
from handlers.work import Work
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database, Session
from storage.database.states import AsideReason
from storage.messages import attempts, inbox, outbox
from storage.messages.set_aside import set_aside

log = logging.getLogger(__name__)

MOST_STARTS = 3


class Start(Enum):
    """What is to be done with a message that has come."""

    GO = "go"  # the start is counted
    ALONE = "alone"  # not counted: a process has died of it or beside it, it must run by itself
    LAST = "last"  # like that, and it will not be begun again: it runs apart from all else
    REPEAT = "repeat"  # it was dealt with before
    GIVE_UP = "give_up"  # it has had its starts


def count_start(
    database: Database, incoming: Incoming, now: datetime, *, alone: bool, again: bool = False
) -> Start:
    """Count the start of a message that is about to be begun. `alone`: nothing else is underway;
    `again`: the last start of this process ended without a database, and is counted already."""
    with database.work(together=True) as session:
        while (start := _counted(session, incoming, now, alone=alone, again=again)) is None:
            pass  # it was looked at while another process ended it: how it stands is clear now
        return start


def _counted(
    session: Session, incoming: Incoming, now: datetime, *, alone: bool, again: bool
) -> Start | None:
    if attempts.first_start(session, incoming, now):
        return Start.GO
    if inbox.is_known(session, incoming):
        attempts.done(session, incoming)
        return Start.REPEAT
    before = attempts.starts_of(session, incoming)
    if again and before:
        return Start.GO
    if before and not alone:
        return Start.LAST if before == MOST_STARTS - 1 else Start.ALONE
    if before >= MOST_STARTS:
        return Start.GIVE_UP
    return Start.GO if attempts.count_start(session, incoming, now) else None


def of_file(incoming: Incoming) -> Incoming:
    """What stands for the file of a message while that is fetched: it has a count of its own."""
    return replace(incoming, event_id=f"{incoming.event_id}/file")


def end_count(database: Database, incoming: Incoming) -> None:
    """What was begun is done."""
    with database.work(together=True) as session:
        attempts.done(session, incoming)


def take_back(database: Database, messages: Iterable[Incoming]) -> None:
    """The starts came to nothing for want of the database: they do not count."""
    with database.work() as session:
        for incoming in messages:
            attempts.take_back(session, incoming)


def give_up(
    database: Database,
    catalogue: Catalogue,
    incoming: Incoming,
    now: datetime,
    *,
    lost: bool = False,
) -> bool:
    """Answer a message that has had its starts, and set it aside; False where it was dealt with.
    `lost`: the process ended whenever its file was fetched."""
    log.critical("action=give_up event_id=%s starts=%s", incoming.event_id, MOST_STARTS)
    with database.work() as session:
        work = Work(session, catalogue, now)
        fresh = inbox.record(session, incoming)
        if fresh:
            put_aside(work, incoming, AsideReason.STARTS)
            if incoming.signal is None:
                words = say("router.given_up_file" if lost else "router.given_up")
                answer(work, incoming, Reply(words))
        attempts.done(session, of_file(incoming) if lost else incoming)
    return fresh


def put_aside(work: Work, incoming: Incoming, reason: AsideReason) -> None:
    """Keep a message for the administrators, and tell them: of each that was given up, and of the
    first of a day whose handler failed."""
    number = set_aside(work.session, incoming, reason, work.now)
    network = network_name(incoming.address.channel)
    words = say(f"outbox.aside.{reason}", number=number, network=network)
    key = str(number) if reason is AsideReason.STARTS else f"{reason}:{work.today.isoformat()}"
    alarm(work, f"aside:{key}", words)


def answer(work: Work, incoming: Incoming, reply: Reply) -> None:
    """Queue the one reply to a message."""
    key = reply_key(incoming)
    outbox.queue(work.session, key, incoming.address, None, "reply", reply, work.now)
