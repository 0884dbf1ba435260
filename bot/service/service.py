"""The running bot: channels, outbox, clock and web server in one process, and their orderly end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import IO, Any

import uvicorn
from starlette.applications import Starlette

from bot.backup_folder import newest_backup
from bot.channels.port import WEBHOOK_ACTIVE, Channel, ChannelError, ErrorKind
from bot.channels.telegram import TelegramChannel
from bot.inbox.inbox import AWAY
from bot.inbox.rim import Receive, Rim
from bot.inbox.spool import Spool
from bot.outbox.outbox import Outbox
from bot.outbox.quota import watch_quota
from bot.service.memory import settle
from bot.service.menus import CHANNEL, Menus
from bot.web.health import Pulse
from bot.web.patience import MOST_AT_ONCE, PatientProtocol
from handlers.delivery.alarm import alarm
from handlers.delivery.lost_address import network_name
from handlers.delivery.tell_elsewhere import tell_elsewhere
from handlers.delivery.watch import watch_backups, watch_reminders
from handlers.entrance.rooms import load_rooms
from handlers.talk.learnt import learn_words
from handlers.wording.say import say
from handlers.work import Work
from scheduler.clock import start_clock
from scheduler.tick import tick
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database, checkpoint

log = logging.getLogger(__name__)

END_SECONDS = 8.0  # for each of the steps of stopping
AGAIN_SECONDS = 600.0  # a channel that an administrator must mend is tried again so rarely
SOON_SECONDS = 5.0  # ... and one whose network has failed for the moment
TOKEN_ENDS = "refresh_"  # what a token says that lives, and cannot be renewed
HOPELESS = (ErrorKind.UNAUTHORISED, ErrorKind.REFUSED)

Begin = Callable[[Receive], Awaitable[None]]


class Server(uvicorn.Server):
    """uvicorn, which leaves the signals to us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass
