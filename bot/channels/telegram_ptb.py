"""Telegram by python-telegram-bot: its Bot and its httpx request carry raw calls of the Bot API.

PTB tells a refusal by the class of its exception, loses the status on the way, and makes BadRequest
a kind of NetworkError. So the answer is read before PTB reads it (`Wires`), and what remains to be
translated is only what httpx could not do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx
from telegram import Bot, InputFile
from telegram.error import InvalidToken, TelegramError
from telegram.request import BaseRequest, HTTPXRequest

from bot.channels.json_in import read_json
from bot.channels.port import ChannelError, ErrorKind
from bot.channels.telegram_refusals import OK, refusal, result_of, unanswered, unreachable
from bot.lines import NOT_SENT, USUAL, Lines, trusted
from domain.talk.messages import Attachment

CONNECT_SECONDS = 10.0
QUEUE_SECONDS = 60.0
DOWNLOAD_SECONDS = 60.0


class PtbDriver:
    """See `bot.channels.telegram.Driver`."""

    def __init__(self, token: str, api: str) -> None:
        self._polling = Wires(1)
        self._sending = Wires(USUAL)
        try:
            self._bot = RawBot(
                token,
                base_url=f"{api}/bot",
                base_file_url=f"{api}/file/bot",
                request=self._sending,
                get_updates_request=self._polling,
            )
        except InvalidToken:
            raise ChannelError(ErrorKind.UNAUTHORISED, "token_form") from None

    async def call(
        self,
        method: str,
        params: Mapping[str, Any],
        files: Mapping[str, Attachment] | None = None,
        *,
        timeout: float = 30.0,  # noqa: ASYNC109
    ) -> Any:
        uploads = {name: InputFile(file.content, file.name) for name, file in (files or {}).items()}
        try:
            return await self._bot.raw(method, {**params, **uploads}, timeout)
        except TelegramError as error:
            raise _translated(error) from None

    async def download(self, path: str) -> bytes:
        url = f"{self._bot.base_file_url}/{path}"
        try:
            return await self._sending.retrieve(url, read_timeout=DOWNLOAD_SECONDS)
        except TelegramError as error:
            raise _translated(error) from None

    async def close(self) -> None:
        await self._polling.shutdown()
        await self._sending.shutdown()


class RawBot(Bot):
    """PTB's bot, asked for any method by name."""

    async def raw(self, method: str, params: dict[str, Any], timeout: float) -> Any:  # noqa: ASYNC109
        # The public do_api_request warns at every method that PTB knows under a name of its own.
        return await self._post(method, params, read_timeout=timeout)


class RefusedByTelegram(TelegramError):
    """Carries our reading of a refusal through PTB, which lets its own errors pass."""

    def __init__(self, error: ChannelError) -> None:
        super().__init__(str(error))
        self.error = error


class Wires(BaseRequest):
    """PTB's requests over a few lines, with refusals read by status and answer."""

    def __init__(self, lines: int) -> None:
        self._lines = Lines(
            HTTPXRequest(connect_timeout=CONNECT_SECONDS, httpx_kwargs={"verify": trusted()})
            for _ in range(lines)
        )

    async def initialize(self) -> None:
        """Nothing: each line opens when it is first used."""

    async def shutdown(self) -> None:
        await self._lines.close(HTTPXRequest.shutdown)

    @property
    def read_timeout(self) -> float | None:
        """None: every call says how long it waits."""
        return None

    async def do_request(
        self, url: str, method: str, *args: Any, **kwargs: Any
    ) -> tuple[int, bytes]:
        async with self._lines.one(QUEUE_SECONDS) as line:
            status, payload = await line.do_request(url, method, *args, **kwargs)
        try:
            if method == "POST":
                result_of(status, payload)
            elif status != OK:
                raise _file_refusal(status)
        except ChannelError as error:
            raise RefusedByTelegram(error) from None
        return status, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """As `result_of` has read it, which has seen to it that it can be."""
        return read_json(payload)


def _file_refusal(status: int) -> ChannelError:
    if status == 404:
        return ChannelError(ErrorKind.REFUSED, "file_gone")
    return refusal(status, {})


def _translated(error: TelegramError) -> ChannelError:
    if isinstance(error, RefusedByTelegram):
        return error.error
    cause = error.__cause__
    if isinstance(cause, NOT_SENT):
        return unreachable("no_connection")
    return unanswered("timeout" if isinstance(cause, httpx.TimeoutException) else "connection_lost")
