"""An official named on the command line: by id, name with or without diacritics, or address."""

from __future__ import annotations

from bot.fault import UsageFault
from domain.messages import Address
from domain.people import Official
from domain.words import fold
from storage.database import Database
from storage.officials import all_officials, official_at


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
