"""Telegram, whichever library carries the requests.

All that is known of Telegram stands here and in the three `telegram_*` modules beside this one, in
terms of the Bot API and of plain dicts. A driver (`telegram_aiogram`, `telegram_ptb`) carries one
call to the server and back. Neither library's dispatcher, state machine, persistence, job queue or
rate limiter is used: order, repeats and waiting are the same with both.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Protocol
from weakref import WeakValueDictionary

from bot.channels.port import ChannelError, ErrorKind, Receive, Sent
from bot.channels.telegram_calls import LIMITS, MIB, Call, Menu, edit_call, menu_call, say_calls
from bot.channels.telegram_refusals import ANOTHER_POLLER, NOT_MODIFIED, WEBHOOK_ACTIVE
from bot.channels.telegram_updates import (
    KINDS,
    NAME,
    FileRef,
    Ignored,
    Raw,
    Update,
    chat_of,
    names_a_bot,
    read_update,
)
from domain.messages import Address, Attachment, Incoming, Reply

log = logging.getLogger(__name__)

API = "https://api.telegram.org"
DOWNLOAD_BYTES = 20 * MIB  # the Bot API gives out no larger file
BATCH = 100
MARGIN = 10.0  # seconds a long poll may be late before the line counts as dead
TAP_SECONDS = 5.0  # an acknowledged tap is a courtesy; it must not hold up the next message


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
    """The port, over a driver. `trouble` is a code for the health page, "" when all is well."""

    name = NAME
    limits = LIMITS

    def __init__(
        self,
        driver: Driver,
        *,
        clock: Callable[[], datetime] = utc_now,
        poll_seconds: float = 50.0,
        pause_seconds: float = 1.0,
        longest_pause: float = 60.0,
        lanes: int = 16,
        download_bytes: int = DOWNLOAD_BYTES,
    ) -> None:
        self.trouble = ""
        self._driver = driver
        self._clock = clock
        self._poll_seconds = poll_seconds
        self._pauses = (pause_seconds, longest_pause)
        self._lanes = Lanes(lanes)
        self._download_bytes = download_bytes
        self._username = ""

    # -- coming in -------------------------------------------------------------------------------

    async def run(self, receive: Receive) -> None:
        """Poll until cancelled. Chats are served side by side, each in order. The offset passes an
        update only when `receive` has returned for it; those after it are not asked for again.

        Trouble of the network and a second poller are waited out, visibly; a wrong token and a
        webhook that is still set end it with a ChannelError, for an administrator must act.
        """
        offset = 0
        done: set[int] = set()  # taken, but behind one that is not
        failures = 0
        while True:
            try:
                batch = await self._poll(offset)
            except ChannelError as error:
                failures += 1
                await self._wait_out(error, failures)
                continue
            fresh = {raw["update_id"]: raw for raw in batch if raw["update_id"] not in done}
            done |= await self._take_all([fresh[key] for key in sorted(fresh)], receive)
            lost = fresh.keys() - done
            offset = (
                min(lost) if lost else max((raw["update_id"] + 1 for raw in batch), default=offset)
            )
            done = {key for key in done if key >= offset}
            self.trouble = "not_kept" if lost else ""
            failures = failures + 1 if lost else 0
            if lost:
                await asyncio.sleep(self._pause(failures))

    async def take(self, raw: Raw, receive: Receive) -> None:
        """Take one raw update, as a webhook brings it; returns after `receive`, so that the web
        server may answer 200. Raises what `receive` raises, or ChannelError when a file could not
        be had for the moment: then the update must come again."""
        username = await self._own_name() if names_a_bot(raw) else ""
        update = read_update(raw, self._clock(), username)
        if isinstance(update, Ignored):
            level = logging.WARNING if update.code == "malformed" else logging.INFO
            log.log(level, "telegram update %s ignored: %s", raw.get("update_id"), update.code)
            return
        async with self._lanes.turn(update.incoming.address.chat):
            await receive(await self._with_file(update))
        if update.query:
            await self._acknowledge(update.query)

    async def use_webhook(self, url: str, secret: str, connections: int = 40) -> None:
        """Have updates sent to `url`; each brings `secret` in X-Telegram-Bot-Api-Secret-Token."""
        params = {"url": url, "secret_token": secret, "max_connections": connections}
        await self._driver.call("setWebhook", params | {"allowed_updates": list(KINDS)})

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

    async def close(self) -> None:
        await self._driver.close()

    # -- inside ----------------------------------------------------------------------------------

    async def _do(self, call: Call) -> Any:
        return await self._driver.call(call.method, call.params, call.files)

    async def _poll(self, offset: int) -> list[dict[str, Any]]:
        params = {
            "timeout": int(self._poll_seconds),
            "limit": BATCH,
            "allowed_updates": list(KINDS),
        }
        if offset:
            params["offset"] = offset
        timeout = self._poll_seconds + MARGIN
        batch: list[dict[str, Any]] = await self._driver.call("getUpdates", params, timeout=timeout)
        return batch

    async def _wait_out(self, error: ChannelError, failures: int) -> None:
        self.trouble = error.detail or str(error.kind)
        if error.kind is ErrorKind.UNAUTHORISED or error.detail == WEBHOOK_ACTIVE:
            raise error
        loud = error.detail == ANOTHER_POLLER
        log.log(logging.ERROR if loud else logging.WARNING, "telegram polling: %s", error)
        await asyncio.sleep(max(self._pause(failures), error.retry_after or 0.0))

    def _pause(self, failures: int) -> float:
        first, longest = self._pauses
        return min(longest, first * 2.0 ** min(failures - 1, 16))

    async def _take_all(self, batch: Sequence[dict[str, Any]], receive: Receive) -> set[int]:
        """The ids of those that were taken. A chat stops at its first failure, to keep order."""
        chats: dict[str, list[dict[str, Any]]] = {}
        for raw in batch:
            chats.setdefault(chat_of(raw), []).append(raw)
        taken = await asyncio.gather(*(self._take_chat(raws, receive) for raws in chats.values()))
        return set().union(*taken)

    async def _take_chat(self, raws: Iterable[dict[str, Any]], receive: Receive) -> set[int]:
        kept: set[int] = set()
        for raw in raws:
            try:
                await self.take(raw, receive)
            except Exception:
                log.exception("telegram update %s could not be kept", raw["update_id"])
                break
            kept.add(raw["update_id"])
        return kept

    async def _with_file(self, update: Update) -> Incoming:
        """The message with its file. One that Telegram will never give is named as unread; one
        that it does not give now is an error, and the message comes again."""
        if update.file is None:
            return update.incoming
        try:
            return replace(update.incoming, file=await self._fetch(update.file))
        except ChannelError as error:
            if error.kind is not ErrorKind.REFUSED:
                raise
            log.info("telegram file of update %s: %s", update.incoming.event_id, error)
            return replace(update.incoming, unread="file")

    async def _fetch(self, file: FileRef) -> Attachment:
        if file.size > self._download_bytes:
            raise ChannelError(ErrorKind.REFUSED, "file_too_big")
        told = await self._driver.call("getFile", {"file_id": file.file_id})
        if "file_path" not in told:
            raise ChannelError(ErrorKind.REFUSED, "file_gone")
        content = await self._driver.download(told["file_path"])
        if len(content) > self._download_bytes:
            raise ChannelError(ErrorKind.REFUSED, "file_too_big")
        return Attachment(file.name, file.media, content)

    async def _acknowledge(self, query: str) -> None:
        """Stop the clock on the tapped button. Too late or not at all harms nobody."""
        params = {"callback_query_id": query}
        try:
            await self._driver.call("answerCallbackQuery", params, timeout=TAP_SECONDS)
        except ChannelError as error:
            log.info("telegram tap not acknowledged: %s", error)

    async def _own_name(self) -> str:
        if not self._username:
            self._username = (await self._driver.call("getMe", {}))["username"]
        return self._username


class Lanes:
    """One at a time in each lane, in the order of asking; at most `width` lanes at once."""

    def __init__(self, width: int) -> None:
        self._room = asyncio.Semaphore(width)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, lane: str) -> AsyncIterator[None]:
        lock = self._locks.get(lane)
        if lock is None:
            lock = self._locks[lane] = asyncio.Lock()
        async with lock, self._room:
            yield
