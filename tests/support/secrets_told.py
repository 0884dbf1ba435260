"""Whether a test run tells a secret: in a line of the log, the text of an exception, a metric.

Every test is watched (`tests/conftest.py`), and what processes of their own have logged is brought
here by whoever started them. Our own lines are looked at as they were written, before anything is
masked, and at every level; those of libraries as `bot.service.logs` lets them out.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

import pytest

from bot.channels.port import ChannelError
from bot.channels.redact import ORDINARY, Redaction
from bot.fault import UsageFault
from bot.metrics import Metrics
from bot.service.logs import QUIET
from storage.database.database import DatabaseUnavailable
from tests.support.fake_telegram import TOKEN
from tests.support.fake_zalo_bot import FakeZaloBot
from tests.support.fake_zalo_oa import FakeZaloOa

OURS = ("bot", "scheduler", "handlers", "reports", "charts", "storage", "domain")
RAISED = (ChannelError, UsageFault, DatabaseUnavailable)

SECRETS = (
    TOKEN,
    TOKEN.partition(":")[2],
    "SECONDsecondSECOND",  # of the second bot of the rehearsal
    FakeZaloBot.token,
    FakeZaloBot.token.partition(":")[2],
    FakeZaloOa.app_secret,
    FakeZaloOa.oa_secret,
    "bi-mat-cua-",
    "a-secret-of-the-webhook",
    "s3cret",
)
"""What the fakes know and the settings of the tests name."""

SHAPES = (
    re.compile(r"\b\d{6,}(?::|%3A)[\w-]{20,}"),  # a token of Telegram or Zalo
    re.compile(r"\b(?:access|refresh)-\d+\b"),  # of the fake Official Account
    re.compile(r"(?<![\w.+])(?:\+?84|0)[35789](?:[ .-]?\d){8}(?!\w)"),  # a Vietnamese mobile phone
)


def leaks_in(text: str) -> list[str]:
    """The secrets that stand in a text."""
    shaped = [found.group() for shape in SHAPES for found in shape.finditer(text)]
    return [secret for secret in SECRETS if secret in text] + shaped


def words_of(error: BaseException | None) -> Iterator[str]:
    """What an exception and those behind it say when they are printed."""
    while error is not None:
        yield f"{error} {error!r} {getattr(error, '__notes__', '')}"
        hidden = None if error.__suppress_context__ else error.__context__
        error = error.__cause__ or hidden


class Told(logging.Handler):
    """All that was told since the last look."""

    def __init__(self) -> None:
        super().__init__()
        self._texts: list[tuple[str, str]] = []  # where, what
        self._metrics: list[Metrics] = []
        self._redaction = Redaction()

    def tell(self, where: str, text: str) -> None:
        self._texts.append((where, text))

    def tell_error(self, error: BaseException | None) -> None:
        for words in words_of(error):
            self.tell("exception", words)

    def tell_metrics(self, metrics: Metrics) -> None:
        """Looked at at last: what it counts is still to come."""
        self._metrics.append(metrics)

    def leaks(self) -> list[str]:
        """Where a secret was told, and which; forgets all."""
        pages = [("metrics", each.page().decode()) for each in self._metrics]
        told, self._texts, self._metrics = [*self._texts, *pages], [], []
        return [f"{where}: {secret}" for where, text in told for secret in leaks_in(text)]

    def emit(self, record: logging.LogRecord) -> None:
        area = record.name.partition(".")[0]
        if area in QUIET and record.levelno < logging.WARNING:
            return
        for text in _texts_of(record):
            self.tell(record.name, text if area in OURS else self._redaction.mask(text))


def _texts_of(record: logging.LogRecord) -> Iterator[str]:
    with suppress(TypeError, ValueError):  # arguments that do not fit have a test of their own
        yield record.getMessage()
    yield from (str(value) for name, value in vars(record).items() if name not in ORDINARY)
    yield from words_of(record.exc_info[1] if record.exc_info else None)


TOLD = Told()
"""Of the running test."""


@contextmanager
def listening(told: Told) -> Iterator[None]:
    """Hear all that is logged, raised where a test expects it, made as an exception of ours, and
    counted."""

    def made(error: Exception, *_: object) -> None:
        told.tell_error(error)

    def expected(_: object, _kind: object, error: BaseException | None, *_rest: object) -> None:
        told.tell_error(error)

    with ExitStack() as stack:
        stack.enter_context(_heard("", told, None))
        for name in OURS:
            stack.enter_context(_heard(name, told, logging.DEBUG))
        for kind in RAISED:
            stack.enter_context(_besides(kind, "__init__", made))
        stack.enter_context(_besides(type(pytest.raises(KeyError)), "__exit__", expected))
        stack.enter_context(_besides(Metrics, "__init__", told.tell_metrics))
        yield


@contextmanager
def _heard(name: str, told: Told, level: int | None) -> Iterator[None]:
    logger = logging.getLogger(name)
    before = logger.level
    logger.addHandler(told)
    if level is not None:
        logger.setLevel(level)
    yield
    logger.setLevel(before)
    logger.removeHandler(told)


@contextmanager
def _besides(owner: type, name: str, listen: Callable[..., object]) -> Iterator[None]:
    """After this method, the same arguments go to `listen`."""
    method = getattr(owner, name)

    def both(*args: Any, **named: Any) -> Any:
        found = method(*args, **named)
        listen(*args)
        return found

    setattr(owner, name, both)
    yield
    setattr(owner, name, method)
