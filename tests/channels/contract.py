"""What a network must bring to be put to the contract of `bot.channels.port`.

A channel joins by a `Rig` and by one line in `NETWORKS`. `test_contract.py` knows no network: it
asks the rig to do what people do, and looks at what they get.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Literal, Self

from bot.channels.port import Channel, ErrorKind
from bot.inbox.rim import Receive
from domain.talk.messages import Address, Attachment, Choice
from tests.support.fake_server import FakeServer, Fault, closed_url

# What a network can do beyond carrying texts to people; `Rig.can` names it.
HEARS = "hears"  # people can write to the bot
CUTS = "cuts"  # a line can be cut, so that nobody knows whether a message has arrived
AGAIN = "again"  # a message that was not kept is brought again
PEOPLE = "people"  # messages of different people do not wait for one another
TAPS = "taps"  # a button can be tapped
CORRECTS = "corrects"  # people can change what they have written
FILES = "files"  # people can send files
OTHERS = "others"  # people can send what the bot cannot read
SIGNALS = "signals"  # the network tells when the bot is blocked

Drop = Literal["before", "after"]


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as the person gets it."""

    text: str = ""  # or the caption
    buttons: tuple[str, ...] = ()
    content: bytes = b""  # of its picture or file


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that goes wrong with the next message, and what it must come to."""

    name: str
    arrange: Callable[[Any], None]  # with the rig
    kind: ErrorKind
    retry_after: float | None = None
    moved_to: str | None = None


class Rig:
    """A network with its people: a context manager that starts the fakes it needs on `stack`.

    Person 0 is known to the bot (has written, or whatever it takes) and has `address`.
    """

    can: frozenset[str] = frozenset()
    secrets: tuple[str, ...] = ()  # what may be seen in no log and in no exception
    links = False  # the channel can turn a file that the network does not carry into a link
    failures: tuple[Failure, ...] = ()  # everything that the network can refuse
    address: Address

    def channel(self, url: str = "") -> Channel:
        """A new channel, made inside the running loop; `url` instead of where the fake is."""
        raise NotImplementedError

    def nowhere(self) -> str:
        """A place where there is no network."""
        raise NotImplementedError

    def attempts(self) -> int:
        """How often the channel has tried to send a text."""
        raise NotImplementedError

    def cut(self, drop: Drop) -> None:
        """The line of the next text is cut, before or after the text has its effect."""
        raise NotImplementedError

    @asynccontextmanager
    async def listening(self, channel: Channel, receive: Receive) -> AsyncIterator[None]:
        """Messages go to `receive` as long as this is open. By webhook: override it."""
        task = asyncio.create_task(channel.run(receive))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def write(self, text: str, person: int = 0) -> None:
        raise NotImplementedError

    def seen(self) -> list[Seen]:
        """All that person 0 has got, in order; a message that was edited as it is now."""
        raise NotImplementedError

    def tap(self, choice: Choice) -> None:
        """Person 0 taps a button of the last message."""
        raise NotImplementedError

    def correct(self, text: str) -> None:
        """Person 0 changes the last message that they wrote."""
        raise NotImplementedError

    def send_file(self, file: Attachment) -> None:
        raise NotImplementedError

    def send_other(self) -> None:
        """Person 0 sends a sticker, a voice message or the like."""
        raise NotImplementedError

    def block(self) -> None:
        raise NotImplementedError

    def __enter__(self) -> Self:
        self.stack = ExitStack()
        with self.stack:
            self.start()
            self.stack = self.stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self.stack.close()

    def start(self) -> None:
        """Enter the fakes on `self.stack`, introduce person 0."""


class HttpRig(Rig):
    """A network that is called by HTTP: its fake counts the requests and cuts the lines."""

    fake: FakeServer
    operation: str  # what the fake calls the sending of a text

    def nowhere(self) -> str:
        return closed_url()

    def attempts(self) -> int:
        return sum(self.fake.operation(asked) == self.operation for asked in self.fake.requests)

    def cut(self, drop: Drop) -> None:
        self.fake.faults.add(self.operation, Fault(drop=drop))


def telegram(driver: str) -> Rig:
    from tests.channels.telegram_rig import TelegramRig

    return TelegramRig(driver)


def zalo(kind: str) -> Rig:
    from tests.channels import zalo_rigs

    rig: Rig = getattr(zalo_rigs, kind)()
    return rig


def mail() -> Rig:
    from tests.channels.email_rig import EmailRig

    return EmailRig()


NETWORKS: dict[str, Callable[[], Rig]] = {
    "telegram-aiogram": lambda: telegram("aiogram"),
    "telegram-ptb": lambda: telegram("ptb"),
    "zalo-bot": lambda: zalo("ZaloBotRig"),
    "zalo-bot-webhook": lambda: zalo("ZaloBotWebhookRig"),
    "zalo-oa": lambda: zalo("ZaloOaRig"),
    "email": mail,
}
