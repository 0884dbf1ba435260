"""Strangers at the web server: hundreds of half-open requests, and what they may put into a log."""

from __future__ import annotations

import re
import socket
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bot.channels.redact import LINE_LETTERS, Redaction
from tests.soak.stage import district, start
from tests.support.fake_telegram import FakeTelegram

LINES = (  # of 200,000 letters, each of which a careless pattern searches again from every letter
    *("a", "token", "secret_token ", "0912 345 678 ", "1", "/bot1", "-", "Bearer "),
)
HALVES = (b"", b"GET /health HTT", b"POST /webhook/telegram HTTP/1.1\r\nHost: x\r\n")


@dataclass
class Report:
    """What `/health` answered meanwhile, and how much was logged."""

    lines: int
    seconds: float
    statuses: Counter[int] = field(default_factory=Counter)
    slowest: float = 0.0
    log_kib: float = 0.0
    closed: int = 0
    slowest_line: float = 0.0  # seconds to redact a line of 200,000 letters


def run(*, lines: int, seconds: float) -> Report:
    """Keep so many requests half open for so long: each that is closed is opened again."""
    report = Report(lines, seconds)
    report.slowest_line = max(_redacted(word) for word in LINES)
    with (
        tempfile.TemporaryDirectory() as folder,
        FakeTelegram() as fake,
        district(Path(folder), 1),
    ):
        log = Path(folder) / "log"
        process = start(Path(folder), fake, "ptb", log)
        while not (found := re.search(r"http://127\.0\.0\.1:(\d+)/", log.read_text("utf-8"))):
            assert process.poll() is None, log.read_text("utf-8")
            time.sleep(0.05)
        before = log.stat().st_size
        _besiege(report, int(found[1]))
        report.log_kib = (log.stat().st_size - before) / 1024
        process.terminate()
        process.wait()
    return report


def _besiege(report: Report, port: int) -> None:
    half: list[socket.socket] = []
    end, ask_at = time.monotonic() + report.seconds, time.monotonic() + 1
    while time.monotonic() < end:
        while len(half) < report.lines:
            line = socket.create_connection(("127.0.0.1", port))
            line.sendall(HALVES[len(half) % len(HALVES)])
            line.setblocking(False)
            half.append(line)
        if time.monotonic() >= ask_at:
            _ask(report, port)
            ask_at = time.monotonic() + 1
        open_still = [line for line in half if not _is_closed(line)]
        report.closed += len(half) - len(open_still)
        half = open_still
        time.sleep(0.05)
    for line in half:
        line.close()


def _ask(report: Report, port: int) -> None:
    begun, status = time.monotonic(), 0
    with suppress(httpx.HTTPError):
        url = f"http://127.0.0.1:{port}/health"
        status = httpx.get(url, trust_env=False, timeout=10).status_code
    report.statuses[status] += 1
    report.slowest = max(report.slowest, time.monotonic() - begun)


def _is_closed(line: socket.socket) -> bool:
    try:
        gone = line.recv(1000) == b""
    except BlockingIOError:
        return False
    except OSError:
        gone = True
    if gone:
        line.close()
    return gone


def _redacted(word: str) -> float:
    text = (word * (200_000 // len(word) + 1))[:200_000]
    begun = time.perf_counter()
    Redaction(["a-secret"]).cut(text, LINE_LETTERS)
    return time.perf_counter() - begun
