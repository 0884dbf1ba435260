"""A Zalo Official Account: consultation messages with pictures, Word and PDF files, and buttons.

What comes in comes by webhook alone. Zalo waits two seconds for the answer 200, so the web server
asks `admit`, keeps the call, answers, and only then asks `take`.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

import httpx

from bot.channels.fit import as_image, fit, in_words, units
from bot.channels.port import ChannelError, ErrorKind, Limits, Sent
from bot.channels.zalo_bot_events import Unusable
from bot.channels.zalo_http import data_of, fetch, header, new_clients, object_of, post
from bot.channels.zalo_oa_events import (
    NAME,
    STALE_TOKEN,
    Receipts,
    ZaloFile,
    code_of,
    file_of,
    person_of,
    query,
    read_event,
    refusal,
)
from bot.channels.zalo_signature import is_genuine, timestamps_in
from bot.channels.zalo_tokens import Access
from bot.inbox.rim import Receive
from domain.talk.messages import Address, Attachment, Incoming, Reply
from domain.talk.sendable import unwanted

BASE_URL = "https://openapi.zalo.me"
SIGNATURE_HEADER = "X-ZEvent-Signature"

MIB = 2**20
TEXT = 2_000
BUTTONS = 5  # no number is published; five is what clients in use send
TITLE = 100
LIMITS = Limits(
    text=TEXT,
    buttons=True,
    image_bytes=MIB,
    file_bytes=5 * MIB,
    file_types=frozenset({"pdf", "doc", "docx"}),  # no xlsx
    per_second=30.0,  # 4,000 a minute for the whole application, uploads included
)

Link = Callable[[Attachment, Address], str]
"""A signed public HTTPS address of a file, for this person alone."""

Notice = Callable[[Receipts], Awaitable[None]]
"""Takes the news that messages of ours were delivered or seen."""

log = logging.getLogger(__name__)

_SECONDS = 30.0
_FILE_SECONDS = 20.0


def utc_now() -> datetime:
    return datetime.now(UTC)


async def no_notice(_: Receipts) -> None:
    """For those who do not care."""


class ZaloOaChannel:
    """One account. `secret` is the OA secret key of the webhook settings."""

    name = NAME

    def __init__(
        self,
        access: Access,
        app_id: str,
        secret: str,
        *,
        base_url: str = BASE_URL,
        link: Link | None = None,
        notice: Notice = no_notice,
        buttons: bool = True,
        enforce_signature: bool = True,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.limits = replace(LIMITS, buttons=buttons)
        self._access = access
        self._app_id = app_id
        self._secret = secret
        self._api = base_url.rstrip("/")
        self._link = link
        self._notice = notice
        self._enforce = enforce_signature
        self._clock = clock
        self.ignored: Counter[str] = Counter()  # events that carry nothing for us, by why
        self._clients = new_clients()

    # -- coming in -------------------------------------------------------------------------------

    called = True

    async def run(self, receive: Receive) -> None:
        """Keep the token alive until cancelled: messages come by webhook."""
        await self._access.keep()

    def admit(self, body: bytes, headers: Mapping[str, str]) -> str | None:
        """Whose webhook call this is; None where it needs only the 200.

        Raises ChannelError UNAUTHORISED where the signature is wrong, unless signatures are only
        logged: then the first real event shows whether ours agrees with Zalo's.
        """
        if not body.strip():
            return None
        self._check_signature(body, headers)
        return person_of(object_of(body))

    async def take(self, body: bytes, receive: Receive) -> None:
        """Take one admitted call; returns after `receive`, if it carries anything for us. Receipts
        go to `notice`."""
        event = object_of(body)
        try:
            found = read_event(event, self._clock())
        except Unusable as error:
            self.ignored[error.code] += 1
            log.info("zalo_oa event %.40r ignored: %s", event.get("event_name"), error)
            return
        if isinstance(found, Receipts):
            await self._notice(found)
            return
        file = file_of(event)
        if file is None:
            await receive(found)
        elif unread := unwanted(file.name, "", 0):
            await receive(replace(found, unread=unread))
        else:
            await receive(found, partial(self._with_file, found, file))

    def _check_signature(self, body: bytes, headers: Mapping[str, str]) -> None:
        """Before anything is parsed: the moment that is signed is looked for in the raw body."""
        given = header(headers, SIGNATURE_HEADER)
        moments = timestamps_in(body)
        if any(is_genuine(given, self._app_id, body, at, self._secret) for at in moments):
            return
        log.warning("zalo_oa webhook signature differs, %s", "given" if given else "missing")
        if self._enforce:
            raise ChannelError(ErrorKind.UNAUTHORISED, "webhook_signature")

    async def _with_file(self, incoming: Incoming, file: ZaloFile) -> Incoming:
        """The message with its file; one that cannot be had in time stays unread."""
        plain = self._api.startswith("http://")
        found = await fetch(self._clients, file.url, file.name, seconds=_FILE_SECONDS, plain=plain)
        return replace(incoming, file=found, unread="") if found else incoming

    # -- going out -------------------------------------------------------------------------------

    async def send(self, address: Address, reply: Reply) -> Sent:
        """Say it. A reply that `fit` would split is said in several messages, and is said again
        from its beginning if one of them fails: the outbox therefore queues what `fit` gives."""
        parts = fit(_tappable(reply), self.limits, self._linked(address))
        if not parts:
            raise ChannelError(ErrorKind.REFUSED, "empty")
        data: dict[str, Any] = {}
        for part in parts:
            message = await self._message(part)
            body = {"recipient": {"user_id": address.chat}, "message": message}
            data = await self._call("v3.0/oa/message/cs", json=body)
        return Sent(str(data.get("message_id", "")))

    async def edit(self, address: Address, message_id: str, reply: Reply) -> Sent:
        """There is no editing on this network."""
        raise ChannelError(ErrorKind.REFUSED, "not_editable")

    async def close(self) -> None:
        await self._clients.close(httpx.AsyncClient.aclose)

    async def _message(self, part: Reply) -> dict[str, Any]:
        if part.files:
            return await self._file_message(part.files[0])
        if not part.choices:
            return {"text": part.text}
        buttons = [
            {"title": choice.words, "type": "oa.query.show", "payload": query(choice)}
            for choice in part.choices
        ]
        return {
            "text": part.text,
            "attachment": {"type": "template", "payload": {"buttons": buttons}},
        }

    async def _file_message(self, file: Attachment) -> dict[str, Any]:
        if not as_image(self.limits, file):
            token = await self._upload("file", file, "token")
            return {"attachment": {"type": "file", "payload": {"token": token}}}
        picture = {
            "media_type": "image",
            "attachment_id": await self._upload("image", file, "attachment_id"),
        }
        payload = {"template_type": "media", "elements": [picture]}
        return {"attachment": {"type": "template", "payload": payload}}

    async def _upload(self, kind: str, file: Attachment, key: str) -> str:
        """Zalo's name for an uploaded file. Nothing was said yet, so no failure is UNKNOWN."""
        try:
            files = {"file": (file.name, file.content, file.media)}
            data = await self._call(f"v2.0/oa/upload/{kind}", files=files)
        except ChannelError as error:
            if error.kind is ErrorKind.UNKNOWN:
                raise ChannelError(ErrorKind.TRANSIENT, error.detail) from None
            raise
        if not data.get(key):
            raise ChannelError(ErrorKind.TRANSIENT, "not_an_answer")
        return str(data[key])

    def _linked(self, address: Address) -> Callable[[Attachment], str] | None:
        link = self._link
        return (lambda file: link(file, address)) if link else None

    async def _call(self, path: str, **content: Any) -> dict[str, Any]:
        """The `data` of an answer; raises ChannelError. A refused token is renewed once: nothing
        has been done with the first request."""
        token = await self._access.token()
        status, data = await self._post(path, token, content)
        if code_of(status, data) in STALE_TOKEN:
            token = await self._access.renew(token)
            status, data = await self._post(path, token, content)
        code = code_of(status, data)
        if code != 0 or status >= 400:
            raise refusal(status, code)
        result = data.get("data")
        return result if isinstance(result, dict) else {}

    async def _post(
        self, path: str, token: str, content: Mapping[str, Any]
    ) -> tuple[int, dict[str, Any]]:
        headers = {"access_token": token}
        url = f"{self._api}/{path}"
        answer = await post(self._clients, url, _SECONDS, headers=headers, **content)
        return answer.status_code, data_of(answer)


def _tappable(reply: Reply) -> Reply:
    """Choices that cannot be buttons, being too many or too long, become words: all of them, for
    nobody looks for the rest of a list in two places."""
    fitting = all(units(choice.words) <= TITLE for choice in reply.choices)
    if fitting and len(reply.choices) <= BUTTONS:
        return reply
    return replace(reply, text=in_words(reply.text, reply.choices), choices=())
