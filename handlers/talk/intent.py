"""A row of the table of intents (`handlers.talk.intents`), and what its act gets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from domain.people.people import Official
from domain.talk.messages import Incoming, Reply
from handlers.turn import TaskTurn
from handlers.work import Work

SILENCE = Reply("")
"""What an act gives where no answer is the best one."""


@dataclass(frozen=True, slots=True)
class Request:
    """A message of a linked person; `argument` is what stands behind a command word."""

    work: Work
    person: Official
    incoming: Incoming
    intents: tuple[Intent, ...] = ()
    argument: str = ""

    @property
    def turn(self) -> TaskTurn:
        """The same for what is about tasks."""
        return TaskTurn(self.work, self.person, self.incoming)


Act = Callable[[Request], Reply | None]


@dataclass(frozen=True, slots=True)
class Intent:
    """One row. With `words` it is a command, and acts on these alone; without, `act` looks at every
    message that comes as far, and gives None where it is about something else."""

    id: str
    act: Act
    words: tuple[str, ...] = ()  # folded; with a stroke, or alone
    open: tuple[str, ...] = ()  # those that are commands without a stroke too, an argument behind
    menu: str = ""  # the word that stands in a network's list of commands
