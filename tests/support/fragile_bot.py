"""`nhacviec`, with a handler and a fetch that end the process (SIGKILL) at some messages, as a
program that overruns memory is ended. Started as a module of its own, beside the bot as it is."""

from __future__ import annotations

import os
import signal
from typing import Any

from bot import __main__ as bot
from bot.inbox import inbox
from bot.inbox.fetching import Fetching

DEADLY = "chết máy"
DEADLY_FILE = "tệp làm máy dừng"
_respond = inbox.respond
_fetched = Fetching.fetched


def respond(work: Any, incoming: Any) -> Any:
    """As the router, unless the message is deadly."""
    if DEADLY in incoming.text:
        os.kill(os.getpid(), signal.SIGKILL)
    return _respond(work, incoming)


async def fetched(self: Any, incoming: Any, fetch: Any) -> Any:
    """As ever, unless the file is deadly."""

    async def deadly() -> Any:
        os.kill(os.getpid(), signal.SIGKILL)

    return await _fetched(self, incoming, deadly if DEADLY_FILE in incoming.text else fetch)


def main() -> None:
    """As `nhacviec`."""
    inbox.respond = respond
    Fetching.fetched = fetched  # type: ignore[method-assign]
    bot.main()
