"""E-mail as a channel that only sends: for who has no chat, or as the way out of a failed one.

What is refused means what the server's code says; a line that is lost once the text was on its way
leaves open whether it has arrived.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import TYPE_CHECKING, Any

from bot.channels.fit import fit
from bot.channels.port import ChannelError, ErrorKind, Limits, Sent
from bot.inbox.rim import Receive
from domain.talk.messages import Address, Attachment, Reply

if TYPE_CHECKING:
    from aiosmtplib import SMTPResponseException

NAME = "email"
MIB = 2**20
LIMITS = Limits(
    text=100_000,
    caption=100_000,
    image_bytes=10 * MIB,
    file_bytes=10 * MIB,
    per_second=5.0,
    per_chat_second=1.0,
)
SECONDS = 30.0
SUBJECT_LETTERS = 120
DENIED = frozenset({530, 534, 535, 538})  # who we are is not believed
NO_SUCH_BOX = "5.1."  # of the enhanced codes: the address itself is wrong


@dataclass(frozen=True, slots=True)
class PostOffice:
    """Where mail is handed in. `tls`: "starttls", "tls", or "none"."""

    host: str
    port: int
    tls: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)


class EmailChannel:
    """See the module."""

    name = NAME
    limits = LIMITS

    def __init__(self, server: PostOffice, sender: str, clock: Callable[[], datetime]) -> None:
        self._server = server
        self._sender = sender
        self._clock = clock

    async def run(self, receive: Receive) -> None:
        """Wait until cancelled: nobody is heard here."""
        await asyncio.Event().wait()

    async def send(self, address: Address, reply: Reply) -> Sent:
        """Hand it in; a reply that `fit` would split goes in several mails."""
        parts = fit(reply, LIMITS)
        if not parts or not all(part.text.strip() or part.files for part in parts):
            raise ChannelError(ErrorKind.REFUSED, "empty")
        if parseaddr(address.chat)[1] != address.chat or "@" not in address.chat:
            raise ChannelError(ErrorKind.REFUSED, "no_address")
        for part in parts:
            mail = self._mail(address.chat, part)
            await self._hand_in(mail)
        return Sent(str(mail["Message-ID"]))

    async def edit(self, address: Address, message_id: str, reply: Reply) -> Sent:
        """What was posted stays as it is."""
        raise ChannelError(ErrorKind.REFUSED, "no_edit")

    async def close(self) -> None:
        """Each mail has a line of its own: nothing is held open."""

    def _mail(self, to: str, reply: Reply) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = self._sender
        mail["To"] = to
        mail["Subject"] = _subject(reply)
        mail["Date"] = format_datetime(self._clock())
        domain = parseaddr(self._sender)[1].rpartition("@")[2] or "localhost"
        mail["Message-ID"] = f"<{secrets.token_hex(16)}@{domain}>"
        mail["Auto-Submitted"] = "auto-generated"  # no machine shall answer it
        mail.set_content(reply.text, cte="base64")
        for file in reply.files:
            _attach(mail, file)
        return mail

    async def _hand_in(self, mail: EmailMessage) -> None:
        import aiosmtplib

        client = aiosmtplib.SMTP(
            hostname=self._server.host,
            port=self._server.port,
            use_tls=self._server.tls == "tls",
            start_tls=self._server.tls == "starttls",
            timeout=SECONDS,
        )
        try:
            await self._greet(client)
            await self._post(client, mail)
            with suppress(aiosmtplib.SMTPException, OSError):  # it is taken, whatever comes now
                await client.quit()
        finally:
            client.close()

    async def _greet(self, client: Any) -> None:
        """Open the line and say who we are."""
        import aiosmtplib

        try:
            await client.connect()
            if self._server.user:
                await client.login(self._server.user, self._server.password)
        except aiosmtplib.SMTPResponseException as error:
            raise _meant(error) from None
        except (aiosmtplib.SMTPException, OSError, ValueError):
            raise ChannelError(ErrorKind.TRANSIENT, "no_server") from None

    async def _post(self, client: Any, mail: EmailMessage) -> None:
        import aiosmtplib

        try:
            await client.send_message(mail)
        except aiosmtplib.SMTPRecipientsRefused as refused:
            raise _meant(refused.recipients[0]) from None
        except aiosmtplib.SMTPResponseException as error:
            raise _meant(error) from None
        except (aiosmtplib.SMTPException, OSError):
            raise ChannelError(ErrorKind.UNKNOWN, "line_lost") from None


def _subject(reply: Reply) -> str:
    """The first line; of a file alone its name."""
    first = next((line.strip() for line in reply.text.splitlines() if line.strip()), "")
    words = first or next((file.name for file in reply.files), "")
    return words if len(words) <= SUBJECT_LETTERS else words[: SUBJECT_LETTERS - 1] + "…"


def _attach(mail: EmailMessage, file: Attachment) -> None:
    media, _, kind = file.media.partition(";")[0].partition("/")
    mail.add_attachment(
        file.content, maintype=media, subtype=kind or "octet-stream", filename=file.name
    )


def _meant(error: SMTPResponseException) -> ChannelError:
    """What a code of the server comes to: 4xx for now, 5xx for good."""
    code = f"smtp_{error.code}"
    if error.code in DENIED:
        return ChannelError(ErrorKind.UNAUTHORISED, code)
    if 400 <= error.code < 500:
        return ChannelError(ErrorKind.TRANSIENT, code)
    if error.message.startswith(NO_SUCH_BOX):
        return ChannelError(ErrorKind.BLOCKED, code)
    return ChannelError(ErrorKind.REFUSED, code)
