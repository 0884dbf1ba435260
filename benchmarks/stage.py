"""What the comparisons are played on: the bundled sample, and a district of many communes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from domain.dates.moments import parse_at
from domain.talk.conversation import Asked, Conversation, step, to_plain
from domain.talk.messages import Address
from handlers.load.load import load_people
from handlers.work import Work
from scheduler.tick import tick
from storage.catalogue.catalogue import Catalogue, load_catalogue
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.people_files import People
from storage.catalogue.people_files import load_people as read_people
from storage.database.database import Database, open_database
from storage.database.schema import migrate
from storage.messages import conversations

NOW = parse_at("2024-08-28T07:30")
SAMPLE = CATALOGUE / "samples" / "bac-son" / "people.toml"
COMMUNE = "hung-yen/an-thi/xa-bac-son"
FOUR = ("14 14 0 0", "14 13 1 0")  # each changes two figures of the one before


def open_stage(where: Path | str, people: People, at: datetime = NOW) -> tuple[Database, Catalogue]:
    """A fresh database with these people: a file, or the address of an empty one."""
    database = open_database(where if isinstance(where, str) else f"sqlite:///{where}")
    migrate(database)
    catalogue = load_catalogue()
    with database.work() as session:
        load_people(Work(session, catalogue, at), people)
    return database, catalogue


def sample() -> People:
    """The bundled commune."""
    people, faults = read_people(SAMPLE)
    assert faults == ()
    return people


def reminded_sample(file: Path) -> tuple[Database, Catalogue]:
    """The bundled commune on the morning of its first reminder, which has rung."""
    database, catalogue = open_stage(file, sample())
    tick(database, catalogue, NOW)
    return database, catalogue


def district(communes: int) -> People:
    """That many communes with the people of the bundled one, under its one superior."""
    one = sample()
    home = next(unit for unit in one.units if unit.id == COMMUNE)
    staff = [person for person in one.officials if person.posts[0].unit_id == COMMUNE]
    whole = People(units=list(one.units))
    whole.officials = [person for person in one.officials if person not in staff]
    for number in range(1, communes + 1):
        unit = replace(
            home, id=f"{COMMUNE}-{number}", slug=f"{home.slug}-{number}", code="", aliases=()
        )
        whole.units.append(unit)
        for person in staff:
            name = f"{person.id}{number}"
            posts = tuple(replace(post, unit_id=unit.id) for post in person.posts)
            whole.officials.append(replace(person, id=name, posts=posts))
            whole.addresses.append((name, Address("console", name)))
    return whole


def await_four(database: Database, address: Address, obligation_id: int) -> None:
    """The block of four answers is the one that was asked last."""
    with database.work() as session:
        awaited = step(Conversation(), Asked(obligation_id, "I.4"))
        conversations.save(session, address, to_plain(awaited), NOW)
