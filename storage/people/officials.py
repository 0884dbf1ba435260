"""Officials with their posts, their leave, and the addresses at which they are reached."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, insert, select, update

from domain.people.people import Leave, Official, Post, Role
from domain.talk.messages import Address
from domain.words import fold
from storage.database import tables
from storage.database.audit import note, trail
from storage.database.database import Session, is_postgres, upsert
from storage.database.once import forget, once
from storage.database.overtaken import Overtaken, require_changed
from storage.database.snapshots import ADDRESSES as ADDRESSES_WATCHED
from storage.database.snapshots import PEOPLE, touched
from storage.database.states import AddressState

LOADED = "official.loaded"  # named so by a file of people
AT_ADDRESS, NOBODY_AWAY = "official_at", "nobody_away"  # what is read once in a unit of work
OFFICIALS = tables.OFFICIALS
POSTS = tables.POSTS
LEAVES = tables.LEAVES
ADDRESSES = tables.ADDRESSES
INVITATIONS = tables.INVITATIONS

_OFFICIAL = (OFFICIALS.c.id, OFFICIALS.c.name, OFFICIALS.c.salutation, OFFICIALS.c.title)
_POST = (POSTS.c.unit_id, POSTS.c.role, POSTS.c.fields, POSTS.c.valid_from, POSTS.c.valid_to)
LEAVE = (LEAVES.c.official_id, LEAVES.c.first_day, LEAVES.c.last_day, LEAVES.c.substitute_id)


@dataclass(frozen=True, slots=True)
class LinkedAddress:
    """An address of an official and whether it can be used."""

    address: Address
    official_id: str
    state: AddressState
    reason: str
    linked_at: datetime
    changed_at: datetime


# Officials and their posts


def save_official(
    session: Session,
    official: Official,
    at: datetime,
    by: str | None = None,
    seen: Official | None = None,
) -> None:
    """Write an official with exactly these posts; the audit keeps what stood before.

    Saving the same again changes nothing. `seen` is the official upon whom it was decided:
    Overtaken where another has changed them since.
    """
    _lock(session, official.id)
    old = officials_by_id(session, [official.id]).get(official.id)
    if seen is not None and old != seen:
        raise Overtaken
    if old == official:
        return
    _people_change(session)
    given = given_name(official.name)
    person = {"id": official.id, "name": official.name, "given": given}
    person |= {"salutation": official.salutation, "title": official.title}
    upsert(session, OFFICIALS, [person], ["id"])
    session.execute(delete(POSTS).where(POSTS.c.official_id == official.id))
    if official.posts:
        session.execute(insert(POSTS), [_post_row(official.id, post) for post in official.posts])
    detail = {"old": _plain(old), "new": _plain(official)}
    note(session, at, by, "official.saved", f"official:{official.id}", detail)


def given_name(name: str) -> str:
    """The last word, by which people are called, folded: "Nguyễn Thị Lan" -> "lan"."""
    return fold(name).rpartition(" ")[2]


def _people_change(session: Session) -> None:
    forget(session, AT_ADDRESS)
    touched(session, PEOPLE)


def _addresses_change(session: Session) -> None:
    forget(session, AT_ADDRESS)
    touched(session, ADDRESSES_WATCHED)


def leave_changes(session: Session) -> None:
    """Who is away is asked anew, and who is to be reminded worked out anew."""
    forget(session, NOBODY_AWAY)
    touched(session, PEOPLE)


def _lock(session: Session, official_id: str) -> None:
    """Nobody else changes the person's posts until the unit of work ends."""
    if is_postgres(session):
        mine = select(OFFICIALS.c.id).where(OFFICIALS.c.id == official_id)
        session.execute(mine.with_for_update(key_share=True))


def note_loaded(session: Session, official: Official, at: datetime) -> None:
    """Remember which posts a file of people names, whatever became of them by chat."""
    if posts_loaded(session, official.id) != official.posts:
        detail = _plain(official)
        note(session, at, None, LOADED, f"official:{official.id}", detail or {})


def posts_loaded(session: Session, official_id: str) -> tuple[Post, ...] | None:
    """The posts that a file of people named last; None where none has named the person."""
    deeds = [deed for deed in trail(session, f"official:{official_id}") if deed.action == LOADED]
    return tuple(map(_post_of, deeds[-1].detail["posts"])) if deeds else None


