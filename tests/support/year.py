"""A year of one district with 25 communes, or as many as `YEAR_COMMUNES` of the environment says:
who is who, who is away, and what everybody does when.

Eighteen communes are those of huyện Ân Thi, seven are made up and named as samples; two of these
are merged into a new one in the middle of the ladder of the half-year report. Everything follows
from the number of a commune or of a task, so that the year is the same every time.
"""

from __future__ import annotations

import csv
import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import islice, product

from domain.dates.moments import at_local
from domain.people.people import Leave, Official, Post, Role
from domain.people.units import Succession, Unit
from storage.catalogue.folders import CATALOGUE
from tests.support.real_units import AN_THI, DATA, HUNG_YEN, an_thi, slug

FIRST, LAST = date(2024, 2, 1), date(2025, 1, 31)
MERGER = date(2024, 6, 18)
DAY = timedelta(days=1)


# Days: read from the table of holidays, counted here


@cache
def _swapped() -> tuple[frozenset[date], frozenset[date]]:
    """Weekdays off, Saturdays worked."""
    with (DATA / "holidays-vn.csv").open(encoding="utf-8", newline="") as lines:
        rows = [(date.fromisoformat(row["date"]), row["kind"]) for row in csv.DictReader(lines)]
    worked = frozenset(day for day, kind in rows if kind == "swap_work")
    return frozenset(day for day, _ in rows) - worked, worked


def works(day: date) -> bool:
    """Is anybody at work on that day?"""
    off, worked = _swapped()
    return day in worked or (day.weekday() < 5 and day not in off)


def move(day: date, count: int) -> date:
    """So many working days later, or earlier where negative."""
    step = DAY if count > 0 else -DAY
    while count:
        day += step
        count -= step.days * works(day)
    return day


def on_or_before(day: date) -> date:
    return day if works(day) else move(day, -1)


def on_or_after(day: date) -> date:
    return day if works(day) else move(day, 1)


# Units and people

