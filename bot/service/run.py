"""`nhacviec run`: starts what the settings name, or says in one line why it cannot."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import IO, Any

from starlette.routing import BaseRoute

from bot.channels.port import Channel, ChannelError
from bot.channels.registry import calls_folder, open_channels, webhook_secret, webhook_url
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_calls import Menu
from bot.fault import UsageFault
from bot.file_lock import try_lock
from bot.inbox.rim import Receive, Rim
from bot.inbox.spool import Spool
from bot.links import Links
from bot.metrics import Metrics
from bot.moving_clock import MovingClock
from bot.outbox.books import Books
from bot.outbox.outbox import Outbox
from bot.run_settings import Settings, load_settings, web_secret
from bot.service.logs import set_up_log
from bot.service.menus import menus
from bot.service.service import Begin, Service
from bot.web.app import build_app, webhooks
from bot.web.downloads import download_route
from bot.web.health import Health, Pulse
from bot.web.webhooks import spool_of
from bot.wiring import open_store
from domain.talk.messages import Address
from handlers.delivery.lost_address import network_name
from handlers.wording.say import say
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database
from storage.people.officials import all_officials, link_address, prefer_address

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


def run_service() -> None:
    """Run until a signal; SystemExit with the exit code."""
    settings = load_settings()
    set_up_log(settings.log_level, settings.log_format, _secrets(settings))
    with _store(settings) as (database, catalogue, clock):
        service = assemble(settings, database, catalogue, clock)
        sys.exit(asyncio.run(_serve(service, settings)))


async def _serve(service: Service, settings: Settings) -> int:
    host, port = service.sock.getsockname()[:2]
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    words = say("run.demo", url=url) if settings.web_demo else ""
    told = words or say("run.started", channels=", ".join(service.channels), url=f"{url}health")
    lines = [told, *_by_words_alone(settings, service.channels)]
    return await service.serve(lambda: print_line("\n".join(lines)))


def _by_words_alone(settings: Settings, channels: Mapping[str, Channel]) -> list[str]:
    """What to say of networks that take pictures and files only by link, where there is none."""
    if settings.public or settings.web_demo:
        return []
    limits = {name: channel.limits for name, channel in channels.items()}
    bare = [name for name, most in limits.items() if not most.image_bytes and not most.file_bytes]
    return [say("run.no_public_url", network=network_name(name)) for name in bare]


def print_line(words: str) -> None:
    """One line for the person at the keyboard."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def assemble(settings: Settings, database: Database, catalogue: Catalogue, clock: Clock) -> Service:
    """Everything put together, the port taken, nothing started."""
    links = _links(settings, clock)
    channels = open_channels(settings, links, clock)
    metrics, pulse = Metrics(), Pulse(clock)
    books = Books(database, catalogue, channels, links, clock, random.random, metrics)
    at_once, share = settings.send_at_once, settings.send_share
    outbox = Outbox(books, channels, at_once=at_once, share=share, metrics=metrics)
    limits = settings.month_limits()
    health = Health(database, books, channels, pulse, metrics, limits)
    rim = Rim(database, catalogue, clock, outbox.wake, metrics, health.vitals, channels.keys())
    spools = _spools(settings, channels, rim.receive)
    routes = [*_hooks(settings, channels, rim.receive, spools), *health.routes()]
    if links is not None:
        routes.append(download_route(database, links))
    offered = partial(_menus, database, catalogue, clock)
    sock = _listen(settings)  # before anything is sent: a second bot on this machine stops here
    lock = _alone_with(database)
    if database.is_sqlite:  # one process has the file: whoever was sending is gone
        books.recover(alone=True)
    service = Service(
        database=database,
        catalogue=catalogue,
        channels=channels,
        begin={name: _begin(settings, channel, offered) for name, channel in channels.items()},
        outbox=outbox,
        sweep=books.sweep,
        beat=health.beat,
        rim=rim,
        lock=lock,
        spools=tuple(spools.values()),
        app=build_app(routes),
        sock=sock,
        pulse=pulse,
        month_limits=limits,
        clock=clock,
    )
    if settings.web_demo and links is not None and isinstance(clock, MovingClock):
        service.app.routes.extend(_phones(service, clock, links))
    return service


