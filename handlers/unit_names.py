"""A unit by slug, name with or without diacritics, abbreviation, alias, or with a slip or two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rapidfuzz.distance import OSA

from domain.units import Unit
from domain.words import fold

KINDS = ("xa", "phuong", "thi tran", "dac khu", "huyen", "thi xa", "quan", "tinh", "thanh pho")
_ABBREVIATIONS = {
    "x": "xa",
    "p": "phuong",
    "tt": "thi tran",
    "h": "huyen",
    "tx": "thi xa",
    "t": "tinh",
}


@dataclass(frozen=True, slots=True)
class Found:
    """One unit, or the candidates among which the person must choose, or neither."""

    unit_id: str | None = None
    candidates: tuple[str, ...] = ()


def find_unit(text: str, units: Mapping[str, Unit], day: date) -> Found:
    """Resolve a name within the units that the asker may see, those valid today first."""
    wanted = _key(text)
    for pool in (
        [unit for unit in units.values() if unit.valid_on(day)],
        list(units.values()),
    ):
        for matches in (_same, _without_kind, _near):
            hits = [unit.id for unit in pool if any(matches(wanted, key) for key in _keys(unit))]
            if hits:
                return Found(hits[0]) if len(hits) == 1 else Found(None, tuple(hits))
    return Found()


def _keys(unit: Unit) -> Iterator[str]:
    yield _key(unit.id)
    yield _key(unit.slug)
    yield _key(unit.name)
    yield from (_key(alias) for alias in unit.aliases)
    if unit.code:
        yield unit.code
    bare = _bare(_key(unit.name))
    yield "".join(word[0] for word in bare.split())


def _key(text: str) -> str:
    """Folded words with the kind spelt out: `X.Bắc Sơn`, `xa-bac-son` -> `xa bac son`."""
    folded = fold(text)
    for sign in "-_./,":
        folded = folded.replace(sign, " ")
    words = folded.split()
    if len(words) > 1 and words[0] in _ABBREVIATIONS:
        words[0] = _ABBREVIATIONS[words[0]]
    return " ".join(words)


def _bare(key: str) -> str:
    kind = next((kind for kind in KINDS if key.startswith(kind + " ")), "")
    return key[len(kind) :].strip()


def _same(wanted: str, key: str) -> bool:
    return wanted == key or wanted.replace(" ", "") == key.replace(" ", "")


def _without_kind(wanted: str, key: str) -> bool:
    return _bare(wanted) != "" and _same(_bare(wanted), _bare(key)) and _kinds_agree(wanted, key)


def _kinds_agree(wanted: str, key: str) -> bool:
    """`Bắc Sơn` may be any kind; `phường Bắc Sơn` is not xã Bắc Sơn."""
    return _bare(wanted) == wanted or _bare(key) == key


def _near(wanted: str, key: str) -> bool:
    bare, other = _bare(wanted).replace(" ", ""), _bare(key).replace(" ", "")
    if min(len(bare), len(other)) < 4:
        return False
    slips = 1 if len(bare) < 6 else 2
    return int(OSA.distance(bare, other)) <= slips
