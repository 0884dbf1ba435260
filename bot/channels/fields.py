"""Fields of an update, each of the kind that the network promises, or the update is malformed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.inbox.inbox import whole

LONGEST_ID = (
    200  # letters; no network comes near it, and an index takes no more than a few thousand
)


class Malformed(Exception):
    """A field is missing or is of another kind; the text is its name."""


def table(body: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """An object; empty where it is not there."""
    found = body.get(key)
    if found is None:
        return {}
    if not isinstance(found, Mapping):
        raise Malformed(key)
    return found


def text(body: Mapping[str, Any], key: str) -> str:
    """A text; empty where it is not there."""
    found = body.get(key)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise Malformed(key)
    return whole(found)


def number(body: Mapping[str, Any], key: str) -> int:
    """A whole number; 0 where it is not there."""
    found = body.get(key)
    if found is None:
        return 0
    if not isinstance(found, int) or isinstance(found, bool):
        raise Malformed(key)
    return found


def name_of(body: Mapping[str, Any], key: str) -> str:
    """The network's name for something, a number or a text, which must be there."""
    found = body.get(key)
    if isinstance(found, bool) or not isinstance(found, int | str):
        raise Malformed(key)
    named = isinstance(found, str) or abs(found) < 10**30
    name = whole(str(found)) if named else ""
    if not name or len(name) > LONGEST_ID:
        raise Malformed(key)
    return name


def moment(body: Mapping[str, Any], key: str) -> datetime:
    """Seconds since 1970, which must be there."""
    try:
        return datetime.fromtimestamp(number(body, key) or _missing(key), UTC)
    except (ValueError, OverflowError, OSError):
        raise Malformed(key) from None


def _missing(key: str) -> int:
    raise Malformed(key)
