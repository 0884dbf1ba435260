"""`nhacviec run`: starts what the settings name, or says in one line why it cannot."""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
import socket
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import IO, Any

from starlette.routing import BaseRoute

from bot.backup_folder import newest_backup
from bot.channels.port import Channel, is_called
from bot.channels.registry import calls_folder, open_channels, webhook_secret, webhook_url
from bot.channels.telegram import TelegramChannel
from bot.inbox.rim import Receive, Rim
from bot.inbox.spool import Spool
from bot.links import Links, PageLinks
from bot.metrics import Metrics
from bot.outbox.books import Books
from bot.outbox.outbox import Outbox
from bot.port import address_of, listen
from bot.run_settings import Settings, load_settings, web_secret
from bot.service.logs import set_up_log
from bot.service.memory import share_one_heap
from bot.service.service import Begin, Service
from bot.service.trying import serve_page
from bot.setting_kinds import Secret
from bot.web.api.routes import api_routes
from bot.web.app import build_app, webhooks
from bot.web.downloads import download_route
from bot.web.health import Health, Pulse
from bot.web.look import look_routes
from bot.web.pages.opening import Opening
from bot.web.pages.routes import page_routes
from bot.web.webhooks import spool_of
from bot.wiring import alone_with, open_store
from handlers.delivery.lost_address import network_name
from handlers.wording.say import say
from scheduler.letting_go import let_go
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


def run_service() -> None:
    """Run until a signal; SystemExit with the exit code."""
    share_one_heap()
    settings = load_settings()
    set_up_log(settings.log_level, settings.log_format, _secrets(settings))
    if settings.web_demo:
        sock = listen(settings.web_host, settings.web_port)
        print_line(say("run.demo", url=address_of(sock)))
        sys.exit(serve_page(settings, sock, assemble))
    database, catalogue = open_store(settings.db or None)
    service = assemble(settings, database, catalogue, lambda: datetime.now(UTC))
    sys.exit(asyncio.run(_serve(service, settings)))


def run_demo_page(sock: socket.socket, sample: str) -> int:
    """The page of two phones on a port that is taken, whatever the settings say; the exit code."""
    secret = Secret(secrets.token_urlsafe(32))
    settings = Settings(web_demo=True, web_secret=secret, log_level="WARNING")
    set_up_log(settings.log_level, settings.log_format, _secrets(settings))
    return serve_page(settings, sock, assemble, sample)


async def _serve(service: Service, settings: Settings) -> int:
    url = f"{address_of(service.sock)}health"
    told = say("run.started", channels=", ".join(service.channels), url=url)
    lines = [told, *_by_words_alone(settings, service.channels)]
    return await service.serve(lambda: print_line("\n".join(lines)))


def _by_words_alone(settings: Settings, channels: Mapping[str, Channel]) -> list[str]:
    """What to say of networks that take pictures and files only by link, where there is none."""
    if settings.public:
        return []
    limits = {name: channel.limits for name, channel in channels.items()}
    bare = [name for name, most in limits.items() if not most.image_bytes and not most.file_bytes]
    return [say("run.no_public_url", network=network_name(name)) for name in bare]


