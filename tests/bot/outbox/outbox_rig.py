"""An outbox with a clock of its own, and a network that does what a test says."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

from sqlalchemy import select

from bot.channels.port import Channel, ChannelError, ErrorKind, Limits, Sent
from bot.inbox.rim import Receive
from bot.links import Links
from bot.outbox.books import Books, Letter, Outcome
from domain.talk.messages import Address, Reply
from handlers.work import Work
from storage.catalogue.catalogue import Catalogue, load_catalogue
from storage.database.database import Database
from storage.messages.outbox import OUTBOX, Message, messages, queue

MORNING = datetime(2024, 9, 9, 0, 31, tzinfo=UTC)  # 07:31 in Viet Nam
TELEGRAM = Limits(
    text=4096,
    caption=1024,
    buttons=True,
    edit=True,
    image_bytes=2**20,
    file_bytes=2**20,
    per_second=1000,
    per_chat_second=1000,
)
ZALO = Limits(text=2000, per_second=1000, per_chat_second=1000)


class Network:
    """A channel in memory. `fail` says what the next sends to a chat come to."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self.sent: list[tuple[str, str]] = []  # chat, text
        self.edited: list[tuple[str, str, str]] = []  # chat, message id, text
        self.files: list[tuple[str, str]] = []  # chat, file name
        self.flying = 0
        self.most_flying = 0
        self._failures: defaultdict[str, deque[ChannelError]] = defaultdict(deque)

    def fail(self, chat: str, kind: ErrorKind, times: int = 1, **more: object) -> None:
        self._failures[chat] += [ChannelError(kind, "test", **more) for _ in range(times)]  # type: ignore[arg-type]

    async def run(self, receive: Receive) -> None: ...

    async def send(self, address: Address, reply: Reply) -> Sent:
        if self._failures[address.chat]:
            raise self._failures[address.chat].popleft()
        self.sent.append((address.chat, reply.text))
        self.files += [(address.chat, file.name) for file in reply.files]
        return Sent(f"{self.name}-{len(self.sent)}")

    async def edit(self, address: Address, message_id: str, reply: Reply) -> Sent:
        if self._failures[address.chat]:
            raise self._failures[address.chat].popleft()
        self.edited.append((address.chat, message_id, reply.text))
        return Sent(message_id)

    async def close(self) -> None: ...


catalogue_once = cache(load_catalogue)


@dataclass
class Desk:
    """The books of an outbox, used step by step without any network."""

    database: Database
    channels: Mapping[str, Channel] = field(
        default_factory=lambda: {
            "telegram": Network("telegram", TELEGRAM),
            "zalo_bot": Network("zalo_bot", ZALO),
        }
    )
    now: datetime = MORNING
    obligation_id: int = 0
    links: Links | None = None
    catalogue: Catalogue = field(default_factory=catalogue_once)

    def __post_init__(self) -> None:
        self.books = Books(
            self.database, self.catalogue, self.channels, self.links, lambda: self.now, lambda: 0.5
        )

    def put(
        self,
        text: str | Reply = "tin",
        to: str = "telegram:99",
        kind: str = "alarm",
        official: str | None = None,
        **more: object,
    ) -> int:
        """Queue a message; its id."""
        reply = text if isinstance(text, Reply) else Reply(text)
        with self.database.work() as session:
            key = str(more.pop("key", f"key-{text if isinstance(text, str) else id(text)}-{to}"))
            address = Address.parse(to)
            id_ = queue(session, key, address, official, kind, reply, self.now, **more)  # type: ignore[arg-type]
        assert id_ is not None
        return id_

    def take(self) -> list[Letter]:
        """Everything that is ready, taken."""
        return list(self.books.turn([], [ready.id for ready in self.books.look()]).letters)

    def sent(self, letter: Letter, network_id: str = "n1") -> None:
        self.books.turn([Outcome(letter, sent=Sent(network_id))], [])

    def failed(self, letter: Letter, kind: ErrorKind, **more: object) -> None:
        error = ChannelError(kind, "test", **more)  # type: ignore[arg-type]
        self.books.turn([Outcome(letter, error=error)], [])

    def fail(self, id_: int, kind: ErrorKind, **more: object) -> Message:
        """Take the message, let it fail, and see what became of it."""
        (letter,) = [letter for letter in self.take() if letter.message.id == id_]
        self.failed(letter, kind, **more)
        return self.message(id_)

    def message(self, id_: int) -> Message:
        with self.database.read() as session:
            (found,) = messages(session, [id_])
        return found

    def everything(self) -> list[Message]:
        with self.database.read() as session:
            return list(messages(session, session.execute(select(OUTBOX.c.id)).scalars()))

    def to(self, address: str) -> list[Message]:
        """All messages to an address, oldest first."""
        return [each for each in self.everything() if str(each.address) == address]

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def work(self, session: object) -> Work:
        return Work(session, self.catalogue, self.now)  # type: ignore[arg-type]
