"""`nhacviec`, with a handler that ends the process (SIGKILL) at some messages, as a program that
overruns memory is ended. Started as a module of its own, beside the bot as it is."""

from __future__ import annotations

import os
import signal
from typing import Any

from bot import __main__ as bot
from bot.inbox import inbox

DEADLY = "chết máy"
_respond = inbox.respond


def respond(work: Any, incoming: Any) -> Any:
    """As the router, unless the message is deadly."""
    if DEADLY in incoming.text:
        os.kill(os.getpid(), signal.SIGKILL)
    return _respond(work, incoming)


def main() -> None:
    """As `nhacviec`."""
    inbox.respond = respond
    bot.main()
