"""A day without any network, and three sends in ten that fail before and after it: with a clock of
its own, so that six days take seconds.

The real tick, the real way in and the real books of the outbox; only the network is played. What
people wrote meanwhile, their network brings when it is back.
"""

from __future__ import annotations

import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from bot.channels.port import ChannelError, ErrorKind, Sent
from bot.inbox.inbox import receive
from bot.outbox.books import Letter, Outcome
from domain.dates.moments import local, parse_at
from domain.talk.messages import Address, Incoming
from handlers.wording.say import say
from scheduler.tick import tick
from storage.database.database import Database, back_up, open_database
from storage.database.schema import migrate
from storage.messages.outbox import OUTBOX
from storage.reports.figures import HISTORY
from tests.bot.outbox.outbox_rig import TELEGRAM, Desk, Network
from tests.support.district import District

BEGIN, END = parse_at("2024-09-11 00:00"), parse_at("2024-09-17 00:00")
GONE, OUTAGE = parse_at("2024-09-12 07:00"), timedelta(hours=24)
WRITERS = ("lan", "hung", "nam", "kim")
WRITE_EVERY = timedelta(minutes=50)
OFFICE = range(8, 17)  # hours in which people write
SHARE = 0.3
MIX = ("refused for now", "lost on the way", "answer lost")
REPEATED = say("outbox.repeat", text="")
_ECHO = re.compile(r"Đã (?:ghi|sửa) 1\. [^:]+: (?:(?:ước )?\d+ văn bản → )?(?:ước )?(\d+) văn bản")


@dataclass
class Report:
    """What became of it, beside the same days without any fault."""

    written: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)  # figures that are not in the history once
    unanswered: list[str] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)  # repeats that do not say that they are
    unasked: list[str] = field(default_factory=list)  # whoever got no digest on a day of theirs
    digests: list[str] = field(default_factory=list)  # person and day of every digest that came
    states: Counter[str] = field(default_factory=Counter)  # with why, where it is not "sent"

    @property
    def ended(self) -> list[str]:
        """What nobody got. A digest speaks of its day: what stood in it is said anew; of what is
        unknown after four answers that nobody saw, `unanswered` tells whether it has arrived."""
        ends = (end for end in self.states if end != "sent" and " digest " not in end)
        return [end for end in ends if not end.startswith("unknown ")]


def run(
    *, step: timedelta, seed: int, folder: Path | None = None, write_every: timedelta = WRITE_EVERY
) -> Report:
    """Both plays; every so often the clock looks, and the outbox sends."""
    with _databases(folder) as (smooth, torn):
        calm = Play(smooth, random.Random(seed), step, write_every, rough=False).run()
        rough = Play(torn, random.Random(seed), step, write_every, rough=True).run()
    back = str(local(GONE + OUTAGE).date())
    missed = set(calm.digests) - set(rough.digests)
    rough.unasked = sorted(each for each in missed if each.split()[1] >= back)
    return rough


@contextmanager
def _databases(folder: Path | None) -> Iterator[tuple[Database, Database]]:
    with tempfile.TemporaryDirectory(dir=folder) as place:
        files = (Path(place) / "smooth.db", Path(place) / "torn.db")
        with closing(open_database(f"sqlite:///{files[0]}")) as empty:
            migrate(empty)
        back_up(*files)
        smooth, torn = (open_database(f"sqlite:///{file}") for file in files)
        with closing(smooth), closing(torn):
            yield smooth, torn


@dataclass
class Play:
    """One performance."""

    database: Database
    chance: random.Random
    step: timedelta
    write_every: timedelta
    rough: bool
    report: Report = field(default_factory=Report)
    arrived: list[tuple[str, str]] = field(default_factory=list)  # chat, text
    waiting: list[Incoming] = field(default_factory=list)  # at the network, which is away
    values: Counter[str] = field(default_factory=Counter)

    def run(self) -> Report:
        """From the first to the last moment, and what came of it."""
        network = Network("test", TELEGRAM)
        self.desk = District(self.database)
        self.desk.move("2024-08-28 08:00")
        for who in WRITERS:
            self.desk.mail(who)
        self.rig = Desk(self.database, {"test": network}, BEGIN)
        now, writes_at = BEGIN, BEGIN
        while now < END:
            self.rig.now = now
            if now >= writes_at:
                self._write(now)
                writes_at = now + self.write_every
            self._bring(now)
            tick(self.database, self.desk.catalogue, now)
            self.rig.books.recover()
            self._send(now)
            now += self.step
        self._judge()
        return self.report

    def _away(self, now: datetime) -> bool:
        return self.rough and GONE <= now < GONE + OUTAGE

    def _write(self, now: datetime) -> None:
        for who in WRITERS if local(now).hour in OFFICE else ():
            self.values[who] += 1
            self.report.written += 1
            event, text = f"{who}-{self.values[who]}", f"I.1 = {19 + self.values[who]}"
            incoming = Incoming(event, Address("test", who), text, now, message_id=event)
            self.waiting.append(incoming)

    def _bring(self, now: datetime) -> None:
        if self._away(now):
            return
        while self.waiting:
            incoming = self.waiting.pop(0)
            receive(self.database, self.desk.catalogue, incoming, now)
            if self.rough and self.chance.random() < SHARE:  # it comes twice
                assert not receive(self.database, self.desk.catalogue, incoming, now)

    def _send(self, now: datetime) -> None:
        while letters := self.rig.take():
            self.rig.books.turn([self._outcome(letter, now) for letter in letters], [])

    def _outcome(self, letter: Letter, now: datetime) -> Outcome:
        fault = self._fault(now)
        if fault in ("", "answer lost"):
            self.arrived.append((letter.message.address.chat, letter.part.text))
            if letter.message.kind == "digest":
                person, day = letter.message.address.chat, local(now).date()
                self.report.digests.append(f"{person} {day}")
        if not fault:
            return Outcome(letter, sent=Sent(f"n{len(self.arrived)}"))
        unseen = fault != "refused for now"
        kind = ErrorKind.UNKNOWN if unseen else ErrorKind.TRANSIENT
        return Outcome(letter, error=ChannelError(kind, fault))

    def _fault(self, now: datetime) -> str:
        fault = ""
        if self._away(now):
            fault = "no network"
        elif self.rough and self.chance.random() < SHARE:
            fault = self.chance.choice(MIX)
        if fault:
            self.report.faults[fault] += 1
        return "refused for now" if fault == "no network" else fault

    def _judge(self) -> None:
        with self.database.read() as session:
            rows = session.execute(select(HISTORY.c.source, HISTORY.c.new_value)).all()
            ends = select(OUTBOX.c.state, OUTBOX.c.reason, OUTBOX.c.kind)
            self.report.states = Counter(
                str(row.state) if row.state == "sent" else f"{row.state} {row.kind} {row.reason}"
                for row in session.execute(ends)
            )
        written = Counter(
            (source.split(":")[1], int(value)) for source, value in rows if value is not None
        )
        wanted = [(who, 19 + n) for who in WRITERS for n in range(1, self.values[who] + 1)]
        self.report.lost = [f"{who} {value}" for who, value in wanted if written[who, value] != 1]
        seen: set[tuple[str, str]] = set()
        for chat, text in self.arrived:
            plain = text.removeprefix(REPEATED)
            if (chat, plain) in seen and plain == text:
                self.report.unmarked.append(f"{chat}: {text[:60]}")
            seen.add((chat, plain))
        told = {(chat, int(found[1])) for chat, text in seen if (found := _ECHO.search(text))}
        self.report.unanswered = [f"{who} {value}" for who, value in set(wanted) - told]
