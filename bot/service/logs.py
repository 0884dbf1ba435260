"""The log of the running bot: one line per event, on the error stream, without any secret."""

from __future__ import annotations

import json
import logging
import sys
import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

from bot.channels.redact import ORDINARY, Redaction

MOST_ALIKE = 50
ALIKE_SECONDS = 10.0
KIND_LETTERS = 100  # of the wording, by which lines are alike
MORE = "action=repeated count=%s line=%s"

QUIET = ("httpx", "httpcore", "aiogram", "telegram", "apscheduler", "uvicorn", "asyncio", "alembic")
"""Libraries that tell of every request, and so of every address with its token, or of every step;
our own lines say what matters."""


def set_up_log(level: str, form: str, secrets: Iterable[str] = ()) -> Redaction:
    """Send every line of every logger through one redacted handler; more can be hidden later."""
    redaction = Redaction(secrets)
    handler = CountedLines(sys.stderr)
    handler.addFilter(redaction)
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread
    return redaction


class CountedLines(logging.StreamHandler[TextIO]):
    """Writes each line, but of many that are alike in a short time only the first, and then how
    many there were: whoever knocks a thousand times must not fill the disk."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self._repeats = Repeats()

    def handle(self, record: logging.LogRecord) -> bool:
        if hasattr(record, "trace"):  # one line a message, however many there are
            return bool(super().handle(record))
        admitted, over = self._repeats.see(record)
        for line in over:
            super().handle(line)
        return admitted and bool(super().handle(record))


class Repeats:
    """Counts lines that are alike: of one logger, one level, one wording."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._seen: dict[tuple[str, int, str], int] = {}
        self._until = 0.0

    def see(self, record: logging.LogRecord) -> tuple[bool, list[logging.LogRecord]]:
        """Whether a line is to be written, and what is to be said before it of the time that is
        over."""
        kind = (record.name, record.levelno, str(record.msg)[:KIND_LETTERS])
        with self._lock:
            over = self._begin_anew() if self._clock() >= self._until else []
            count = self._seen[kind] = self._seen.get(kind, 0) + 1
        return count <= MOST_ALIKE, over

    def _begin_anew(self) -> list[logging.LogRecord]:
        self._until = self._clock() + ALIKE_SECONDS
        over = [
            logging.LogRecord(name, level, "", 0, MORE, (count - MOST_ALIKE, words), None)
            for (name, level, words), count in self._seen.items()
            if count > MOST_ALIKE
        ]
        self._seen.clear()
        return over


class TextLines(logging.Formatter):
    """`2026-11-21T00:30:00.123Z WARNING bot.outbox action=send …`"""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{_moment(record)} {record.levelname} {record.name} {record.getMessage()}"
        return "\n".join(filter(None, [line, record.exc_text, record.stack_info]))


class JsonLines(logging.Formatter):
    """One JSON object a line, `extra` fields included."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": _moment(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {key: value for key, value in vars(record).items() if key not in ORDINARY}
        if trace := record.exc_text or record.stack_info:
            line["trace"] = trace
        return json.dumps(line, ensure_ascii=False, default=str)


def _moment(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _log_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("bot").critical("action=crash", exc_info=(kind, error, trace))


def _log_uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        _log_uncaught(args.exc_type, args.exc_value, args.exc_traceback)
