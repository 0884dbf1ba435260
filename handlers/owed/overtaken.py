"""Two people act on one thing at once: what the second had not seen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol, TypeVar

from domain.people.people import Official
from handlers.work import Work


class Done(Protocol):
    """An entry of a history."""

    @property
    def at(self) -> datetime: ...
    @property
    def official_id(self) -> str | None: ...


Entry = TypeVar("Entry", bound=Done)


def last_unseen(work: Work, person: Official, entries: Iterable[Entry]) -> Entry | None:
    """The last that somebody else has done after this person's message was sent."""
    others = (each for each in entries if each.official_id not in (None, person.id))
    unseen = [each for each in others if work.unseen(each.at)]
    return unseen[-1] if unseen else None
