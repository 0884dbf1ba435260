"""An answer to a line with printed options: "Có", "01", "rồi", "phiếu"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from domain.reading.readings import Reading, Reason, accept, ask, confirm, doubted, reject
from domain.report.forms import Option
from domain.words import SplitWord, Vocabulary, clean, matches, undo_raw, words

_YES_PLAIN = ("có", "yes", "cos", "đã có")
_YES = (
    "có", "yes", "cos", "đã có", "có rồi", "đã có rồi", "dạ có", "rồi", "đã", "đã rồi", "ok",
    "oke", "xong", "đã xong", "xong rồi", "được", "vâng", "y",
)  # fmt: skip
_NO_PLAIN = ("không", "ko")
_NO = ("không", "ko", "k", "kg", "hông", "hok", "no", "không có", "ko có", "k có", "chưa", "n")
_NOT_YET = ("chưa", "chưa có", "chưa rồi")
_DENIALS = ("khong", "chua")

WORDS_SHARED_AT_MOST = 3

_NUMBER = re.compile(r"[0-9o]+")
_NUMBER_AND_WORDS = re.compile(r"(?P<number>[0-9]+)\s*[-=.):,]?\s*\(?(?P<words>\D+?)\)?")
_WORDS_AND_NUMBER = re.compile(r"(?P<words>\D+?)\s*[-=:,(]?\s*(?P<number>[0-9]+)\)?")


@dataclass(frozen=True)
class _Wordings:
    """The ways to say each option of one line."""

    exact: Vocabulary[int]
    likely: Vocabulary[int]  # what the option means, in other words: confirmed
    unclear: Vocabulary[int]  # "chưa" where the option says "Không": asked


def option_reading(text: str, options: tuple[Option, ...]) -> Reading:
    """Read a cleaned lower-case text as one of the options."""
    if _NUMBER.fullmatch(text):
        return _by_number(text, options)
    for pattern in (_NUMBER_AND_WORDS, _WORDS_AND_NUMBER):
        if both := pattern.fullmatch(text):
            return _agreeing(_by_number(both["number"], options), both["words"], options)
    return _by_words(words(text), options)


def _by_number(digits: str, options: tuple[Option, ...]) -> Reading:
    if len(digits) > 3:
        return reject(Reason.NOT_AN_OPTION)
    number = int(digits.replace("o", "0"))
    if number not in {option.number for option in options}:
        return reject(Reason.NOT_AN_OPTION)
    reading = accept(Reason.OPTION, Decimal(number))
    return doubted(reading, Reason.LETTER_O) if "o" in digits else reading


def _agreeing(by_number: Reading, said: str, options: tuple[Option, ...]) -> Reading:
    by_words = _by_words(words(said), options)
    if by_number.value is None or by_words.value is None:
        return ask(Reason.OPTION_UNKNOWN)
    if by_number.value != by_words.value:
        return ask(Reason.DISAGREE, by_number.value, by_words.value)
    return by_number


def _by_words(said: tuple[SplitWord, ...], options: tuple[Option, ...]) -> Reading:
    wordings = _wordings(options)
    if found := wordings.exact.find(said):
        reading = accept(Reason.OPTION, Decimal(found.meaning))
        return doubted(reading, Reason.RAW_TYPING) if found.raw else reading
    if found := wordings.unclear.find(said):
        return ask(Reason.OPTION_UNCLEAR, Decimal(found.meaning))
    if found := wordings.likely.find(said):
        return confirm(Reason.OPTION_GUESS, Decimal(found.meaning))
    return _by_some_words(said, options)


def _by_some_words(said: tuple[SplitWord, ...], options: tuple[Option, ...]) -> Reading:
    """The one option that begins with these words, or that alone holds them."""
    undone = tuple(map(undo_raw, said))
    for holds in (_begins, _contains):
        for spelt in (said, undone):
            fitting = [o.number for o in options if spelt and holds(words(clean(o.words)), spelt)]
            if len(fitting) == 1:
                return confirm(Reason.OPTION_GUESS, Decimal(fitting[0]))
            if fitting:
                return ask(Reason.OPTION_UNCLEAR, *map(Decimal, fitting))
    meant = _sharing(undone, options)
    return (
        confirm(Reason.OPTION_GUESS, Decimal(meant))
        if meant is not None
        else ask(Reason.OPTION_UNKNOWN)
    )


def _sharing(said: tuple[SplitWord, ...], options: tuple[Option, ...]) -> int | None:
    """The only option that has a word in common with a few words: "phát tay" is nearer to "Phát
    phiếu" than to any other; None where several or none have, and for a denial of one."""
    if not 1 < len(said) <= WORDS_SHARED_AT_MOST or _only_yes_and_no(said):
        return None
    found = [o for o in options if any(matches(s, w) for s in said for w in words(clean(o.words)))]
    denied = any(each.base in _DENIALS for each in said)
    return found[0].number if len(found) == 1 and denied == _denies(found[0]) else None


def _only_yes_and_no(said: tuple[SplitWord, ...]) -> bool:
    """Or a number among them: then it is a row, not the words of one option."""
    bases = [each.base for each in said]
    return any(map(str.isdigit, bases)) or set(bases) <= {"co", *_DENIALS}


def _begins(option: tuple[SplitWord, ...], said: tuple[SplitWord, ...]) -> bool:
    return len(said) <= len(option) and all(map(matches, said, option))


def _contains(option: tuple[SplitWord, ...], said: tuple[SplitWord, ...]) -> bool:
    # Part of a denial would turn it round: "có" is not "chưa có".
    if option[0].base in _DENIALS or any(each.base in _DENIALS for each in option):
        return False
    starts = range(len(option) - len(said) + 1)
    return any(all(map(matches, said, option[start:])) for start in starts)


@lru_cache(maxsize=256)
def _wordings(options: tuple[Option, ...]) -> _Wordings:
    exact: dict[int, set[str]] = {option.number: {option.words} for option in options}
    likely: dict[int, set[str]] = {}
    unclear: dict[int, set[str]] = {}
    if sides := _sides(options):
        yes, no = sides
        likely = {yes.number: set(_YES), no.number: set(_NO)}
        if _same(yes.words, "Có"):
            exact[yes.number] |= set(_YES_PLAIN)
        if _same(no.words, "Không"):
            exact[no.number] |= set(_NO_PLAIN)
            unclear = {no.number: set(_NOT_YET)}
        exact[no.number].discard("Chưa")  # also "no figures yet": confirmed
    return _Wordings(Vocabulary(exact), Vocabulary(likely), Vocabulary(unclear))


def _sides(options: tuple[Option, ...]) -> tuple[Option, Option] | None:
    """The yes and the no of a line with two options, of which exactly one denies."""
    denying = [option for option in options if _denies(option)]
    others = [option for option in options if not _denies(option)]
    return (others[0], denying[0]) if len(denying) == len(others) == 1 else None


def _denies(option: Option) -> bool:
    return any(each.base in _DENIALS for each in words(clean(option.words)))


def _same(one: str, other: str) -> bool:
    return words(clean(one)) == words(clean(other))
