"""A word for a place of the form: "V kps", "kps mục V", "2.1 nkt", "IV.3 0 hết"; or for all that is
still open: "các mục còn lại như kỳ trước"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.reading.awaited import Awaited, Stop, Trouble
from domain.reading.codes import asked_under, is_code, is_telling, resolve, starts_with_name
from domain.reading.entries import Read, by_shortcut, entries_of, trouble, with_doubt
from domain.reading.numbers import read_number
from domain.reading.readings import Reason, doubted
from domain.reading.rows import Misfit, read_row
from domain.reading.shortcuts import FOR_MANY, REST, Shortcut, shortcut
from domain.words import words

_LONGEST_REST = 5  # words


def targeted(line: str, awaited: Awaited) -> Read | None:
    """A shortcut with the place it is for: "V kps", "kps mục V", "2.1 nkt"."""
    if (meant := for_the_rest(line)) is not None:
        return _rest(meant, awaited, line)
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
    if own == (code,):
        line = awaited.form.indicators[code]
        reading = read_number(phrase, line.kind, line.options)
        return entries_of(own, (reading,), awaited, code in awaited.current)
    return _for_many(own, meaning, awaited, phrase)


def _for_many(codes: tuple[str, ...], meaning: Shortcut, awaited: Awaited, phrase: str) -> Read:
    """The word for each of these figures; of more than one block it is to be confirmed."""
    lines = [awaited.form.indicators[code] for code in codes]
    readings = tuple(by_shortcut(line, meaning, phrase) for line in lines)
    if len({awaited.form.block_of[code].id for code in codes}) > 1:
        readings = tuple(doubted(r, _IN_A_SECTION.get(r.reason, r.reason)) for r in readings)
    return entries_of(codes, readings, awaited)


def for_the_rest(line: str) -> Shortcut | None:
    """The short answer of "còn lại như kỳ trước", "kps các mục còn lại"."""
    said = words(line.replace(":", " "))
    for length in range(1, min(_LONGEST_REST, len(said) - 1) + 1):
        for named, phrase in ((said[:length], said[length:]), (said[-length:], said[:-length])):
            found = shortcut(phrase) if REST.find(named) else None
            if found and found.meaning in FOR_MANY:
                return found.meaning
    return None


def _rest(meaning: Shortcut, awaited: Awaited, line: str) -> Read:
    """The word for every figure that is still asked of this person; a heading is written."""
    if awaited.block is None:
        return trouble(Stop.NOTHING_AWAITED, line)
    later = awaited.later
    if awaited.block in later:  # the lines before this one have answered the others
        later = later[later.index(awaited.block) + 1 :]
    blocks = [b for b in (awaited.block, *later) if not awaited.form.is_written(b)]
    codes = [code for block in blocks for code in block.codes]
    still = [code for code in codes if code not in awaited.current and awaited.owns(code)]
    return _for_many(tuple(still or codes), meaning, awaited, line)


_IN_A_SECTION = {Reason.NONE_ARISEN: Reason.NOTHING, Reason.SKIPPED: Reason.NOT_YET}