def _hooks(
    settings: Settings,
    channels: Mapping[str, Channel],
    receive: Receive,
    spools: Mapping[str, Spool],
) -> list[BaseRoute]:
    secret = webhook_secret(settings, "telegram") if settings.telegram_webhook else ""
    return [*webhooks(channels, secret, receive, spools)]


def _spools(
    settings: Settings, channels: Mapping[str, Channel], receive: Receive
) -> dict[str, Spool]:
    """Where the calls of the Zalo networks wait that come by webhook, by channel. What is polled
    waits in the same folder, with its channel."""
    called = {"zalo_oa"} | ({"zalo_bot"} if settings.zalo_bot_webhook else set())
    zalo: dict[str, Any] = {name: channels[name] for name in channels if name in called}
    return {name: spool_of(calls_folder(name), channel, receive) for name, channel in zalo.items()}


def _begin(settings: Settings, channel: Channel, offered: Callable[[], Sequence[Menu]]) -> Begin:
    """How messages come in by a channel: it asks for them, or the web server is told of them."""
    if not isinstance(channel, TelegramChannel):
        return channel.run

    async def begin(receive: Receive) -> None:
        await _offer_menus(channel, await asyncio.to_thread(offered))
        if settings.telegram_webhook:
            secret = webhook_secret(settings, "telegram")
            await channel.use_webhook(webhook_url(settings, "telegram"), secret)
        else:
            await channel.run(receive)

    return begin


def _menus(database: Database, catalogue: Catalogue, clock: Clock) -> Sequence[Menu]:
    return menus(database, catalogue, clock())


async def _offer_menus(channel: TelegramChannel, offered: Sequence[Menu]) -> None:
    """Show the commands beside the text field. Without them everything works as well."""
    try:
        await channel.publish_menus(offered)
    except ChannelError as error:
        log.warning("action=menu channel=telegram reason=%s", error)


def _phones(service: Service, clock: MovingClock, links: Links) -> list[BaseRoute]:
    from bot.channels.web import WebChannel
    from bot.web.phones import Phones

    channel = service.channels["web"]
    assert isinstance(channel, WebChannel)  # the settings have seen to it
    receive, wake = service.rim.receive, service.outbox.wake
    phones = Phones(service.database, channel, receive, clock, links, service.ring, wake)
    return list(phones.routes())


# -- what may be wrong -----------------------------------------------------------------------------


@contextlib.contextmanager
def _store(settings: Settings) -> Iterator[tuple[Database, Catalogue, Clock]]:
    """The database of the settings with the real clock; for the two phones, a fresh sample whose
    clock can be set forward, gone when it ends."""
    if settings.web_demo:
        with tempfile.TemporaryDirectory(prefix="nhacviec-") as folder:
            yield _sample(Path(folder))
        return
    database, catalogue = open_store(settings.db or None)
    yield database, catalogue, lambda: datetime.now(UTC)


def _sample(folder: Path) -> tuple[Database, Catalogue, Clock]:
    from bot.rehearsal.samples import SAMPLE, begin, fresh_store, load_script

    now = begin(load_script(SAMPLE))
    database, catalogue = fresh_store(SAMPLE, folder / "demo.db", now)
    with database.work() as session:
        for official_id in all_officials(session):
            address = Address("web", official_id)
            link_address(session, official_id, address, now)
            prefer_address(session, address, now)
    return database, catalogue, MovingClock(now)


def _listen(settings: Settings) -> socket.socket:
    """The port of the web server."""
    host, port = settings.web_host, settings.web_port
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


def _alone_with(database: Database) -> IO[bytes] | None:
    """The lock of a SQLite file, held as long as the bot runs: a second bot beside it would take
    what this one is sending for lost, and send it again."""
    if database.file is None:
        return None
    file = database.file.with_name(f"{database.file.name}.running")
    lock = file.open("ab")
    if not try_lock(lock.fileno()):
        lock.close()
        raise UsageFault("run.twice", file=database.file)
    return lock


def _links(settings: Settings, clock: Clock) -> Links | None:
    """Links need an address that the public reaches; the local page needs none."""
    if not settings.public and not settings.web_demo:
        return None
    days = timedelta(days=settings.link_days)
    return Links(web_secret(settings), settings.public_url, clock, days)


def _secrets(settings: Settings) -> list[str]:
    """All that must not show in the log."""
    hooks = [webhook_secret(settings, name) for name in settings.channels if name != "web"]
    return [*settings.secret_values(), *hooks, web_secret(settings)]
