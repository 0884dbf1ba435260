"""The bot is killed (SIGKILL) again and again while people give figures: one process on SQLite that
polls, or three on PostgreSQL behind one webhook.

Every figure is in the history once, in the order in which it was given, every answer arrives, and
after each kill somebody is answered again soon.
"""

from __future__ import annotations

import random
import re
import signal
import socket
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import httpx
from sqlalchemy import select

from domain.dates.moments import local
from domain.dates.regimes import rounds_of
from domain.people.people import Official, Post, Role
from domain.people.units import Unit
from handlers.report.opened_round import write_round
from handlers.wording.say import say
from handlers.work import Work
from storage.catalogue.catalogue import load_catalogue
from storage.database.database import Database, open_database
from storage.database.schema import migrate
from storage.messages.set_aside import SET_ASIDE
from storage.people.officials import link_address, save_official
from storage.people.units import save_units
from storage.reports.figures import HISTORY
from storage.reports.rounds import open_obligation
from storage.reports.uses import RegimeUse, state_use
from tests.bot.running import free_port
from tests.bot.warm import Process
from tests.soak.kill import done, repeats_by_life
from tests.soak.stage import FIRST_CHAT, UNIT, address, meet, start
from tests.storage.messages.mailbox import counts
from tests.support.fake_server import Answer, FakeServer, Request
from tests.support.fake_telegram import FakeTelegram
from tests.support.secrets_told import leaks_in

PROCESSES = 3  # on PostgreSQL
WAITING = 12  # figures that are never answered yet: somebody always waits for the bot
MOST_OF_A_LIFE = 6  # answers
PACE, START_UP = 1 / 30, 1.5  # seconds between two answers, and before the first of a life
LONG = 180.0  # seconds
CODE, FIRST_VALUE = "I.1", 20
FIELDS = ("office", "justice", "finance", "culture")
REPEATED = say("outbox.repeat", text="")
_ANSWER = re.compile(r"Đã (?:ghi|sửa) 1\. [^:]+: (?:\d+ văn bản → )?(\d+) văn bản")
_GIVEN_UP = say("router.given_up")


class Balancer(FakeServer):
    """One address before several processes: a request goes to any of them that listens."""

    def __init__(self, ports: list[int], chance: random.Random) -> None:
        super().__init__()
        self._ports, self._chance = ports, chance

    async def handle(self, request: Request) -> Answer:
        headers = {k: v for k, v in request.headers.items() if k not in ("host", "content-length")}
        for port in self._chance.sample(self._ports, len(self._ports)):
            url = f"http://127.0.0.1:{port}{request.path}"
            try:
                taken = await self._client.post(url, content=request.body, headers=headers)
            except httpx.ConnectError:
                continue
            except httpx.HTTPError:
                break
            return Answer(taken.status_code, taken.content)
        return Answer(502)


@dataclass
class Report:
    """What people gave, what is written, what they were told, and how long nobody was."""

    kills: int
    given: int = 0
    seconds: float = 0.0
    lost: list[int] = field(default_factory=list)  # updates whose figure is nowhere
    twice: list[int] = field(default_factory=list)  # ... is written more than once
    wrong: list[int] = field(default_factory=list)  # ... is written otherwise, or out of order
    given_up: int = 0  # messages that were set aside after three kills, and said to be
    unanswered: list[int] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    unmarked: list[int] = field(default_factory=list)  # repeats that do not say that they are
    repeats: int = 0
    most_repeats_of_a_kill: int = 0
    silences: list[float] = field(default_factory=list)  # seconds from each kill to an answer
    states: dict[str, int] = field(default_factory=dict)
    log: str = ""

    @property
    def leaks(self) -> list[str]:
        """Secrets in the log of all lives."""
        return leaks_in(self.log)


@dataclass(frozen=True, slots=True)
class Given:
    """One figure of one person, and the update that brought it."""

    update: int
    person: int
    value: int

    @property
    def message(self) -> int:
        """The server numbers a message just before the update that brings it."""
        return self.update - 1


