"""A stretch of a long list: the rows behind an id, no more than so many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select


@dataclass(frozen=True, slots=True)
class Stretch:
    """What follows `after` in the order of the ids, at most `limit` rows."""

    after: int
    limit: int

    def of(self, statement: Select[Any], id_: ColumnElement[int]) -> Select[Any]:
        """The question for this stretch alone: nothing else is read."""
        return statement.where(id_ > self.after).order_by(None).order_by(id_).limit(self.limit)
