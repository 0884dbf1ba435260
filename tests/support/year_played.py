"""Playing the year: the clock rings, people write, and every message that goes out is kept.

A database file, the real tick, the real way in (`bot.inbox.inbox`), the real way of loading leave;
what the outbox holds is taken out as a network would take it.
"""

from __future__ import annotations

import pickle
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import bindparam, select, update

from bot.inbox.inbox import receive
from domain.dates.moments import at_local, local
from domain.report.forms import Form
from domain.talk.messages import Address, Incoming
from handlers.load.load import load_people
from handlers.work import Work
from scheduler.tick import tick
from storage.catalogue.catalogue import Catalogue, load_catalogue
from storage.catalogue.people_files import People
from storage.database.database import Database, back_up, open_database
from storage.database.states import MessageState
from storage.messages.outbox import OUTBOX
from tests.support.year import (
    DAY,
    FIRST,
    FOLLOWER,
    LAST,
    LEAVER,
    MERGER,
    PEOPLE,
    SUCCESSIONS,
    UNITS,
    Deed,
    deeds,
    rounds,
)
from tests.support.year_heard import Message, Told, read

RINGS = (time(7, 30), time(13, 30))
CHANNEL = "test"
MINUTE, HALF_AN_HOUR = timedelta(minutes=1), timedelta(minutes=30)
_STANDS = ("messages", "heard", "ticks", "played", "taken", "numbers")
NAMES = {unit.id: unit.name for unit in UNITS}


