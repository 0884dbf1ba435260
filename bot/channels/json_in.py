"""JSON that a network has sent: read, however deep it is."""

from __future__ import annotations

import json
import re
from typing import Any

DEEPEST = 64  # no network's update is half as deep
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{}]|"', re.DOTALL)
_OPENING, _CLOSING = "[{", "]}"


def read_json(body: bytes | str) -> Any:
    """The value; ValueError, and no other error, for what is none. What lies deeper than the
    interpreter can go is null: who reads the value finds a field that is not what it should be,
    and whatever else came in the same answer is read all the same."""
    text = body if isinstance(body, str) else body.decode("utf-8-sig", "replace")
    try:
        return json.loads(text)
    except RecursionError:
        return json.loads(_shallow(text))


def _shallow(text: str) -> str:
    """The same with null for everything that lies deeper than `DEEPEST`; in one pass."""
    kept: list[str] = []
    depth, begin = 0, 0
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign == '"':
            raise ValueError("a string without an end")
        if sign in _OPENING:
            depth += 1
            if depth == DEEPEST + 1:
                kept += text[begin : token.start()], "null"
        elif sign in _CLOSING:
            if depth == DEEPEST + 1:
                begin = token.end()
            depth -= 1
    if depth:
        raise ValueError("brackets without an end")
    return "".join([*kept, text[begin:]])
