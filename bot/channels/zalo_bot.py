"""Zalo's Bot Platform: texts and pictures, no files, no buttons, no editing.

Pictures are fetched by Zalo from an address of ours; reports go as links in the text. The token is
part of every address and lives until it is reset, so nothing here logs or raises an address.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import httpx

from bot.channels.fit import fit
from bot.channels.port import WEBHOOK_ACTIVE, ChannelError, ErrorKind, Limits, Sent
from bot.channels.zalo_bot_events import NAME, TIMEOUT, Unusable, chat_of, check, forms, read_event
from bot.channels.zalo_http import data_of, header, new_clients, object_of, post
from bot.channels.zalo_signature import same_secret
from bot.durable_file import write_durably
from bot.inbox.fetching import Stopping
from bot.inbox.rim import Receive
from bot.inbox.spool import Spool
from domain.talk.messages import Address, Attachment, Incoming, Reply

BASE_URL = "https://bot-api.zaloplatforms.com"
ANNOUNCED = "zalo-bot-webhook"
SECRET_HEADER = "X-Bot-Api-Secret-Token"
TEXT = 2_000
IMAGE_BYTES = 2**20  # not published; a phone in a commune should not load more
LIMITS = Limits(
    text=TEXT,
    caption=TEXT,
    image_bytes=IMAGE_BYTES,
    per_second=5.0,  # no number is published; ten in half a second have been taken
)

Link = Callable[[Attachment, Address], str]
"""A signed public HTTPS address of a file, for this person alone."""

T = TypeVar("T")

log = logging.getLogger(__name__)

_SEND_SECONDS = 30.0
_PHOTO_SECONDS = 150.0  # Zalo fetches the picture before it answers
_LONGEST_PAUSE = 60.0


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Zalo shall deliver: a public HTTPS address, and a secret of 8 to 256 characters."""

    url: str
    secret: str = field(repr=False)

    @property
    def mark(self) -> str:
        """By which both are known again, and the secret is not told."""
        return sha256(f"{self.url}\n{self.secret}".encode()).hexdigest()


def utc_now() -> datetime:
    return datetime.now(UTC)


