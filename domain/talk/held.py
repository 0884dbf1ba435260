"""Figures that a question holds back instead of letting them be written: kept, never lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from domain.report.figures import Figure, State


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that a person has sent: its name, and the name under which its content is kept."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Held:
    """What a question about figures is about. `codes` are asked about, `figures` are written on a
    yes, `seen` is what stood in their place when it was asked."""

    report: int = 0
    figures: tuple[Figure, ...] = ()
    codes: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    seen: tuple[Figure, ...] | None = ()  # None: not noted by an earlier version
    file: SentFile | None = None
    said: str = ""  # the words that the question is about, where they are read once more
    left: tuple[str, ...] = ()  # numbers said besides, whose line is not clear
    awaited: tuple[int, str] | None = None  # the report and block of before, where these are others


def held_to_plain(held: Held) -> dict[str, Any]:
    """As the data of a question; the reverse is `held_from_plain`."""
    return {
        "report": held.report,
        "figures": _plain(held.figures),
        "codes": list(held.codes),
        "rules": list(held.rules),
        "seen": None if held.seen is None else _plain(held.seen),
        "file": [held.file.name, held.file.digest] if held.file else None,
        "said": held.said,
        "left": list(held.left),
        "awaited": list(held.awaited) if held.awaited else None,
    }


def held_from_plain(plain: Mapping[str, Any]) -> Held:
    """What `held_to_plain` has made."""
    return Held(
        plain["report"],
        _figures(plain["figures"]),
        tuple(plain["codes"]),
        tuple(plain["rules"]),
        None if plain["seen"] is None else _figures(plain["seen"]),
        SentFile(*plain["file"]) if plain["file"] else None,
        plain["said"],
        tuple(plain.get("left", ())),  # not noted by an earlier version
        _awaited(plain.get("awaited")),  # nor this
    )


def _awaited(plain: Iterable[Any] | None) -> tuple[int, str] | None:
    if plain is None:
        return None
    report, block = plain
    return report, block


def _plain(figures: Iterable[Figure]) -> list[list[str | bool | None]]:
    return [
        [
            f.code,
            f.state.value,
            None if f.value is None else str(f.value),
            *([f.words, f.estimated] if f.estimated else [f.words] if f.words else []),
        ]
        for f in figures
    ]


def _figures(plain: Iterable[Any]) -> tuple[Figure, ...]:
    return tuple(
        Figure(code, State(state), None if value is None else Decimal(value), *more)
        for code, state, value, *more in plain
    )
