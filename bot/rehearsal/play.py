"""Playing a script: the clock moves, the bot rings, people type, and all of it becomes text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.channels.console import NAME, PREFIX, Terminal
from bot.moving_clock import rings
from bot.rehearsal.transcript import Move, Script, Utterance, heard, moved, opening, told
from domain.talk.messages import Address
from scheduler.tick import tick
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database
from storage.people.officials import all_officials


@dataclass
class Play:
    """One performance: its store, its present moment, and what it counts."""

    database: Database
    catalogue: Catalogue
    files: Path
    now: datetime | None = None
    heard: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    shown: datetime | None = None  # the moment of the last `at` line
    shown_to: set[str] = field(default_factory=set)  # `only: lan hoa`; empty: everybody

    def lines(self, script: Script, advance: Callable[[], object] = lambda: None) -> Iterator[str]:
        """The whole transcript."""
        self.shown_to = set(script.header.get("only", "").split())
        yield from opening(script)
        for step in script.steps:
            advance()
            match step:
                case Move(at):
                    yield from self._move(at)
                case Utterance():
                    yield from self._say(step)

    def _move(self, at: datetime) -> Iterator[str]:
        for moment in [*rings(self.now or at, at), at]:
            self.now = moment
            tick(self.database, self.catalogue, moment)
            if moment == at:
                yield from self._at()
            yield from self._deliver()

    def _at(self) -> Iterator[str]:
        if self.now is not None and self.now != self.shown:
            self.shown = self.now
            yield from moved(self.now)

    def _say(self, said: Utterance) -> Iterator[str]:
        self.heard[said.official_id] += 1
        yield from heard(said)
        self._terminal(said.official_id).hear(said.text, edited=said.edited)
        yield from self._deliver()

    def _deliver(self) -> Iterator[str]:
        """Everybody looks at once: what waits in every mailbox, a stranger's too."""
        with self.database.read() as session:
            people = [*all_officials(session)]
        people += [name for name in self.heard if name not in people]
        for official_id in people:
            terminal = self._terminal(official_id)
            while messages := terminal.take():
                for message in messages:
                    self.told[official_id] += 1
                    if self.shown_to and official_id not in self.shown_to:
                        continue
                    yield from self._at()
                    yield from told(official_id, map(self._bare, terminal.lines(message)))

    def _bare(self, line: str) -> str:
        """A line without prompt; a file is told from the folder of the files."""
        return line.removeprefix(PREFIX).replace(f"{self.files}/", "")

    def _terminal(self, official_id: str) -> Terminal:
        assert self.now is not None  # a script begins with `at`
        now = self.now
        address = Address(NAME, official_id)
        return Terminal(self.database, self.catalogue, address, lambda: now, self.files)
