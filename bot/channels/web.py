"""A page on this machine as a channel: no network, no token.

A message counts as delivered once it is marked as sent, for the page shows what the outbox and the
inbox hold. So nothing is lost when the page is closed, and it is the same when it is opened again.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from datetime import datetime

from bot.channels.port import ChannelError, ErrorKind, Limits, Sent
from bot.inbox.rim import Receive
from domain.talk.messages import Address, Attachment, Incoming, Reply

NAME = "web"
MIB = 2**20
LIMITS = Limits(
    text=4096,
    caption=4096,
    buttons=True,
    edit=True,
    image_bytes=10 * MIB,
    file_bytes=50 * MIB,
    per_second=500.0,
    per_chat_second=50.0,
)


class WebChannel:
    """See the module; the web server brings what people type by `incoming`."""

    name = NAME
    limits = LIMITS

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    async def run(self, receive: Receive) -> None:
        """Wait until cancelled: what is typed comes through the web server."""
        await asyncio.Event().wait()

    def incoming(
        self,
        chat: str,
        text: str,
        choice: str = "",
        file: Attachment | None = None,
        unread: str = "",
        message_id: str = "",
        edited: bool = False,
    ) -> Incoming:
        """What a person typed, tapped, changed or sent just now. `message_id` names the message
        under which is tapped, or which is changed; what is said anew names itself."""
        event_id = f"{chat}-{secrets.token_hex(8)}"
        return Incoming(
            event_id=event_id,
            address=Address(NAME, chat),
            text=text,
            at=self._clock(),
            choice=choice,
            edited=edited,
            message_id=message_id or event_id,
            file=file,
            unread=unread,
        )

    async def send(self, address: Address, reply: Reply) -> Sent:
        """The page reads it from the outbox."""
        if not reply.text.strip() and not reply.files:
            raise ChannelError(ErrorKind.REFUSED, "empty")
        return Sent(f"{NAME}-{secrets.token_hex(8)}")

    async def edit(self, address: Address, message_id: str, reply: Reply) -> Sent:
        """The page shows it in the place of the earlier one."""
        if not reply.text.strip():
            raise ChannelError(ErrorKind.REFUSED, "empty")
        return Sent(message_id)

    async def close(self) -> None:
        """There is nothing to give back."""