class ZaloBotChannel:
    """One bot, by long polling, or by a webhook if one is given (the web server asks `admit` and
    then `take`). `calls` is the folder where what a poll has given out waits until it is handled;
    beside it stands the mark of the webhook that was announced last. `trouble` is a code for the
    health page, "" when all is well."""

    name = NAME

    def __init__(
        self,
        token: str,
        *,
        calls: Path,
        base_url: str = BASE_URL,
        link: Link | None = None,
        webhook: Webhook | None = None,
        poll_seconds: int = 30,
        pause_seconds: float = 1.0,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.trouble = ""
        self.ignored: Counter[str] = Counter()  # events that carry nothing for us, by why
        self.limits = LIMITS if link else replace(LIMITS, image_bytes=0)
        self._api = f"{base_url.rstrip('/')}/bot{token}"
        self._calls = calls
        self._announced = calls.with_name(ANNOUNCED)
        self._link = link
        self._webhook = webhook
        self._poll_seconds = poll_seconds
        self._pause_seconds = pause_seconds
        self._clock = clock
        self._forms: frozenset[str] = frozenset()
        self._clients = new_clients()

    # -- coming in -------------------------------------------------------------------------------

    @property
    def called(self) -> bool:
        """True where Zalo calls us, by the webhook."""
        return self._webhook is not None

    async def run(self, receive: Receive) -> None:
        """Poll until cancelled; with a webhook, announce it and wait.

        An update is given out once and cannot be asked for again, so it is written to the disk
        before the next is fetched, and handed on from there: to `receive` until it is kept, those
        of a chat in order, also by the next process. The next is fetched when this one is done, or
        slow: what is underway to a process that a message ends is lost. Trouble of the network is
        waited out; a wrong token, and a webhook that we were not told of, end it with a
        ChannelError.
        """
        if webhook := self._webhook:
            await self._patiently(lambda: self._announce(webhook))
            await asyncio.Event().wait()
        await self._patiently(self._check_no_webhook)
        pause = self._pause_seconds
        spool = Spool(self._calls, lambda body: self.take(body, receive), pause_seconds=pause)
        try:
            await spool.take_up()
            while True:
                await spool.settle(self._pause_seconds / 4)
                await self._take_one(spool)
        finally:
            await spool.close()

    def admit(self, body: bytes, headers: Mapping[str, str]) -> str | None:
        """Whose webhook call this is; None where it needs only the 200 (Zalo's probes have an empty
        body). Raises ChannelError UNAUTHORISED where the secret is wrong."""
        if not body.strip():
            return None
        secret = self._webhook.secret if self._webhook else ""
        if not same_secret(secret, header(headers, SECRET_HEADER)):
            raise ChannelError(ErrorKind.UNAUTHORISED, "webhook_secret")
        return chat_of(object_of(body))

    async def take(self, body: bytes, receive: Receive) -> None:
        """Take one admitted call; returns after `receive`, if it carries anything for us."""
        if incoming := self._read(object_of(body)):
            await receive(incoming)

    async def _take_one(self, spool: Spool) -> None:
        update = await self._patiently(self._poll)
        event = object_of(update)
        if update and self._read(event):
            await self._keep(spool, chat_of(event), update)
        else:  # should the server itself not have waited
            await asyncio.sleep(self._pause_seconds / 5)

    async def _keep(self, spool: Spool, chat: str, update: bytes) -> None:
        """Until it is on the disk: there is no other place where it still is."""
        failures = 0
        while True:
            try:
                await spool.put(chat, update)
            except (OSError, Stopping):
                self.trouble = "not_kept"
                log.exception("zalo_bot event could not be written down")
            else:
                self.trouble = ""
                return
            await self._pause(failures)
            failures += 1

    def _read(self, update: object) -> Incoming | None:
        if new := forms(update) - self._forms:
            log.info("zalo_bot events come as: %s", ", ".join(sorted(new)))
            self._forms |= new
        try:
            return read_event(update, self._clock())
        except Unusable as error:
            self.ignored[error.code] += 1
            log.info("zalo_bot event ignored: %s", error)
            return None

    async def _poll(self) -> bytes:
        """An answer with one update, as it came; empty when there is none."""
        # Documented as text, shown as a number: the clients in use send text.
        body = {"timeout": str(self._poll_seconds)}
        try:
            answer = await self._ask("getUpdates", body, self._poll_seconds + 10)
        except ChannelError as error:
            if error.detail != TIMEOUT:
                raise
            return b""
        return answer.content

    async def _check_no_webhook(self) -> None:
        info = await self._call("getWebhookInfo", {})
        if info.get("url"):
            raise ChannelError(ErrorKind.REFUSED, WEBHOOK_ACTIVE)

    async def _patiently(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask until there is an answer, unless an administrator must act first."""
        failures = 0
        while True:
            try:
                answer = await ask()
            except ChannelError as error:
                self.trouble = error.detail or str(error.kind)
                if error.kind is ErrorKind.UNAUTHORISED or error.detail == WEBHOOK_ACTIVE:
                    raise
                log.warning("zalo_bot polling: %s", error)
            else:
                self.trouble = ""
                return answer
            await self._pause(failures)
            failures += 1

    async def _pause(self, failures: int) -> None:
        await asyncio.sleep(min(self._pause_seconds * 2 ** min(failures, 16), _LONGEST_PAUSE))

    # -- the webhook -----------------------------------------------------------------------------

    async def use_webhook(self, webhook: Webhook) -> str:
        """Have Zalo deliver there; the outcome of its probe, "webhook.ok" when all is well.

        The address is kept even if the probe fails. A day has few attempts: ChannelError RATE.
        """
        body = {"url": webhook.url, "secret_token": webhook.secret}
        probe = (await self._call("setWebhook", body)).get("verification")
        return _outcome(probe if isinstance(probe, dict) else {})

    async def drop_webhook(self) -> None:
        """Make polling possible again."""
        await self._call("deleteWebhook", {})

    async def _announce(self, webhook: Webhook) -> None:
        """Name the webhook only where its address or its secret is a new one, for a day has few
        attempts. Zalo tells the address that it has, never the secret."""
        info = await self._call("getWebhookInfo", {})
        known = await asyncio.to_thread(self._mark_announced)
        if info.get("url") == webhook.url and known == webhook.mark:
            return
        outcome = await self.use_webhook(webhook)
        await asyncio.to_thread(write_durably, self._announced, webhook.mark.encode())
        if outcome != "webhook.ok":
            log.error("zalo_bot webhook does not answer: %s", outcome)

    def _mark_announced(self) -> str:
        try:
            return self._announced.read_text("ascii")
        except (OSError, ValueError):
            return ""

    # -- going out -------------------------------------------------------------------------------

    async def send(self, address: Address, reply: Reply) -> Sent:
        """Say it. A reply that `fit` would split is said in several messages, and is said again
        from its beginning if one of them fails: the outbox therefore queues what `fit` gives."""
        parts = fit(reply, self.limits, self._linked(address))
        if not parts:
            raise ChannelError(ErrorKind.REFUSED, "empty")
        result: dict[str, Any] = {}
        for part in parts:
            result = await self._say(address, part)
        return Sent(str(result.get("message_id", "")))

    async def edit(self, address: Address, message_id: str, reply: Reply) -> Sent:
        """There is no editing on this network."""
        raise ChannelError(ErrorKind.REFUSED, "not_editable")

    async def close(self) -> None:
        await self._clients.close(httpx.AsyncClient.aclose)

    async def _say(self, address: Address, part: Reply) -> dict[str, Any]:
        if not part.files:
            return await self._call("sendMessage", {"chat_id": address.chat, "text": part.text})
        assert self._link is not None  # without it, no file is carried
        body = {"chat_id": address.chat, "photo": self._link(part.files[0], address)}
        caption = {"caption": part.text} if part.text.strip() else {}
        return await self._call("sendPhoto", body | caption, _PHOTO_SECONDS)

    def _linked(self, address: Address) -> Callable[[Attachment], str] | None:
        link = self._link
        return (lambda file: link(file, address)) if link else None

    async def _call(
        self, method: str, body: Mapping[str, str], seconds: float = _SEND_SECONDS
    ) -> dict[str, Any]:
        """The result of a method; raises ChannelError."""
        answer = await self._ask(method, body, seconds)
        result = data_of(answer).get("result")
        return result if isinstance(result, dict) else {}

    async def _ask(self, method: str, body: Mapping[str, str], seconds: float) -> httpx.Response:
        answer = await post(self._clients, f"{self._api}/{method}", seconds, json=body)
        check(answer.status_code, data_of(answer))
        return answer


def _outcome(probe: Mapping[str, Any]) -> str:
    """`webhook.http.403` before the application has seen the call: a shield (Cloudflare's browser
    check, say) takes Zalo for a robot."""
    return str(probe.get("outcome", ""))
