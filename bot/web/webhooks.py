"""Where networks deliver: answered 200 once it is kept for good, 503 while it cannot be kept."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.json_in import read_json
from bot.channels.port import ChannelError, ErrorKind
from bot.channels.zalo_signature import same_secret
from bot.inbox.fetching import Stopping
from bot.inbox.rim import PASSING, Receive
from bot.inbox.spool import Spool
from bot.web.guard import CutOff, TooLarge, body_of

log = logging.getLogger(__name__)

TELEGRAM_SECRET = "X-Telegram-Bot-Api-Secret-Token"
AGAIN = {"retry-after": "5"}


class RefusedCall(Exception):
    """A call that is not from the network it says it is from, or makes no sense."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


class Telegram(Protocol):
    """What the Telegram channel does with one raw update."""

    async def take(self, raw: dict[str, Any], receive: Receive) -> None: ...


class Zalo(Protocol):
    """What both Zalo channels do with one call."""

    def admit(self, body: bytes, headers: Mapping[str, str]) -> str | None: ...

    async def take(self, body: bytes, receive: Receive) -> None: ...


Take = Callable[[Request, bytes], Awaitable[None]]
Admit = Callable[[Request], None]
"""Raises RefusedCall before anything of the body is read."""


def telegram_hook(channel: Telegram, secret: str, receive: Receive) -> Route:
    """POST /webhook/telegram."""

    def admit(request: Request) -> None:
        if not same_secret(secret, request.headers.get(TELEGRAM_SECRET, "")):
            raise RefusedCall(401, "secret")

    async def take(_request: Request, body: bytes) -> None:
        try:
            raw = read_json(body)
        except ValueError:
            raise RefusedCall(400, "not_json") from None
        if not isinstance(raw, dict):
            raise RefusedCall(400, "not_an_object")
        await channel.take(raw, receive)

    return _route("/webhook/telegram", take, admit)


def zalo_hook(path: str, channel: Zalo, spool: Spool) -> Route:
    """POST /webhook/zalo-bot and /webhook/zalo-oa: the channel knows secret and signature, and the
    answer does not wait for the handler."""

    async def take(request: Request, body: bytes) -> None:
        person = channel.admit(body, request.headers)
        if person is not None:
            await spool.put(person, body)

    return _route(path, take)


def spool_of(folder: Path, channel: Zalo, receive: Receive) -> Spool:
    """What a Zalo channel has been brought, handled as its messages."""
    return Spool(folder, lambda body: channel.take(body, receive))


def _route(path: str, take: Take, admit: Admit = lambda _: None) -> Route:
    async def endpoint(request: Request) -> Response:
        try:
            admit(request)
            await take(request, await body_of(request))
        except TooLarge:
            return _refusal(path, 413, "too_large")
        except CutOff:
            return _refusal(path, 408, "cut_off")
        except RefusedCall as refused:
            return _refusal(path, refused.status, refused.code)
        except ChannelError as error:
            if error.kind is ErrorKind.UNAUTHORISED:
                return _refusal(path, 401, error.detail)
            return _later(path, error.detail or str(error.kind))
        except PASSING as passing:
            away = not isinstance(passing, Stopping)
            return _later(path, "database_away" if away else "stopping")
        except OSError:
            log.exception("action=webhook path=%s", path)
            return _later(path, "not_kept")
        return JSONResponse({"ok": True})

    return Route(path, endpoint, methods=["POST"])


def _refusal(path: str, status: int, code: str) -> Response:
    log.warning("action=webhook path=%s status=%s reason=%s", path, status, code)
    return JSONResponse({"ok": False}, status)


def _later(path: str, code: str) -> Response:
    """The network keeps what it brought and brings it again."""
    log.error("action=webhook path=%s status=503 reason=%s", path, code)
    return JSONResponse({"ok": False}, 503, headers=AGAIN)
