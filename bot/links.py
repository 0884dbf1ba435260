"""Addresses at which files are fetched that a network does not carry, and those of pages: signed,
and for a time.

The signature of a file names the message, the place of the file in it, and the address it was sent
to; that of a page names the page, what it is for, and the person it was given to. Whether they may
still have it is asked of the database when it is fetched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from itsdangerous import BadSignature, SignatureExpired, TimestampSigner, URLSafeTimedSerializer

from domain.talk.messages import Address, Attachment
from storage.database.states import PagePurpose
from storage.messages.outbox import Message
from storage.messages.pages import Page

VALID_FOR = timedelta(days=7)
REMEMBERED = 256  # messages with their files: more than are sent at once


class LinkFault(Exception):
    """A link that opens nothing; the text is a code: "bad" or "expired"."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a genuine link names."""

    outbox_id: int
    position: int
    owner: str  # fingerprint of the address

    def belongs_to(self, address: Address) -> bool:
        """True where the file was sent to this address."""
        return self.owner == fingerprint(address)


class Links:
    """Makes and reads links. `base_url` is where the public reaches this server."""

    def __init__(
        self,
        secret: str,
        base_url: str,
        clock: Callable[[], datetime],
        valid_for: timedelta = VALID_FOR,
    ) -> None:
        self._serializer = _serializer(secret, "nhacviec.file", clock)
        self._base = base_url.rstrip("/")
        self._valid_for = valid_for
        self._sending: dict[Address, Message] = {}

    def of(self, message: Message) -> Link:
        """The links of a message's files. It is remembered as the one being sent to its address,
        for networks that fetch pictures themselves."""
        self._sending.pop(message.address, None)
        if message.reply.files:
            self._sending[message.address] = message
        if len(self._sending) > REMEMBERED:
            del self._sending[next(iter(self._sending))]
        return lambda file: self._of(message, file)

    def of_file(self, file: Attachment, address: Address) -> str:
        """The link of a file that is just being sent to an address."""
        return self._of(self._sending[address], file)

    def to(self, outbox_id: int, address: Address, position: int, name: str) -> str:
        """The link of one file of a message."""
        token = self._serializer.dumps([outbox_id, position, fingerprint(address)])
        return f"{self._base}/f/{token}/{quote(name)}"

    def read(self, token: str) -> Claim:
        """What a link names; LinkFault where it is not ours or too old."""
        return Claim(*_named(self._serializer, token, self._valid_for, 3))

    def _of(self, message: Message, file: Attachment) -> str:
        return self.to(message.id, message.address, position_of(message, file), file.name)


class PageLinks:
    """Makes and reads the links of pages. `base_url` is where people's browsers reach this server.

    How long a page is good for stands with it in the database; no signature outlives `longest`.
    """

    def __init__(
        self,
        secret: str,
        base_url: str,
        clock: Callable[[], datetime],
        longest: timedelta = VALID_FOR,
    ) -> None:
        self._serializer = _serializer(secret, "nhacviec.page", clock)
        self._longest = longest
        self.base = base_url.rstrip("/")

    def to(self, page: Page) -> str:
        """The link of a page."""
        owner = fingerprint(page.official_id)
        token = self._serializer.dumps([page.id, page.purpose.value, owner])
        return f"{self.base}{PATHS[page.purpose]}/{token}"

    def read(self, token: str) -> PageClaim:
        """What a link names; LinkFault where it is not ours or too old."""
        return PageClaim(*_named(self._serializer, token, self._longest, 3))


PATHS = {PagePurpose.FORM: "/p", PagePurpose.DESK: "/t"}


@dataclass(frozen=True, slots=True)
class PageClaim:
    """What a genuine link of a page names."""

    page_id: int
    purpose: str
    owner: str  # fingerprint of the person

    def is_for(self, page: Page) -> bool:
        """True where this page was given to this person, for this."""
        return self.purpose == page.purpose and self.owner == fingerprint(page.official_id)


def _serializer(secret: str, salt: str, clock: Callable[[], datetime]) -> Any:
    class Signer(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(clock().timestamp())

    return URLSafeTimedSerializer(
        secret, salt=salt, signer=Signer, signer_kwargs={"digest_method": hashlib.sha256}
    )


def _named(serializer: Any, token: str, valid_for: timedelta, size: int) -> list[Any]:
    try:
        named = serializer.loads(token, max_age=int(valid_for.total_seconds()))
    except SignatureExpired:
        raise LinkFault("expired") from None
    except (BadSignature, ValueError, TypeError):
        raise LinkFault("bad") from None
    if not isinstance(named, list) or len(named) != size:
        raise LinkFault("bad")
    return named


def position_of(message: Message, file: Attachment) -> int:
    """The place of a file in its message."""
    for position, each in enumerate(message.reply.files):
        if each is file:
            return position
    return message.reply.files.index(file)


def fingerprint(owner: Address | str) -> str:
    """An address, or a person, that cannot be read out of a link."""
    return hashlib.sha256(str(owner).encode()).hexdigest()[:16]


Link = Callable[[Attachment], str]
