"""What both Zalo networks share: requests whose failures are classified, and fetching of files."""

from __future__ import annotations

import asyncio
import logging
import mimetypes
from collections.abc import Mapping
from typing import Any

import httpx

from bot.channels.json_in import read_json
from bot.channels.port import ChannelError, ErrorKind
from bot.lines import NOT_SENT, USUAL, Lines, NoLine, trusted
from domain.talk.messages import Attachment
from domain.talk.sendable import MOST_BYTES

FILE_HOSTS = ("zdn.vn", "zadn.vn", "zalo.me", "zaloapp.com")
"""Where Zalo keeps what people send. No address that somebody may have put into a message leads the
bot elsewhere, into its own network least of all; redirects are not followed."""
log = logging.getLogger(__name__)

Clients = Lines[httpx.AsyncClient]


def new_clients() -> Clients:
    """To be kept, and closed at the end by `httpx.AsyncClient.aclose`."""
    return Lines(httpx.AsyncClient(verify=trusted()) for _ in range(USUAL))


async def post(clients: Clients, url: str, seconds: float, **content: Any) -> httpx.Response:
    """POST once. ChannelError TRANSIENT where the request did not get out, UNKNOWN where it may
    have arrived. The address may hold a secret, so nothing of the library's exception is kept."""
    try:
        async with clients.one(seconds) as client:
            return await client.post(url, timeout=seconds, **content)
    except NOT_SENT as error:
        raise ChannelError(ErrorKind.TRANSIENT, type(error).__name__) from None
    except httpx.HTTPError as error:
        raise ChannelError(ErrorKind.UNKNOWN, type(error).__name__) from None


async def fetch(
    clients: Clients, url: str, name: str, *, seconds: float, plain: bool
) -> Attachment | None:
    """The file at an address that came with a message; None where it cannot be had in time, is too
    large, or does not lie at Zalo on HTTPS (`plain`: for a stand-in of Zalo on this machine)."""
    if not (plain and url.startswith("http://")) and not _at_zalo(url):
        return None
    content = b""
    try:
        async with (
            asyncio.timeout(seconds),
            clients.one(seconds) as client,
            client.stream("GET", url) as answer,
        ):
            async for chunk in answer.aiter_bytes():
                content += chunk
                if len(content) > MOST_BYTES:
                    return None
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, NoLine):
        return None
    if answer.status_code != 200:
        return None
    return Attachment(name, mimetypes.guess_type(name)[0] or "application/octet-stream", content)


def _at_zalo(url: str) -> bool:
    try:
        told = httpx.URL(url)
    except httpx.InvalidURL:
        return False
    known = any(told.host == host or told.host.endswith(f".{host}") for host in FILE_HOSTS)
    if not known:
        log.warning("zalo file at a host that is not known: %.60r", told.host)
    return known and told.scheme == "https"


def data_of(answer: httpx.Response) -> dict[str, Any]:
    """The JSON object of an answer; empty where it is none."""
    return object_of(answer.content)


def object_of(body: bytes) -> dict[str, Any]:
    """The JSON object of a webhook call; empty where it is none."""
    try:
        data = read_json(body)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def header(headers: Mapping[str, str], name: str) -> str:
    """A header whatever its case; empty where it is missing."""
    return next((value for key, value in headers.items() if key.lower() == name.lower()), "")
