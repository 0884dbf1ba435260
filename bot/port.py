"""The port of the web server: taken before anything else is loaded, so that its address can be said
at once; who asks meanwhile waits."""

from __future__ import annotations

import socket

from bot.fault import UsageFault

LOOPBACK = "127.0.0.1"
USUAL = 8080


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; UsageFault where the port is taken or may not be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(128)
    except OSError as error:
        sock.close()
        detail = error.strerror or type(error).__name__
        raise UsageFault("run.port", host=host, port=port, detail=detail) from None
    return sock


def address_of(sock: socket.socket) -> str:
    """`http://127.0.0.1:8080/`"""
    host, port = sock.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"
