"""A word for a place of the form: "V kps", "kps mục V", "2.1 nkt", "IV.3 0 hết"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.reading.awaited import Awaited, Stop, Trouble
from domain.reading.codes import asked_under, is_code, is_telling, resolve, starts_with_name
from domain.reading.entries import Read, by_shortcut, entries_of, trouble, with_doubt
from domain.reading.numbers import read_number
from domain.reading.readings import Reason, doubted
from domain.reading.rows import Misfit, read_row
from domain.reading.shortcuts import FOR_MANY, Shortcut, shortcut
from domain.words import words


def targeted(line: str, awaited: Awaited) -> Read | None:
    """A shortcut with the place it is for: "V kps", "kps mục V", "2.1 nkt"."""
    tokens = line.replace(":", " ").replace("=", " ").split()
    for place, phrase in _place_and_phrase(tokens):
        found = shortcut(words(" ".join(phrase)))
        if found and found.meaning in FOR_MANY:
            if _is_a_figure(place, line, awaited):
                return None
            read = at_place(place, found.meaning, awaited, " ".join(phrase))
            return with_doubt(read, Reason.RAW_TYPING) if found.raw else read
    return None


def _is_a_figure(place: str, line: str, awaited: Awaited) -> bool:
    """ "17.465 kps" for two figures: what no line of the form is called may be the first one."""
    block = awaited.block
    if block is None or len(block.codes) < 2 or not isinstance(resolve(place, awaited), Trouble):
        return False
    row = read_row(line, awaited.indicators(block), awaited.previous)
    return not isinstance(row, Misfit) and all(reading.sure for reading in row)


def _place_and_phrase(tokens: Sequence[str]) -> list[tuple[str, Sequence[str]]]:
    """The place may stand first or last, with "mục" before it or not."""
    named = [i for i, token in enumerate(tokens[:-1]) if starts_with_name(f"{token} ")]
    if named:
        at = named[0]
        place = tokens[at + 1]
        return [(place, [*tokens[:at], *tokens[at + 2 :]])] if is_code(place) else []
    if len(tokens) < 2:
        return []
    return [
        (place, phrase)
        for place, phrase in ((tokens[0], tokens[1:]), (tokens[-1], tokens[:-1]))
        if is_telling(place)
    ]


def at_place(said: str, meaning: Shortcut, awaited: Awaited, phrase: str) -> Read:
    """The word for all figures of a place that this person may give; one figure is read by its
    own kind, because "chưa có" may be one of its options."""
    code = resolve(said, awaited)
    if isinstance(code, Trouble):
        return (), replace(code, said=said)
    codes = asked_under(awaited.form, code)
    own = tuple(filter(awaited.owns, codes))
    if not own:
        return trouble(Stop.FOREIGN_CODE if codes else Stop.HEADING_CODE, said, code)
    lines = [awaited.form.indicators[c] for c in own]
    if own == (code,):
        reading = read_number(phrase, lines[0].kind, lines[0].options)
        return entries_of(own, (reading,), awaited, code in awaited.current)
    readings = tuple(by_shortcut(line, meaning, phrase) for line in lines)
    if len({awaited.form.block_of[c].id for c in own}) > 1:
        readings = tuple(doubted(r, _IN_A_SECTION.get(r.reason, r.reason)) for r in readings)
    return entries_of(own, readings, awaited)


_IN_A_SECTION = {Reason.NONE_ARISEN: Reason.NOTHING, Reason.SKIPPED: Reason.NOT_YET}
