"""What a file of units and people names that does not exist: told all at once, before anything is
written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.dates.regimes import round_of
from domain.people.people import Official
from domain.people.units import Unit
from domain.words import fold
from handlers.names.fields import fields_called
from handlers.wording.say import say
from storage.catalogue.catalogue import Catalogue
from storage.catalogue.fault import Fault
from storage.catalogue.people_files import PastReport, People
from storage.catalogue.toml_table import nearest


@dataclass(frozen=True, slots=True)
class Known:
    """What the files may name: what the database has and what they bring themselves."""

    units: Mapping[str, Unit]
    officials: Mapping[str, Official]
    catalogue: Catalogue

    def with_files(self, files: Iterable[People]) -> Known:
        """The same with everything that the files bring."""
        listed = list(files)
        units = {unit.id: unit for people in listed for unit in people.units}
        officials = {person.id: person for people in listed for person in people.officials}
        return replace(
            self, units={**self.units, **units}, officials={**self.officials, **officials}
        )


def load_faults(files: Sequence[tuple[str, People]], known: Known) -> tuple[Fault, ...]:
    """Every name in the files that is not known; `known` includes what the files bring."""
    return tuple(
        Fault(name, key, message)
        for name, people in files
        for key, message in dict.fromkeys(_faults(people, known))
    ) + tuple(_shared_addresses(files))


def owner_keys(people: People, catalogue: Catalogue) -> People:
    """The same people with owner fields by their keys: "Văn phòng" and "van phong" are `office`."""
    by_word = fields_called(catalogue)
    officials = [
        replace(
            person,
            posts=tuple(
                replace(post, fields=tuple(by_word.get(fold(f), f) for f in post.fields))
                for post in person.posts
            ),
        )
        for person in people.officials
    ]
    return replace(people, officials=officials)


def _faults(people: People, known: Known) -> Iterator[tuple[str, str]]:
    """Key and message of every fault."""
    for unit in people.units:
        if unit.parent_id:
            yield from unit_fault(f"units.{unit.id}.parent", unit.parent_id, known)
        if _circular(unit, known.units):
            yield f"units.{unit.id}.parent", say("people.circle")
    for number, succession in enumerate(people.successions, start=1):
        yield from unit_fault(f"successions[{number}].old", succession.old_id, known)
        yield from unit_fault(f"successions[{number}].new", succession.new_id, known)
    owners = fields_called(known.catalogue)
    for person in people.officials:
        yield from _posts(person, known, owners)
    for number, leave in enumerate(people.leaves, start=1):
        yield from _official(f"leave[{number}].official", leave.official_id, known)
        if leave.substitute_id:
            yield from _official(f"leave[{number}].substitute", leave.substitute_id, known)
            if leave.substitute_id == leave.official_id:
                yield f"leave[{number}].substitute", say("people.own_substitute")
    for number, report in enumerate(people.reports, start=1):
        yield from _report(f"reports[{number}]", report, known)
    for use in people.regimes:
        yield from _regime(f"regimes.{use.regime_id}", use.regime_id, known)


def _circular(unit: Unit, units: Mapping[str, Unit]) -> bool:
    """Is the unit its own superior, however far up?"""
    seen: set[str] = set()
    above = unit.parent_id
    while above and above in units and above not in seen:
        seen.add(above)
        above = units[above].parent_id
    return unit.id in seen


def _posts(person: Official, known: Known, owners: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for number, post in enumerate(person.posts, start=1):
        key = f"officials.{person.id}.posts[{number}]"
        yield from unit_fault(f"{key}.unit", post.unit_id, known)
        for field in post.fields:
            if fold(field) not in owners:
                keys = ", ".join(dict.fromkeys(owners.values()))
                near = owners.get(nearest(field, owners) or "")
                yield (
                    f"{key}.fields",
                    say("people.no_owner", word=field, near=_near(near), known=keys),
                )


def unit_fault(key: str, unit_id: str, known: Known) -> Iterator[tuple[str, str]]:
    """Key and message where there is no such unit."""
    if unit_id and unit_id not in known.units:
        words = {
            word: u.id for u in known.units.values() for word in (u.id, u.slug, u.name) if u.id
        }
        near = words.get(nearest(unit_id, words) or "")
        yield key, say("people.no_unit", word=unit_id, near=_near(near))


def _official(key: str, official_id: str, known: Known) -> Iterator[tuple[str, str]]:
    if official_id and official_id not in known.officials:
        words = {word: p.id for p in known.officials.values() for word in (p.id, p.name) if p.id}
        near = words.get(nearest(official_id, words) or "")
        yield key, say("people.no_official", word=official_id, near=_near(near))


def _near(word: str | None) -> str:
    return say("people.near", near=word) if word else ""


def _regime(key: str, regime_id: str, known: Known) -> Iterator[tuple[str, str]]:
    regimes = [regime.id for regime in known.catalogue.regimes]
    if regime_id and regime_id not in regimes:
        near = _near(nearest(regime_id, regimes))
        yield key, say("people.no_regime", word=regime_id, near=near)


def _report(key: str, report: PastReport, known: Known) -> Iterator[tuple[str, str]]:
    yield from unit_fault(f"{key}.unit", report.unit_id, known)
    if not known.officials:
        yield key, say("people.nobody")
    regimes = {regime.id: regime for regime in known.catalogue.regimes}
    regime = regimes.get(report.regime_id)
    if regime is None:
        yield from _regime(f"{key}.regime", report.regime_id, known)
        return
    try:
        round_ = round_of(regime, report.period_code, known.catalogue.calendar)
        form = known.catalogue.form(regime.form_id, round_.closing) if round_ else None
    except (ValueError, KeyError):
        form = None
    if form is None:
        kinds = [turn.kind for turn in regime.turns] + [g.period.kind for g in regime.given]
        word = report.period_code
        year = word[:4] if word[:4].isdecimal() else regime.valid_from.year
        codes = ", ".join(f"{year}-{kind}" for kind in kinds)
        yield f"{key}.period", say("people.no_period", word=word, regime=regime.id, codes=codes)
        return
    for figure in report.figures:
        if figure.code not in form.indicators:
            yield f"{key}.figures", say("people.no_code", word=figure.code, form=form.id)


def _shared_addresses(files: Sequence[tuple[str, People]]) -> Iterator[Fault]:
    """An address reaches one person."""
    owners: dict[str, str] = {}
    for name, people in files:
        for official_id, address in people.addresses:
            owner = owners.setdefault(str(address), official_id)
            if owner != official_id:
                message = say("people.shared_address", address=address, other=owner)
                yield Fault(name, f"officials.{official_id}.addresses", message)