@dataclass
class Year:
    """One performance, which can be stopped at a moment and go on."""

    database: Database
    catalogue: Catalogue = field(default_factory=load_catalogue)
    messages: list[Message] = field(default_factory=list)
    heard: list[Told] = field(default_factory=list)  # each message is owed an answer
    ticks: int = 0
    played: int = 0  # moments
    taken: int = 0  # the last message
    numbers: dict[tuple[str, int, bool], str] = field(default_factory=dict)

    def play(self, until: datetime | None = None) -> None:
        """From where it stands to the last day, or to a moment."""
        if not self.played:
            self._begin(at_local(FIRST, time(0, 0)))
        for at, deed in moments()[self.played :]:
            if until is not None and at > until:
                break
            self.played += 1
            if deed is not None:
                self._do(deed)
            if deed is None or not self._goes_on(at):
                self._tick(at if deed is None else at + MINUTE)

    def _goes_on(self, at: datetime) -> bool:
        """Does somebody do something in the next half an hour? Then the clock looks after it."""
        following = moments()[self.played : self.played + 1]
        return any(deed is not None and later - at < HALF_AN_HOUR for later, deed in following)

    def told(self) -> list[Told]:
        """Everything that everybody was told."""
        return [told for message in self.messages for told in read(message)]

    def keep(self, folder: Path) -> None:
        """For `kept`, in this process or another."""
        assert self.database.file is not None
        back_up(self.database.file, folder / "year.db")
        stands = {name: getattr(self, name) for name in _STANDS}
        (folder / "stands").write_bytes(pickle.dumps(stands))

    def _begin(self, now: datetime) -> None:
        addresses = [(person.id, Address(CHANNEL, person.id)) for person in PEOPLE]
        people = People(list(UNITS), list(SUCCESSIONS), list(PEOPLE), addresses)
        with self.database.work() as session:
            load_people(Work(session, self.catalogue, now), people)

    def _tick(self, now: datetime) -> None:
        self._look(now)
        self.ticks += 1
        self._take()

    def _look(self, now: datetime) -> None:
        tick(self.database, self.catalogue, now)

    def _bring(self, incoming: Incoming) -> None:
        assert receive(self.database, self.catalogue, incoming, incoming.at)

    def _take(self) -> list[Message]:
        """What has been queued since the last look, marked as sent."""
        with self.database.read() as session:
            rows = session.execute(_QUEUED, {"taken": self.taken}).all()
        if not rows:
            return []
        with self.database.work() as session:
            new = (OUTBOX.c.id > self.taken) & (OUTBOX.c.state == MessageState.WAITING)
            sent = {"state": MessageState.SENT, "settled_at": rows[0].queued_at}
            session.execute(update(OUTBOX).where(new).values(sent))
        self.taken = rows[-1].id
        fresh = [Message(row.queued_at, row.chat, row.kind, row.text) for row in rows]
        for message in fresh:
            self._note_numbers(message)
        self.messages += fresh
        return fresh

    def _note_numbers(self, message: Message) -> None:
        """The number of each task as a person reads it; a merger gives others."""
        merged = local(message.at).date() >= MERGER
        for found in _NUMBERED.finditer(message.text):
            self.numbers[message.chat, int(found[2]), merged] = found[1]

    # What people do

    def _do(self, deed: Deed) -> None:
        if deed.leave is not None:
            with self.database.work() as session:
                people = People(leaves=[deed.leave])
                load_people(Work(session, self.catalogue, deed.at), people)
            return
        _DO[deed.kind](self, deed)

    def say(self, deed: Deed, words: str) -> str:
        """Somebody writes; the answer."""
        self.heard.append(Told(deed.at, deed.who, "reply", ""))
        event = f"{deed.who}-{len(self.heard)}"
        incoming = Incoming(event, Address(CHANNEL, deed.who), words, deed.at)
        self._bring(incoming)
        (reply,) = (m for m in self._take() if (m.kind, m.chat) == ("reply", deed.who))
        return reply.text

    def fill(self, deed: Deed) -> None:
        round_ = next(each for each in rounds() if each.code == deed.code)
        form = self.catalogue.form("par-quarter", round_.closing)
        reply = self.say(deed, figures_of(form, deed.fields))
        assert reply.startswith("Đã ghi "), f"{deed}: {reply}"
        assert "Chưa ghi" not in reply, f"{deed}: {reply}"

    def on_task(self, deed: Deed, words: str, expected: str) -> None:
        """Somebody writes about a task by its number, looking it up where they have not got it."""
        known = deed.who, deed.task, local(deed.at).date() >= MERGER
        if known not in self.numbers:
            self.say(deed, "việc")
        number = self.numbers[known]
        reply = self.say(deed, words.format(number=number))
        if reply.startswith("Có phải anh/chị muốn nói"):
            reply = self.say(deed, "đúng")
        assert reply.startswith(expected), f"{deed}: {reply}"

    def assign(self, deed: Deed) -> None:
        slug = deed.unit_id.rsplit("/", 1)[1]
        more = "".join(f"; chủ trì {lead}" for lead in deed.fields)
        more += f"; {deed.words}" if deed.words else ""
        day = f"{deed.due_on:%d/%m/%Y}"
        self.say(deed, f"giao {slug}: lập danh sách đợt {deed.task}, hạn {day}{more}")
        reply = self.say(deed, "giao")
        assert reply.startswith("Đã giao việc"), f"{deed}: {reply}"

    def send_back_report(self, deed: Deed) -> None:
        round_ = next(each for each in rounds() if each.code == deed.code)
        words = f"trả lại {NAMES[deed.unit_id]} {round_.words}: {deed.words}"
        reply = self.say(deed, words)
        assert reply.startswith("Đã trả lại: "), f"{deed}: {reply}"

    def send_again(self, deed: Deed) -> None:
        reply = self.say(deed, "gửi lại")
        if reply.startswith("Từ lúc bị trả lại"):  # nothing was changed: asked once
            reply = self.say(deed, "đúng")
        assert reply.startswith("Đã gửi lại: "), f"{deed}: {reply}"

    def ask_report_time(self, deed: Deed) -> None:
        day = f"{deed.due_on:%d/%m/%Y}"
        reply = self.say(deed, f"/giahan đến {day} chờ số liệu của công an xã")
        assert reply.startswith("Đã ghi lời xin UBND huyện Ân Thi gia hạn: "), f"{deed}: {reply}"

    def decide_report_time(self, deed: Deed) -> None:
        unit = NAMES[deed.unit_id]
        said = f"gia hạn {unit}" if deed.due_on else f"không gia hạn {unit}: huyện cần số liệu ngay"
        reply = self.say(deed, said)
        expected = "Đã cho gia hạn: " if deed.due_on else "Không gia hạn: "
        assert reply.startswith(expected), f"{deed}: {reply}"

    def follow(self, deed: Deed) -> None:
        self.say(deed, f"/thay-nguoi {LEAVER} cho {FOLLOWER}")
        reply = self.say(deed, f"/thay-nguoi {LEAVER} cho {FOLLOWER} đồng ý")
        assert reply.startswith("Đã thu hồi quyền"), f"{deed}: {reply}"