@dataclass
class Giving:
    """People who give one figure after the other, each another value than before."""

    fake: FakeTelegram
    people: int
    given: list[Given] = field(default_factory=list)

    def feed(self) -> None:
        """Let them write until enough of it waits for an answer."""
        while len(self.given) - len(self.fake.sent) < WAITING:
            number = len(self.given)
            person, value = number % self.people, FIRST_VALUE + number // self.people
            update = self.fake.say(FIRST_CHAT + person, f"{CODE} = {value}")
            self.given.append(Given(update, person, value))


def run(*, kills: int, seed: int, url: str = "", people: int = 60, driver: str = "ptb") -> Report:
    """Kill so many times at random moments, then let what is left be finished."""
    chance, report, begun = random.Random(seed), Report(kills), time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        fake = stack.enter_context(FakeTelegram())
        database = open_database(url or f"sqlite:///{folder}/soak.db")
        stack.callback(database.close)
        migrate(database)
        _owing(database, people)
        meet(fake, people)
        log, giving = folder / "log", Giving(fake, people)
        begin = _behind_one_webhook if url else _alone
        running, all_up = begin(stack, folder, fake, driver, log, url, chance)
        lives = _kill(report, running, all_up, giving, chance)
        _until(lambda: not fake.waiting() and done(database) and len(fake.sent) >= report.given)
        for process in running():
            process.send_signal(signal.SIGTERM)
            process.wait()
        _judge_figures(report, database, giving)
        _judge_answers(report, giving, [] if url else lives)
        report.log = log.read_text("utf-8")
    report.seconds = time.monotonic() - begun
    return report


def _owing(database: Database, people: int) -> None:
    """So many communes with an official and an open report each; nothing is reminded of."""
    catalogue, now = load_catalogue(database), datetime.now(UTC)
    today = local(now).date()
    regime = catalogue.regime("par")
    latest = max(
        (
            round_
            for year in (today.year - 1, today.year)
            for round_ in rounds_of(regime, year, catalogue.calendar)
            if round_.closing <= today
        ),
        key=lambda round_: round_.closing,
    )
    with database.work() as session:
        communes = [
            Unit(f"{UNIT.id}/{n}", "xa", f"xã Số {n}", f"xa-{n}", UNIT.id) for n in range(people)
        ]
        save_units(session, [UNIT, *communes])
        for each in catalogue.regimes:
            state_use(session, RegimeUse(each.id, today, used=False))
        round_id = write_round(Work(session, catalogue, now), latest)
        for number, commune in enumerate(communes):
            post = Post(commune.id, Role.OFFICIAL, FIELDS)
            save_official(
                session, Official(f"o{number}", f"Cán bộ {number}", "anh", "", (post,)), now
            )
            link_address(session, f"o{number}", address(number), now)
            open_obligation(session, round_id, commune.id)


Running = Callable[[], list[Process]]
"""All processes that are to run: those that do, and a new one for each that does not."""
AllUp = Callable[[], bool]
"""Has every process begun to listen?"""


def _alone(
    _stack: ExitStack,
    folder: Path,
    fake: FakeTelegram,
    driver: str,
    log: Path,
    _url: str,
    _chance: random.Random,
) -> tuple[Running, AllUp]:
    processes: list[Process] = []

    def running() -> list[Process]:
        if not processes or processes[0].poll() is not None:
            processes[:] = [start(folder, fake, driver, log)]
        return processes

    return running, lambda: True


def _behind_one_webhook(
    stack: ExitStack,
    folder: Path,
    fake: FakeTelegram,
    driver: str,
    log: Path,
    url: str,
    chance: random.Random,
) -> tuple[Running, AllUp]:
    ports = [free_port() for _ in range(PROCESSES)]
    balancer = stack.enter_context(Balancer(ports, random.Random(chance.random())))
    processes: dict[int, Process] = {}

    def running() -> list[Process]:
        for port in ports:
            if port not in processes or processes[port].poll() is not None:
                processes[port] = start(
                    *(folder, fake, driver, log, url, 1 / PROCESSES),
                    web_port=str(port),
                    telegram_webhook="1",
                    public_url=balancer.url,
                )
        return list(processes.values())

    return running, lambda: all(_listens(port) for port in ports)


