"""Keeps tokens, secrets and phone numbers out of the log.

A library logs the address that it calls, and the address of Telegram and of Zalo holds the token.
Put one `Redaction` on every handler of the root logger: a filter on a logger does not see what
comes from below it, a filter on a handler sees everything that the handler writes.

A line is cut before it is searched, and no pattern looks twice at a letter: what a stranger has put
into a line costs no more than any other.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

HIDDEN = "***"
LINE_LETTERS = 8_000
TRACE_LETTERS = 32_000
LONGEST_PIECE = 64  # letters of a secret that a pattern knows only as a whole

PATTERNS = (
    # The token in an address: .../bot123:secret/sendMessage, .../file/bot123:secret/photo.jpg
    (re.compile(r"(?<=/bot)\d+(?::|%3A)[^/\s\"'?]+", re.IGNORECASE), HIDDEN),
    # A token by itself. Six digits before and twenty signs after the colon are no hour, no port.
    (re.compile(r"\b\d{6,}(?::|%3A)[\w-]{20,}", re.IGNORECASE), HIDDEN),
    # A named secret in a header, a form or a JSON text.
    (
        re.compile(
            r"((?:token|secret_key|appsecret_proof|authorization)"
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

    def cut(self, text: str, most: int) -> str:
        """The same of a text that may be of any length: beginning and end of it. Where it is cut, a
        secret may have lost the half by which it is known, so as much is left out beside it."""
        if len(text) <= most:
            return self.mask(text)
        edge = max(LONGEST_PIECE, *map(len, self._secrets), 0)
        head = self.mask(text[: most // 2])[:-edge]
        tail = self.mask(text[-(most // 2) :])[edge:]
        tail = tail[_first_space(tail) :]
        return f"{head} [… {len(text) - len(head) - len(tail)} letters …] {tail}"

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = self.cut(_message(record), LINE_LETTERS), ()
        if record.exc_info:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
            record.exc_info = None  # another formatter would write it out again, unmasked
        if record.exc_text:
            record.exc_text = self.cut(record.exc_text, TRACE_LETTERS)
        if record.stack_info:
            record.stack_info = self.cut(record.stack_info, TRACE_LETTERS)
        for name, value in vars(record).items():
            if name not in ORDINARY:
                shown = str(value)
                if (masked := self.cut(shown, LINE_LETTERS)) != shown:
                    setattr(record, name, masked)
        return True


def _first_space(text: str) -> int:
    """Where the first word of a text has ended; the end of the text where it is one word."""
    return next((at for at, letter in enumerate(text) if letter.isspace()), len(text))


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # wrong arguments: what remains is still worth a line
        return str(record.msg)


ORDINARY = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
"""What every record has; the rest came with `extra`."""