def kept(folder: Path, file: Path) -> Year:
    """The year as it stood when it was kept, from here on in a file of its own."""
    shutil.copy(folder / "year.db", file)
    stands = pickle.loads((folder / "stands").read_bytes())
    return Year(open_database(f"sqlite:///{file}"), **stands)


_QUEUED = (
    select(OUTBOX.c.id, OUTBOX.c.queued_at, OUTBOX.c.chat, OUTBOX.c.kind, OUTBOX.c.text)
    .where(OUTBOX.c.id > bindparam("taken"))
    .order_by(OUTBOX.c.id)
)
_NUMBERED = re.compile(
    r"(\d+(?: [^\d.:“(]+?)?)(?:\. |: | \(UBND huyện Ân Thi giao\): | “)[Ll]ập danh sách đợt (\d+)"
)
_DO: dict[str, Callable[[Year, Deed], None]] = {
    "fill": Year.fill,
    "return": Year.send_back_report,
    "again": Year.send_again,
    "report time ask": Year.ask_report_time,
    "report time give": Year.decide_report_time,
    "report time refuse": Year.decide_report_time,
    "follow": Year.follow,
    "assign": Year.assign,
    "hand on": lambda y, d: y.on_task(d, f"chuyển {{number}} cho {d.fields[0]}", "Đã chuyển"),
    "withdraw": lambda y, d: y.on_task(d, f"thu hồi {{number}} {d.words}", "Đã thu hồi"),
    "block": lambda y, d: y.on_task(d, "vướng {number} chờ số liệu của huyện", "Đã ghi: "),
    "ask more": lambda y, d: y.on_task(
        d, f"xin gia hạn {{number}} đến {d.due_on:%d/%m/%Y} chờ số liệu", "Đã ghi lời xin"
    ),
    "grant": lambda y, d: y.on_task(d, "duyệt {number}", "Đã cho gia hạn"),
    "done": lambda y, d: y.on_task(d, f"xong {{number}} {d.task}/BC-UBND", "Đã ghi: xong"),
    "send back": lambda y, d: y.on_task(d, f"trả lại {{number}} {d.words}", "Đã trả lại"),
    "accept": lambda y, d: y.on_task(d, "duyệt {number}", "Đã duyệt"),
}


@cache
def moments() -> tuple[tuple[datetime, Deed | None], ...]:
    """Everything in its order: the clock rings, or somebody does something."""
    days = (FIRST + DAY * count for count in range((LAST - FIRST).days + 1))
    bells = [(at_local(day, hour), None) for day in days for hour in RINGS]
    return tuple(sorted([*bells, *((deed.at, deed) for deed in deeds())], key=lambda m: m[0]))


def figures_of(form: Form, fields: tuple[str, ...]) -> str:
    """All figures of these fields, code by code: little has arisen in this year."""
    kinds = {"percent": "98,5", "money_million": "100", "enum": "1"}
    given = {"III.1.4": "129"}
    lines = []
    for code in (code for owner in fields for code in form.asked(owner)):
        usual = kinds.get(form.indicators[code].kind.value, "0")
        lines.append(f"{code} = {given.get(code, usual)}")
    return "\n".join(lines)
