"""Whether a webhook call of a Zalo Official Account is genuine."""

from __future__ import annotations

import hashlib
import hmac
import re
from itertools import islice

_TIMESTAMP = re.compile(rb'(?<!\\)"timestamp"\s{0,8}:\s{0,8}"?(\d{1,20})')
MOST_TIMESTAMPS = 8


def signature(app_id: str, body: bytes, timestamp: str, secret: str) -> str:
    """The hex digest that Zalo sends: a plain SHA-256 over the joined parts, not an HMAC.

    `body` is the raw body, byte for byte; `timestamp` is the one inside it; `secret` is the OA
    secret key of the webhook settings, which is not the secret of the application.
    """
    return hashlib.sha256(app_id.encode() + body + timestamp.encode() + secret.encode()).hexdigest()


def timestamps_in(body: bytes) -> tuple[str, ...]:
    """What may be the event's own `timestamp`, found without parsing a body that nobody has vouched
    for. There is one; a few more may lie deeper in it."""
    return tuple(
        found[1].decode() for found in islice(_TIMESTAMP.finditer(body), MOST_TIMESTAMPS)
    ) or ("",)


def is_genuine(header: str, app_id: str, body: bytes, timestamp: str, secret: str) -> bool:
    """True where the header `X-ZEvent-Signature` (with or without `mac=`) fits the body."""
    given = header.strip().removeprefix("mac=").lower()
    return bool(secret) and same_secret(signature(app_id, body, timestamp, secret), given)


def same_secret(left: str, right: str) -> bool:
    """Compare two secrets in a time that tells nothing about them; an empty one never fits."""
    return bool(left) and hmac.compare_digest(left.encode(), right.encode())
