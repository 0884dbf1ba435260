"""Who was told of something: "đã" of a message that goes out now, "sẽ" of one that waits for its
hour, and by name whom nothing reaches.

Đã báo chị Lan. Sẽ báo anh Tuấn lúc 07:30 ngày 2/9/2024. Chưa liên lạc được: chị Hà. ...
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.people.people import Official
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment
from handlers.work import addressed

NAMES_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class Told:
    """To whom a message is on its way, who gets it at `at`, and whom it cannot reach."""

    now: tuple[Official, ...] = ()
    later: tuple[Official, ...] = ()
    missed: tuple[Official, ...] = ()
    at: datetime | None = None

    @property
    def reached(self) -> tuple[Official, ...]:
        """Who hears of it, now or later."""
        return (*self.now, *self.later)


def told_words(told: Told) -> str:
    """One sentence for each kind; empty where nobody was to be told."""
    lines = []
    if told.now:
        lines.append(say("told.now", names=names_of(told.now)))
    if told.later and told.at:
        names, at = names_of(told.later), show_moment(told.at)
        lines.append(say("told.later", names=names, at=at))
    if told.missed:
        lines.append(say("told.missed", names=names_of(told.missed)))
    return " ".join(lines)


def names_of(people: Iterable[Official]) -> str:
    """`chị Lan, anh Tuấn`, each once; of many the first."""
    every = list({person.id: person for person in people}.values())
    names = ", ".join(map(addressed, every[:NAMES_AT_MOST]))
    more = len(every) - NAMES_AT_MOST
    return names + say("told.more", count=more) if more > 0 else names
