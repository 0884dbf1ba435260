"""What a handler works with: one transaction, the catalogue, the present moment, and what the
running process knows of itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from domain.dates.moments import local
from domain.people.people import Leave, Official, stand_ins
from domain.people.permissions import Action, Relation, may, scope
from domain.people.units import Succession, Unit, UnitTree, ancestors, successors
from domain.talk.messages import Address
from storage.catalogue.catalogue import Catalogue, as_loaded
from storage.catalogue.requests import all_requests, with_requests
from storage.database.database import Session
from storage.messages.pages import Page
from storage.people.away import Away
from storage.people.directory import Directory
from storage.people.officials import addresses_of
from storage.people.units import all_successions, all_units
from storage.reports.rounds import Obligation, opened_rounds


@dataclass(frozen=True)
class Work:
    """One unit of work. `now` is aware; only `bot` and `scheduler` read a clock.

    People and leave are read once, as far as somebody asks; who writes one of them goes on with
    `anew()`.
    """

    session: Session
    books: Catalogue  # as the process has read it at its start
    now: datetime
    vitals: Callable[[], Vitals] | None = None  # of the running process, where there is one
    sent_at: datetime | None = None  # of the message that is answered, by its network
    serves: Collection[str] | None = None  # the channels of the running process; None: no process
    page_link: Callable[[Page], str] | None = None  # where pages are served; None: nowhere
    answers: str = ""  # the message that is answered: its channel, and its id there

    @cached_property
    def catalogue(self) -> Catalogue:
        """Forms, regimes and days off of now, with what was asked for in chats."""
        books = as_loaded(self.session, self.books)
        return with_requests(books, all_requests(self.session), self.today)

    @cached_property
    def today(self) -> date:
        """The day in Vietnam."""
        return local(self.now).date()

    @property
    def mark(self) -> str:
        """What tells this turn from every other one, however soon that comes: two messages of one
        moment are two, and one that is delivered again stays one."""
        return self.answers or self.now.isoformat()

    @property
    def makes_pdf(self) -> bool:
        """True where the running process can make a pdf; without one nobody knows."""
        return self.vitals is None or self.vitals().makes_pdf

    def reaches(self, address: Address) -> bool:
        """True where a channel runs that serves the address; without a process all of them may."""
        return self.serves is None or address.channel in self.serves

    def addresses(self, official_id: str) -> tuple[Address, ...]:
        """Where a person is reached, the address to try first in front; empty where nobody can."""
        return tuple(filter(self.reaches, addresses_of(self.session, official_id)))

    @property
    def units(self) -> UnitTree:
        """Every unit by id, past ones included."""
        return all_units(self.session)

    @property
    def successions(self) -> tuple[Succession, ...]:
        """Every merger and split, oldest first."""
        return all_successions(self.session)

    @cached_property
    def people(self) -> Directory:
        """Every official by id, those who have left included."""
        return Directory(self.session)

    def unit(self, unit_id: str) -> Unit:
        """One unit."""
        return self.units[unit_id]

    def lineage(self, unit_id: str) -> Mapping[str, Unit]:
        """A unit and its superiors, of whatever time."""
        above = ancestors(self.units, unit_id)
        return {unit_id: self.units[unit_id]} | {unit.id: unit for unit in above}

    def acting_for(self, unit_id: str, day: date) -> tuple[str, ...]:
        """The units whose people act for a unit on a day: itself, and, once it has ended and
        nobody holds a post in it any more, those that followed it."""
        if self.unit(unit_id).valid_on(day):
            return (unit_id,)
        posts = (post for person in self.people.staff(unit_id) for post in person.posts)
        if any(post.unit_id == unit_id and post.valid_on(day) for post in posts):
            return (unit_id,)
        return successors(self.successions, unit_id, day)

    @cached_property
    def _away(self) -> dict[date, Away]:
        return {}

    def leaves(self, day: date, around: Collection[str] | None = None) -> Mapping[str, Leave]:
        """Who is away on that day, by official; of `around`, these people are in it where they are
        away, with all who have to do with it, and perhaps others."""
        if day not in self._away:
            self._away[day] = Away(self.session, day)
        away = self._away[day]
        return away.everybody() if around is None else away.around(around)

    def people_around(self, unit_ids: Collection[str]) -> None:
        """The people of these units, and who stands in for them today, will be asked for."""
        self.people.staff_ahead(unit_ids)
        self.leaves(self.today, {each.id for id_ in unit_ids for each in self.people.staff(id_)})

    def stand_ins(self, day: date, around: Collection[str] | None = None) -> Mapping[str, str]:
        """Who is away on that day -> who is at work in their place; see `domain.people.people`.
        `around`: as of `leaves`."""
        leaves = self.leaves(day, around)
        if not leaves:
            return {}
        named = {leave.substitute_id for leave in leaves.values() if leave.substitute_id}
        self.people.ahead({*leaves, *named})
        return stand_ins(leaves, {id_ for id_ in named if self.people[id_].posts_on(day)})

    @cached_property
    def regimes_of_period(self) -> Mapping[str, frozenset[str]]:
        """Which regimes have a round in a period: several of them make reports that only the
        regime tells apart."""
        found: dict[str, set[str]] = {}
        for opened in opened_rounds(self.session):
            found.setdefault(opened.period_code, set()).add(opened.regime_id)
        return {code: frozenset(regimes) for code, regimes in found.items()}

    @cached_property
    def open_reports(self) -> dict[str, tuple[Obligation, ...]]:
        """What each person had open when it was first asked for: how a report is named stays the
        same throughout one answer."""
        return {}

    @cached_property
    def filled_fields(self) -> dict[tuple[str, str], tuple[tuple[str, ...], tuple[Official, ...]]]:
        """(person, unit) -> the owner fields that they fill there today, and for whom besides
        themselves, as far as somebody has asked."""
        return {}

    @cached_property
    def deadlines_worded(self) -> dict[object, str]:
        """What was said of a due moment, for the next who are told of the same one."""
        return {}

    def unseen(self, at: datetime) -> bool:
        """True for what was done only after the message that is answered was sent: whoever sent it
        cannot have known. Networks that tell whole seconds get the rest of theirs."""
        if self.sent_at is None:
            return False
        rest = timedelta(0) if self.sent_at.microsecond else timedelta(seconds=1)
        return at > self.sent_at + rest

    def may(self, person: Official, action: Action, unit_id: str) -> bool:
        """The permission table, asked for this moment."""
        return may(person, action, unit_id, self.units, self.today, self.successions)

    def scope(self, person: Official, action: Action) -> set[str]:
        """All units on which the person may do the action now."""
        return scope(person, action, self.units, self.today, self.successions)

    def below(self, person: Official, action: Action) -> set[str]:
        """The units below the person on which they may do the action now."""
        only = (Relation.BELOW,)
        return scope(person, action, self.units, self.today, self.successions, only)

    def anew(self) -> Work:
        """The same with nothing read yet; whoever has sent a request sees it."""
        return replace(self)


def addressed(official: Official) -> str:
    """How the bot addresses a person: "chị Lan" (Vietnamese given names stand last)."""
    return f"{official.salutation} {official.name.split()[-1]}"


def addressed_first(official: Official) -> str:
    """The same at the beginning of a sentence: "Chị Lan"."""
    name = addressed(official)
    return name[:1].upper() + name[1:]


@dataclass(frozen=True, slots=True)
class Vitals:
    """`channels`: name -> "" or a code for what is wrong; `month_limits`: name -> messages."""

    last_tick: datetime | None = None
    channels: Mapping[str, str] = field(default_factory=dict)
    month_limits: Mapping[str, int] = field(default_factory=dict)
    makes_pdf: bool = True  # an office program is there
