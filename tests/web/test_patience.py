"""Callers that keep silent, trickle or stay for ever shut out nobody."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.web import patience
from bot.web.guard import CutOff, body_of
from tests.support.waiting import wait_until
from tests.web.serving import serving

cut_off: list[bool] = []


async def hello(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def take(request: Request) -> Response:
    try:
        return PlainTextResponse(str(len(await body_of(request))))
    except CutOff:
        cut_off.append(True)
        return Response(status_code=408)


@contextmanager
def server() -> Iterator[httpx.Client]:
    with serving([Route("/", hello), Route("/take", take, methods=["POST"])]) as client:
        yield client


def half_open(client: httpx.Client, begun: bytes) -> socket.socket:
    """A line on which a request was begun."""
    line = socket.create_connection((client.base_url.host, client.base_url.port or 80))
    line.sendall(begun)
    return line


def is_closed(line: socket.socket) -> bool:
    line.setblocking(False)
    try:
        return line.recv(1000) == b""
    except BlockingIOError:
        return False
    except ConnectionError:
        return True


@pytest.mark.parametrize("begun", [b"", b"GET / HT", b"POST /take HTTP/1.1\r\nHost: x\r\nX: "])
def test_three_hundred_silent_callers_shut_out_nobody(begun: bytes) -> None:
    with server() as client, ExitStack() as stack:
        lines = [stack.enter_context(half_open(client, begun)) for _ in range(300)]
        assert client.get("/").text == "ok"
        wait_until(lambda: sum(map(is_closed, lines)) >= len(lines) - patience.MOST_SILENT)
        assert client.get("/").text == "ok"


def test_a_head_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "HEAD_SECONDS", 0.05)
    with server() as client, half_open(client, b"GET / HTTP/1.1\r\nHost: x\r\n") as line:
        wait_until(lambda: is_closed(line))


def test_a_second_head_on_the_same_line_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "HEAD_SECONDS", 0.05)
    whole = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    with server() as client, half_open(client, whole) as line:
        assert b"200 OK" in line.recv(1000)
        line.sendall(b"GET / HT")
        wait_until(lambda: is_closed(line))


def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "BODY_SECONDS", 0.05)
    cut_off.clear()
    begun = b"POST /take HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf of"
    with server() as client, half_open(client, begun) as line:
        wait_until(lambda: is_closed(line))
        wait_until(lambda: cut_off)


def test_whoever_is_in_time_is_served_on_one_line_again_and_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with server() as client:
        for size in (0, 1, 100_000):
            assert client.post("/take", content=b"x" * size).text == str(size)
            assert client.get("/").text == "ok"
