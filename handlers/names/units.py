"""A unit by slug, name with or without marks, abbreviation, alias, code, or with a slip or two.

`xa-bac-son`, `Bắc Sơn`, `X. bac son`, `bs`, `b.son`, `bawcs sown`, `Bắc Sơn, Ân Thi`, `12148`.
What fits several units is never guessed: they are the candidates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from domain.people.units import Unit, ancestors
from domain.words import SplitWord, clean, fold, undo_raw
from storage.catalogue.words import folded, of_words, phrases

_SIGNS = re.compile(r"[-_./\\,;:()\[\]\"']+")
_BEFORE_DIGIT = re.compile(r"(?<=[a-z])(?=\d)")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """One unit, or the candidates among which the person must choose, or neither.

    `guessed`: only by overlooking slips; what cannot be undone should ask first.
    """

    unit_id: str | None = None
    candidates: tuple[str, ...] = ()
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as it may be compared: its kind ("xa" or none) and its words without marks."""

    kind: str
    words: tuple[str, ...]

    @property
    def bare(self) -> str:
        return "".join(self.words)

    @property
    def whole(self) -> str:
        return self.kind.replace(" ", "") + self.bare


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What was typed, in the forms in which the ways of matching look at it."""

    spelt: str  # with its marks
    typed: tuple[str, ...]  # word by word, abbreviations as they stand
    path: str  # ids have strokes
    name: _Name
    raw: _Name  # with Telex and VNI undone


@dataclass(frozen=True, slots=True)
class _Known:
    """A unit with its names; `above` are those of its superiors, nearest first."""

    unit: Unit
    names: tuple[_Name, ...]
    above: tuple[_Name, ...]


def find_unit(
    text: str, units: Mapping[str, Unit], day: date, known: Mapping[str, Unit] | None = None
) -> FoundUnit:
    """Resolve a name within the units that the asker may see, those valid on the day first.

    `known` are all units, so that a superior may be named that the asker does not see. A sure
    way of matching wins over a less sure one, in whatever time the unit existed.
    """
    wanted = _wanted(text)
    if not wanted.name.bare:
        return FoundUnit()
    everybody = [_known(units[unit_id], known or units) for unit_id in sorted(units)]
    now = [each for each in everybody if each.unit.valid_on(day)]
    for matches in _WAYS:
        for pool in (now, everybody):
            hits = [each.unit.id for each in pool if matches(wanted, each)]
            if hits:
                return _found(hits, guessed=matches is _near)
    hits = [each.unit.id for each in now if _near_of_other_kind(wanted, each)]
    return FoundUnit(None, tuple(hits), guessed=bool(hits))


def _found(hits: list[str], *, guessed: bool) -> FoundUnit:
    if len(hits) == 1:
        return FoundUnit(hits[0], guessed=guessed)
    return FoundUnit(None, tuple(hits), guessed)


def unit_and_rest(
    text: str, units: Mapping[str, Unit], day: date, known: Mapping[str, Unit] | None = None
) -> tuple[FoundUnit, str]:
    """`xa-bac-son: số liệu 4.2 chưa đúng` -> the unit and the words behind it.

    The colon divides; where it does not, the longest beginning that names units for sure does,
    and where there is none, the longest that does so with slips.
    """
    head, colon, rest = text.partition(":")
    if colon:
        found = find_unit(head, units, day, known)
        if found.unit_id or found.candidates:
            return found, rest.strip()
    words = text.split()
    guess: tuple[FoundUnit, str] | None = None
    for length in range(min(len(words), _LONGEST_NAME), 0, -1):
        found = find_unit(" ".join(words[:length]), units, day, known)
        if not found.unit_id and not found.candidates:
            continue
        told = found, " ".join(words[length:])
        if not found.guessed:
            return told
        guess = guess or told
    return guess or (FoundUnit(), text)


_LONGEST_NAME = 9  # words: "xã Hoàng Hoa Thám huyện Ân Thi tỉnh Hưng Yên" without a colon


def choice_of(unit: Unit, superior: Unit | None) -> str:
    """A unit told apart from others of its name: `xã Bắc Sơn (huyện Ân Thi)`."""
    return f"{unit.name} ({superior.name})" if superior else unit.name


# What was typed and what a unit is called


def _wanted(text: str) -> _Wanted:
    spelt = " ".join(_SIGNS.sub(" ", clean(text).lower()).split())
    typed = tuple(_SIGNS.sub(" ", fold(text)).split())
    raw = " ".join(undo_raw(SplitWord(word, "")).base for word in typed)
    return _Wanted(spelt, typed, fold(text).strip(" /"), _name(fold(text)), _name(raw))


@of_words
@cache
def _kinds_by_abbreviation() -> Mapping[str, str]:
    return {short: kind for kind, listed in phrases("unit_kind").items() for short in listed}


@of_words
@lru_cache(maxsize=16384)
def _name(said: str) -> _Name:
    """`x.bac son` -> kind "xa", words "bac", "son"."""
    plain = _BEFORE_DIGIT.sub(" ", " ".join(_SIGNS.sub(" ", said).split()))
    for body in folded("unit_name", "body"):
        plain = plain.removeprefix(f"{body} ")
    words = plain.split()
    if len(words) > 1 and words[0] in _kinds_by_abbreviation():
        words = [*_kinds_by_abbreviation()[words[0]].split(), *words[1:]]
    for kind in phrases("unit_kind"):
        size = kind.count(" ") + 1
        if " ".join(words[:size]) == kind and len(words) > size:
            return _Name(kind, tuple(words[size:]))
    return _Name("", tuple(words))


def _known(unit: Unit, units: Mapping[str, Unit]) -> _Known:
    above = tuple(_name(fold(superior.name)) for superior in _above(unit, units))
    return _Known(unit, _names(unit), above)


def _above(unit: Unit, units: Mapping[str, Unit]) -> Iterator[Unit]:
    return ancestors(units, unit.id) if unit.id in units else iter(())


@of_words
@lru_cache(maxsize=16384)
def _names(unit: Unit) -> tuple[_Name, ...]:
    called = (unit.name, unit.slug, *unit.aliases)
    return tuple(dict.fromkeys(_name(fold(each)) for each in called))


# The ways of matching, the surest first


def _by_id_or_code(wanted: _Wanted, known: _Known) -> bool:
    if known.unit.code and wanted.path == known.unit.code:
        return True
    return "/" in wanted.path and f"/{known.unit.id}".endswith(f"/{wanted.path}")


def _as_spelt(wanted: _Wanted, known: _Known) -> bool:
    """With all its marks, which tell Bắc Sơn from Bạc Sơn."""
    if wanted.spelt.isascii():
        return False
    full = known.unit.name.lower()
    return wanted.spelt in (full, _without_kind(full))


def _without_kind(full: str) -> str:
    size = len(full.split()) - len(_name(fold(full)).words)
    return " ".join(full.split()[size:])


def _as_called(wanted: _Wanted, known: _Known) -> bool:
    return any(_same(wanted.name, name) for name in known.names)


def _same(wanted: _Name, name: _Name) -> bool:
    """Written together or apart; without its kind any unit of that name is meant."""
    if wanted.whole in (name.whole, name.bare):  # a bare name may begin like a kind: Quan Lạn
        return True
    return wanted.bare == name.bare and not (wanted.kind and name.kind and wanted.kind != name.kind)


def _with_superiors(wanted: _Wanted, known: _Known) -> bool:
    """`Bắc Sơn, huyện Ân Thi, tỉnh Hưng Yên`; a superior may be left out."""
    typed = wanted.name.whole
    for name in known.names:
        beginnings = {name.whole, *([] if wanted.name.kind else [name.bare])}
        if any(
            typed.startswith(begin) and _are_superiors(typed[len(begin) :], known.above)
            for begin in beginnings
        ):
            return True
    return False


def _are_superiors(typed: str, above: tuple[_Name, ...]) -> bool:
    if not typed or not above:
        return False
    nearest, rest = above[0], above[1:]
    short = next(iter(phrases("unit_kind").get(nearest.kind, ())), "")
    for form in (nearest.whole, short + nearest.bare, nearest.bare):
        if typed == form or (typed.startswith(form) and _are_superiors(typed[len(form) :], rest)):
            return True
    return _are_superiors(typed, rest)


def _as_raw(wanted: _Wanted, known: _Known) -> bool:
    """Typed while the keyboard program was off: `bawcs sown`."""
    return wanted.raw != wanted.name and any(_same(wanted.raw, name) for name in known.names)


def _shortened(wanted: _Wanted, known: _Known) -> bool:
    """`bs`, `xbs`, `b.son`, `h.t.mau`: every word by its beginning."""
    name = _name(fold(known.unit.name))
    initials = "".join(word[0] for word in name.words)
    kind = "".join(word[0] for word in name.kind.split())
    if len(name.words) > 1 and wanted.name.bare in (initials, kind + initials):
        return True
    if _are_beginnings(wanted.typed, name.words):
        return True
    return wanted.name.kind in ("", name.kind) and _are_beginnings(wanted.name.words, name.words)


def _are_beginnings(typed: tuple[str, ...], words: tuple[str, ...]) -> bool:
    if len(typed) != len(words) or len(typed) < 2:
        return False
    return all(word.startswith(begin) for word, begin in zip(words, typed, strict=True))


def _near(wanted: _Wanted, known: _Known) -> bool:
    """A slip or two, never in a number: phường 3 is not phường 5."""
    return any(
        wanted.name.kind in ("", name.kind) and _slips_few(wanted.name, name)
        for name in known.names
    )


def _near_of_other_kind(wanted: _Wanted, known: _Known) -> bool:
    """`phường Bắc Sơn` is not xã Bắc Sơn, but perhaps it was meant."""
    return any(_slips_few(wanted.name, name) for name in known.names)


def _slips_few(wanted: _Name, name: _Name) -> bool:
    shorter = min(len(wanted.bare), len(name.bare))
    if shorter < 4 or _DIGITS.findall(wanted.bare) != _DIGITS.findall(name.bare):
        return False
    most = 1 if shorter < 6 else 2
    slips = min(
        OSA.distance(wanted.bare, name.bare, score_cutoff=most),
        OSA.distance(wanted.whole, name.whole, score_cutoff=most),
    )
    return int(slips) <= most


_WAYS: tuple[Callable[[_Wanted, _Known], bool], ...] = (
    _by_id_or_code,
    _as_spelt,
    _as_called,
    _with_superiors,
    _as_raw,
    _shortened,
    _near,
)
