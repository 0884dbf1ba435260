"""People write, the line fails in every way three times in ten, and every answer arrives.

In: updates come twice and in the wrong order, and polls fail. Out: 429, 5xx, lines cut before and
after the server has done what it was asked, answers that come too late.
"""

from __future__ import annotations

import asyncio
import random
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from handlers.wording.say import say
from storage.database.database import Database
from storage.messages.delivery import backlog
from tests.soak.stage import FIRST_CHAT, bot, district, limits_of, meet
from tests.storage.messages.mailbox import counts
from tests.support.fake_server import Answer, Fault, Faults
from tests.support.fake_telegram import FakeTelegram, flood, refusal

PATIENCE = 1.5  # of the client; a busy machine must not make an answer late
LONG = 90.0  # seconds without a send
MIX = (
    # of a hundred sends, what goes wrong
    (11, flood(1)),
    (5, Fault(answer=refusal(502, "Bad Gateway"))),
    (4, Fault(answer=Answer(500, b"<html>oops</html>", "text/html"))),
    (3, Fault(drop="before")),
    (4, Fault(drop="after")),
    (3, Fault(delay=PATIENCE * 2)),
)
POLLS = (
    # of a hundred polls, what goes wrong
    (4, Fault(answer=refusal(502, "Bad Gateway"))),
    (3, Fault(drop="before")),
    (3, Fault(drop="after")),
)
NAMES = {  # of a fault, by what the person at the keyboard knows it as
    429: "429",
    502: "5xx",
    500: "5xx",
    "before": "reset before",
    "after": "reset after",
    "late": "timeout",
}
REPEATED = say("outbox.repeat", text="")
_NUMBER = re.compile(r"khong-co-(\d+)")