def _listens(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def _kill(
    report: Report, running: Running, all_up: AllUp, giving: Giving, chance: random.Random
) -> list[float]:
    """All kills; when each life began. Every other one comes when all are up, and by those silence
    is measured; the others come at any moment, also while several are starting."""
    fake, lives = giving.fake, [time.monotonic()]
    running()
    for number in range(report.kills):
        if number % 2:
            _until(all_up, giving)
        wanted = len(fake.sent) + chance.randint(0, MOST_OF_A_LIFE)
        patience = START_UP if wanted == len(fake.sent) else PACE
        _until(lambda wanted=wanted: len(fake.sent) >= wanted, giving)  # type: ignore[misc]
        time.sleep(chance.uniform(0, patience))
        giving.feed()
        dying = chance.choice(running())
        dying.kill()
        dying.wait()
        lives.append(time.monotonic())
        answered = len(fake.sent)
        running()
        _until(lambda answered=answered: len(fake.sent) > answered, giving)  # type: ignore[misc]
        if number % 2 or len(running()) == 1:
            report.silences.append(fake.sent[answered].at - lives[-1])
    report.given = len(giving.given)
    return lives


def _until(happened: Callable[[], bool], giving: Giving | None = None) -> None:
    end = time.monotonic() + LONG
    while not happened():
        assert time.monotonic() < end, "nothing happened"
        if giving is not None:
            giving.feed()
        time.sleep(0.002)


def _judge_figures(report: Report, database: Database, giving: Giving) -> None:
    with database.read() as session:
        report.states = {str(state): n for (_, state), n in counts(session).items()}
        aside = set(session.execute(select(SET_ASIDE.c.event_id)).scalars())
        columns = (HISTORY.c.source, HISTORY.c.code, HISTORY.c.old_value, HISTORY.c.new_value)
        rows = session.execute(select(*columns).order_by(HISTORY.c.id)).all()
    report.given_up = len(aside)
    written: dict[int, list[tuple[str, Decimal | None, Decimal]]] = {}
    for source, code, old, new in rows:
        written.setdefault(int(source.rpartition(":")[2]), []).append((code, old, new))
    stands: dict[int, Decimal] = {}
    for given in giving.given:
        found = written.pop(given.message, [])
        if str(given.update) in aside:
            continue
        if not found:
            report.lost.append(given.update)
            continue
        value = Decimal(given.value)
        report.twice += [given.update] * (len(found) > 1)
        report.wrong += [given.update] * (found[0] != (CODE, stands.get(given.person), value))
        stands[given.person] = value
    report.wrong += list(written)


def _judge_answers(report: Report, giving: Giving, lives: list[float]) -> None:
    """Without `lives`, where a repeat cannot be told to be that of one kill: their number alone."""
    arrived = list(_answers(report, giving))
    first = Counter(answer for answer, _ in arrived)
    report.repeats = sum(times - 1 for times in first.values())
    if lives:
        by_life = repeats_by_life(arrived, lives)
        report.most_repeats_of_a_kill = max(by_life.values(), default=0)
    lacking = [each.update for each in giving.given if (each.person, each.value) not in first]
    # One that was given up is answered in other words, and those tell no number.
    told = sum(_GIVEN_UP in sent.text for sent in giving.fake.sent)
    report.unanswered = lacking if len(lacking) > min(report.given_up, told) else []


def _answers(report: Report, giving: Giving) -> Iterator[tuple[tuple[int, int], float]]:
    """Person and value of each answer, and when it arrived."""
    seen: set[tuple[int, int]] = set()
    for sent in giving.fake.sent:
        found = _ANSWER.search(sent.text)
        if found is None:
            report.strange += [] if _GIVEN_UP in sent.text else [sent.text]
            continue
        answer = (sent.chat - FIRST_CHAT, int(found[1]))
        if answer in seen and not sent.text.startswith(REPEATED):
            report.unmarked.append(sent.message["message_id"])
        seen.add(answer)
        yield answer, sent.at
