"""What holds for every answer of the web server, and what is only for this machine."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_BYTES = 2**20

HEADERS: Mapping[str, str] = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
SENDING_POLICY = PAGE_POLICY.replace("form-action 'none'", "form-action 'self'")
"""Of a page that sends what is filled in, to where it came from."""
_FORWARDED = tuple(f"x-forwarded-{what}" for what in ("for", "host", "proto"))
PROXIED = (*_FORWARDED, "x-real-ip", "forwarded", "via")
"""Headers of proxies. One that is told to add none may still be known by the HTTP/1.0 in which it
asks where nothing else was set; whoever looks from inside speaks HTTP/1.1."""
LOCAL_NAMES = ("127.0.0.1", "localhost", "[::1]")


class TooLarge(Exception):
    """A body is larger than anything that a network sends."""


class CutOff(Exception):
    """The caller has gone, or was given up, before its body was whole."""


class SafeHeaders:
    """Adds the headers to every answer that does not say otherwise itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_safely if scope["type"] == "http" else send)


async def body_of(request: Request, most: int = BODY_BYTES) -> bytes:
    """The body, read no further than it may be long; TooLarge or CutOff."""
    announced = request.headers.get("content-length", "0")
    if announced.isascii() and announced.isdigit() and int(announced) > most:
        raise TooLarge
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                raise TooLarge
    except ClientDisconnect:
        raise CutOff from None
    return bytes(body)


def from_inside(request: Request) -> bool:
    """True where the caller sits on this machine or its private network, and not behind a proxy
    that brings the public."""
    if any(name in request.headers for name in PROXIED) or request["http_version"] == "1.0":
        return False
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_private
    except ValueError:
        return False


def sent_from(request: Request, base: str) -> bool:
    """True for what a page of our own has sent, at the address by which people reach us. A browser
    tells from which page a request comes; what tells neither is no browser."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    origin = request.headers.get("origin")
    here = f"{request.url.scheme}://{request.headers.get('host', '')}"
    return site is not None if origin is None else origin in (here, base)


def from_this_page(request: Request) -> bool:
    """True for a request of our own local page: asked by a local name, which a foreign page whose
    name was made to point here cannot do, and for a POST sent by the page itself."""
    host = request.headers.get("host", "")
    name = host[: host.rfind(":")] if host.rpartition(":")[2].isdigit() else host
    if name not in LOCAL_NAMES:
        return False
    if request.method not in ("GET", "HEAD"):
        return request.headers.get("origin") == f"http://{host}"
    return request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
