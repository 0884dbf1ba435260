"""One thing that was looked at, and whether something is to be done about it."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.wording.say import say


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A line of `nhacviec doctor`."""

    line: str
    well: bool


def fine(about: str, **fields: object) -> LookedAt:
    """Nothing to do."""
    return LookedAt(say("doctor.fine", line=say(f"doctor.{about}", **fields)), well=True)


def to_do(about: str, **fields: object) -> LookedAt:
    """Its words say what."""
    return LookedAt(say("doctor.to_do", line=say(f"doctor.{about}", **fields)), well=False)
