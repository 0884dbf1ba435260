"""Telegram by aiogram: its Bot and its aiohttp session carry raw calls of the Bot API.

The session's `check_response` is ours, so that the status of a refusal is known (aiogram's
exceptions lose it). No pydantic model is made of a call that is a dict, nor of an answer that stays
one: measured, both are more than a quarter of aiogram's time on a call. What carries no file goes
as JSON, which costs less than the form that aiogram makes of it. Of aiogram's models none is
needed, so none is built (`unbuilt`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import aiohttp

from bot.unbuilt import unbuilt

with unbuilt():
    from aiogram import Bot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.exceptions import TelegramNetworkError
    from aiogram.types import BufferedInputFile
    from aiogram.utils.token import TokenValidationError

from bot.channels.port import ChannelError, ErrorKind
from bot.channels.telegram_refusals import refusal, result_of, unanswered, unreachable
from domain.talk.messages import Attachment

CONNECT_SECONDS = 10.0
DOWNLOAD_SECONDS = 60

NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


class AiogramDriver:
    """See `bot.channels.telegram.Driver`."""

    def __init__(self, token: str, api: str) -> None:
        self._session = PlainAnswers(api=TelegramAPIServer.from_base(api))
        try:
            self._bot = Bot(token, session=self._session)
        except TokenValidationError:
            raise ChannelError(ErrorKind.UNAUTHORISED, "token_form") from None

    async def call(
        self,
        method: str,
        params: Mapping[str, Any],
        files: Mapping[str, Attachment] | None = None,
        *,
        timeout: float = 30.0,  # noqa: ASYNC109
    ) -> Any:
        uploads = {
            name: BufferedInputFile(file.content, file.name) for name, file in (files or {}).items()
        }
        request: Any = _RawCall(method, {**params, **uploads}, bool(uploads))
        limit: Any = _limit(timeout)
        try:
            return await self._session.make_request(self._bot, request, timeout=limit)
        except TelegramNetworkError as error:
            raise _lost(error.__cause__) from None
        except UnicodeDecodeError:
            raise unanswered("not_an_answer") from None

    async def download(self, path: str) -> bytes:
        url = self._session.api.file_url(self._bot.token, path)
        try:
            stream = self._session.stream_content(url, timeout=DOWNLOAD_SECONDS)
            return b"".join([chunk async for chunk in stream])
        except aiohttp.ClientResponseError as error:
            if error.status == 404:
                raise ChannelError(ErrorKind.REFUSED, "file_gone") from None
            raise refusal(error.status, {}) from None
        except (TimeoutError, aiohttp.ClientError) as error:
            raise _lost(error) from None

    async def close(self) -> None:
        # The session's own close sleeps a quarter of a second; aiohttp waits for TLS by itself.
        await (await self._session.create_session()).close()


@dataclass(frozen=True, slots=True)
class _RawCall:
    """A call of the Bot API, with what the session asks of one of aiogram's own methods."""

    __api_method__: str
    params: Mapping[str, Any]
    carries_files: bool

    def model_dump(self, **_how: object) -> Mapping[str, Any]:
        """What a form is made of, where there are files."""
        return self.params


@dataclass(frozen=True, slots=True)
class _RawAnswer:
    """What the session asks of an answer."""

    result: Any


class PlainAnswers(AiohttpSession):
    """aiogram's session, with answers left as they come, and parameters sent as they are."""

    def build_form_data(self, bot: Bot, method: Any) -> Any:
        if method.carries_files:
            return super().build_form_data(bot, method)
        return aiohttp.JsonPayload(method.params)

    def check_response(self, bot: Bot, method: Any, status_code: int, content: str) -> Any:
        return _RawAnswer(result_of(status_code, content))


@cache
def _limit(seconds: float) -> aiohttp.ClientTimeout:
    """No limit on the whole: a big file on a thin line may take its time, if it moves at all."""
    return aiohttp.ClientTimeout(sock_connect=CONNECT_SECONDS, sock_read=seconds)


def _lost(error: BaseException | None) -> ChannelError:
    if isinstance(error, NOT_SENT):
        return unreachable("no_connection")
    return unanswered("timeout" if isinstance(error, TimeoutError) else "connection_lost")
