"""Telegram, whichever library carries the requests.

All that is known of Telegram stands here and in `telegram_updates`, `telegram_polling`,
`telegram_calls` and `telegram_refusals`, in terms of the Bot API and of plain dicts. A driver
(`telegram_aiogram`, `telegram_ptb`) carries one call to the server and back. Neither library's
dispatcher, state machine, persistence, job queue or rate limiter is used: order, repeats and
waiting are the same with both.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, Protocol, TypeVar

from bot.channels.port import ChannelError, ErrorKind, Sent
from bot.channels.telegram_calls import LIMITS, Call, Menu, edit_call, menu_call, say_calls
from bot.channels.telegram_polling import Backlog
from bot.channels.telegram_refusals import ANOTHER_POLLER, NOT_MODIFIED, TOO_BIG
from bot.channels.telegram_updates import (
    KINDS,
    NAME,
    Ignored,
    Raw,
    TelegramFile,
    Update,
    names_a_bot,
    read_update,
    updates_in,
)
from bot.inbox.rim import Receive
from domain.talk.messages import Address, Attachment, Incoming, Reply
from domain.talk.sendable import BIG, MOST_BYTES, unwanted

T = TypeVar("T")

log = logging.getLogger(__name__)

API = "https://api.telegram.org"
FILE_KEYS = ("file_path", "file_size")
BATCH = 100
MARGIN = 10.0  # seconds a long poll may be late before the line counts as dead
TAP_SECONDS = 10.0
LONGEST_PAUSE = 60.0
HOPELESS = (ErrorKind.UNAUTHORISED, ErrorKind.REFUSED)


class Driver(Protocol):
    """Carries one request to the Bot API. Knows its library, its library's exceptions, no more."""

    async def call(
        self,
        method: str,
        params: Mapping[str, Any],
        files: Mapping[str, Attachment] | None = None,
        *,
        timeout: float = 30.0,  # noqa: ASYNC109 - of the socket: a cut request is UNKNOWN
    ) -> Any:
        """The `result` of the answer; ChannelError, with no cause and no context to print."""
        ...

    async def download(self, path: str) -> bytes:
        """The file at a `file_path` that getFile has told; ChannelError likewise."""
        ...

    async def close(self) -> None: ...


def open_driver(library: str, token: str, api: str = API) -> Driver:
    """The driver named in the settings: "aiogram" or "ptb". `api` is the address of the Bot API
    server, ours or Telegram's. ChannelError UNAUTHORISED for what cannot be a token."""
    api = api.rstrip("/")
    if library == "aiogram":
        from bot.channels.telegram_aiogram import AiogramDriver

        return AiogramDriver(token, api)
    if library == "ptb":
        from bot.channels.telegram_ptb import PtbDriver

        return PtbDriver(token, api)
    raise ValueError(f"no such Telegram driver: {library!r}")


def utc_now() -> datetime:
    return datetime.now(UTC)


