"""Numbers below a thousand in Vietnamese words: "hai trăm linh năm", "mười lăm", "hai mốt"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.words import SplitWord, matches, undo_raw, word, words

# Each syllable is one sign, so that the grammar of numbers becomes a few regular expressions.
_SYLLABLES: tuple[tuple[str, str], ...] = (
    ("không", "0"),
    ("một", "1"),
    ("mốt", "o"),
    ("hai", "2"),
    ("ba", "3"),
    ("bốn", "4"),
    ("tư", "t"),
    ("năm", "5"),
    ("lăm", "l"),
    ("nhăm", "l"),
    ("sáu", "6"),
    ("bảy", "7"),
    ("bẩy", "7"),
    ("tám", "8"),
    ("chín", "9"),
    ("mười", "M"),
    ("mươi", "m"),
    ("trăm", "T"),
    ("linh", "i"),
    ("lẻ", "i"),
    ("rưỡi", "r"),
    ("chục", "c"),
    ("hăm", "h"),
    ("băm", "b"),
)
_BY_BASE: dict[str, list[tuple[SplitWord, str]]] = {}
for _spelt, _sign in _SYLLABLES:
    _BY_BASE.setdefault(word(_spelt).base, []).append((word(_spelt), _sign))
NUMBER_WORDS = frozenset(_BY_BASE)
"""The words of numbers, folded."""

_UNIT_VALUES = {**{str(n): n for n in range(10)}, "o": 1, "t": 4, "l": 5}
_TENS_BEFORE = tuple("23456789")
_HUNDREDS = re.compile(r"(?P<digit>[0-9])?T(?P<rest>.*)")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A spoken number below 1,000. `sure` is False where a second reading is thinkable;
    `others` are readings that are as good as `value` (then it has to be asked about)."""

    value: int
    sure: bool = True
    others: tuple[int, ...] = ()
    hundreds: bool = False  # "trăm" was said: nothing is left open above the tens

    @property
    def readings(self) -> tuple[Decimal, ...]:
        """All readings, the likelier first."""
        return tuple(map(Decimal, (self.value, *self.others)))


def sign(syllable: SplitWord) -> str:
    """The sign of a number syllable, empty for any other word."""
    for meant, found in _BY_BASE.get(syllable.base, ()):
        if matches(syllable, meant):
            return found
    return ""


ROW_AT_LEAST = 4  # words


def is_spoken_row(text: str) -> bool:
    """Number words and nothing else: "hai mươi mười chín không không".

    >>> is_spoken_row("hai mươi mười chín không không"), is_spoken_row("hai ba bữa nữa")
    (True, False)
    """
    said = words(text.lower().strip(" .!"))
    return len(said) >= ROW_AT_LEAST and all(map(sign, said))


def signs(said: Sequence[SplitWord]) -> tuple[str, bool]:
    """The signs of words that are all number syllables, and whether Telex or VNI was undone;
    empty where one of them is no number."""
    found, raw = "", False
    for each in said:
        known = sign(each)
        if not known:
            each, raw = undo_raw(each), True
            known = sign(each)
        if not known:
            return "", False
        # Without its mark "muoi" is both mười and mươi; a digit before it makes it mươi.
        tens = known == "M" and not each.tone and found[-1:] in _TENS_BEFORE
        found += "m" if tens else known
    return found, raw


def below_thousand(found: str) -> Spoken | None:
    """The number that the signs say, None where they say none.

    >>> below_thousand(signs((Word("hai", ""), Word("mot", "s")))[0])
    Spoken(value=21, sure=True, others=(), hundreds=False)
    """
    hundreds = _HUNDREDS.fullmatch(found)
    if not hundreds:
        return _below_hundred(found)
    base = 100 * int(hundreds["digit"] or 1)
    said_digit = hundreds["digit"] is not None
    rest = hundreds["rest"]
    if not rest:
        return Spoken(base, said_digit, hundreds=True)
    if rest == "r":
        return Spoken(base + 50, False, hundreds=True)
    if len(rest) == 2 and rest[0] == "i" and rest[1] in _UNIT_VALUES:
        return Spoken(base + _UNIT_VALUES[rest[1]], said_digit, hundreds=True)
    if len(rest) == 1 and rest in "123456789t":
        # "hai trăm hai" is 220 in the south and for money, 202 for many others.
        unit = _UNIT_VALUES[rest]
        return Spoken(base + 10 * unit, False, (base + unit,), hundreds=True)
    tens = _below_hundred(rest)
    if tens is None:
        return None
    others = tuple(base + other for other in tens.others)
    return Spoken(base + tens.value, tens.sure and said_digit, others, hundreds=True)


def _below_hundred(found: str) -> Spoken | None:
    for pattern, read in _TENS:
        if matched := pattern.fullmatch(found):
            return read(*matched.groups())
    return None


def _unit(digit: str) -> Spoken:
    return Spoken(_UNIT_VALUES[digit])


def _ten(unit: str) -> Spoken:
    # "mười năm" may be fifteen, carelessly, or ten years.
    others = (10,) if unit == "5" else ()
    return Spoken(10 + _UNIT_VALUES[unit] if unit else 10, unit not in ("5", "o", "t"), others)


def _digit_and_ten(digit: str) -> Spoken:
    # "chín mười" with its mark: ninety by a slip, nine or ten, or the one behind the other.
    return Spoken(10 * int(digit), False, (int(digit), 10))


def _tens(digit: str, unit: str) -> Spoken:
    return Spoken(10 * int(digit) + (_UNIT_VALUES[unit] if unit else 0), sure=unit != "5")


def _contracted(tens: str, unit: str) -> Spoken:
    value = 10 * int(tens) + _UNIT_VALUES[unit]
    if unit in "otl":
        return Spoken(value)
    # "ba bốn" is 34, or three or four of them.
    others = (int(tens), int(unit)) if int(unit) == int(tens) + 1 else ()
    return Spoken(value, False, others)


def _dozens(digit: str) -> Spoken:
    return Spoken(10 * int(digit or 1), sure=False)


def _twenties(unit: str) -> Spoken:
    return Spoken(20 + _UNIT_VALUES[unit])


def _thirties(unit: str) -> Spoken:
    return Spoken(30 + _UNIT_VALUES[unit])


_TENS = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (r"([1-9])", _unit),
        (r"M([1-9otl]?)", _ten),
        (r"([2-9])M", _digit_and_ten),
        (r"([2-9])m([1-9otl]?)", _tens),
        (r"([2-9])([1-9otl])", _contracted),
        (r"([1-9]?)c", _dozens),
        (r"h([1-9otl])", _twenties),
        (r"b([1-9otl])", _thirties),
    )
)