def _post_of(plain: Mapping[str, Any]) -> Post:
    ends = plain["to"] and date.fromisoformat(plain["to"])
    begins, fields = date.fromisoformat(plain["from"]), tuple(plain["fields"])
    return Post(plain["unit"], Role(plain["role"]), fields, begins, ends)


def official(session: Session, official_id: str) -> Official:
    """The official of that id; KeyError where there is none."""
    return officials_by_id(session, [official_id])[official_id]


def all_officials(session: Session) -> dict[str, Official]:
    """Every official by id, those who have left included."""
    return assembled(session.execute(WITH_POSTS))


def officials_by_id(session: Session, ids: Iterable[str]) -> dict[str, Official]:
    """These officials, as far as there are such."""
    return assembled(session.execute(_BY_ID, {"ids": list(ids)}))


def officials_in(session: Session, unit_ids: Iterable[str]) -> dict[str, Official]:
    """Everybody who has ever held a post in one of these units, with all their posts."""
    return assembled(session.execute(_IN_UNITS, {"ids": list(unit_ids)}))


def official_at(session: Session, address: Address, day: date | None = None) -> Official | None:
    """Who writes from an active address; None for a stranger, and, where a day is given, for
    somebody who holds no post on that day. Read once in a unit of work."""
    found = once(session, AT_ADDRESS, address, lambda: _official_at(session, address))
    return None if found and day and not found.posts_on(day) else found


def _official_at(session: Session, address: Address) -> Official | None:
    here = {"channel": address.channel, "chat": address.chat}
    return next(iter(assembled(session.execute(_AT_ADDRESS, here)).values()), None)


def end_posts(
    session: Session, official_id: str, day: date, at: datetime, by: str | None = None
) -> None:
    """The person leaves: posts end with that day, addresses and open codes at once."""
    running = (POSTS.c.valid_to.is_(None)) | (POSTS.c.valid_to > day)
    mine = POSTS.c.official_id == official_id
    _people_change(session)
    session.execute(update(POSTS).where(mine, running).values(valid_to=day))
    open_codes = (INVITATIONS.c.official_id == official_id) & INVITATIONS.c.redeemed_at.is_(None)
    session.execute(
        update(INVITATIONS)
        .where(open_codes, INVITATIONS.c.revoked_at.is_(None))
        .values(revoked_at=at)
    )
    for link in links_of(session, official_id):
        mark_address(session, link.address, AddressState.REVOKED, "left", at, by)
    note(session, at, by, "official.left", f"official:{official_id}", {"day": day.isoformat()})


def end_posts_in(
    session: Session,
    official_id: str,
    unit_ids: Collection[str],
    day: date,
    at: datetime,
    by: str | None = None,
) -> bool:
    """Posts in these units end with that day; Overtaken where they have ended already. True where
    no other post is left, and the person leaves altogether: addresses and open codes are revoked
    at once."""
    _lock(session, official_id)
    _people_change(session)
    running = (POSTS.c.valid_to.is_(None)) | (POSTS.c.valid_to > day)
    mine = POSTS.c.official_id == official_id
    here = POSTS.c.unit_id.in_(list(unit_ids))
    require_changed(session.execute(update(POSTS).where(mine, here, running).values(valid_to=day)))
    detail = {"day": day.isoformat(), "units": sorted(unit_ids)}
    note(session, at, by, "official.posts_ended", f"official:{official_id}", detail)
    left = session.execute(select(POSTS.c.id).where(mine, running).limit(1)).first()
    if left is None:
        end_posts(session, official_id, day, at, by)
    return left is None


OFFICIAL_AND_POST = (*_OFFICIAL, *_POST)
WITH_POSTS: Select[Any] = (
    select(*OFFICIAL_AND_POST)
    .select_from(OFFICIALS.outerjoin(POSTS, POSTS.c.official_id == OFFICIALS.c.id))
    .order_by(OFFICIALS.c.id, POSTS.c.id)
)

# Built once: it is asked in every turn.
_AT_ADDRESS = WITH_POSTS.join(ADDRESSES, ADDRESSES.c.official_id == OFFICIALS.c.id).where(
    ADDRESSES.c.channel == bindparam("channel"),
    ADDRESSES.c.chat == bindparam("chat"),
    ADDRESSES.c.state == AddressState.ACTIVE,
)


