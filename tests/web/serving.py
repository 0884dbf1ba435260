"""Routes served on loopback, as the running bot serves them, in a thread of their own."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import httpx
from starlette.routing import BaseRoute

from bot.service.service import Server, _web_config
from bot.web.app import build_app
from tests.support.waiting import wait_until


@contextmanager
def serving(routes: Iterable[BaseRoute]) -> Iterator[httpx.Client]:
    """A client for the routes."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        sock.listen()
        server = Server(_web_config(build_app(routes)))
        thread = threading.Thread(target=asyncio.run, args=(server.serve([sock]),))
        thread.start()
        wait_until(lambda: server.started)
        url = f"http://127.0.0.1:{sock.getsockname()[1]}"
        try:
            with httpx.Client(base_url=url, trust_env=False) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()
