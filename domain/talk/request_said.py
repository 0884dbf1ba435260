"""A request for figures as it is said: pieces that are lines or units, the moment, how often.

"số hộ nghèo, số hộ cận nghèo; xã Bắc Sơn, xã Phù Ủng; trước 16h hôm nay", or in any other order.
Which piece is a unit is found by whoever knows units.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from domain.dates.due_wording import read_due
from domain.report.forms import Kind
from domain.report.requests import AskedLine, Repeat
from domain.talk.moments_said import TIME, moments
from domain.words import aligned, clean, fold

LONGEST_LABEL = 120  # characters


@dataclass(frozen=True, slots=True)
class RequestWords:
    """How requests are worded, folded: what stands in front of a piece, what begins a line or a
    unit, how often, and what kind a line is of."""

    labels: frozenset[str]
    line_begins: frozenset[str]
    unit_begins: frozenset[str]
    repeats: Mapping[Repeat, frozenset[str]]
    kinds: Mapping[Kind, frozenset[str]]


@dataclass(frozen=True, slots=True)
class RequestSaid:
    """What was said; `due` is cut word for word."""

    pieces: tuple[str, ...]
    due: str = ""
    repeat: Repeat | None = None


def read_request(text: str, words: RequestWords, today: date) -> RequestSaid:
    """Cut out how often and until when; what is left are the pieces between the signs."""
    said = clean(text)
    repeat, said = _cut_repeat(said, words.repeats)
    due, said = _cut_due(said, today)
    return RequestSaid(tuple(_pieces(said, words)), due, repeat)


def _cut_repeat(said: str, repeats: Mapping[Repeat, frozenset[str]]) -> tuple[Repeat | None, str]:
    plain = aligned(said)
    for repeat, phrases in repeats.items():
        for phrase in sorted(phrases, key=len, reverse=True):
            if found := re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", plain):
                return repeat, f"{said[: found.start()]} {said[found.end() :]}"
    return None, said


def _cut_due(said: str, today: date) -> tuple[str, str]:
    """The last moment that is a due moment; further ones may belong to a line."""
    places = [
        place for place in _joined(moments(aligned(said)), said) if _is_due(said, place, today)
    ]
    if not places:
        return "", said
    start, end = places[-1]
    return said[start:end], f"{said[:start]}; {said[end:]}"


def _joined(places: list[tuple[int, int]], said: str) -> Iterator[tuple[int, int]]:
    """ "hết ngày" and "hôm nay" side by side are one moment."""
    last: tuple[int, int] | None = None
    for start, end in sorted(places):
        if last and not said[last[1] : start].strip():
            last = (last[0], end)
            continue
        if last:
            yield last
        last = (start, end)
    if last:
        yield last


def _is_due(said: str, place: tuple[int, int], today: date) -> bool:
    words = said[place[0] : place[1]]
    return read_due(words, today).on is not None or bool(TIME.search(aligned(words)))


def _pieces(said: str, words: RequestWords) -> Iterator[str]:
    for part in re.split(r"[;\n]|,(?!\d)|(?<!\d)\.(?:\s|$)", said):
        for piece in _between_lines(part, words):
            if bare := without_label(piece, words):
                yield bare


def _between_lines(part: str, words: RequestWords) -> Iterator[str]:
    """ "số hộ nghèo và số hộ cận nghèo" is two lines, "số thôn và tổ dân phố" is one."""
    begins = "|".join(sorted(map(re.escape, words.line_begins | words.unit_begins)))
    plain, start = aligned(part), 0
    for found in re.finditer(rf"\s(?:va|&|\+)\s(?=(?:{begins})\s)", plain):
        yield part[start : found.start()]
        start = found.end()
    yield part[start:]


def without_label(piece: str, words: RequestWords) -> str:
    """A piece without its number, its dash and what only says what it is: "đơn vị:", "của"."""
    bare = re.sub(r"^\s*(?:\d{1,2}[.)]|[-–•+*])\s*", "", piece).strip(" .,:;-–")
    plain = aligned(bare)
    for label in sorted(words.labels, key=len, reverse=True):
        if plain == label:
            return ""
        if re.match(rf"{re.escape(label)}[\s:]", plain):
            return without_label(bare[len(label) :], words)
    return bare


_UNIT = re.compile(r"\s*\(([^()]{1,20})\)\s*$")


def line_of(piece: str, words: RequestWords) -> AskedLine:
    """A line with its kind, as far as its words say: "kinh phí (triệu đồng)", "tỷ lệ hộ nghèo".

    What says nothing is a count.
    """
    label = " ".join(piece.split())[:LONGEST_LABEL].replace("{", "(").replace("}", ")")
    found = _UNIT.search(label)
    unit = found[1].strip() if found else ""
    kind = next(
        (kind for kind, said in words.kinds.items() if _says(label, unit, said)), Kind.COUNT
    )
    if found and kind is not Kind.COUNT:
        label = label[: found.start()]
    return AskedLine(label, kind, "" if kind is Kind.ENUM else unit)


def _says(label: str, unit: str, phrases: Collection[str]) -> bool:
    """The printed unit is one of these words, or the label begins with one."""
    plain, printed = fold(label), fold(unit)
    return any(printed == phrase or plain.startswith(f"{phrase} ") for phrase in phrases)
