"""The web server's routes, put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route

from bot.channels.port import Channel
from bot.inbox.rim import Receive
from bot.inbox.spool import Spool
from bot.web.guard import SafeHeaders
from bot.web.webhooks import telegram_hook, zalo_hook


def build_app(*groups: Iterable[BaseRoute]) -> Starlette:
    """An application with these routes, and careful headers on every answer."""
    routes = [route for group in groups for route in group]
    return Starlette(routes=routes, middleware=[Middleware(SafeHeaders)])


def webhooks(
    channels: Mapping[str, Channel],
    telegram_secret: str,
    receive: Receive,
    spools: Mapping[str, Spool],
) -> list[Route]:
    """The webhooks of the channels in use; without a secret Telegram's is not opened."""
    routes = []
    for name, channel in channels.items():
        if name == "telegram" and telegram_secret:
            routes.append(telegram_hook(channel, telegram_secret, receive))  # type: ignore[arg-type]
        elif name in spools:
            path = f"/webhook/{name.replace('_', '-')}"
            routes.append(zalo_hook(path, channel, spools[name]))  # type: ignore[arg-type]
    return routes