def print_line(words: str) -> None:
    """One line for the person at the keyboard."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def assemble(
    settings: Settings,
    database: Database,
    catalogue: Catalogue,
    clock: Clock,
    sock: socket.socket | None = None,
) -> Service:
    """Everything put together, the port taken (unless it is given), nothing started."""
    links = _links(settings, clock)
    channels = open_channels(settings, links, clock)
    sock = sock or listen(settings.web_host, settings.web_port)  # a second bot here stops at this
    opening = _opening(settings, database, catalogue, clock, channels)
    metrics, pulse = Metrics(), Pulse(clock)
    books = Books(database, catalogue, channels, links, clock, random.random, metrics)
    outbox = _outbox(settings, books, channels, metrics)
    months = settings.month_limits()
    health = Health(database, books, channels, pulse, metrics, months, newest_backup)
    known = (health.vitals, channels.keys(), opening.links.to if opening else None)
    rim = Rim(database, catalogue, clock, outbox.wake, metrics, *known)
    spools, api = _spools(channels, rim.receive), api_routes(database, catalogue, clock)
    routes = [*_hooks(settings, channels, rim.receive, spools), *health.routes()]
    lock = _begin_alone(database, books)
    return Service(
        database=database,
        catalogue=catalogue,
        channels=channels,
        begin={name: _begin(settings, channel) for name, channel in channels.items()},
        outbox=outbox,
        sweep=books.sweep,
        beat=health.beat,
        let_go=lambda: let_go(database, settings.keeping(), clock()),
        rim=rim,
        lock=lock,
        spools=tuple(spools.values()),
        app=build_app(routes, _pages(database, links, opening, outbox), api),
        sock=sock,
        pulse=pulse,
        month_limits=months,
        clock=clock,
    )


def _outbox(
    settings: Settings, books: Books, channels: Mapping[str, Channel], metrics: Metrics
) -> Outbox:
    at_once, share = settings.send_at_once, settings.send_share
    return Outbox(books, channels, at_once=at_once, share=share, metrics=metrics)


def _pages(
    database: Database, links: Links | None, opening: Opening | None, outbox: Outbox
) -> list[BaseRoute]:
    """What people open in a browser."""
    files = [download_route(database, links)] if links is not None else []
    by_link = page_routes(opening, outbox.wake) if opening is not None else []
    return [*look_routes(), *files, *by_link]


def _hooks(
    settings: Settings,
    channels: Mapping[str, Channel],
    receive: Receive,
    spools: Mapping[str, Spool],
) -> list[BaseRoute]:
    secret = webhook_secret(settings, "telegram") if settings.telegram_webhook else ""
    return [*webhooks(channels, secret, receive, spools)]


def _spools(channels: Mapping[str, Channel], receive: Receive) -> dict[str, Spool]:
    """Where the calls of the networks wait that bring their messages, by channel. What is polled
    waits in the same folder, with its channel."""
    called: dict[str, Any] = {n: each for n, each in channels.items() if is_called(each)}
    return {name: spool_of(calls_folder(name), each, receive) for name, each in called.items()}


def _begin(settings: Settings, channel: Channel) -> Begin:
    """How messages come in by a channel: it asks for them, or the web server is told of them."""
    if not isinstance(channel, TelegramChannel) or not settings.telegram_webhook:
        return channel.run

    async def begin(receive: Receive) -> None:
        secret = webhook_secret(settings, "telegram")
        await channel.use_webhook(webhook_url(settings, "telegram"), secret)

    return begin


# -- what may be wrong -----------------------------------------------------------------------------


def _begin_alone(database: Database, books: Books) -> IO[bytes] | None:
    """One process has a SQLite file: whoever was sending is gone."""
    lock = alone_with(database.file) if database.file else None
    if database.is_sqlite:
        books.recover(alone=True)
    return lock


def _links(settings: Settings, clock: Clock) -> Links | None:
    """Links need an address that the public reaches; the local page needs none."""
    if not settings.public and not settings.web_demo:
        return None
    days = timedelta(days=settings.link_days)
    return Links(web_secret(settings), settings.public_url, clock, days)


def _opening(
    settings: Settings,
    database: Database,
    catalogue: Catalogue,
    clock: Clock,
    channels: Mapping[str, Channel],
) -> Opening | None:
    """Pages are opened by people's browsers: where there is an address that these reach."""
    if not settings.public:
        return None
    links = PageLinks(web_secret(settings), settings.public_url, clock)
    return Opening(database, catalogue, clock, links, channels.keys())


def _secrets(settings: Settings) -> list[str]:
    """All that must not show in the log."""
    hooks = [webhook_secret(settings, name) for name in settings.channels]
    return [*settings.secret_values(), *hooks, web_secret(settings)]
