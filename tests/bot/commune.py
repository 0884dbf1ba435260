"""The sample commune with people on Telegram and Zalo, and a day that a test goes through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from bot.inbox.inbox import receive
from domain.dates.moments import parse_at
from domain.talk.messages import Address, Attachment, Incoming, Signal
from handlers.load.load import load_people
from handlers.report.parts import parts
from handlers.work import Work
from scheduler.tick import tick
from storage.catalogue.catalogue import Catalogue
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.people_files import load_people as read_people
from storage.database.database import Database
from storage.database.states import AddressState as State
from storage.messages.delivery import ready, settle_all_sent
from storage.messages.outbox import OUTBOX, Message, messages
from storage.people.officials import link_address, mark_address, official, prefer_address
from tests.bot.outbox.outbox_rig import catalogue_once
from tests.support.remembered import Beginning, This

FIRST_RING = "2024-08-28 07:30"
TELEGRAM: Mapping[str, str] = {"lan": "101", "tuan": "102", "hoa": "103", "dung": "104"}
ZALO: Mapping[str, str] = {"lan": "z101", "quynh": "z107"}


@dataclass
class Commune:
    """Everybody's console is closed; `now` goes where a test puts it."""

    database: Database
    now: datetime = field(default_factory=lambda: parse_at(FIRST_RING))
    catalogue: Catalogue = field(default_factory=catalogue_once)

    def __post_init__(self) -> None:
        self._events = count(1)
        self._begun = Beginning(self.database)
        self._begun.go_on((type(self), This(self.catalogue), self.now), self._settle)

    def _settle(self) -> None:
        people, faults = read_people(CATALOGUE / "samples" / "bac-son" / "people.toml")
        assert faults == ()
        with self.work() as work:
            load_people(work, people)
            for _, console in people.addresses:
                mark_address(work.session, console, State.REVOKED, "test", self.now)
            for channel, chats in (("zalo_bot", ZALO), ("telegram", TELEGRAM)):
                for official_id, chat in chats.items():
                    link_address(work.session, official_id, Address(channel, chat), self.now)
                    prefer_address(work.session, Address(channel, chat), self.now)

    @contextmanager
    def work(self) -> Iterator[Work]:
        with self.database.work() as session:
            yield Work(session, self.catalogue, self.now)

    def at(self, moment: str) -> None:
        self.now = parse_at(moment)

    def ring(self) -> None:
        """What is due now, and all of it arrives."""
        self._begun.go_on(("ring", self.now), self._ring)

    def _ring(self) -> None:
        tick(self.database, self.catalogue, self.now)
        self.deliver()

    def deliver(self) -> None:
        """Everything that waits arrives."""
        while True:
            with self.database.work() as session:
                waiting = ready(session, ["telegram", "zalo_bot"], self.now, 100)
                settle_all_sent(session, [(each.id, f"n{each.id}") for each in waiting], self.now)
            if not waiting:
                return

    def say(
        self,
        address: str,
        text: str = "",
        signal: Signal | None = None,
        *,
        choice: str = "",
        file: Attachment | None = None,
    ) -> Message | None:
        """Somebody writes, taps or sends a file, or something happens to the chat; the answer."""
        number = next(self._events)
        incoming = Incoming(
            f"e{number}",
            Address.parse(address),
            text,
            self.now,
            signal=signal,
            choice=choice,
            file=file,
            message_id=f"{number}",
        )
        assert receive(self.database, self.catalogue, incoming, self.now)
        found = [each for each in self.outbox() if each.key.endswith(f":e{number}")]
        return found[0] if found else None

    def fill_all(self, official_id: str, until: str | None = None) -> None:
        """The person gives every figure that is owed: as in the period before, or none; no more
        than those of one field and what is asked in front of them."""
        for _ in range(60):
            with self.work() as work:
                owed = parts(work, official(work.session, official_id))
            if not owed or not owed[0].open_codes:
                return
            if until and not owed[0].sheet.open_codes(until):
                return
            answer = self.say(f"telegram:{TELEGRAM[official_id]}", "nkt")
            assert answer is not None
            if "?" in answer.reply.text:
                self.say(f"telegram:{TELEGRAM[official_id]}", "đúng")
        raise AssertionError("it does not end")

    def outbox(self, kind: str = "") -> list[Message]:
        with self.database.read() as session:
            ids = session.execute(OUTBOX.select().with_only_columns(OUTBOX.c.id)).scalars().all()
            found = messages(session, ids)
        return [each for each in found if not kind or each.kind == kind]
