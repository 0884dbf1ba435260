"""What the comparisons are played on: the bundled sample, and a district of many communes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from domain.moments import parse_at
from domain.units import Unit
from handlers.load import load_people
from handlers.work import Work
from scheduler.tick import tick
from storage.catalogue import Catalogue, load_catalogue
from storage.database import Database, open_database
from storage.folders import CATALOGUE
from storage.people_files import People
from storage.people_files import load_people as read_people
from storage.schema import migrate

NOW = parse_at("2024-08-28T07:30")
SAMPLE = CATALOGUE / "samples" / "bac-son" / "people.toml"
COMMUNE = "hung-yen/an-thi/xa-bac-son"


def open_stage(file: Path, people: People, at: datetime = NOW) -> tuple[Database, Catalogue]:
    """A fresh database file with these people."""
    database = open_database(f"sqlite:///{file}")
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
    """That many communes like the bundled one, each with the same seven people."""
    one = sample()
    home = next(unit for unit in one.units if unit.id == COMMUNE)
    whole = People(units=list(one.units))
    for number in range(1, communes + 1):
        unit = replace(
            home, id=f"{COMMUNE}-{number}", slug=f"{home.slug}-{number}", code="", aliases=()
        )
        whole.units.append(unit)
        _staff(whole, one, unit, number)
    return whole


def _staff(whole: People, one: People, unit: Unit, number: int) -> None:
    renamed = {person.id: f"{person.id}{number}" for person in one.officials}
    for person in one.officials:
        posts = tuple(replace(post, unit_id=unit.id) for post in person.posts)
        whole.officials.append(replace(person, id=renamed[person.id], posts=posts))
    for official_id, address in one.addresses:
        name = renamed[official_id]
        whole.addresses.append((name, replace(address, chat=name)))