class Dice(Faults):
    """Faults by chance; remembers what met the request that is being served."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.thrown: Counter[str] = Counter()  # at sends
        self.polls: Counter[str] = Counter()
        self._chance = random.Random(seed)
        self._fault: dict[asyncio.Task[Any] | None, Fault] = {}

    def take(self, operation: str) -> Fault:
        fault = Fault()
        if operation == "sendMessage":
            fault = self._throw(MIX, self.thrown)
        elif operation == "getUpdates":
            fault = self._throw(POLLS, self.polls)
        self._fault[asyncio.current_task()] = fault
        return fault

    def _throw(self, mix: Iterable[tuple[int, Fault]], thrown: Counter[str]) -> Fault:
        at = self._chance.random() * 100
        for share, fault in mix:
            at -= share
            if at < 0:
                thrown[_name(fault)] += 1
                return fault
        thrown["none"] += 1
        return Fault()

    def unanswered(self) -> bool:
        """True where nobody will see the answer to the request that is being served."""
        fault = self._fault.get(asyncio.current_task(), Fault())
        return bool(fault.drop or fault.delay)


class RoughTelegram(FakeTelegram):
    """Brings updates twice and in the wrong order; notes which sends were answered."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.dice = Dice(seed)
        self.faults = self.dice
        self.answered_at: list[bool] = []  # beside `sent`
        self.doubled = 0  # updates that came twice
        self.shuffled = 0  # batches that came in another order
        self._order = random.Random(seed + 1)
        self.mangle = self._mangled

    def _accept(self, *what: Any) -> dict[str, Any]:
        message = super()._accept(*what)
        self.answered_at.append(not self.dice.unanswered())
        return message

    def _mangled(self, batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
        twice = [*batch, *self._order.sample(batch, len(batch) // 3)]
        in_order = list(twice)
        self._order.shuffle(twice)
        self.doubled += len(batch) // 3
        self.shuffled += twice != in_order
        return twice


def _name(fault: Fault) -> str:
    status = fault.answer.status if fault.answer else None
    return NAMES[status or fault.drop or "late"]


@dataclass
class Report:
    """What happened, from the server's side."""

    messages: int
    seconds: float = 0.0
    faults: Counter[str] = field(default_factory=Counter)
    polls: Counter[str] = field(default_factory=Counter)
    doubled: int = 0
    shuffled: int = 0
    strange: list[str] = field(default_factory=list)  # texts that answer nothing
    elsewhere: list[int] = field(default_factory=list)  # answers in another chat than the question
    missing: list[int] = field(default_factory=list)
    twice_though_answered: list[int] = field(default_factory=list)
    repeats: int = 0  # after an answer that nobody saw
    unmarked: list[int] = field(default_factory=list)  # repeats that do not say that they are
    out_of_order: list[int] = field(default_factory=list)  # chats
    states: dict[str, int] = field(default_factory=dict)

    @property
    def arrived(self) -> int:
        return self.messages - len(self.missing)

    @property
    def fault_share(self) -> float:
        return 1 - self.faults["none"] / self.faults.total()


def run(
    *,
    messages: int,
    people: int,
    driver: str,
    seed: int,
    per_second: float = 30.0,
    per_chat_second: float = 1.0,
) -> Report:
    """Let people write so many messages; all of them are answered, or the report says which not."""
    report = Report(messages)
    begun = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        RoughTelegram(seed) as fake,
        district(Path(folder), people) as database,
    ):
        meet(fake, people)
        limits = limits_of(per_second, per_chat_second)
        asyncio.run(_play(database, fake, driver, limits, messages, people))
        report.seconds = time.monotonic() - begun
        with database.read() as session:
            report.states = {str(state): n for (_, state), n in counts(session).items()}
        _judge(report, fake, people)
    return report


async def _play(
    database: Database, fake: RoughTelegram, driver: str, limits: Any, messages: int, people: int
) -> None:
    async with bot(database, fake, driver, limits, PATIENCE) as (channel, rim, _outbox):
        polling = asyncio.create_task(channel.run(rim.receive))
        for number in range(messages):
            chat = FIRST_CHAT + number % people
            await asyncio.to_thread(fake.say, chat, f"/status khong-co-{number}")
        await asyncio.to_thread(_wait_for_all, database, fake, messages)
        polling.cancel()
        with suppress(asyncio.CancelledError):
            await polling


def _wait_for_all(database: Database, fake: RoughTelegram, messages: int) -> None:
    """Until all is settled, or nothing has happened for so long that nothing will."""
    seen, since = 0, time.monotonic()
    while not _all_settled(database, messages) and time.monotonic() < since + LONG:
        time.sleep(0.2)
        if fake.dice.thrown.total() > seen:
            seen, since = fake.dice.thrown.total(), time.monotonic()


def _all_settled(database: Database, messages: int) -> bool:
    with database.read() as session:
        made = sum(counts(session).values())
        return made >= messages and not backlog(session, datetime.now(UTC))


def _judge(report: Report, fake: RoughTelegram, people: int) -> None:
    report.faults, report.polls = fake.dice.thrown, fake.dice.polls
    report.doubled, report.shuffled = fake.doubled, fake.shuffled
    arrivals: defaultdict[int, list[bool]] = defaultdict(list)
    order: defaultdict[int, list[int]] = defaultdict(list)
    for sent, answered in zip(fake.sent, fake.answered_at, strict=True):
        found = _NUMBER.search(sent.text)
        if found is None:
            report.strange.append(sent.text)
            continue
        number = int(found[1])
        if sent.chat != FIRST_CHAT + number % people:
            report.elsewhere.append(number)
        if not arrivals[number]:
            order[sent.chat].append(number)
        elif not sent.text.startswith(REPEATED):
            report.unmarked.append(number)
        arrivals[number].append(answered)
    report.missing = [number for number in range(report.messages) if not arrivals[number]]
    for number, answers in arrivals.items():
        report.repeats += len(answers) - 1
        if any(answers[:-1]):
            report.twice_though_answered.append(number)
    report.out_of_order = [chat for chat, seen in order.items() if seen != sorted(seen)]
