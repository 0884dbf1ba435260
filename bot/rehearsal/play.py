"""Playing a script: the clock moves, the bot rings, people speak, and all of it becomes text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from bot.channels.console import NAME, NoSuchFile, sent_in
from bot.inbox.inbox import receive
from bot.moving_clock import rings
from bot.rehearsal.invited import code_of
from bot.rehearsal.on_page import fill_in, link_of
from bot.rehearsal.phone import Phone
from bot.rehearsal.transcript import (
    CODE,
    MachineOrder,
    Move,
    Script,
    ScriptFault,
    Utterance,
    heard,
    moved,
    opening,
    ordered,
    refuse_near_name,
    told,
)
from domain.talk.messages import Address, Attachment, Incoming
from handlers.pages.form import FormPage
from handlers.wording.say import say
from handlers.work import Work
from scheduler.tick import tick
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database
from storage.messages import outbox
from storage.messages.delivery import settle_all_sent
from storage.messages.outbox import Message
from storage.messages.pages import Page, page
from storage.people.officials import all_officials, link_address, prefer_address

GROUP = "nhom"
AT_ONCE = 100
Machine = Callable[[Database, MachineOrder, datetime], Sequence[str]]
"""What is printed where somebody at the machine gives a command."""


@dataclass
class Play:
    """One performance: its store, its present moment, and what it counts."""

    database: Database
    catalogue: Catalogue
    files: Path  # where the bot's files are put
    given: Path = Path()  # where the files lie that people send
    now: datetime | None = None
    heard: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    shown: datetime | None = None  # the moment of the last `at` line
    shown_to: set[str] = field(default_factory=set)  # `only: lan hoa`; empty: everybody
    network: str = NAME  # of everybody, where nothing else is said
    phones: dict[Address, Phone] = field(default_factory=dict)
    given_pages: dict[Address, int] | None = None  # the last link of a chat; None: no pages here
    machine: Machine | None = None  # where the play goes on a machine that takes commands
    left_pages: dict[int, FormPage | None] = field(default_factory=dict)  # as they were left open

    def lines(self, script: Script, advance: Callable[[], object] = lambda: None) -> Iterator[str]:
        """The whole transcript. ScriptFault for a step that cannot be played."""
        self.shown_to = set(script.header.get("only", "").split())
        self.network = script.header.get("network", NAME)
        self._meet(script)
        if any(isinstance(step, Utterance) and step.on_page for step in script.steps):
            self.given_pages = {}
        yield from opening(script)
        for step in script.steps:
            advance()
            match step:
                case Move(at):
                    yield from self._move(at)
                case Utterance():
                    yield from self._say(step)
                case MachineOrder():
                    yield from self._order(step)

    def follow(self, script: Script) -> None:
        """Play what went before: everybody goes on from there, and counting begins anew."""
        for _ in self.lines(script):
            pass
        self.heard.clear()
        self.told.clear()

    def _meet(self, script: Script) -> None:
        """Everybody gets a phone; a name that is nearly somebody's is a slip."""
        with self.database.work() as session:
            people = [*all_officials(session)]
            for step in script.steps:
                if isinstance(step, Utterance):
                    refuse_near_name(step.official_id, people, step.line)
            for name in self.shown_to:
                refuse_near_name(name, people, 1)
            if self.network == NAME:
                return
            at = next(step.at for step in script.steps if isinstance(step, Move))
            for name in people:
                address = Address(self.network, name)
                link_address(session, name, address, at)
                prefer_address(session, address, at)

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

    def _order(self, order: MachineOrder) -> Iterator[str]:
        """A command is given at the machine; its files lie where those of the bot are put."""
        if self.machine is None:
            raise ScriptFault(order.line, "play.no_machine")
        yield from self._at()
        printed = self.machine(self.database, order, self._moment())
        yield from ordered(order, map(self._bare, printed))
        yield from self._deliver()

    def _say(self, spoken: Utterance) -> Iterator[str]:
        self.heard[spoken.official_id] += 1
        yield from heard(spoken)
        if spoken.on_page:
            yield from self._fill_in(spoken)
            return
        phone = self._phone_of(spoken)
        incoming = self._incoming(spoken, phone)
        if spoken.again is None:
            phone.came(incoming)
        link = None if self.given_pages is None else self._page_link
        receive(self.database, self.catalogue, incoming, incoming.at, page_link=link)
        yield from self._deliver()

    def _fill_in(self, spoken: Utterance) -> Iterator[str]:
        """Somebody opens the page whose link they were given, and fills it in."""
        phone = self._phone_of(spoken)
        page_id = (self.given_pages or {}).get(phone.address)
        if page_id is None:
            raise ScriptFault(spoken.line, "play.no_page", name=spoken.official_id)
        with self.database.work() as session:
            opened = page(session, page_id)
            assert opened is not None  # its link was given
            work = Work(session, self.catalogue, self._moment())
            filled = fill_in(work, opened, self.left_pages.get(page_id), spoken)
        self.left_pages[page_id] = filled.page
        yield from told(f"{spoken.official_id} ({say('play.words.page')})", filled.lines)
        yield from self._deliver()

    def _page_link(self, given: Page) -> str:
        assert self.given_pages is not None  # pages are played
        self.given_pages[given.address] = given.id
        return link_of(given)

    # -- what a person does ----------------------------------------------------------------------

    def _phone_of(self, spoken: Utterance) -> Phone:
        """Where it is said; an address on another network is linked when it is first used."""
        own = Address(spoken.network or self.network, spoken.official_id)
        address = Address(own.channel, GROUP) if spoken.in_group else own
        if own not in self.phones and own.channel != self.network:
            with self.database.work() as session:
                if spoken.official_id in all_officials(session):
                    link_address(session, spoken.official_id, own, self._moment())
        self._phone(own)
        return self._phone(address)

    def _phone(self, address: Address) -> Phone:
        return self.phones.setdefault(address, Phone(address))

    def _incoming(self, spoken: Utterance, phone: Phone) -> Incoming:
        if spoken.again is not None:
            return phone.event(spoken, spoken.again)
        event_id = f"{phone.address.chat}-{len(phone.events) + 1}"
        incoming = Incoming(
            event_id=event_id,
            address=phone.address,
            text="",
            at=self._moment(),
            message_id=event_id,
            in_group=spoken.in_group,
            sender=spoken.official_id if spoken.in_group else "",
        )
        if spoken.tap:
            choice, message = phone.tapped(spoken)
            return replace(incoming, choice=choice.data, message_id=_network_id(message))
        text, file, unread = self._sent(spoken)
        if spoken.invited:
            text = text.replace(CODE, self._code(spoken))
        incoming = replace(incoming, text=text, file=file, unread=unread)
        if spoken.edits is None:
            return incoming
        message_id = phone.message(spoken, spoken.edits).message_id
        return replace(incoming, edited=True, message_id=message_id)

    def _sent(self, spoken: Utterance) -> tuple[str, Attachment | None, str]:
        """The words, the file and why it is not taken; a file of the writer's, or of the bot's."""
        try:
            return sent_in(spoken.text, self.given)
        except NoSuchFile as missing:
            try:
                return sent_in(spoken.text, self.files)
            except NoSuchFile:
                raise ScriptFault(
                    spoken.line, "play.no_file", name=missing, folder=self.given
                ) from None

    def _code(self, spoken: Utterance) -> str:
        """What stands on the page that was printed for whoever speaks."""
        with self.database.read() as session:
            person = all_officials(session).get(spoken.official_id)
        code = code_of(person.name, self.files) if person else None
        if code is None:
            raise ScriptFault(spoken.line, "play.no_code", name=spoken.official_id)
        return code

    def _moment(self) -> datetime:
        assert self.now is not None  # a script begins with `at`
        return self.now

    # -- what the bot does -----------------------------------------------------------------------

    def _deliver(self) -> Iterator[str]:
        """Everybody looks at once: what waits in every chat, a stranger's and a group's too."""
        with self.database.read() as session:
            people = [*all_officials(session)]
            rung = outbox.addresses_waiting(session, self._moment())
        for name in people:
            self._phone(Address(self.network, name))
        order = {name: place for place, name in enumerate(people)}
        phones = sorted(
            (phone for phone in self.phones.values() if phone.address in rung),
            key=lambda phone: order.get(phone.address.chat, len(people)),
        )
        for phone in phones:
            while messages := self._take(phone.address):
                for message in messages:
                    yield from self._told(phone, message)

    def _take(self, address: Address) -> tuple[Message, ...]:
        with self.database.read() as session:
            messages = outbox.waiting(session, address, self._moment(), AT_ONCE)
        if messages:
            sent = [(message.id, _network_id(message)) for message in messages]
            with self.database.work() as session:
                settle_all_sent(session, sent, self._moment())
        return messages

    def _told(self, phone: Phone, message: Message) -> Iterator[str]:
        address = phone.address
        self.told[address.chat] += 1
        shown = list(phone.shown(message, self.files))
        if self.shown_to and address.chat not in {*self.shown_to, GROUP}:
            return
        yield from self._at()
        for lines in shown:
            yield from told(self._to(address, message), map(self._bare, lines))

    def _to(self, address: Address, message: Message) -> str:
        """To whom, on which network where that is another, and whether a message is changed."""
        name = say("play.words.to_group") if address.chat == GROUP else address.chat
        how = [address.channel] if address.channel != self.network else []
        how += [say("play.words.edit")] if message.edits is not None else []
        return f"{name} ({', '.join(how)})" if how else name

    def _bare(self, line: str) -> str:
        """A file is told without the folder it was put into."""
        return line.replace(f"{self.files}/", "")


def _network_id(message: Message) -> str:
    """The name of a message that was sent, as a network would give it."""
    return f"{message.address.channel}-{message.id}"
