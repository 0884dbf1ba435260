"""Everything about an address that each turn asks for, read in one go: who writes, whether anybody
is away on their account, what is awaited, what is asked, how much has come lately, and which
versions of what the process holds are the newest."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, literal, or_, select

from domain.talk.messages import Address
from storage.database.database import Session
from storage.database.once import know
from storage.database.snapshots import SNAPSHOTS, VERSIONS, know_versions
from storage.database.states import AddressState
from storage.messages.conversations import AWAITED, CONVERSATIONS, SHOWN
from storage.messages.inbox import COUNT, COUNTED
from storage.messages.questions import KEPT_FOR, QUESTIONS, WAITING, stored_question
from storage.people.officials import (
    ADDRESSES,
    AT_ADDRESS,
    LEAVES,
    NOBODY_AWAY,
    OFFICIAL_AND_POST,
    OFFICIALS,
    POSTS,
    assembled,
)


def read_asker(
    session: Session, address: Address, today: date, now: datetime, since: datetime
) -> None:
    """Read it all for this unit of work; `since`: from when on messages are counted."""
    asked = {"channel": address.channel, "chat": address.chat, "today": today}
    asked |= {"asked_since": now - KEPT_FOR, "flood": since}
    rows = session.execute(_ASKER, asked).all()
    first = rows[0]
    know(session, COUNTED, (address, since), first.came)
    know(session, AWAITED, address, first.awaited)
    know(session, SHOWN, address, first.shown)
    know_versions(session, {name: word for name in SNAPSHOTS if (word := getattr(first, name))})
    person = next(iter(assembled(_each(rows, "post_id", _PERSON)).values()), None)
    know(session, AT_ADDRESS, address, person)
    if person is not None and first.away is None:
        know(session, NOBODY_AWAY, (person.id, today), True)
    questions = _each(rows, "question_id", _QUESTION)
    know(session, WAITING, address, tuple(map(stored_question, questions)))


def _each(rows: Iterable[Any], key: str, columns: slice) -> list[Any]:
    """The rows of one table out of those of the join, each once."""
    each = {getattr(row, key): row[columns] for row in rows}
    return [found for found in each.values() if found[0] is not None]


def _at(target: Any) -> Any:
    return and_(target.c.channel == bindparam("channel"), target.c.chat == bindparam("chat"))


_ONE = select(literal(1).label("one")).subquery()
_PERSON, _QUESTION = slice(0, 9), slice(9, 14)


def _statement() -> Select[Any]:
    today: Any = bindparam("today")
    theirs = or_(LEAVES.c.official_id == OFFICIALS.c.id, LEAVES.c.substitute_id == OFFICIALS.c.id)
    away = select(literal(1)).where(theirs, LEAVES.c.first_day <= today, LEAVES.c.last_day >= today)
    words = [
        select(VERSIONS.c.word).where(VERSIONS.c.name == name).scalar_subquery().label(name)
        for name in SNAPSHOTS
    ]
    linked = and_(_at(ADDRESSES), ADDRESSES.c.state == AddressState.ACTIVE)
    fresh = and_(_at(QUESTIONS), QUESTIONS.c.asked_at > bindparam("asked_since"))
    joined = (
        _ONE.outerjoin(ADDRESSES, linked)
        .outerjoin(OFFICIALS, OFFICIALS.c.id == ADDRESSES.c.official_id)
        .outerjoin(POSTS, POSTS.c.official_id == OFFICIALS.c.id)
        .outerjoin(CONVERSATIONS, _at(CONVERSATIONS))
        .outerjoin(QUESTIONS, fresh)
    )
    return (
        select(
            *OFFICIAL_AND_POST,
            QUESTIONS.c.id.label("question_id"),
            QUESTIONS.c.data,
            QUESTIONS.c.asked_by,
            QUESTIONS.c.asked_at,
            QUESTIONS.c.after,
            POSTS.c.id.label("post_id"),
            CONVERSATIONS.c.data.label("awaited"),
            CONVERSATIONS.c.shown,
            COUNT.scalar_subquery().label("came"),
            away.limit(1).scalar_subquery().label("away"),
            *words,
        )
        .select_from(joined)
        .order_by(POSTS.c.id, QUESTIONS.c.id.desc())
    )


_ASKER = _statement()  # built once: it is asked in every turn
