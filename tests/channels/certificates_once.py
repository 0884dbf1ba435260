"""The certificates that the world trusts, read once for all clients of a process.

Whoever makes a client for HTTP without saying which certificates it trusts has them read: that
takes as long as hundreds of requests, and the tests make thousands of clients, all of them for
servers on this machine, which have no certificate at all.
"""

from __future__ import annotations

import ssl
from functools import cache
from typing import Any

_make = ssl.create_default_context


def read_certificates_once() -> None:
    """From here on, in this process and in those that it forks."""
    ssl.create_default_context = _known_context


def _known_context(*args: Any, **named: Any) -> ssl.SSLContext:
    alone = not args and named.keys() == {"cafile"}
    return _trusting(named["cafile"]) if alone else _make(*args, **named)


@cache
def _trusting(cafile: str) -> ssl.SSLContext:
    return _make(cafile=cafile)
