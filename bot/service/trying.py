"""The page on which somebody tries the bot out: a bundled sample in a store of its own, whose clock
can be set forward, gone when it ends. Another sample is begun on the same port."""

from __future__ import annotations

import asyncio
import socket
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bot.channels.web import NAME, WebChannel
from bot.moving_clock import MovingClock
from bot.rehearsal.demo import GUIDE
from bot.rehearsal.samples import SAMPLE, begin, fresh_store, load_script, titles
from bot.rehearsal.transcript import Move, Script, Utterance
from bot.run_settings import Settings
from bot.service.service import Service
from bot.web.phones.page import Phones, Sample
from bot.web.phones.quarter import Cue
from bot.web.phones.timekeeper import Timekeeper
from domain.talk.messages import Address
from storage.people.officials import all_officials, link_address, prefer_address

Assemble = Callable[..., Service]  # of settings, database, catalogue, clock and socket


def serve_page(
    settings: Settings, sock: socket.socket, assemble: Assemble, sample: str = SAMPLE
) -> int:
    """Serve until a signal; the exit code. The port stays taken while another sample is fetched:
    who asks meanwhile waits, and is not turned away."""
    with sock:
        while True:
            with tempfile.TemporaryDirectory(prefix="nhacviec-") as folder:
                stand_in = sock.dup()  # the server closes what it serves
                put_together = partial(assemble, settings, sock=stand_in)
                code, wanted = _try_out(put_together, Path(folder), sample)
            if not wanted:
                return code
            sample = wanted


def _try_out(put_together: Callable[..., Service], folder: Path, sample: str) -> tuple[int, str]:
    """Serve one sample: the exit code, and which sample is wanted next."""
    script = load_script(sample)
    clock = MovingClock(begin(script))
    database, catalogue = fresh_store(sample, folder / "demo.db", clock())
    with database.work() as session:
        for official_id in all_officials(session):
            address = Address(NAME, official_id)
            link_address(session, official_id, address, clock())
            prefer_address(session, address, clock())
    service = put_together(database, catalogue, clock)
    wanted: list[str] = []

    def choose(name: str) -> None:
        wanted.append(name)
        service.stop()

    chosen = Sample(sample, titles(), tuple(_cues(script)), GUIDE.get(sample, ()), choose)
    channel = service.channels[NAME]
    assert isinstance(channel, WebChannel)  # the settings have seen to it
    keeper = Timekeeper(database, clock, service.ring, service.outbox.wake)
    phones = Phones(database, catalogue, channel, service.rim.receive, keeper, chosen)
    service.app.routes.extend(phones.routes())
    return asyncio.run(service.serve()), wanted[-1] if wanted else ""


def _cues(script: Script) -> Iterator[Cue]:
    for step in script.steps:
        if isinstance(step, Move):
            yield Cue(step.at)
        elif isinstance(step, Utterance):
            yield Cue(None, step.official_id, step.text)
