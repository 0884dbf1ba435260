"""What is done for a message in a worker thread: its start is counted, then it is handled."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import TypeVar

from bot.inbox import inbox
from bot.inbox.batches import Outcome, Outcomes
from bot.inbox.starts import Start, give_up
from bot.inbox.tally import Tally
from domain.talk.messages import Incoming
from handlers.talk.learnt import learn_words
from handlers.work import Vitals
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database
from storage.database.writers import LONGEST_OPEN, Undone
from storage.messages.pages import Page

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Turns:
    """Called from worker threads. What it returns is on the disk."""

    database: Database
    catalogue: Catalogue
    clock: Callable[[], datetime]
    tally: Tally
    vitals: Callable[[], Vitals] | None
    serves: Collection[str] | None
    page_link: Callable[[Page], str] | None

    def one(self, incoming: Incoming, *, alone: bool) -> Outcome:
        """Begin a message and finish it: what came of it, or that it must be alone and is not."""
        learn_words()  # first: else it would be in a transaction, and part of what is counted
        start = self.tally.count(incoming, alone=alone)
        try:
            outcome = self._finish(self.database, incoming, start)
        except inbox.AWAY:
            if start is Start.GO:
                self.tally.take_back(incoming)
            raise
        self.tally.forget(incoming)
        return outcome

    def several(self, messages: Sequence[Incoming]) -> Outcomes:
        """The same for messages of different addresses beside each other. All starts come onto the
        disk with one commit, before the first is begun, and what they write with one more."""
        learn_words()
        starts = self._each(messages, self._count)
        counted = list(zip(messages, starts, strict=True))
        outcomes = self._each(counted, self._begun)
        begun = [
            (each, end)
            for (each, start), end in zip(counted, outcomes, strict=True)
            if start is Start.GO
        ]
        if away := [each for each, end in begun if isinstance(end, inbox.AWAY)]:
            self.tally.take_back(*away)
        for each, end in begun:
            if isinstance(end, str):
                self.tally.forget(each)
        return outcomes

    def _count(self, database: Database, incoming: Incoming) -> Start:
        return self.tally.count(incoming, alone=False, within=database)

    def _begun(self, database: Database, counted: tuple[Incoming, Start | Exception]) -> Outcome:
        incoming, start = counted
        if isinstance(start, Exception):
            raise start
        return self._finish(database, incoming, start)

    def _finish(self, database: Database, incoming: Incoming, start: Start) -> Outcome:
        if start in (Start.ALONE, Start.LAST):
            return start
        if start is Start.GIVE_UP:
            give_up(database, self.catalogue, incoming, self.clock())
            return "given_up"
        if start is Start.REPEAT:
            return "repeat"
        told = (self.vitals, self.serves, self.page_link)
        fresh = inbox.receive(database, self.catalogue, incoming, self.clock(), *told)
        return "new" if fresh else "repeat"

    def _each(self, things: Sequence[T], act: Callable[[Database, T], R]) -> list[R | Exception]:
        """Done with each, by as few commits as short transactions need. Where the database is away
        nothing is done with any of the rest."""
        done: list[R | Exception] = []
        while len(done) < len(things):
            try:
                done += self._in_one_commit(things[len(done) :], act)
            except inbox.AWAY as away:
                return done + [away] * (len(things) - len(done))
        return done

    def _in_one_commit(
        self, things: Sequence[T], act: Callable[[Database, T], R]
    ) -> list[R | Exception]:
        """Done with as many as one transaction is held open for. One that fails has undone those
        before it: they are done again without it, and it comes next, by itself."""
        done: list[R | Exception] = []
        try:
            with self.database.one_commit() as database:
                end = monotonic() + LONGEST_OPEN
                for each in things:
                    done.append(_outcome(database, each, act))
                    if monotonic() > end:
                        break
        except Undone:
            if done:
                return self._in_one_commit(things[: len(done)], act)
            return [_outcome(self.database, things[0], act)]
        return done


def _outcome(database: Database, thing: T, act: Callable[[Database, T], R]) -> R | Exception:
    try:
        return act(database, thing)
    except (*inbox.AWAY, Undone):
        raise
    except Exception as error:
        return error
