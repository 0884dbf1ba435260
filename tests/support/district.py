"""Two districts of one province with communes, and people who write to the bot about reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.people.people import Leave, Official, Post, Role
from domain.people.units import Succession, Unit
from domain.talk.messages import Address, Reply
from storage.database.audit import AuditEntry, trail
from storage.people.officials import link_address, save_leave, save_official
from storage.people.units import save_units
from storage.reports.rounds import Obligation, obligations_of
from tests.support.task_desk import Desk

FIELDS = ("office", "justice", "finance", "culture")
PROVINCE, AN_THI, KIM_DONG = "hung-yen", "hung-yen/an-thi", "hung-yen/kim-dong"
BAC_SON, PHU_UNG, DA_LOC = (f"{AN_THI}/xa-{name}" for name in ("bac-son", "phu-ung", "da-loc"))
BESIDE = f"{KIM_DONG}/xa-chinh-nghia"
PRACTICE = f"{AN_THI}/xa-thuc-hanh"

UNITS = (
    Unit(PROVINCE, "tinh", "tỉnh Hưng Yên", "tinh-hung-yen"),
    Unit(AN_THI, "huyen", "huyện Ân Thi", "huyen-an-thi", PROVINCE),
    Unit(KIM_DONG, "huyen", "huyện Kim Động", "huyen-kim-dong", PROVINCE),
    Unit(BAC_SON, "xa", "xã Bắc Sơn", "xa-bac-son", AN_THI, "12148"),
    Unit(PHU_UNG, "xa", "xã Phù Ủng", "xa-phu-ung", AN_THI, "12145"),
    Unit(DA_LOC, "xa", "xã Đa Lộc", "xa-da-loc", AN_THI, "12175"),
    Unit(BESIDE, "xa", "xã Chính Nghĩa", "xa-chinh-nghia", KIM_DONG, "12286"),
    Unit(PRACTICE, "xa", "xã Thực Hành", "xa-thuc-hanh", AN_THI, training=True),
)


def person(id_: str, name: str, *posts: Post, title: str = "") -> Official:
    """Somebody with these posts."""
    return Official(id_, name, "chị", title, posts)


def filler(id_: str, name: str, unit_id: str) -> Official:
    """Somebody who fills the whole annex of a commune."""
    return person(id_, name, Post(unit_id, Role.OFFICIAL, FIELDS))


PEOPLE = (
    person("quynh", "Hoàng Thu Quỳnh", Post(AN_THI, Role.SUPERIOR_STAFF), title="Phòng Nội vụ"),
    person("khanh", "Đặng Ngọc Khánh", Post(AN_THI, Role.SUPERIOR_LEADER)),
    person("tam", "Ngô Thị Tâm", Post(AN_THI, Role.ADMINISTRATOR)),
    person("linh", "Bùi Thùy Linh", Post(KIM_DONG, Role.SUPERIOR_STAFF)),
    person("hue", "Trần Thị Huệ", Post(PROVINCE, Role.SUPERIOR_STAFF)),
    filler("lan", "Nguyễn Thị Lan", BAC_SON),
    person("dung", "Đỗ Thị Dung", Post(BAC_SON, Role.OFFICE_HEAD)),
    person("thanh", "Vũ Thị Thanh", Post(BAC_SON, Role.CHAIRMAN)),
    filler("hung", "Đào Thị Hưng", PHU_UNG),
    filler("nam", "Bùi Thị Nam", DA_LOC),
    person("hien", "Vũ Thị Hiền", Post(DA_LOC, Role.CHAIRMAN)),
    filler("kim", "Lý Thị Kim", BESIDE),
    filler("tap", "Phạm Thị Tập", PRACTICE),
    person(
        "mai",
        "Lê Thị Mai",
        Post(BAC_SON, Role.OFFICIAL, ("justice",), valid_to=date(2023, 12, 31)),
        Post(PHU_UNG, Role.CHAIRMAN),
        Post(DA_LOC, Role.OFFICE_HEAD),
    ),
)

ANNEX = """\
13 7 5 1 0 0
0 0 0 0
1 100 1 1
0 0 0 0 0 0
0 0 0
0 0 0 129
0 0 0
{done} {on_time} 0 0
1 1
20 19 0 0 15
0 0 0 0
0 0 0
0 0 0 0 0
0 0 0 0
17.000 5.100
0 0 0 0 0 0
0 0 0
1 1 1 100
1 1 100 98,5
bq bq 97 1 1 1
107 105 12 19 19 2
{received} {online} 24 24
8 12 0 200 198"""
"""Every block of the form in the order in which it is asked."""


def annex(done: int = 380, on_time: int | None = None) -> str:
    """The whole annex of a commune that has solved so many dossiers."""
    received = done + 4
    return ANNEX.format(
        done=done,
        on_time=done if on_time is None else on_time,
        received=received,
        online=received - 10,
    )


@dataclass
class District(Desk):
    """The bot with these districts at a moment that stands still until `move`."""

    units: Sequence[Unit] = UNITS
    people: Sequence[Official] = PEOPLE
    successions: Iterable[Succession] = ()
    leaves: Iterable[Leave] = ()
    unlinked: frozenset[str] = field(default_factory=frozenset)

    def _who(self) -> tuple[object, ...]:
        listed = (self.units, self.people, self.successions, self.leaves)
        return (*map(tuple, listed), self.unlinked)

    def _settle(self) -> None:
        with self.database.work() as session:
            save_units(session, self.units, self.successions)
            for official in self.people:
                save_official(session, official, self.now)
                if official.id not in self.unlinked:
                    address = Address("test", official.id)
                    link_address(session, official.id, address, self.now)
            for leave in self.leaves:
                save_leave(session, leave, self.now)

    def fill(self, who: str, done: int = 380, on_time: int | None = None) -> str:
        """A person gives the whole annex in one message."""
        return self.say(who, annex(done, on_time))

    def tap(self, who: str, reply: Reply, words: str) -> Reply:
        """A person taps the choice whose words begin so."""
        choice = next(c for c in reply.choices if c.words.startswith(words))
        return self.answer(who, choice.words, choice=choice.data)

    def report(self, unit_id: str, period: str = "2024-Q3") -> Obligation:
        """What a unit owes in a period, as it stands."""
        with self.database.read() as session:
            every = obligations_of(session, unit_id)
        return next(report for report in every if report.period_code == period)

    def trail(self, subject: str) -> tuple[AuditEntry, ...]:
        """What was done to a subject."""
        with self.database.read() as session:
            return trail(session, subject)
