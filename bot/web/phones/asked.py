"""What the page asks for, read from its requests; ValueError for what no page of ours sends."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.json_in import read_json
from bot.web.guard import CutOff, TooLarge, body_of, from_this_page

TEXT_LETTERS = 4000
Endpoint = Callable[[Request], Awaitable[Response]]


def local(endpoint: Endpoint) -> Endpoint:
    """The same, for the page itself alone; nonsense is refused with 422."""

    async def guarded(request: Request) -> Response:
        if not from_this_page(request):
            return Response(status_code=403)
        try:
            return await endpoint(request)
        except (CutOff, TooLarge, ValueError):
            return Response(status_code=422)

    return guarded


async def fields_of(request: Request) -> dict[str, Any]:
    """The JSON object in the body."""
    asked = read_json(await body_of(request))
    if not isinstance(asked, dict):
        raise ValueError("not an object")
    return asked


def words_in(asked: dict[str, Any]) -> str:
    """What a person said: something, and no more than a message holds."""
    text = str(asked.get("text", ""))
    if not text.strip() or len(text) > TEXT_LETTERS:
        raise ValueError("no message")
    return text


def number_in(value: object) -> int:
    """A number of a message, or of a place in it."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**15:
        return value
    raise ValueError("no number")


def day_in(asked: dict[str, Any]) -> date:
    """A day as a browser writes it."""
    return date.fromisoformat(str(asked.get("day", "")))
