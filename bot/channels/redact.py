"""Keeps tokens, secrets and phone numbers out of the log.

A library logs the address that it calls, and the address of Telegram and of Zalo holds the token.
Put one `Redaction` on every handler of the root logger: a filter on a logger does not see what
comes from below it, a filter on a handler sees everything that the handler writes.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

HIDDEN = "***"

PATTERNS = (
    # The token in an address: .../bot123:secret/sendMessage, .../file/bot123:secret/photo.jpg
    (re.compile(r"(?<=/bot)\d+(?::|%3A)[^/\s\"'?]+", re.IGNORECASE), HIDDEN),
    # A token by itself. Six digits before and twenty signs after the colon are no hour, no port.
    (re.compile(r"\b\d{6,}(?::|%3A)[\w-]{20,}", re.IGNORECASE), HIDDEN),
    # A named secret in a header, a form or a JSON text.
    (
        re.compile(
            r"((?:[\w-]*token|secret_key|appsecret_proof|authorization)"
            r"[\"']?\s*[:=,]\s*(?:b?[\"'])?(?:Bearer\s+)?)[^\s\"'&,;)}\]]+",
            re.IGNORECASE,
        ),
        rf"\1{HIDDEN}",
    ),
    # A Vietnamese telephone number, with or without +84, in one piece or in groups.
    (re.compile(r"(?<![\w.])(?:\+?84|0)[ .-]?[235789]\d{1,2}(?:[ .-]?\d{3,4}){2}(?!\w)"), HIDDEN),
)


class Redaction(logging.Filter):
    """A filter that lets every record through, without its secrets."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets: set[str] = set()
        for secret in secrets:
            self.hide(secret)

    def hide(self, secret: str) -> None:
        """From now on this value appears nowhere; a token that was renewed, for instance."""
        if secret:
            self._secrets.add(secret)

    def mask(self, text: str) -> str:
        for secret in sorted(self._secrets, key=len, reverse=True):
            text = text.replace(secret, HIDDEN)
        for pattern, instead in PATTERNS:
            text = pattern.sub(instead, text)
        return text

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self.mask(_message(record)), ()
        if record.exc_info:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
            record.exc_info = None  # another formatter would write it out again, unmasked
        if record.exc_text:
            record.exc_text = self.mask(record.exc_text)
        if record.stack_info:
            record.stack_info = self.mask(record.stack_info)
        for name, value in vars(record).items():
            if name not in ORDINARY and (masked := self.mask(str(value))) != str(value):
                setattr(record, name, masked)
        return True


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # wrong arguments: what remains is still worth a line
        return str(record.msg)


ORDINARY = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
"""What every record has; the rest came with `extra`."""
