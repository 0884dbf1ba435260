"""What can be wrong with the looks that an office loads over those of the decree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from domain.report.shown import show
from handlers.wording.say import say
from reports.style import BASE, allowed
from storage.catalogue.fault import Fault
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.toml_table import nearest


def style_faults(file: str, entries: Mapping[str, Any]) -> Iterator[Fault]:
    """What the decree does not leave to the office, and numbers beyond what it allows."""
    named = entries.get(BASE)
    known = sorted(path.stem for path in (CATALOGUE / "styles").glob("*.toml"))
    if named not in known:
        yield Fault(file, BASE, say("check.style.unknown", name=named, known=", ".join(known)))
        return
    ranges = allowed(CATALOGUE / "styles" / f"{named}.toml")
    for key, value in _flat(entries):
        if key not in ranges:
            near = nearest(key, ranges)
            text_id = "check.style.fixed_near" if near else "check.style.fixed"
            yield Fault(file, key, say(text_id, near=near, known=", ".join(ranges)))
            continue
        least, most = ranges[key]
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not number or not least <= value <= most:
            told = {"least": show(least), "most": show(most)}
            yield Fault(file, key, say("form.out_of_range", **told))


def _flat(entries: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """`page.left` and its value; what stands in no table by its bare name."""
    for name, entry in entries.items():
        if isinstance(entry, Mapping):
            yield from ((f"{name}.{key}", value) for key, value in entry.items())
        elif name != BASE:
            yield name, entry
