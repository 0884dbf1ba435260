"""An official or a unit as somebody at the machine names it: by id, code, address, or name with or
without diacritics."""

from __future__ import annotations

from bot.fault import UsageFault
from domain.people.people import Official
from domain.talk.messages import Address
from domain.words import fold
from handlers.desk.find import naming_day
from handlers.names.units import find_unit
from handlers.work import Work
from storage.catalogue.toml_table import nearest
from storage.database.database import Database
from storage.people.officials import all_officials, official_at


def find_official(database: Database, name: str) -> Official:
    """The official; UsageFault lists the known ones where the name fits none or several."""
    with database.read() as session:
        people = all_officials(session)
        if ":" in name:
            found = official_at(session, Address.parse(name))
            if found is not None:
                return found
    wanted = fold(name)
    if name in people:
        return people[name]
    fitting = [
        person
        for person in people.values()
        if wanted in (fold(person.id), fold(person.name), fold(person.name.split()[-1]))
    ]
    if len(fitting) == 1:
        return fitting[0]
    if not people:
        raise UsageFault("fault.nobody")
    known = ", ".join(f"{person.id} ({person.name})" for person in people.values())
    raise UsageFault("fault.which_official", name=name, known=known)


MOST_NAMED = 12  # units that one line can name


def unit_named(work: Work, name: str, period: str | None = None) -> str:
    """The unit of that name; a code names one only together with the period's date."""
    units = work.units
    found = find_unit(name, units, naming_day(work, period))
    if found.unit_id is not None:
        return found.unit_id
    if found.candidates:
        names = ", ".join(f"{units[u].id} ({units[u].name})" for u in found.candidates)
        raise UsageFault("fault.which_unit", name=name, known=names)
    words = {word: unit for unit in units.values() for word in (unit.slug, unit.name)}
    if near := nearest(name, words):
        raise UsageFault("fault.no_unit_near", name=name, near=words[near].slug)
    known = ", ".join(unit.slug for unit in list(units.values())[:MOST_NAMED])
    raise UsageFault("fault.no_unit" if known else "fault.no_units", name=name, known=known)
