"""What is owed, a report or a task, as the person sees it who acts on it: all that more time and
a verdict need of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.people.people import Official
from handlers.question import ToAsk
from handlers.wording.told import Told
from handlers.work import Work


class Ruling(StrEnum):
    """What those decide above whom it is owed to."""

    GRANTED = "granted"  # more time
    CHANGED = "changed"  # the day until which it was granted
    REFUSED = "refused"  # no more time
    APPROVED = "approved"
    RETURNED = "returned"
    REOPENED = "reopened"
    LOCKED = "locked"
    WITHDRAWN = "withdrawn"


class Missing(StrEnum):
    """What has to be asked for first: a text each."""

    UNTIL_WHY = "until_why"
    UNTIL = "until"
    WHY_LONGER = "why_longer"
    WHY_REFUSED = "why_refused"
    WHY_RETURNED = "why_returned"
    WHY_REOPENED = "why_reopened"
    WHY_WITHDRAWN = "why_withdrawn"


class Owed(Protocol):
    """One report or one task, and who acts on it. What is written names it as it was seen:
    Overtaken where somebody else has changed it since."""

    @property
    def work(self) -> Work: ...
    @property
    def person(self) -> Official: ...

    @property
    def name(self) -> str:
        """As the person who acts reads it."""

    @property
    def unit_name(self) -> str:
        """The unit that owes it."""

    @property
    def due(self) -> datetime | None: ...

    @property
    def asked_until(self) -> datetime | None:
        """Until when more time is asked for, and nobody has decided."""

    @property
    def reason_asked(self) -> str:
        """Why more time is asked for; empty where nobody asks."""

    @property
    def asked_by(self) -> str:
        """Who asks for more time, by id; empty where nobody does."""

    @property
    def asked_last(self) -> str:
        """Who asked for more time last, whatever has become of it, by id; empty for nobody."""

    def ask(self, missing: Missing, so_far: str) -> ToAsk:
        """Ask for what is missing, beside what was said so far."""

    def ask_for_time(self, until: datetime, reason: str) -> None:
        """Write down that the person asks for more time."""

    def take_back_time(self) -> None:
        """Write down that no more time is asked for."""

    def give_time(self, until: datetime, reason: str) -> None:
        """Write the new due moment; the old one stays readable."""

    def refuse_time(self, reason: str) -> None:
        """Write down that the due moment stays."""

    def write(self, verdict: Ruling, reason: str) -> None:
        """Bring it into the state that a verdict gives it."""

    def deciders(self) -> tuple[str, Sequence[Official]]:
        """The body that decides on more time, and who does it there."""

    def tell_deciders(self, people: Sequence[Official], **fields: str) -> Told:
        """Tell them that the person asks for more time."""

    def tell_taken_back(self, people: Sequence[Official], **fields: str) -> Told:
        """Tell them that the person asks for it no more."""

    def hearers(self, verdict: Ruling) -> Sequence[Official]:
        """Whom a verdict concerns."""

    def tell(self, people: Sequence[Official], verdict: Ruling, **fields: str) -> Told:
        """Tell them what was decided."""

    def besides(self, verdict: Ruling) -> Sequence[str]:
        """What else whoever has decided has to know."""
