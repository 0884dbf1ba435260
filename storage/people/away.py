"""Who is away on a day, read as far as somebody asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, or_, select

from domain.people.people import Leave
from storage.database.database import Session
from storage.database.once import is_known
from storage.people.officials import LEAVES, NOBODY_AWAY, all_leaves

_AROUND: Select[Any] = (
    select(LEAVES.c.official_id, LEAVES.c.first_day, LEAVES.c.last_day, LEAVES.c.substitute_id)
    .where(
        LEAVES.c.first_day <= bindparam("day"),
        LEAVES.c.last_day >= bindparam("day"),
        or_(
            LEAVES.c.official_id.in_(bindparam("ids", expanding=True)),
            LEAVES.c.substitute_id.in_(bindparam("ids", expanding=True)),
        ),
    )
    .order_by(LEAVES.c.first_day)
)


class Away:
    """The leaves of one day; of a person who is away twice, the one that began last."""

    def __init__(self, session: Session, day: date) -> None:
        self._session = session
        self._day = day
        self._asked: set[str] = set()
        self._leaves: dict[str, Leave] = {}
        self._whole = False

    def everybody(self) -> Mapping[str, Leave]:
        """Who is away, by official."""
        if not self._whole:
            self._leaves, self._whole = all_leaves(self._session, self._day), True
        return self._leaves

    def around(self, official_ids: Iterable[str]) -> Mapping[str, Leave]:
        """The leaves of these people, of those for whom they stand in, of who stands in for them,
        and so on; perhaps of others too."""
        new = set(official_ids)
        while not self._whole and (new := self._unasked(new)):
            asked = {"day": self._day, "ids": sorted(new)}
            self._asked |= new
            found = [Leave(*row) for row in self._session.execute(_AROUND, asked)]
            self._leaves |= {leave.official_id: leave for leave in found}
            new = {leave.official_id for leave in found}
            new |= {leave.substitute_id for leave in found if leave.substitute_id}
        return self._leaves

    def _unasked(self, ids: set[str]) -> set[str]:
        day = self._day
        known = {id_ for id_ in ids if is_known(self._session, NOBODY_AWAY, (id_, day))}
        return ids - self._asked - known
