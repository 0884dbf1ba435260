"""Where files are fetched from that came with a message of Zalo: from Zalo, and nowhere else."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from bot.channels.zalo_http import fetch
from bot.lines import Lines
from domain.talk.messages import Attachment
from domain.talk.sendable import MOST_BYTES


def fetched(url: str, content: bytes = b"PK", status: int = 200) -> tuple[Attachment | None, int]:
    """What comes back, and how many requests went out."""
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(status, content=content, headers={"location": "http://10.0.0.1/"})

    async def run() -> Attachment | None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
            return await fetch(Lines([client]), url, "phu-luc.xlsx", seconds=5, plain=False)

    return asyncio.run(run()), len(asked)


@pytest.mark.parametrize(
    "url",
    ["https://f9-zpc.zdn.vn/6/phu-luc.xlsx", "https://zalo.me/f/1", "https://a.zaloapp.com/x"],
)
def test_a_file_at_zalo_is_fetched(url: str) -> None:
    found, asked = fetched(url)
    assert (found is not None and found.content, asked) == (b"PK", 1)


@pytest.mark.parametrize(
    "url",
    [
        "http://f9.zdn.vn/x",
        "https://169.254.169.254/latest/meta-data",
        "https://127.0.0.1:8080/health",
        "https://zdn.vn.evil.example/x",
        "https://evilzdn.vn/x",
        "https://zdn.vn@10.0.0.1/x",
        "file:///etc/passwd",
        "https://[::1]/",
        "https://",
        "",
    ],
)
def test_no_other_host_is_asked(url: str) -> None:
    assert fetched(url) == (None, 0)


def test_a_redirect_is_not_followed() -> None:
    assert fetched("https://f9.zdn.vn/x", status=302) == (None, 1)


def test_no_more_is_read_than_anybody_can_use() -> None:
    assert fetched("https://f9.zdn.vn/x", bytes(MOST_BYTES + 1)) == (None, 1)
