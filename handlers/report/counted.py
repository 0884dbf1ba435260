"""What is counted: a number that is said of dossiers is none of a line that counts petitions, and
what came in is not what was dealt with.

lan  < tiếp nhận 381 hồ sơ
bot  > Chưa ghi: 381, vì các dòng còn lại (3.2.1, 3.2.2) không hỏi số này.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from domain.reading.clauses import clauses
from domain.reading.numerals import read_numeral
from domain.reading.tokens import Lexicon, Token, tokens
from domain.report.forms import Form, Indicator, Kind
from domain.talk.said import Said
from domain.words import SplitWord, clean, words
from storage.catalogue.words import of_words, phrases, vocabulary

TASKS = "tasks"
_NEITHER = "neither"  # phrases that only begin like a kind: "đơn vị"
_NOUNS = ("received", "counted")
_DEEDS = ("received_deed",)
Kinds = frozenset[str]
Named = Sequence[tuple[int, str]]
"""Where in a text something is named, and what."""


@dataclass(frozen=True, slots=True)
class SaidOf:
    """What a number is said of: the kind that is counted, and what was done with it. `words`: those
    that stand with it, and with no other number."""

    nouns: Kinds = frozenset()
    deeds: Kinds = frozenset()
    words: frozenset[str] = field(default=frozenset(), compare=False)


@of_words
@lru_cache(maxsize=64)  # each look at a message asks it of the same tokens
def told_of(found: tuple[Token, ...]) -> Mapping[Decimal, SaidOf]:
    """Of what each number is said: by the noun right behind it, else by the one in front of it in
    its clause, else by what came in before ("hồ sơ … 376, tiếp nhận 381")."""
    told: dict[Decimal, SaidOf] = {}
    for value, here in each_told(found):
        before = told.get(value, here)
        told[value] = SaidOf(before.nouns | here.nouns, before.deeds | here.deeds)
    return told


def each_told(found: Sequence[Token]) -> Iterator[tuple[Decimal, SaidOf]]:
    """The numbers in their order, each with what is said of it. What was done stands in front of
    its number, or behind it: "2 phản ánh đã trả lời 2" has answered the second."""
    received, last = frozenset(phrases("received")), Kinds()
    for clause in clauses(found):
        said = [SplitWord(token.base, token.tone) for token in clause]
        nouns, deeds = list(_named(said, _NOUNS)), list(_named(said, _DEEDS))
        numbers = [at for at, token in enumerate(clause) if token.base[:1].isdigit()]
        for at, begin, end in _each_alone(numbers, len(clause)):
            named = _within(nouns, at + 1, at + 2) or _within(nouns, begin, at) or last
            deed = _within(deeds, begin, at)
            if not deed and (end == len(clause) or _within(deeds, numbers[-1], len(clause))):
                deed = _within(deeds, at, end)
            words = _words_with(clause, begin, at, end)
            yield read_numeral(clause[at].base).value, SaidOf(named - {_NEITHER}, deed, words)
        last = _within(nouns, 0, len(clause)) & received or last


def _each_alone(numbers: Sequence[int], end: int) -> Iterator[tuple[int, int, int]]:
    """Each number with where its words begin and end."""
    begins, ends = [0, *(at + 1 for at in numbers[:-1])], [*numbers[1:], end]
    return zip(numbers, begins, ends, strict=True) if numbers else iter(())


def _words_with(clause: Sequence[Token], begin: int, at: int, end: int) -> frozenset[str]:
    """Of the only number of a clause all its words; else those in front of the number, or behind
    the last one where none is."""
    front = frozenset(token.base for token in clause[begin:at] if token.is_word)
    behind = frozenset(token.base for token in clause[at + 1 : end] if token.is_word)
    last = end == len(clause)
    return front | behind if last and not begin else front or (behind if last else frozenset())


def _within(named: Named, begin: int, end: int) -> Kinds:
    """What is named last there."""
    return frozenset([kind for at, kind in named if begin <= at < end][-1:])


def fits(line: Indicator, told: SaidOf | None) -> bool:
    """Whether a number of which this is told may be one of the line; one of which nothing is told
    may be of any."""
    if told is None or told == SaidOf():
        return True
    own, deeds = _kinds_of(line), _all(line.label, line.short, _DEEDS)
    counted = not told.nouns or not own or not own.isdisjoint(told.nouns)
    return counted and (not told.deeds or not deeds or not deeds.isdisjoint(told.deeds))


def _kinds_of(line: Indicator) -> Kinds:
    """By its name; its unit counts only where the name tells nothing."""
    return _all(line.label, line.short, _NOUNS) - {_NEITHER} or _all(line.unit, "", _NOUNS)


@of_words
@lru_cache(maxsize=4096)  # the lines of all forms in use
def _all(label: str, short: str, tables: tuple[str, ...]) -> Kinds:
    return frozenset(kind for name in (label, short) for _, kind in _named(words(name), tables))


def counting(lines: Iterable[Indicator], told: SaidOf) -> tuple[Indicator, ...]:
    """Those that count this: the ones that also say what was done with it, else all that do not say
    otherwise."""
    may = [each for each in lines if _head(each.label, each.short, each.unit) in told.nouns]
    may = [each for each in may if fits(each, told) and _takes_number(each)]
    same = [each for each in may if told.deeds <= _all(each.label, each.short, _DEEDS)]
    return tuple(same or may)


@of_words
@lru_cache(maxsize=4096)  # the lines of all forms in use
def _head(label: str, short: str, unit: str) -> str:
    """What is counted by its name: the first thing in it, for "TTHC có hồ sơ" counts procedures."""
    named = (kind for name in (short, label, unit) for _, kind in _named(words(name), _NOUNS))
    return next(named, "")


def _takes_number(line: Indicator) -> bool:
    return not (line.kind is Kind.PERCENT or line.kind.written or line.ratio or line.options)


def things_said(found: Sequence[Token]) -> SaidOf:
    """What is named of all that is counted, and what was done with it, where no number is said."""
    said = [SplitWord(token.base, token.tone) for token in found]
    nouns, deeds = (frozenset(kind for _, kind in _named(said, each)) for each in (_NOUNS, _DEEDS))
    return SaidOf(nouns - {_NEITHER}, deeds)


def may_count(line: Indicator, told: SaidOf) -> bool:
    """Whether the name of the line, or its unit, has one of these things."""
    return not _kinds_of(line).isdisjoint(told.nouns)


def words_beside(found: Sequence[Token]) -> tuple[str, ...]:
    """The words of a text that are no number, nothing that is counted and nothing done with it."""
    said = [SplitWord(token.base, token.tone) for token in found]
    named = {at + n for at, size, _ in _spans(said, (*_NOUNS, *_DEEDS)) for n in range(size)}
    return tuple(t.base for at, t in enumerate(found) if t.is_word and at not in named)


def fits_in(text: str, line: Indicator, value: Decimal) -> bool:
    """Whether a number of this text may be one of the line."""
    return fits(line, told_of(tokens(clean(text), Lexicon())).get(value))


def is_untold(lines: Iterable[Indicator], told: SaidOf | None, line: Indicator) -> bool:
    """Beside lines that count something else that comes in: of which it is, was not said."""
    received = frozenset(phrases("received"))
    own = _kinds_of(line) & received
    others = frozenset().union(*(_kinds_of(each) for each in lines)) & received - own
    return bool(own and others) and (told is None or not told.nouns)


def fitting(said: Said, form: Form) -> Said:
    """Without the figures that were found for lines which count something else: their lines are
    not clear."""
    values, lines = said.values, form.indicators
    if not values.by_code:
        return said
    told = told_of(said.tokens)
    kept = {
        code: value
        for code, value in values.by_code.items()
        if not _is_number(value) or fits(lines[code], told.get(Decimal(value)))
    }
    if len(kept) == len(values.by_code):
        return said
    left = [value for code, value in values.by_code.items() if code not in kept]
    values = replace(values, by_code=kept, ask=True, named=False, left=(*values.left, *left))
    return replace(said, values=values)


def _is_number(value: str) -> bool:
    return value[:1].isdigit()


def counts(said: Said, number: int) -> bool:
    """ "nhận 12 đơn": a number of things, and not of a task."""
    told = told_of(said.tokens).get(Decimal(number), SaidOf())
    return bool(told.nouns - {TASKS})


def is_counted(said: Said) -> bool:
    """ "tiếp nhận 2 phản ánh": a number of things is told, and not of tasks."""
    return any(told.nouns - {TASKS} for told in told_of(said.tokens).values())


def _named(said: Sequence[SplitWord], tables: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Where something is named, and what."""
    return ((at, kind) for at, _, kind in _spans(said, tables))


def _spans(said: Sequence[SplitWord], tables: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Where, in how many words and what: by the longest phrase that begins there."""
    known = [vocabulary(table) for table in tables]
    longest, at = max(each.longest for each in known), 0
    while at < len(said):
        sizes = range(min(longest, len(said) - at), 0, -1)
        hits = ((size, each.find(tuple(said[at : at + size]))) for size in sizes for each in known)
        size, found = next(((n, hit) for n, hit in hits if hit and not hit.raw), (1, None))
        if found:
            yield at, size, found.meaning
        at += size