class Service:
    """Everything that runs. `begin` is how messages come in by each channel."""

    database: Database
    catalogue: Catalogue
    channels: Mapping[str, Channel]
    begin: Mapping[str, Begin]
    outbox: Outbox
    sweep: Callable[[], object]
    beat: Callable[[], object]
    let_go: Callable[[], object]
    rim: Rim
    lock: IO[bytes] | None
    spools: Sequence[Spool]
    app: Starlette
    sock: socket.socket
    pulse: Pulse
    month_limits: Mapping[str, int]
    clock: Callable[[], datetime]
    _loop: asyncio.AbstractEventLoop = field(init=False)
    _stop: asyncio.Event = field(init=False)

    async def serve(self, started: Callable[[], None] = lambda: None) -> int:
        """Run until SIGTERM or SIGINT; the exit code."""
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        _on_signals(self._loop, self.stop)
        server = Server(_web_config(self.app))
        for spool in self.spools:
            await spool.take_up()
        core = [
            asyncio.create_task(self.outbox.run(), name="outbox"),
            asyncio.create_task(server.serve([self.sock]), name="web"),
        ]
        networks = [
            asyncio.create_task(self._take(name), name=f"channel {name}") for name in self.begin
        ]
        clock = start_clock(self._jobs())
        # Before anybody has to wait for it, as the first sentence after an update would; nobody
        # waits for it at the end either.
        threading.Thread(target=learn_words, name="words", daemon=True).start()
        load_rooms()
        settle()
        started()
        waiting = asyncio.create_task(self._stop.wait())
        await asyncio.wait([waiting, *core], return_when=asyncio.FIRST_COMPLETED)
        died = [task for task in core if task.done()]
        for task in died:
            log.critical("action=died task=%s", task.get_name(), exc_info=task.exception())
        log.info("action=stop")
        await self._end(server, networks, core, clock)
        return 1 if died else 0

    def stop(self) -> None:
        """Let `serve` end, as a signal does; from the thread of the event loop."""
        self._stop.set()

    # -- coming in -------------------------------------------------------------------------------

    async def _take(self, name: str) -> None:
        """Let a channel take messages for ever. What only an administrator can mend is told, and
        tried again from time to time: the other channels go on."""
        channel = self.channels[name]
        while True:
            pause = AGAIN_SECONDS
            try:
                await self.begin[name](self.rim.receive)
                return  # it is served by the web server
            except ChannelError as error:
                self.pulse.down[name] = error.detail or str(error.kind)
                log.critical("action=take channel=%s reason=%s", name, error)
                if error.detail == WEBHOOK_ACTIVE and await _drop_webhook(channel):
                    continue
                if error.kind not in HOPELESS:
                    pause = SOON_SECONDS
                if error.kind is ErrorKind.UNAUTHORISED:
                    await asyncio.to_thread(self._tell_unauthorised, name, error.detail)
            except Exception:
                self.pulse.down[name] = "bug"
                log.exception("action=take channel=%s", name)
            await asyncio.sleep(pause)
            self.pulse.down.pop(name, None)

    def _tell_unauthorised(self, name: str, detail: str) -> None:
        with contextlib.suppress(*AWAY), self._work() as work:
            ends = detail.startswith(TOKEN_ENDS)
            words = say(
                "outbox.token_ends" if ends else "outbox.stopped_token", network=network_name(name)
            )
            key = f"{ErrorKind.UNAUTHORISED}:{name}:{work.today.isoformat()}"
            alarm(work, key, words, avoid=name)

    # -- the clock -------------------------------------------------------------------------------

    def ring(self) -> None:
        """Do what is due now; in a worker thread."""
        serves, link = self.channels.keys(), self.rim.page_link
        tick(self.database, self.catalogue, self.clock(), serves, link)
        self.pulse.last_tick = self.clock()
        self._wake()

    def _jobs(self) -> dict[str, Callable[[], object]]:
        jobs: dict[str, Callable[[], object]] = {
            "tick": self.ring,
            "checkpoint": lambda: checkpoint(self.database),
            "quota": self._quota,
            "watch": self._watch,
            "unanswered": self._unanswered,
            "sweep": self.sweep,
            "beat": self.beat,
            "let_go": self.let_go,
        }
        telegram = self.channels.get(CHANNEL)
        if isinstance(telegram, TelegramChannel):
            menus = Menus(self.database, self.catalogue, self.clock, telegram)
            jobs["menus"] = partial(menus.renew, self._loop)
        return {name: _patient(name, job) for name, job in jobs.items()}

    def _quota(self) -> None:
        with self._work() as work:
            watch_quota(work, self.month_limits)
        self._wake()

    def _watch(self) -> None:
        backup = newest_backup(self.clock())
        with self._work() as work:
            watch_reminders(work)
            watch_backups(work, backup)
        self._wake()

    def _unanswered(self) -> None:
        with self._work() as work:
            tell_elsewhere(work, list(self.channels))

    @contextlib.contextmanager
    def _work(self) -> Iterator[Work]:
        with self.database.work() as session:
            yield Work(session, self.catalogue, self.clock(), serves=self.channels.keys())

    def _wake(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            self._loop.call_soon_threadsafe(self.outbox.wake)

    # -- the end ---------------------------------------------------------------------------------

    async def _end(
        self,
        server: Server,
        networks: list[asyncio.Task[None]],
        core: list[asyncio.Task[None]],
        clock: Any,
    ) -> None:
        """Take nothing more, finish what was begun, mark what was sent, close."""
        server.should_exit = True
        for task in networks:
            task.cancel()
        if networks:
            await asyncio.wait(networks, timeout=END_SECONDS)
        await _within("clock", asyncio.to_thread(clock.shutdown))
        await _within("inbox", self.rim.close())
        for spool in self.spools:
            await _within("spool", spool.close())
        self.outbox.stop()
        await asyncio.wait(core, timeout=END_SECONDS)
        for task in core:
            if not task.done():
                log.error("action=stop unfinished=%s", task.get_name())
                task.cancel()
        await asyncio.gather(*core, return_exceptions=True)
        for name, channel in self.channels.items():
            await _within(name, channel.close())
        self.database.close()
        if self.lock:
            self.lock.close()


def _on_signals(loop: asyncio.AbstractEventLoop, stop: Callable[[], None]) -> None:
    """The first signal asks politely; the second ends the process as it always would."""

    def first() -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
        stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, first)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))


def _web_config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=PatientProtocol,
        limit_concurrency=MOST_AT_ONCE,
        log_config=None,
        access_log=False,  # a path may hold the token of a link
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=int(END_SECONDS) - 3,
    )


def _patient(name: str, job: Callable[[], object]) -> Callable[[], None]:
    """A job that outlives its failures: the next look finds what this one left."""

    def run() -> None:
        try:
            job()
        except AWAY:
            log.error("action=%s reason=database_away", name)
        except Exception:
            log.exception("action=%s", name)

    return run


async def _drop_webhook(channel: Channel) -> bool:
    """The settings say polling: an old webhook must go. False where it cannot be had now."""
    drop = getattr(channel, "drop_webhook", None)
    if drop is None:
        return False
    try:
        await drop()
    except ChannelError as error:
        log.error("action=drop_webhook channel=%s reason=%s", channel.name, error)
        return False
    return True


async def _within(what: str, work: Coroutine[Any, Any, object]) -> None:
    try:
        await asyncio.wait_for(work, END_SECONDS)
    except TimeoutError:
        log.error("action=stop unfinished=%s", what)
    except Exception:
        log.exception("action=stop unfinished=%s", what)
