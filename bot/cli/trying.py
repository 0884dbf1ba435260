"""`nhacviec demo --page`: the two phones in a browser. The address is said before anything heavy is
loaded; the browser waits at the open port meanwhile."""

from __future__ import annotations

import os
import socket
import sys
from contextlib import suppress

from bot.fault import UsageFault
from bot.port import LOOPBACK, USUAL, address_of, listen
from handlers.wording.say import say


def has_browser() -> bool:
    """True where a page can be shown: a desktop, and nobody who sits at another machine."""
    if "SSH_CONNECTION" in os.environ or "CI" in os.environ:
        return False
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run_page(sample: str) -> None:
    """Say where the page is, open it where there is a browser, and serve it until a signal."""
    sock = _port()
    url = address_of(sock)
    sys.stdout.write(say("run.demo", url=url) + "\n")
    sys.stdout.flush()
    if has_browser():
        import webbrowser

        webbrowser.open(url)
    from bot.service.run import run_demo_page

    sys.exit(run_demo_page(sock, sample))


def _port() -> socket.socket:
    """The usual one, or the one that is set; where the usual one is taken, any that is free."""
    named = os.environ.get("NHACVIEC_WEB_PORT", "")
    if named.isascii() and named.isdigit() and int(named) < 65536:
        return listen(LOOPBACK, int(named))
    with suppress(UsageFault):
        return listen(LOOPBACK, USUAL)
    return listen(LOOPBACK, 0)
