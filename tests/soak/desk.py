"""Two hundred people look at the desk of a hundred units while figures come in, at a bot in a
process of its own: how long a page takes, and how long an answer."""

from __future__ import annotations

import asyncio
import math
import multiprocessing
import random
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import httpx

from benchmarks.stage import district, open_stage
from bot.links import PageLinks
from bot.port import LOOPBACK
from bot.run_settings import Settings
from bot.service.run import assemble
from bot.setting_kinds import Secret
from domain.dates.moments import parse_at
from domain.people.people import Official, Post, Role
from domain.talk.messages import Address
from scheduler.tick import tick
from storage.catalogue.catalogue import load_catalogue
from storage.database.database import Database, Session, open_database
from storage.database.states import PagePurpose
from storage.messages.pages import make_page
from storage.people.officials import link_address, prefer_address, save_official
from tests.bot.running import free_port
from tests.soak.stage import FIRST_CHAT
from tests.support.fake_telegram import FakeTelegram
from tests.support.waiting import wait_until

AT = parse_at("2024-09-06T09:00")
HOME = "https://bot.example.vn"
SECRET = "forty letters that nobody guesses, or more"
ABOVE = "hung-yen/an-thi"
VIEWS = ("", "", "", "/figures", "/tasks", "/on-time")  # most look at where things stand
THINKS = 10.0  # seconds between two pages of one person
FIGURES_EVERY = 0.25
LONG = 60.0


@dataclass
class Report:
    """Seconds, as the people see them."""

    people: int
    units: int
    pages: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    unanswered: int = 0

    @property
    def p95(self) -> float:
        """Nineteen of twenty pages came within this."""
        ordered = sorted(self.pages)
        return ordered[math.ceil(0.95 * len(ordered)) - 1]


def run(*, people: int, units: int, seconds: float, thinks: float = THINKS) -> Report:
    """So many people look again and again, and figures come in all the time."""
    report = Report(people, units)
    with tempfile.TemporaryDirectory() as name, FakeTelegram() as fake:
        folder = Path(name)
        links = _stage(folder, fake, people, units)
        with _bot(folder, fake) as port:
            wait_until(lambda: _settled(fake), LONG)
            asyncio.run(_look(report, fake, f"http://{LOOPBACK}:{port}", links, seconds, thinks))
    return report


def _stage(folder: Path, fake: FakeTelegram, people: int, units: int) -> list[str]:
    """Communes whose first official is on Telegram, and superiors with a link each."""
    database, catalogue = open_stage(folder / "desk.db", district(units))
    with database.work() as session:
        for number in range(1, units + 1):
            chat = FIRST_CHAT + number
            fake.meet(chat, f"Lan {number}")
            link_address(session, f"lan{number}", Address("telegram", str(chat)), AT)
            prefer_address(session, Address("telegram", str(chat)), AT)
        links = [_link(session, number) for number in range(people)]
    tick(database, catalogue, AT)
    database.close()
    return links


def _link(session: Session, number: int) -> str:
    """The path of the desk of one more superior."""
    name, address = f"s{number}", Address("web", f"s{number}")
    post = Post(ABOVE, Role.SUPERIOR_STAFF)
    save_official(session, Official(name, f"Hoàng Thu {number}", "chị", "", (post,)), AT)
    link_address(session, name, address, AT)
    until = AT + timedelta(hours=12)
    page = make_page(session, PagePurpose.DESK, name, address, AT, until)
    return PageLinks(SECRET, "", lambda: AT).to(page)


@contextmanager
def _bot(folder: Path, fake: FakeTelegram) -> Iterator[int]:
    """The bot in a process of its own; its port."""
    port = free_port()
    spawned = multiprocessing.get_context("spawn")
    process = spawned.Process(target=_serve, args=(folder, fake.url, fake.token, port))
    process.start()
    try:
        yield port
    finally:
        process.terminate()
        process.join(LONG)


def _serve(folder: Path, url: str, token: str, port: int) -> None:
    """`nhacviec run`, on a day of the year of the data."""
    settings = Settings(
        channels=("telegram", "web"),
        telegram_token=Secret(token),
        telegram_api=url,
        telegram_driver="ptb",
        web_secret=Secret(SECRET),
        web_port=port,
        public_url=HOME,
    )
    begun = time.monotonic()

    def clock() -> datetime:
        return AT + timedelta(seconds=time.monotonic() - begun)

    database: Database = open_database(f"sqlite:///{folder}/desk.db")
    service = assemble(settings, database, load_catalogue(), clock)
    asyncio.run(service.serve())


def _settled(fake: FakeTelegram) -> bool:
    """The reminders of the morning have gone out."""
    return bool(fake.sent) and time.monotonic() - fake.sent[-1].at > 2


async def _look(
    report: Report,
    fake: FakeTelegram,
    url: str,
    links: Sequence[str],
    seconds: float,
    thinks: float,
) -> None:
    end = time.monotonic() + seconds
    limits = httpx.Limits(max_connections=None, keepalive_expiry=thinks / 2)
    async with httpx.AsyncClient(
        base_url=url, limits=limits, trust_env=False, timeout=LONG
    ) as client:
        chance = random.Random(20240906)
        people = [
            _one(report, client, link, end, thinks, random.Random(chance.random()))
            for link in links
        ]
        said = asyncio.create_task(_figures(fake, report.units, end))
        await asyncio.gather(*people)
    await asyncio.to_thread(_answered, report, fake, await said)


async def _one(
    report: Report,
    client: httpx.AsyncClient,
    link: str,
    end: float,
    thinks: float,
    chance: random.Random,
) -> None:
    """One person: a page, a while to read it, the next page."""
    await asyncio.sleep(chance.uniform(0, thinks))
    while time.monotonic() < end:
        begun = time.monotonic()
        answer = await client.get(link + chance.choice(VIEWS))
        report.pages.append(time.monotonic() - begun)
        if answer.status_code != 200:
            report.refused.append(answer.status_code)
        await asyncio.sleep(chance.uniform(0.5, 1.5) * thinks)


async def _figures(fake: FakeTelegram, units: int, end: float) -> list[tuple[int, float]]:
    """One commune after the other says how many tasks it has; who said it when."""
    said: list[tuple[int, float]] = []
    while time.monotonic() < end:
        chat = FIRST_CHAT + 1 + len(said) % units
        said.append((chat, time.monotonic()))
        fake.say(chat, f"I.4.1 = {12 + len(said) // units % 3}")
        await asyncio.sleep(FIGURES_EVERY)
    return said


def _answered(report: Report, fake: FakeTelegram, said: Sequence[tuple[int, float]]) -> None:
    """How long each has waited for the answer."""
    last: Mapping[int, float] = dict(said)
    wait_until(lambda: all(_first(fake, chat, at) for chat, at in last.items()), LONG)
    waited = [_first(fake, chat, at) for chat, at in said]
    report.answers = [each for each in waited if each is not None]
    report.unanswered = waited.count(None)


def _first(fake: FakeTelegram, chat: int, after: float) -> float | None:
    came = (sent.at - after for sent in fake.sent if sent.chat == chat and sent.at > after)
    return next(came, None)
