"""Officials found by what they are called, or by their role: by index, however many there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import bindparam, or_, select

from domain.people.people import Official, Role
from domain.words import fold
from storage.database.database import Session
from storage.database.rows import OfficialRow, PostRow, table
from storage.people.officials import WITH_POSTS, assembled

OFFICIALS = table(OfficialRow)
_HELD = table(PostRow).alias()  # the posts by which somebody is found; all others come along

_CALLED = WITH_POSTS.where(
    or_(
        OFFICIALS.c.given.in_(bindparam("names", expanding=True)),
        OFFICIALS.c.id.in_(bindparam("names", expanding=True)),
    )
)
_IN_ROLE = WITH_POSTS.where(
    OFFICIALS.c.id.in_(
        select(_HELD.c.official_id).where(
            _HELD.c.role.in_(bindparam("roles", expanding=True)),
            or_(_HELD.c.valid_to.is_(None), _HELD.c.valid_to >= bindparam("day")),
        )
    )
)


def officials_called(session: Session, names: Iterable[str]) -> tuple[Official, ...]:
    """Everybody whose given name, or id, is one of these folded words, by id; those who have left
    included."""
    asked = list(dict.fromkeys(map(fold, names)))
    return tuple(assembled(session.execute(_CALLED, {"names": asked})).values()) if asked else ()


def officials_in_role(session: Session, roles: Collection[Role], day: date) -> tuple[Official, ...]:
    """Everybody who holds one of these roles on that day, in whatever unit, by id."""
    found = assembled(session.execute(_IN_ROLE, {"roles": list(roles), "day": day}))
    return tuple(
        person
        for person in found.values()
        if any(post.role in roles for post in person.posts_on(day))
    )
