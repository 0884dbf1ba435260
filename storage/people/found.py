"""Officials found by what they are called, or by their role: by index, however many there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import Select, bindparam, func, or_, select

from domain.people.people import Official, Role
from domain.words import fold
from storage.database import tables
from storage.database.database import Session
from storage.people.officials import WITH_POSTS, assembled

OFFICIALS = tables.OFFICIALS
_OTHER = OFFICIALS.alias()
_HELD = tables.POSTS.alias()  # the posts by which somebody is found; all others come along

_NAMED = or_(
    OFFICIALS.c.given.in_(bindparam("names", expanding=True)),
    OFFICIALS.c.id.in_(bindparam("names", expanding=True)),
)
_IN_FORCE = (_HELD.c.valid_from <= bindparam("day")) & (
    _HELD.c.valid_to.is_(None) | (_HELD.c.valid_to >= bindparam("day"))
)
_HOLDERS = select(_HELD.c.official_id)


def _of(holders: Select[tuple[str]]) -> Select[tuple[str]]:
    return WITH_POSTS.where(OFFICIALS.c.id.in_(holders))


_CALLED = WITH_POSTS.where(_NAMED)
_CALLED_IN = _of(_HOLDERS.where(_HELD.c.unit_id.in_(bindparam("units", expanding=True)))).where(
    _NAMED
)
_FIRST_CALLED = WITH_POSTS.where(
    OFFICIALS.c.id.in_(
        select(func.min(_OTHER.c.id))
        .where(
            _OTHER.c.given.in_(bindparam("names", expanding=True)),
            select(_HELD.c.id).where(_HELD.c.official_id == _OTHER.c.id, _IN_FORCE).exists(),
        )
        .group_by(_OTHER.c.given)
    )
)
_IN_ROLE = _of(_HOLDERS.where(_HELD.c.role.in_(bindparam("roles", expanding=True)), _IN_FORCE))


def officials_called(session: Session, names: Iterable[str]) -> tuple[Official, ...]:
    """Everybody whose given name, or id, is one of these words, by id; those who have left
    included."""
    if not (asked := _folded(names)):
        return ()
    return tuple(assembled(session.execute(_CALLED, {"names": asked})).values())


def officials_called_in(
    session: Session, names: Iterable[str], unit_ids: Iterable[str]
) -> tuple[Official, ...]:
    """The same of those who have ever held a post in one of these units."""
    asked, units = _folded(names), list(unit_ids)
    if not asked or not units:
        return ()
    found = session.execute(_CALLED_IN, {"names": asked, "units": units})
    return tuple(assembled(found).values())


def first_called(session: Session, names: Iterable[str], day: date) -> tuple[Official, ...]:
    """For each given name one who holds a post on that day, the first by id."""
    if not (asked := _folded(names)):
        return ()
    found = session.execute(_FIRST_CALLED, {"names": asked, "day": day})
    return tuple(assembled(found).values())


def officials_in_role(session: Session, roles: Collection[Role], day: date) -> tuple[Official, ...]:
    """Everybody who holds one of these roles on that day, in whatever unit, by id."""
    found = session.execute(_IN_ROLE, {"roles": list(roles), "day": day})
    return tuple(assembled(found).values())


def _folded(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(map(fold, names)))