class TelegramChannel:
    """The port, over a driver: by long polling (`run`), or by a webhook (`use_webhook`, and `take`
    for each call of it). `trouble` is a code for the health page, "" when all is well."""

    name = NAME
    limits = LIMITS

    def __init__(
        self,
        driver: Driver,
        *,
        clock: Callable[[], datetime] = utc_now,
        poll_seconds: float = 50.0,
        pause_seconds: float = 1.0,
        chats_at_once: int = 16,
        download_bytes: int = MOST_BYTES,
    ) -> None:
        self.trouble = ""
        self._driver = driver
        self._clock = clock
        self._poll_seconds = poll_seconds
        self._pause_seconds = pause_seconds
        self._chats_at_once = chats_at_once
        self._download_bytes = download_bytes
        self.ignored: Counter[str] = Counter()  # updates that carry nothing for us, by why
        self._username = ""
        self._courtesies: set[asyncio.Task[None]] = set()

    # -- coming in -------------------------------------------------------------------------------

    async def run(self, receive: Receive) -> None:
        """Poll until cancelled.

        Chats are served side by side, each in order. The offset passes an update only when
        `receive` has returned for it; what was kept behind it is not offered again. Trouble of the
        network and a second poller are waited out, visibly; a wrong token, and a webhook that is
        still set, end it with a ChannelError, for an administrator must act.
        """

        async def keep(raw: Raw, last: bool) -> None:
            await self.take(raw, receive, without_file=last)

        backlog = Backlog(keep, self._chats_at_once)
        try:
            await self._work_off(backlog)
        finally:
            await backlog.close()

    async def take(self, raw: Raw, receive: Receive, *, without_file: bool = False) -> None:
        """Take one raw update, as a webhook brings it; returns after `receive`, so that the web
        server may answer 200. The web server has checked the secret. Raises what `receive` raises,
        or ChannelError when a file could not be had for the moment: then it must come again, and in
        the end may do `without_file`."""
        update = await self._read(raw)
        if update is None:
            return
        incoming, file = update.incoming, update.file
        if file is None:
            await receive(incoming)
        elif unread := unwanted(file.name, file.media, 0) or self._too_big(file.size):
            await receive(replace(incoming, unread=unread))
        else:
            await receive(incoming, partial(self._with_file, incoming, file, without_file))

    def updates_of(self, answer: object) -> list[dict[str, Any]]:
        """The updates in an answer to a poll; what is none is counted."""
        batch, strange = updates_in(answer)
        if strange:
            self.ignored["no_update"] += strange
            log.warning("telegram has brought what is no update")
        return batch

    async def use_webhook(self, url: str, secret: str, connections: int = 40) -> None:
        """Have updates delivered to a public HTTPS address, up to so many at once but those of one
        chat in order, each with the secret (`A-Za-z0-9_-`) in X-Telegram-Bot-Api-Secret-Token."""
        params = {
            "url": url,
            "secret_token": secret,
            "max_connections": connections,
            "allowed_updates": list(KINDS),
        }
        await self._driver.call("setWebhook", params)

    async def drop_webhook(self) -> None:
        """Make polling possible again. What waits at Telegram is kept."""
        await self._driver.call("deleteWebhook", {"drop_pending_updates": False})

    # -- going out -------------------------------------------------------------------------------

    async def send(self, address: Address, reply: Reply) -> Sent:
        """Say it. A reply that `fit` would split is said in several messages, and is said again
        from its beginning if one of them fails: the outbox therefore queues what `fit` gives."""
        message: Mapping[str, Any] = {}
        for call in say_calls(address.chat, reply):
            message = await self._do(call)
        return Sent(str(message["message_id"]))

    async def edit(self, address: Address, message_id: str, reply: Reply) -> Sent:
        """An edit that changes nothing has already been made: no error."""
        try:
            await self._do(edit_call(address.chat, message_id, reply))
        except ChannelError as error:
            if error.detail != NOT_MODIFIED:
                raise
        return Sent(message_id)

    async def publish_menus(self, menus: Iterable[Menu]) -> None:
        """Set the commands that Telegram offers beside the text field."""
        for menu in menus:
            await self._do(menu_call(menu))
        await self._own_name()  # links to the bot carry it

    async def close(self) -> None:
        await asyncio.gather(*self._courtesies)
        await self._driver.close()

    # -- inside ----------------------------------------------------------------------------------

    async def _do(self, call: Call) -> Any:
        return await self._driver.call(call.method, call.params, call.files)

    async def _work_off(self, backlog: Backlog) -> None:
        failures = 0
        while True:
            backlog.add(await self._patiently(lambda: self._poll(backlog)))
            # While somebody is served, every poll is answered at once: with what we know already.
            await backlog.rest(self._pause_seconds)
            failures = failures + 1 if backlog.lost else 0
            self.trouble = "not_kept" if backlog.lost else ""
            # Not for long: one chat's trouble is not everybody's.
            await self._pause(min(failures, 3))

    async def _poll(self, backlog: Backlog) -> list[dict[str, Any]]:
        seconds = int(self._poll_seconds)
        params = {"timeout": seconds, "limit": BATCH, "allowed_updates": list(KINDS)}
        if backlog.offset:
            params["offset"] = backlog.offset
        timeout = seconds + MARGIN
        answer = await self._driver.call("getUpdates", params, timeout=timeout)
        batch = self.updates_of(answer)
        if answer and not batch:
            await asyncio.sleep(self._pause_seconds)  # it will bring the same again
        return batch

    async def _patiently(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask until there is an answer; ChannelError only for what an administrator must mend."""
        failures = 0
        while True:
            try:
                return await ask()
            except ChannelError as error:
                self.trouble = error.detail or str(error.kind)
                rival = error.detail == ANOTHER_POLLER
                if error.kind in HOPELESS and not rival:
                    raise
                log.log(logging.ERROR if rival else logging.WARNING, "telegram: %s", error)
                failures += 1
                await self._pause(failures, error.retry_after or 0.0)

    async def _pause(self, failures: int, at_least: float = 0.0) -> None:
        """Longer with every failure, nothing without one."""
        growing = self._pause_seconds * 2.0 ** min(failures - 1, 16) if failures else 0.0
        await asyncio.sleep(max(at_least, min(growing, LONGEST_PAUSE)))

    async def _read(self, raw: Raw) -> Update | None:
        username = await self._own_name() if names_a_bot(raw) else ""
        update = read_update(raw, self._clock(), username)
        if isinstance(update, Ignored):
            self.ignored[update.code] += 1
            level = logging.WARNING if update.code == "malformed" else logging.INFO
            log.log(level, "telegram update %s ignored: %s", raw.get("update_id"), update.code)
            return None
        if update.query:
            courtesy = asyncio.create_task(self._acknowledge(update.query))
            self._courtesies.add(courtesy)
            courtesy.add_done_callback(self._courtesies.discard)
        named = replace(update.incoming, bot=self._username)
        return replace(update, incoming=named) if self._username else update

    def _too_big(self, size: int) -> str:
        return BIG if size > self._download_bytes else ""

    async def _with_file(
        self, incoming: Incoming, file: TelegramFile, without_file: bool
    ) -> Incoming:
        """The message with its file. One that Telegram will never give is named as unread; one
        that it does not give now is an error, and the message comes again."""
        try:
            return replace(incoming, file=await self._fetch(file))
        except ChannelError as error:
            if error.kind is not ErrorKind.REFUSED and not without_file:
                raise
            log.info("telegram file of update %s: %s", incoming.event_id, error)
            return replace(incoming, unread=BIG if error.detail == TOO_BIG else "file")

    async def _fetch(self, file: TelegramFile) -> Attachment:
        told = await self._driver.call("getFile", {"file_id": file.file_id})
        path, size = (told.get(key) if isinstance(told, dict) else None for key in FILE_KEYS)
        if not isinstance(path, str):
            raise ChannelError(ErrorKind.REFUSED, "file_gone")
        if isinstance(size, int) and self._too_big(size):
            raise ChannelError(ErrorKind.REFUSED, TOO_BIG)
        content = await self._driver.download(path)
        if self._too_big(len(content)):
            raise ChannelError(ErrorKind.REFUSED, TOO_BIG)
        return Attachment(file.name, file.media, content)

    async def _acknowledge(self, query: str) -> None:
        """Stop the clock on the tapped button. Too late or not at all harms nobody, and nobody's
        next message waits for it."""
        params = {"callback_query_id": query}
        try:
            await self._driver.call("answerCallbackQuery", params, timeout=TAP_SECONDS)
        except ChannelError as error:
            log.info("telegram tap not acknowledged: %s", error)

    async def _own_name(self) -> str:
        if not self._username:
            told = await self._driver.call("getMe", {})
            if not isinstance(told, dict) or not isinstance(told.get("username"), str):
                raise ChannelError(ErrorKind.UNKNOWN, "not_an_answer")
            self._username = told["username"]
        return self._username
