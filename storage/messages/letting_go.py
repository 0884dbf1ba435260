"""Texts and files of messages that have been kept long enough are let go, a few at a time.

The rows stay, with the network's ids and our keys: a repeat is still known. What stands in the
histories stays: figures, tasks with the files that prove them, deeds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    Table,
    and_,
    cast,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from domain.tasks.tasks import Deed
from storage.database import tables
from storage.database.database import Session, insert_new, upsert
from storage.messages.inbox import INBOX, LET_GO
from storage.messages.outbox import DRAWINGS, FILES, OUTBOX, OUTBOX_FILES
from storage.messages.questions import KEPT_FOR
from storage.messages.set_aside import SET_ASIDE
from storage.people.officials import ADDRESSES

ATTEMPTED, PAGES, QUESTIONS = tables.INVITATION_ATTEMPTS, tables.PAGES, tables.QUESTIONS
CONVERSATIONS, EVENTS = tables.CONVERSATIONS, tables.TASK_EVENTS
EMPTY = hashlib.sha256(b"").hexdigest()
"""What a file that was let go is kept as."""


# By age


def let_texts_go(session: Session, before: datetime, limit: int) -> int:
    """Blank what came and went before that; how many messages that were, `limit` at the most."""
    came = and_(INBOX.c.at < before, INBOX.c.text != "")
    went = and_(OUTBOX.c.settled_at < before, OUTBOX.c.text != "")
    _note(session, "", "", before)
    return _blank_inbox(session, came, limit) + _blank_outbox(session, went, limit)


def let_drafts_go(session: Session, before: datetime) -> None:
    """Blank what else has the words of people in it and is over since then."""
    seen = and_(SET_ASIDE.c.seen_at < before, SET_ASIDE.c.sender_name != "")
    session.execute(_unnamed(seen))
    over = and_(PAGES.c.expires_at < before, cast(PAGES.c.draft, String) != "{}")
    session.execute(update(PAGES).where(over).values(draft={}))
    session.execute(delete(ATTEMPTED).where(ATTEMPTED.c.at < before))
    session.execute(delete(CONVERSATIONS).where(CONVERSATIONS.c.saved_at < before))


def let_questions_go(session: Session, now: datetime) -> None:
    """Delete what nobody can answer any more, with what was typed to it."""
    session.execute(delete(QUESTIONS).where(QUESTIONS.c.asked_at <= now - KEPT_FOR))


def let_files_go(session: Session, before: datetime, limit: int) -> int:
    """Drop the content of files that were sent before that; how many, `limit` at the most."""
    old = and_(
        OUTBOX.c.id == OUTBOX_FILES.c.outbox_id,
        OUTBOX.c.settled_at < before,
        OUTBOX_FILES.c.digest != EMPTY,
    )
    found = select(OUTBOX_FILES.c.outbox_id, OUTBOX_FILES.c.position).join(OUTBOX, old)
    rows = session.execute(found.limit(limit)).all()
    _drop_files(session, [row.outbox_id for row in rows])
    return len(rows)


@dataclass(frozen=True, slots=True)
class Loose:
    """Files that nothing has any more, as it was seen: `deed` is the last of the tasks then."""

    digests: frozenset[str]
    deed: int


def loose_files(session: Session) -> Loose:
    """What no message, no task and no question has any more; read where nobody waits for it, for
    all that proves any task is looked through."""
    digests = frozenset(session.execute(select(FILES.c.digest).where(~_USED)).scalars()) - {EMPTY}
    if not digests:  # then the tasks and the questions need not be read
        return Loose(digests, 0)
    last = session.execute(select(func.max(EVENTS.c.id))).scalar() or 0
    return Loose(digests - _proofs(session, 0) - _asked_about(session, digests), last)


def drop_loose_files(session: Session, seen: Loose) -> int:
    """Drop what was seen to be loose and is so still; how many files."""
    if not seen.digests:
        return 0
    used = _proofs(session, seen.deed) | _asked_about(session, seen.digests)
    dropped = 0
    for part in _parts(sorted(seen.digests - used)):
        still = select(FILES.c.digest).where(FILES.c.digest.in_(part), ~_USED)
        gone = session.execute(still).scalars().all()
        session.execute(delete(DRAWINGS).where(DRAWINGS.c.digest.in_(gone)))
        session.execute(delete(FILES).where(FILES.c.digest.in_(gone)))
        dropped += len(gone)
    return dropped


_USED = or_(
    exists().where(OUTBOX_FILES.c.digest == FILES.c.digest),
    exists().where(SET_ASIDE.c.digest == FILES.c.digest),
)


def _proofs(session: Session, after: int) -> set[str]:
    """The files that were given as proof of tasks behind that deed."""
    evidence = select(EVENTS.c.new).where(EVENTS.c.deed == Deed.EVIDENCE, EVENTS.c.id > after)
    return {new["digest"] for new in session.execute(evidence).scalars() if "digest" in new}


def _asked_about(session: Session, digests: Iterable[str]) -> set[str]:
    open_ = " ".join(str(data) for data in session.execute(select(QUESTIONS.c.data)).scalars())
    return {digest for digest in digests if digest in open_}


# By person


def let_go_of(session: Session, official_id: str, at: datetime) -> int:
    """Blank every message of a person's addresses and to that person, whatever its age; how many.
    What is still to be sent goes out first; what waits there for an answer waits no longer."""
    theirs = [
        tuple(row)
        for row in session.execute(
            select(ADDRESSES.c.channel, ADDRESSES.c.chat).where(
                ADDRESSES.c.official_id == official_id
            )
        )
    ]
    to = and_(OUTBOX.c.settled_at.is_not(None), OUTBOX.c.official_id == official_id)
    done, ids = 0, _ids(session, to)
    for channel, chat in theirs:
        here = _at(INBOX, channel, chat)
        done += _blank_inbox(session, and_(here, INBOX.c.text != ""), None)
        session.execute(_unnamed(_at(SET_ASIDE, channel, chat)))
        for place in (ATTEMPTED, QUESTIONS, CONVERSATIONS):
            session.execute(delete(place).where(_at(place, channel, chat)))
        ids += _ids(session, and_(OUTBOX.c.settled_at.is_not(None), _at(OUTBOX, channel, chat)))
        _note(session, channel, chat, at)
    for part in _parts(sorted(set(ids))):
        mine = OUTBOX.c.id.in_(part)
        done += _blank_outbox(session, and_(mine, OUTBOX.c.text != ""), None)
        _drop_files(session, part)
    session.execute(update(PAGES).where(PAGES.c.official_id == official_id).values(draft={}))
    return done


def _ids(session: Session, which: ColumnElement[bool]) -> list[int]:
    return list(session.execute(select(OUTBOX.c.id).where(which)).scalars())


def _at(place: Table, channel: str, chat: str) -> ColumnElement[bool]:
    return and_(place.c.channel == channel, place.c.chat == chat)


# Both


def _blank_inbox(session: Session, which: ColumnElement[bool], limit: int | None) -> int:
    keys = select(INBOX.c.channel, INBOX.c.event_id).where(which).limit(limit)
    rows = session.execute(keys).all()
    for channel, event_id in rows:
        mine = and_(INBOX.c.channel == channel, INBOX.c.event_id == event_id)
        session.execute(update(INBOX).where(mine).values(text=""))
    return len(rows)


def _blank_outbox(session: Session, which: ColumnElement[bool], limit: int | None) -> int:
    ids = session.execute(select(OUTBOX.c.id).where(which).limit(limit)).scalars().all()
    mine = OUTBOX.c.id.in_(list(ids))
    session.execute(update(OUTBOX).where(mine).values(text="", choices=[], hint=""))
    return len(ids)


def _unnamed(which: ColumnElement[bool]) -> Any:
    return update(SET_ASIDE).where(which).values(text="", sender_name="", digest=None)


def _drop_files(session: Session, outbox_ids: list[int]) -> None:
    if outbox_ids:
        insert_new(session, FILES, {"digest": EMPTY, "content": b""}, "digest")
        mine = OUTBOX_FILES.c.outbox_id.in_(outbox_ids)
        session.execute(update(OUTBOX_FILES).where(mine).values(digest=EMPTY))


def _note(session: Session, channel: str, chat: str, before: datetime) -> None:
    here = and_(LET_GO.c.channel == channel, LET_GO.c.chat == chat)
    so_far = session.execute(select(LET_GO.c.before).where(here)).scalar_one_or_none() or before
    row = {"channel": channel, "chat": chat, "before": max(before, so_far)}
    upsert(session, LET_GO, [row], ["channel", "chat"])


def _parts(listed: list[Any], size: int = 500) -> Iterable[list[Any]]:
    return (listed[at : at + size] for at in range(0, len(listed), size))