_BY_ID = WITH_POSTS.where(OFFICIALS.c.id.in_(bindparam("ids", expanding=True)))
_HELD = POSTS.alias()  # the posts by which somebody is found; all others come along
_IN_UNITS = WITH_POSTS.where(
    OFFICIALS.c.id.in_(
        select(_HELD.c.official_id).where(_HELD.c.unit_id.in_(bindparam("ids", expanding=True)))
    )
)


def assembled(rows: Iterable[Any]) -> dict[str, Official]:
    """One official for all rows of the same person: each row brings one post, or none."""
    people: dict[str, Any] = {}
    posts: dict[str, list[Post]] = {}
    for row in rows:
        people[row[0]] = row[:4]
        held = posts.setdefault(row[0], [])
        if row[4] is not None:
            held.append(Post(*row[4:]))
    return {
        id_: Official(id_, name, salutation, title, tuple(posts[id_]))
        for id_, (_, name, salutation, title) in people.items()
    }


def _post_row(official_id: str, post: Post) -> dict[str, Any]:
    return {
        "official_id": official_id,
        "unit_id": post.unit_id,
        "role": post.role,
        "fields": post.fields,
        "valid_from": post.valid_from,
        "valid_to": post.valid_to,
    }


def _plain(official: Official | None) -> dict[str, Any] | None:
    if official is None:
        return None
    posts = [
        {
            "unit": post.unit_id,
            "role": post.role.value,
            "fields": list(post.fields),
            "from": post.valid_from.isoformat(),
            "to": post.valid_to and post.valid_to.isoformat(),
        }
        for post in official.posts
    ]
    words = {"name": official.name, "salutation": official.salutation, "title": official.title}
    return {**words, "posts": posts}


# Leave


def save_leave(session: Session, leave: Leave, at: datetime, by: str | None = None) -> None:
    """Note a leave; one that begins on the same day is replaced, the audit keeps both."""
    row = {"official_id": leave.official_id, "first_day": leave.first_day}
    row |= {"last_day": leave.last_day, "substitute_id": leave.substitute_id}
    leave_changes(session)
    upsert(session, LEAVES, [row], ["official_id", "first_day"])
    days = {"first": leave.first_day.isoformat(), "last": leave.last_day.isoformat()}
    detail = {**days, "substitute": leave.substitute_id}
    note(session, at, by, "official.leave", f"official:{leave.official_id}", detail)


def all_leaves(session: Session, day: date) -> dict[str, Leave]:
    """Who is away on that day, by official."""
    return {row[0]: Leave(*row) for row in session.execute(_ON_LEAVE, {"day": day})}


_ON_LEAVE = (
    select(*LEAVE)
    .where(LEAVES.c.first_day <= bindparam("day"), LEAVES.c.last_day >= bindparam("day"))
    .order_by(LEAVES.c.first_day)
)


# Addresses


def link_address(session: Session, official_id: str, address: Address, at: datetime) -> None:
    """The address belongs to the official and is active from now on, tried after older ones.

    An address that belonged to somebody else changes hands; the audit says so.
    """
    before = _link(session, address)
    if before and before.official_id == official_id and before.state is AddressState.ACTIVE:
        return
    _addresses_change(session)
    rank = session.execute(_HIGHEST_RANK, {"official": official_id}).scalar_one()
    row = {
        "channel": address.channel,
        "chat": address.chat,
        "official_id": official_id,
        "state": AddressState.ACTIVE,
        "reason": "",
        "rank": rank + 1,
        "linked_at": at,
        "changed_at": at,
    }
    upsert(session, ADDRESSES, [row], ["channel", "chat"])
    detail = {"old": before.official_id if before else None, "new": official_id}
    note(session, at, official_id, "address.linked", f"address:{address}", detail)


_HIGHEST_RANK = select(func.coalesce(func.max(ADDRESSES.c.rank), 0)).where(
    ADDRESSES.c.official_id == bindparam("official")
)


def addresses_of(session: Session, official_id: str) -> tuple[Address, ...]:
    """The active addresses of an official, the one to try first in front."""
    return tuple(
        link.address for link in links_of(session, official_id) if link.state is AddressState.ACTIVE
    )


