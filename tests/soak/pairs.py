"""Two people decide on one thing at once, each in a thread and a session of their own.

Each round puts the thing into its first state, lets two messages go at the same moment, and looks
into the histories who has changed it. Of two decisions that exclude each other one may win, and the
other person must hear who was first; two that stand beside each other must both be there.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count

from sqlalchemy import delete, select, true, update

from bot.inbox.inbox import receive
from domain.dates.moments import parse_at
from domain.people.people import Official, Post, Role
from domain.talk.messages import Address, Incoming
from domain.words import fold
from handlers.load.load import load_people
from handlers.work import Work
from storage.catalogue.people_files import People
from storage.database import tables
from storage.database.database import Database, DatabaseUnavailable, Session, upsert
from storage.database.overtaken import decided_anew
from storage.database.states import ObligationState
from storage.messages.outbox import OUTBOX
from storage.people.officials import official, save_official
from storage.reports.figures import FIGURES, HISTORY
from storage.tasks.tasks import EVENTS
from tests.support.district import AN_THI, BAC_SON, PEOPLE, District, filler

AUDIT, REPORTS, TASKS = tables.AUDIT, tables.OBLIGATIONS, tables.TASKS
EXTENSIONS = tables.TASK_EXTENSIONS
ONE, BOTH, ONE_OR_BOTH = (1,), (2,), (1, 2)
DECIDED = AUDIT.c.action.in_(
    ("obligation.state", "obligation.extended", "official.posts_ended", "official.saved")
)
LOAD = "load"  # not a person: a file of people that is taken in
MINH = filler("minh", "Trần Văn Minh", BAC_SON)
HEIRS = (filler("ha", "Đặng Thị Hà", BAC_SON), filler("tuan", "Trần Văn Tuấn", BAC_SON))
APART = timedelta(minutes=1)  # between two rounds
ON_THE_WAY = timedelta(milliseconds=1)  # from a telephone to the bot, at least
TRIES = 5  # a network brings a message again that no database took


@dataclass(frozen=True)
class Verb:
    """What one person writes, and by whom; the second of a pair is somebody else."""

    name: str
    text: str
    people: tuple[str, str] = ("quynh", "hoa")


VERBS: Mapping[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb("approve", "duyệt xã Bắc Sơn"),
        Verb("return", "trả lại xã Bắc Sơn: số thủ tục chưa khớp"),
        Verb("lock", "khóa xã Bắc Sơn: luôn"),
        Verb("reopen", "mở lại xã Bắc Sơn: xã đề nghị sửa"),
        Verb("extend", "gia hạn xã Bắc Sơn {days} ngày"),
        Verb("correct", "sửa I.1 = {figure}", ("lan", "lan")),
        Verb("correct too", "sửa I.1 = {figure}", ("ha", "ha")),
        Verb("task done", "xong 1 68/BC-UBND", ("lan", "lan")),
        Verb("task accept", "duyệt 1"),
        Verb("task return", "trả lại 1 thiếu phụ lục"),
        Verb("task withdraw", "thu hồi 1 giao nhầm đơn vị"),
        Verb("task extend", "gia hạn 1 {days} ngày"),
        Verb("task hand over", "chuyển 1 cho {heir}", ("dung", "thanh")),
        Verb("hand over", "/thay-nguoi minh cho {heir} dong-y", ("thanh", "tam")),
        Verb("load", "", (LOAD, LOAD)),
    )
}


@dataclass(frozen=True)
class Pair:
    """Two verbs, the state in which they meet, and how many of the two may stand. `only`: the verb
    that the state allows; the other one never wins, whoever comes first."""

    first: str
    second: str
    state: str
    winners: tuple[int, ...] = ONE
    only: str = ""


REPORT_PAIRS = (
    Pair("approve", "approve", "complete"),
    Pair("approve", "return", "complete"),
    Pair("approve", "lock", "complete"),
    Pair("approve", "reopen", "complete", only="approve"),
    Pair("approve", "extend", "complete", only="approve"),
    Pair("approve", "correct", "complete"),
    Pair("return", "return", "complete"),
    Pair("return", "lock", "complete"),
    Pair("return", "reopen", "submitted", only="reopen"),
    Pair("return", "extend", "complete", only="return"),
    Pair("return", "correct", "complete", ONE_OR_BOTH),
    Pair("lock", "lock", "complete"),
    Pair("lock", "reopen", "submitted"),
    Pair("lock", "extend", "open"),
    Pair("lock", "correct", "complete"),
    Pair("reopen", "reopen", "submitted"),
    Pair("reopen", "extend", "submitted", only="reopen"),
    Pair("reopen", "correct", "submitted", ONE_OR_BOTH, only="reopen"),
    Pair("extend", "extend", "open"),
    Pair("extend", "correct", "open", BOTH),
    Pair("correct", "correct too", "open"),
)
TASK_PAIRS = (
    Pair("task done", "task extend", "given"),
    Pair("task done", "task withdraw", "given"),
    Pair("task done", "task hand over", "given"),
    Pair("task accept", "task accept", "done"),
    Pair("task accept", "task return", "done"),
    Pair("task accept", "task withdraw", "done"),
    Pair("task return", "task return", "done"),
    Pair("task return", "task withdraw", "done"),
    Pair("task extend", "task extend", "given"),
    Pair("task extend", "task withdraw", "given"),
    Pair("task extend", "task hand over", "given"),
    Pair("task withdraw", "task withdraw", "given"),
    Pair("task withdraw", "task hand over", "given"),
    Pair("task hand over", "task hand over", "given"),
)
PEOPLE_PAIRS = (
    Pair("hand over", "hand over", "serves"),
    Pair("hand over", "load", "serves", BOTH),  # the file brings a new name: both are to be there
    Pair("load", "hand over", "serves", BOTH),
)
LOAD_PAIRS = (  # people are taken in while a report is decided on: neither waits for the other
    Pair("approve", "load", "complete", BOTH),
    Pair("return", "load", "complete", BOTH),
    Pair("lock", "load", "open", BOTH),
    Pair("reopen", "load", "submitted", BOTH),
    Pair("extend", "load", "open", BOTH),
    Pair("correct", "load", "open", BOTH),
)
PAIRS = (*REPORT_PAIRS, *TASK_PAIRS, *LOAD_PAIRS, *PEOPLE_PAIRS)


@dataclass
class Report:
    """What became of all rounds of one pair."""

    pair: Pair
    rounds: int = 0
    won: dict[str, int] = field(default_factory=dict)  # by verb
    both: int = 0
    neither: int = 0
    unheard: list[str] = field(default_factory=list)  # what a loser was told instead
    again: int = 0  # messages that came again, for the database did not take them

    @property
    def broken(self) -> int:
        """Rounds that ended as none may end."""
        one = self.rounds - self.both - self.neither
        counted = {0: self.neither, 1: one, 2: self.both}
        wrong = sum(n for winners, n in counted.items() if winners not in self.pair.winners)
        return wrong + len(self.unheard)


@dataclass
class Stage:
    """One district with one report and one task, put back before each round."""

    database: Database
    _events: Iterator[int] = field(default_factory=count)
    _rounds: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        staff = Post(AN_THI, Role.SUPERIOR_STAFF)
        more = (
            Official("hoa", "Lê Thị Hoa", "chị", "Phòng Nội vụ", (staff,)),
            *HEIRS,
            MINH,
        )
        self.desk = District(self.database, people=(*PEOPLE, *more))
        self.desk.move("2024-08-28 08:00")
        self.desk.fill("lan")
        self.desk.say("quynh", "giao xa-bac-son: rà soát TTHC, báo cáo, chị Lan, hạn 30/9")
        self.desk.say("quynh", "giao")
        self.report = self.desk.report(BAC_SON)
        self.now = parse_at("2024-08-29 09:00")
        with self.database.work() as session:
            given = select(FIGURES).where(FIGURES.c.obligation_id == self.report.id)
            every = session.execute(given.order_by(FIGURES.c.code)).mappings().all()
            self.first, self.last = dict(every[0]), dict(every[-1])  # I.1, which is corrected
            self.task_id = session.execute(select(TASKS.c.id)).scalar_one()
            session.execute(update(TASKS).values(lead_id="lan"))

    def reset(self, state: str) -> None:
        """The report and the task as they are before a round."""
        self.now += APART
        with self.database.work() as session:
            if state == "serves":
                for person in (MINH, *HEIRS):
                    save_official(session, person, self.now, "quynh")
                self._load(MINH, self.now, session)
                return
            if state in ("given", "done"):
                done = self.now.date() if state == "done" else None
                new = {"completed_on": done, "accepted_on": None, "withdrawn_on": None}
                session.execute(update(TASKS).values(**new, lead_id="lan", evidence=""))
                session.execute(delete(EXTENSIONS))
                return
            at = None if state == ObligationState.OPEN else self.now - APART
            fresh = {"state": ObligationState(state), "completed_at": at, "extended_due_at": None}
            mine = REPORTS.c.id == self.report.id
            session.execute(update(REPORTS).where(mine).values(fresh))
            upsert(session, FIGURES, [self.first, self.last], ["obligation_id", "code"])
            if state == ObligationState.OPEN:  # the last figure of it is still awaited
                last = FIGURES.c.code == self.last["code"]
                session.execute(delete(FIGURES).where(last))

    def _load(self, person: Official, at: datetime, session: Session) -> None:
        """Take in a file that names this person alone."""
        load_people(Work(session, self.desk.catalogue, at), People(officials=[person]))

    def play(self, pair: Pair, report: Report) -> None:
        """One round, noted in the report."""
        self.reset(pair.state)
        sides = [VERBS[pair.first], VERBS[pair.second]]
        people = [sides[0].people[0], sides[1].people[1]]
        number = next(self._rounds)
        texts = [_worded(verb, number, side) for side, verb in enumerate(sides)]
        replies = self._at_once(people, texts, report)
        with self.database.read() as session:
            winners = [who for who in people if self._changed(session, who)]
        report.rounds += 1
        report.both += len(winners) == 2
        report.neither += not winners
        for verb, who in zip(sides, people, strict=True):
            if winners == [who]:
                report.won[verb.name] = report.won.get(verb.name, 0) + 1
        if pair.state == "serves" and LOAD in people:
            with self.database.read() as session:
                gone = not official(session, MINH.id).posts_on(self.now.date())
            report.unheard += [] if gone else ["the file has brought back who had left"]
        elif len(winners) == 1:
            loser = people[1 - people.index(winners[0])]
            beaten = not pair.only or pair.only != sides[people.index(winners[0])].name
            if beaten and _given_name(self.desk, winners[0]) not in fold(replies[loser]):
                report.unheard.append(f"{loser}: {replies[loser]}")

    def _at_once(self, people: list[str], texts: list[str], report: Report) -> dict[str, str]:
        """Both messages sent at the same moment and handled side by side; the answers."""
        start, sent_at = threading.Barrier(2), self.now + timedelta(microseconds=1)
        keys: dict[str, str] = {}

        def send(who: str, text: str) -> None:
            event = f"pair-{next(self._events)}"
            keys[who] = f"re:test:{event}"
            incoming = Incoming(event, Address("test", who), text, sent_at)
            renamed = replace(MINH, title=event)
            start.wait()
            begun = time.monotonic()
            for _ in range(TRIES):
                passed = ON_THE_WAY + timedelta(seconds=time.monotonic() - begun)
                try:
                    if who == LOAD:
                        at = sent_at + passed
                        decided_anew(self.database, partial(self._load, renamed, at))
                        return
                    receive(self.database, self.desk.catalogue, incoming, sent_at + passed)
                    return
                except DatabaseUnavailable:
                    report.again += 1

        threads = [
            threading.Thread(target=send, args=pair) for pair in zip(people, texts, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with self.database.read() as session:
            found = select(OUTBOX.c.key, OUTBOX.c.text).where(OUTBOX.c.key.in_(keys.values()))
            said: dict[str, str] = dict(tuple(row) for row in session.execute(found))
        return {who: said.get(key, "") for who, key in keys.items()}

    def _changed(self, session: Session, who: str) -> bool:
        """True where the histories of this round have a change by that person."""
        by: str | None = None if who == LOAD else who
        for book, of_kind in ((HISTORY, true()), (EVENTS, true()), (AUDIT, DECIDED)):
            theirs = (book.c.official_id.is_not_distinct_from(by), book.c.at > self.now, of_kind)
            if session.execute(select(book.c.id).where(*theirs)).first():
                return True
        return False


def _worded(verb: Verb, number: int, side: int) -> str:
    """Figures and days that are others in each round and on each side."""
    figure, heir = 20 + 2 * (number % 20) + side, ("ha", "tuan")[side]
    return verb.text.format(days=3 + side, figure=figure, heir=heir)


def _given_name(desk: District, who: str) -> str:
    found = next(person for person in desk.people if person.id == who)
    return fold(f"{found.salutation} {found.name.split()[-1]}")


def run(database: Database, rounds: int, pairs: tuple[Pair, ...] = PAIRS) -> Iterator[Report]:
    """Every pair so many times; a database with the newest schema and no rows is filled."""
    stage = Stage(database)
    for pair in pairs:
        report = Report(pair)
        for _ in range(rounds):
            stage.play(pair, report)
        yield report
