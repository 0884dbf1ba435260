"""The log of the running bot: one line per event, on the error stream, without any secret."""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from types import TracebackType

from bot.channels.redact import ORDINARY, Redaction

QUIET = ("httpx", "httpcore", "aiogram", "telegram", "apscheduler", "uvicorn", "asyncio", "alembic")
"""Libraries that tell of every request, and so of every address with its token, or of every step;
our own lines say what matters."""


def set_up_log(level: str, form: str, secrets: Iterable[str] = ()) -> Redaction:
    """Send every line of every logger through one redacted handler; more can be hidden later."""
    redaction = Redaction(secrets)
    handler = logging.StreamHandler(sys.stderr)
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