def addresses_of_each(
    session: Session, official_ids: Iterable[str]
) -> dict[str, tuple[Address, ...]]:
    """The same of several; who has none is not in it."""
    found: dict[str, tuple[Address, ...]] = {}
    for link in _linked(session, _LINKS_OF, {"people": list(official_ids)}):
        if link.state is AddressState.ACTIVE:
            found[link.official_id] = (*found.get(link.official_id, ()), link.address)
    return found


def links_of(session: Session, official_id: str) -> tuple[LinkedAddress, ...]:
    """All addresses of an official in any state, in the order of preference."""
    return _linked(session, _LINKS_OF, {"people": [official_id]})


def links_in(session: Session, unit_ids: Iterable[str]) -> tuple[LinkedAddress, ...]:
    """The same of everybody who has ever held a post in one of these units."""
    return _linked(session, _LINKS_IN, {"units": list(unit_ids)})


def all_links(session: Session) -> tuple[LinkedAddress, ...]:
    """All addresses of everybody: who is not in it has linked no network (F60)."""
    return _linked(session, _LINKS, {})


def address_state(session: Session, address: Address) -> AddressState | None:
    """Whether an address can be used; None where it was never linked."""
    found = _link(session, address)
    return found.state if found else None


def owner_of(session: Session, address: Address) -> str | None:
    """Whose address it is, in whatever state; None where it was never linked."""
    found = _link(session, address)
    return found.official_id if found else None


def mark_address(
    session: Session,
    address: Address,
    state: AddressState,
    reason: str,
    at: datetime,
    by: str | None = None,
) -> bool:
    """Note that an address is blocked, revoked or usable again; False where nothing changes.

    A revoked address comes back only by `link_address`.
    """
    before = _link(session, address)
    if before is None or before.state in (state, AddressState.REVOKED):
        return False
    _addresses_change(session)
    here = (ADDRESSES.c.channel == address.channel) & (ADDRESSES.c.chat == address.chat)
    new = {"state": state, "reason": reason, "changed_at": at}
    session.execute(update(ADDRESSES).where(here).values(new))
    detail = {"old": before.state, "new": state, "reason": reason}
    note(session, at, by, "address.marked", f"address:{address}", detail)
    return True


def prefer_address(session: Session, address: Address, at: datetime) -> None:
    """Try this address of its official before the others from now on."""
    here = (ADDRESSES.c.channel == address.channel) & (ADDRESSES.c.chat == address.chat)
    owner = select(ADDRESSES.c.official_id).where(here).scalar_subquery()
    lowest = select(func.min(ADDRESSES.c.rank)).where(ADDRESSES.c.official_id == owner)
    rank = session.execute(lowest).scalar_one_or_none()
    if rank is not None:
        session.execute(update(ADDRESSES).where(here).values(rank=rank - 1, changed_at=at))


def _link(session: Session, address: Address) -> LinkedAddress | None:
    here = {"channel": address.channel, "chat": address.chat}
    return next(iter(_linked(session, _LINK, here)), None)


def _linked(
    session: Session, statement: Select[Any], asked: Mapping[str, Any]
) -> tuple[LinkedAddress, ...]:
    return tuple(
        LinkedAddress(Address(channel, chat), owner, state, reason, linked, changed)
        for channel, chat, owner, state, reason, linked, changed in session.execute(
            statement, asked
        )
    )


_LINKS: Select[Any] = select(
    ADDRESSES.c.channel,
    ADDRESSES.c.chat,
    ADDRESSES.c.official_id,
    ADDRESSES.c.state,
    ADDRESSES.c.reason,
    ADDRESSES.c.linked_at,
    ADDRESSES.c.changed_at,
).order_by(ADDRESSES.c.official_id, ADDRESSES.c.rank, ADDRESSES.c.linked_at)
_LINK = _LINKS.where(
    ADDRESSES.c.channel == bindparam("channel"), ADDRESSES.c.chat == bindparam("chat")
)
_LINKS_OF = _LINKS.where(ADDRESSES.c.official_id.in_(bindparam("people", expanding=True)))
_LINKS_IN = _LINKS.where(
    ADDRESSES.c.official_id.in_(
        select(POSTS.c.official_id).where(POSTS.c.unit_id.in_(bindparam("units", expanding=True)))
    )
)