SIZE = int(os.environ.get("YEAR_COMMUNES", "25"))
FIRST_WORDS = ("Đông", "Tây", "Nam", "Bắc", "Thượng", "Hạ", "Trung", "Tân", "Vĩnh", "Phú", "Mỹ")
LAST_WORDS = ("Quế", "Lĩnh", "Khê", "Trạch", "Đàm", "Lũng", "Chử", "Bạc", "Hoạt", "Cẩm", "Liễu")
MORE = [f"xã {a} {b}" for a, b in islice(product(FIRST_WORDS, LAST_WORDS), SIZE - 25)] + [
    f"xã Mẫu {number}" for number in range(100, SIZE - 25 - 121 + 100)
]
SAMPLES = tuple(f"xã Mẫu {name}" for name in ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy"))
MERGED = (f"{AN_THI}/xa-mau-sau", f"{AN_THI}/xa-mau-bay")
HEIR = f"{AN_THI}/xa-mau-moi"
OFFICE, REST = ("office",), ("justice", "finance", "culture")
STAFF, OTHER_STAFF, LEADER = "staff", "staff2", "leader"
LEAVER, LEFT_ON = "c5b", date(2024, 9, 9)
FOLLOWER = "c5a"


def _communes() -> tuple[Unit, ...]:
    """Those of the first day, and the one that follows two of them."""
    real, _ = an_thi()
    made = [Unit(f"{AN_THI}/{slug(name)}", "xa", name, slug(name), AN_THI) for name in SAMPLES]
    ended = MERGER - DAY
    made = [replace(unit, valid_to=ended) if unit.id in MERGED else unit for unit in made]
    heir = Unit(HEIR, "xa", "xã Mẫu Mới", "xa-mau-moi", AN_THI, valid_from=MERGER)
    more = [Unit(f"{AN_THI}/{slug(name)}", "xa", name, slug(name), AN_THI) for name in MORE]
    return (*(unit for unit in real.values() if unit.parent_id == AN_THI), *made, heir, *more)


COMMUNES = _communes()
UNITS = (
    Unit(HUNG_YEN, "tinh", "tỉnh Hưng Yên", "tinh-hung-yen"),
    Unit(AN_THI, "huyen", "huyện Ân Thi", "huyen-an-thi", HUNG_YEN),
    *COMMUNES,
)
SUCCESSIONS = tuple(Succession(old, HEIR, MERGER) for old in MERGED)
NUMBER = {unit.id: number for number, unit in enumerate(COMMUNES)}
GOES_ON = f"c{NUMBER[MERGED[0]]}a"  # one goes on in the new commune, the others leave


def _people() -> Iterator[Official]:
    """Staff and leader of the district; the office, everything else, the head of the office and
    the chairman of each commune (`c7a`, `c7b`, `c7h`, `c7c`)."""
    for id_, role in (
        (STAFF, Role.SUPERIOR_STAFF),
        (OTHER_STAFF, Role.SUPERIOR_STAFF),
        (LEADER, Role.SUPERIOR_LEADER),
    ):
        yield Official(id_, f"Người {id_}", "chị", posts=(Post(AN_THI, role),))
    for number, unit in enumerate(COMMUNES):
        for letter, role, fields in (
            ("a", Role.OFFICIAL, OFFICE),
            ("b", Role.OFFICIAL, REST),
            ("h", Role.OFFICE_HEAD, ()),
            ("c", Role.CHAIRMAN, ()),
        ):
            posts = [Post(unit.id, role, fields, unit.valid_from, _last_day(unit))]
            id_ = f"c{number}{letter}"
            if id_ == GOES_ON:
                posts.append(Post(HEIR, role, fields, MERGER))
            if (unit.id, letter) != (HEIR, "a"):
                yield Official(id_, f"Người {id_}", "chị", posts=tuple(posts))


def _last_day(unit: Unit) -> date | None:
    return unit.valid_to if unit.id in MERGED else None


PEOPLE = tuple(_people())


def _leaves() -> Iterator[Leave]:
    """Away while reminders ring, with and without a substitute."""
    for number in range(0, 25, 4):
        first = date(2024, 3, 4) + DAY * (number % 5)
        yield Leave(f"c{number}b", first, first + DAY * 9, f"c{number}a")
    for number in (5, 10, 15):
        yield Leave(f"c{number}a", date(2024, 4, 22), date(2024, 5, 3), f"c{number}b")
    for number in range(1, 25, 5):
        first = date(2024, 9, 4) + DAY * (number % 4)
        yield Leave(f"c{number}b", first, first + DAY * 4)
    for number in range(2, 25, 6):
        yield Leave(f"c{number}h", date(2024, 12, 10), date(2024, 12, 24), f"c{number}c")
    yield Leave(STAFF, date(2024, 10, 14), date(2024, 10, 18), OTHER_STAFF)


LEAVES = tuple(_leaves())


def stand_in(person: str, day: date) -> str:
    """Who hears what this person would hear on that day."""
    for leave in LEAVES:
        if leave.official_id == person and leave.first_day <= day <= leave.last_day:
            return leave.substitute_id or person
    return person


def stands_for(person: str, day: date) -> tuple[str, ...]:
    """For whom a person stands in on that day."""
    away = {leave.official_id for leave in LEAVES if leave.substitute_id == person}
    return tuple(sorted(other for other in away if stand_in(other, day) == person))


def home(unit_id: str, day: date) -> str:
    """The unit whose people act for a unit on that day."""
    return HEIR if unit_id in MERGED and day >= MERGER else unit_id


@cache
def fields_of(person: str, unit_id: str, day: date) -> tuple[str, ...]:
    """What a person has to fill in of the report of their own unit, leave apart."""
    if person == LEAVER and day >= LEFT_ON:
        return ()
    if person == FOLLOWER and day >= LEFT_ON:
        return (*OFFICE, *REST)
    return next((post.fields for post in _posts(person) if _held(post, unit_id, day)), ())


def _held(post: Post, unit_id: str, day: date) -> bool:
    in_time = post.valid_from <= day and (post.valid_to is None or day <= post.valid_to)
    return post.unit_id == unit_id and in_time


@cache
def _posts(person: str) -> tuple[Post, ...]:
    return next(official.posts for official in PEOPLE if official.id == person)


@cache
def everybody_of(unit_id: str, day: date) -> tuple[str, ...]:
    """Who holds a post in the unit that day, leave apart."""
    found = [p.id for p in PEOPLE if any(_held(post, unit_id, day) for post in p.posts)]
    return tuple(id_ for id_ in found if id_ != LEAVER or day < LEFT_ON)


@cache
def owners(unit_id: str, field: str, day: date) -> tuple[str, ...]:
    """Who has to fill in a field of a unit's report on that day, stand-ins in the place of the
    absent."""
    acts = home(unit_id, day)
    here = (p for p in everybody_of(acts, day) if field in fields_of(p, acts, day))
    return tuple(dict.fromkeys(stand_in(person, day) for person in here))


@cache
def heads(unit_id: str, letter: str, day: date) -> tuple[str, ...]:
    """Head of the office (`h`) or chairman (`c`) of a unit on that day, or who stands in."""
    here = (p for p in everybody_of(home(unit_id, day), day) if p.endswith(letter))
    return tuple(dict.fromkeys(stand_in(person, day) for person in here))


# Rounds: the plain numbers of the regime


@dataclass(frozen=True, slots=True)
class Round:
    """A report of all communes: its period, the last day whose facts count, the due day."""

    code: str
    words: str
    closing: date
    due_on: date

    @property
    def last_work(self) -> date:
        return on_or_before(self.due_on)


@cache
def regime() -> dict[str, object]:
    """The letter of the superior."""
    return tomllib.loads((CATALOGUE / "regimes" / "par.toml").read_text("utf-8"))


WORDS = {"Q1": "quý I năm", "H1": "6 tháng đầu năm", "Q3": "quý III năm", "Y": "năm"}
MONTHS = {"Q1": 3, "H1": 6, "Q3": 9, "Y": 12}


@cache
def rounds() -> tuple[Round, ...]:
    """The four reports of 2024; figures are closed on the 14th (Nghị định 09/2019, Điều 12)."""
    turns = regime()["turns"]
    assert isinstance(turns, list)
    return tuple(
        Round(
            f"2024-{turn['kind']}",
            f"{WORDS[turn['kind']]} 2024",
            date(2024, MONTHS[turn["kind"]], 14),
            date(2024, MONTHS[turn["kind"]], turn["due_day"]),
        )
        for turn in turns
    )


def reporting(round_: Round) -> tuple[Unit, ...]:
    """The communes that exist when the figures of a round are closed."""
    return tuple(unit for unit in COMMUNES if unit.valid_on(round_.closing))


# What everybody does


@dataclass(frozen=True, slots=True)
class Deed:
    """Somebody does something at a moment. `task`: the number of a task; `words`: a reason."""

    at: datetime
    who: str
    kind: str
    unit_id: str = ""
    code: str = ""  # of a round
    task: int = 0
    fields: tuple[str, ...] = ()
    due_on: date | None = None
    words: str = ""
    leave: Leave | None = None


NEVER = (10, "2024-Y")  # one report that never comes
SENT_BACK = (  # commune, round, days from due day or from being complete
    (20, "2024-Q1", None, 1),
    (12, "2024-H1", date(2024, 6, 19), 3),
    (NUMBER[MERGED[1]], "2024-H1", date(2024, 6, 14), 5),
    (7, "2024-Q3", None, 2),
    (11, "2024-Q3", None, 19),
    (2, "2024-Y", date(2024, 12, 10), 5),
    (3, "2024-Y", None, 1),
)


MORE_TIME = (  # commune, round, asked on, decided on, until; None: refused
    (14, "2024-Q1", date(2024, 3, 13), date(2024, 3, 14), date(2024, 3, 20)),
    (16, "2024-H1", date(2024, 6, 10), date(2024, 6, 11), None),
    (12, "2024-Q3", date(2024, 9, 16), date(2024, 9, 16), date(2024, 9, 19)),
)


@cache
def deeds() -> tuple[Deed, ...]:
    """Everything that people do in the year, in order."""
    found = [*_leave_notes(), *_handed_over(), *_fills(), *_more_time()]
    for number, (commune, code, on, days) in enumerate(SENT_BACK):
        found += _sent_back(found, COMMUNES[commune], code, on, days, number)
    again = next(deed for deed in reversed(found) if (deed.kind, deed.code) == ("again", "2024-Q1"))
    found += _sent_back([again], COMMUNES[20], "2024-Q1", move(again.at.date(), 2), 2, 30)
    found += _tasks()
    last = at_local(LAST, time(17, 0))
    return tuple(_by_doers(sorted((d for d in found if d.at <= last), key=lambda d: d.at)))


def _by_doers(found: list[Deed]) -> Iterator[Deed]:
    """With a name for those who do something with a task, whoever owes it by then."""
    led: dict[int, str] = {}
    for deed in found:
        if deed.kind in ("assign", "hand on"):
            led[deed.task] = deed.fields[0] if deed.fields else ""
        by = deed.who or (
            doers(deed.unit_id, led[deed.task], deed.at.date())[0] if deed.task else ""
        )
        yield replace(deed, who=by)


def doers(unit_id: str, lead: str, day: date) -> tuple[str, ...]:
    """Who owes a task on that day: its lead, or who follows or stands in, else the office."""
    if lead == LEAVER and day >= LEFT_ON:
        lead = FOLLOWER
    if lead and lead in everybody_of(home(unit_id, day), day):
        return (stand_in(lead, day),)
    return owners(unit_id, "office", day)


def _at(day: date, hour: int, number: int) -> datetime:
    """A working moment on or after a day; nobody writes in the same minute."""
    return at_local(on_or_after(day), time(hour, number % 60))


def _leave_notes() -> Iterator[Deed]:
    """The operator enters a leave on the afternoon before, when the reminders stand already."""
    for number, leave in enumerate(LEAVES):
        at = at_local(move(leave.first_day, -1), time(16, number % 60))
        yield Deed(at, "", "leave", leave=leave)


def _handed_over() -> Iterator[Deed]:
    yield Deed(at_local(LEFT_ON, time(9, 59)), "c5c", "follow", COMMUNES[5].id)


def _fills() -> Iterator[Deed]:
    """Early, at the last reminders, in two goes, late, or very late, by the number."""
    for index, round_ in enumerate(rounds()):
        early, late = move(round_.last_work, -8), move(round_.due_on, 1)
        very_late = move(round_.due_on, 6)
        days = {
            0: (early, early),
            1: (move(round_.last_work, -3),) * 2,
            2: (early, move(round_.last_work, -1)),
            3: (round_.last_work, late),
            4: (very_late, very_late),
        }
        for unit in reporting(round_):
            number = NUMBER[unit.id]
            if (number, round_.code) != NEVER:
                office, rest = days[(number + index) % 5]
                yield _fill(unit, round_, _at(office, 9, number), OFFICE)
                yield _fill(unit, round_, _at(rest, 14, number), REST)


def _more_time() -> Iterator[Deed]:
    """Communes ask for more time for a report; it is given or refused."""
    for number, code, asked_on, decided_on, until in MORE_TIME:
        unit, asked = COMMUNES[number], _at(asked_on, 10, number)
        (who,) = owners(unit.id, "office", asked_on)
        wish = until or date(2024, 6, 19)
        yield Deed(asked, who, "report time ask", unit.id, code, due_on=wish)
        kind = "report time give" if until else "report time refuse"
        decided = _at(decided_on, 11, number)
        yield Deed(decided, stand_in(STAFF, decided_on), kind, unit.id, code, due_on=until)


def _fill(unit: Unit, round_: Round, at: datetime, fields: tuple[str, ...]) -> Deed:
    (who,) = owners(unit.id, fields[0], at.date())
    return Deed(at, who, "fill", unit.id, round_.code, fields=fields)


def _sent_back(
    before: list[Deed], unit: Unit, code: str, on: date | None, days: int, number: int
) -> Iterator[Deed]:
    """Two working days after it was complete, or on a day; some working days later again."""
    done = max(deed.at for deed in before if (deed.unit_id, deed.code) == (unit.id, code))
    back = _at(on or move(done.date(), 2), 10, number)
    yield Deed(back, stand_in(STAFF, back.date()), "return", unit.id, code, words="số chưa khớp")
    again = _at(move(back.date(), days), 15, number)
    yield Deed(again, owners(unit.id, "office", again.date())[0], "again", unit.id, code)


# Tasks


def _tasks() -> Iterator[Deed]:
    """Eight a month, to the communes in turn; one more that is open at the merger."""
    number = 0
    for month in range(12):
        start = date(2024 + (month + 1) // 12, (month + 1) % 12 + 1, 5)
        for turn in range(8):
            number += 1
            unit = COMMUNES[(number * 7) % 25]
            assigned = _at(start + DAY * turn, 8, number)
            if unit.valid_on(assigned.date()) and assigned.date() <= date(2025, 1, 10):
                yield from _task(number, unit, assigned, turn)
    yield from _task(98, COMMUNES[NUMBER[MERGED[1]]], _at(date(2024, 6, 11), 8, 58), 1)
    yield from _task(97, COMMUNES[9], _at(date(2024, 9, 25), 8, 57), 5)
    yield from _task(99, COMMUNES[NUMBER[MERGED[0]]], _at(date(2024, 5, 27), 8, 59), 3)


LATE_BY = {0: -6, 1: 0, 2: 3, 3: 12, 4: -3, 5: -1, 6: 30, 7: 1}
"""Turn -> days after the due day on which it is done."""


def _task(number: int, unit: Unit, assigned: datetime, turn: int) -> Iterator[Deed]:
    """Done early, on the day, late, very late; sent back, with more time, taken back, blocked."""
    due = assigned.date() + DAY * (12 + turn)
    lead = turn == 2 and number % 2
    words = "khẩn" if turn == 3 and number % 2 else ""
    (other,) = owners(unit.id, "justice", assigned.date())
    fields = (other,) if lead and unit.id not in MERGED else ()
    giver = stand_in(STAFF, assigned.date())
    yield Deed(
        assigned, giver, "assign", unit.id, task=number, fields=fields, due_on=due, words=words
    )
    minute = number % 60
    if turn == 3 and not words and unit.id not in MERGED:
        at = _at(move(assigned.date(), 2), 11, minute)
        (head,) = heads(unit.id, "h", at.date())
        yield Deed(at, head, "hand on", unit.id, task=number, fields=(other,))
    if turn == 5 and number % 3 == 0:
        at = _at(move(assigned.date(), 4), 11, minute)
        yield _of_staff(at, "withdraw", unit, number, words="giao nhầm đơn vị")
        return
    if turn == 6 and number % 2:
        yield Deed(_at(due - DAY * 4, 10, minute), "", "block", unit.id, task=number)
    if turn == 7:
        asked, until = _at(due - DAY * 3, 10, minute), due + DAY * 10
        yield Deed(asked, "", "ask more", unit.id, task=number, due_on=until)
        at = asked + timedelta(hours=1)
        yield _of_staff(at, "grant", unit, number, due_on=until)
        due = until
    done = _at(due + DAY * LATE_BY[turn], 15, minute)
    yield Deed(done, "", "done", unit.id, task=number)
    if turn == 4:
        back = _at(done.date() + DAY, 10, minute)
        yield _of_staff(back, "send back", unit, number, words="thiếu phụ lục")
        done = _at(back.date() + DAY * 6, 15, minute)
        yield Deed(done, "", "done", unit.id, task=number)
    if number % 4:
        accepted = _at(done.date() + DAY * (turn % 3), 16, minute)
        yield _of_staff(accepted, "accept", unit, number)


def _of_staff(
    at: datetime, kind: str, unit: Unit, number: int, *, due_on: date | None = None, words: str = ""
) -> Deed:
    who = stand_in(STAFF, at.date())
    return Deed(at, who, kind, unit.id, task=number, due_on=due_on, words=words)
