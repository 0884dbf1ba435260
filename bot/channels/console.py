"""The terminal as a channel: no network, no token.

The outbox is the mailbox: what was queued for `console:lan` waits there until Lan looks.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.drawn import drawn
from bot.inbox.inbox import receive
from domain.talk.messages import Address, Attachment, Choice, Incoming, Reply
from domain.talk.sendable import unwanted
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database
from storage.messages import inbox, outbox
from storage.messages.delivery import settle_all_sent
from storage.messages.outbox import Message

NAME = "console"
PREFIX = "bot> "
CONTINUES = "\\"
SEND = ("/tep", "/tệp")
AT_ONCE = 100
EVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass
class Terminal:
    """One person at a terminal. `clock` gives the present moment, frozen or running."""

    database: Database
    catalogue: Catalogue
    address: Address
    clock: Callable[[], datetime]
    files: Path
    choices: tuple[Choice, ...] = field(default=())

    def waiting(self) -> Iterator[str]:
        """Take what waits in the mailbox and give it line by line, ready to print."""
        while messages := self.take():
            for message in messages:
                yield from self.lines(message)

    def lines(self, message: Message) -> Iterator[str]:
        """One message as lines; its choices can be typed from now on."""
        self.choices = message.reply.choices
        yield from lines_of(message.reply, self.files)

    def take(self) -> tuple[Message, ...]:
        """What waits in the mailbox, marked as delivered."""
        now = self.clock()
        with self.database.work() as session:
            messages = outbox.waiting(session, self.address, now, AT_ONCE)
            settle_all_sent(session, [(each.id, f"{NAME}-{each.id}") for each in messages], now)
        return messages

    def hear(self, text: str) -> None:
        """One message of the person; a shown choice may be typed with or without brackets, and
        `/tep PATH` sends a file, with the lines below as the words beside it.

        Raises NoSuchFile.
        """
        now = self.clock()
        text, file, unread = sent_in(text, self.files)
        with self.database.read() as session:
            number = inbox.count_from(session, self.address, EVER) + 1
        event_id = f"{self.address.chat}-{number}"
        incoming = Incoming(
            event_id=event_id,
            address=self.address,
            text=text,
            at=now,
            choice=self._choice(text),
            message_id=event_id,
            file=file,
            unread=unread,
        )
        receive(self.database, self.catalogue, incoming, now)

    def _choice(self, text: str) -> str:
        typed = text.strip().removeprefix("[").removesuffix("]").strip().lower()
        return next((c.data for c in self.choices if c.words.lower() == typed), "")


class NoSuchFile(Exception):
    """`/tep` names a file that is not there; the text is its name."""


def sent_in(text: str, files: Path) -> tuple[str, Attachment | None, str]:
    """The words, the file and why it is not taken (`domain.talk.sendable`) of a typed message.
    A file is looked for as it is named, and among those that the bot has given out."""
    first, _, words = text.strip().partition("\n")
    command, _, named = first.partition(" ")
    if command.lower() not in SEND or not named.strip():
        return text, None, ""
    name = Path(named.strip().strip("\"'")).expanduser()
    path = name if name.is_file() else files / name
    if not path.is_file():
        raise NoSuchFile(str(name))
    media = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if unread := unwanted(path.name, media, path.stat().st_size):
        return words, None, unread
    return words, Attachment(path.name, media, path.read_bytes()), ""


def lines_of(reply: Reply, files: Path) -> Iterator[str]:
    """A message as lines: text, choices as `[…]`, files as the path they were written to."""
    yield from (PREFIX + line for line in reply.text.splitlines())
    if reply.choices:
        yield PREFIX + " ".join(f"[{choice.words}]" for choice in reply.choices)
    for attachment in reply.files:
        files.mkdir(parents=True, exist_ok=True)
        path = files / (Path(attachment.name).name or "tep")  # the name may be a person's own
        path.write_bytes(drawn(attachment).content)
        yield PREFIX + str(path)


def messages_from(lines: Iterator[str]) -> Iterator[str]:
    """Typed lines as messages: a line that ends with a backslash goes on in the next one."""
    held: list[str] = []
    for line in lines:
        text = line.rstrip("\r\n")
        held.append(text.removesuffix(CONTINUES))
        if not text.endswith(CONTINUES):
            message = "\n".join(held).strip()
            held = []
            if message:
                yield message
    if message := "\n".join(held).strip():
        yield message
