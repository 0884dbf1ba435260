"""Digits with separators: which notation they are in, and what that means for a kind of figure.

Vietnamese writes 1.234,5; phone keyboards and spreadsheets also give 1,234.5 and 3.5. A comma
before exactly three digits is the one notation that fits both and is always asked about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.reading.readings import Reading, Reason, accept, ask, confirm, doubted, reject
from domain.report.forms import Kind

DIGITS_AT_MOST = 18  # more is no figure of a commune; less stays exact in Decimal arithmetic
_PHONE_DIGITS = 9
_PADDED_DIGITS = 4  # "014" and "0005" are common, "00012345" is not


class Shape(StrEnum):
    """The notation of a numeral."""

    PLAIN = "plain"  # 14
    THOUSANDS = "thousands"  # 17.465, 1.234.567
    COMMA_THREE = "comma_three"  # 17,465
    COMMA_GROUPS = "comma_groups"  # 1,234,567
    MIXED = "mixed"  # 1.234,5
    MIXED_US = "mixed_us"  # 1,234.5
    COMMA_LONG = "comma_long"  # 1234,567
    COMMA_DECIMAL = "comma_decimal"  # 98,3; 0,125
    POINT_LONG = "point_long"  # 1234.567
    POINT_DECIMAL = "point_decimal"  # 98.3; 0.125
    SPACED = "spaced"  # 1 639
    MALFORMED = "malformed"  # 1.23.4
    TOO_BIG = "too_big"


_SHAPES: tuple[tuple[Shape, re.Pattern[str]], ...] = tuple(
    (shape, re.compile(pattern, re.ASCII))
    for shape, pattern in (
        (Shape.PLAIN, r"\d+"),
        (Shape.THOUSANDS, r"[1-9]\d{0,2}(?:\.\d{3})+"),
        (Shape.COMMA_THREE, r"[1-9]\d{0,2},\d{3}"),
        (Shape.COMMA_GROUPS, r"[1-9]\d{0,2}(?:,\d{3}){2,}"),
        (Shape.MIXED, r"[1-9]\d{0,2}(?:\.\d{3})+,\d+"),
        (Shape.MIXED_US, r"[1-9]\d{0,2}(?:,\d{3})+\.\d+"),
        (Shape.COMMA_LONG, r"\d{4,},\d{3}"),
        (Shape.COMMA_DECIMAL, r"\d+,\d+"),
        (Shape.POINT_LONG, r"\d{4,}\.\d{3}"),
        (Shape.POINT_DECIMAL, r"\d+\.\d+"),
        (Shape.SPACED, r"[1-9]\d{0,2}(?: \d{3})+(?:,\d+)?"),
    )
)
_COMMA_IS_DECIMAL = {
    Shape.COMMA_THREE,
    Shape.COMMA_LONG,
    Shape.COMMA_DECIMAL,
    Shape.MIXED,
    Shape.SPACED,
}
_POINT_IS_DECIMAL = {Shape.POINT_DECIMAL, Shape.POINT_LONG, Shape.MIXED_US}


@dataclass(frozen=True, slots=True)
class Numeral:
    """`value` reads the notation as Vietnamese do, or as the only way it can be read; `joined`
    reads all its digits as one whole number."""

    text: str
    shape: Shape
    value: Decimal
    letter_o: bool = False  # an O was typed for a 0

    @property
    def joined(self) -> Decimal:
        """17,465 -> 17465."""
        return Decimal("".join(filter(str.isdigit, self.text)))

    @property
    def whole(self) -> Decimal:
        """The whole part: 5,2 -> 5."""
        return Decimal(int(self.value))

    @property
    def decimals(self) -> str:
        """The digits behind the decimal separator, if the shape has one."""
        if self.shape in _COMMA_IS_DECIMAL:
            return self.text.partition(",")[2]
        return self.text.rpartition(".")[2] if self.shape in _POINT_IS_DECIMAL else ""

    @property
    def as_decimal(self) -> Decimal:
        """One separator read as the decimal one: 98.300 -> 98,3."""
        return Decimal(self.text.replace(",", "."))


def read_numeral(text: str) -> Numeral:
    """Classify digits with separators; the letter O between digits counts as a zero.

    >>> read_numeral("17.465").value
    Decimal('17465')
    """
    digits = text.replace("o", "0")
    if sum(map(str.isdigit, digits)) > DIGITS_AT_MOST:
        return Numeral(digits, Shape.TOO_BIG, Decimal(0))
    for shape, pattern in _SHAPES:
        if pattern.fullmatch(digits):
            return Numeral(digits, shape, _value(digits, shape), digits != text)
    return Numeral(digits, Shape.MALFORMED, Decimal(0), digits != text)


def _value(digits: str, shape: Shape) -> Decimal:
    if shape in _COMMA_IS_DECIMAL:
        return Decimal(digits.replace(".", "").replace(" ", "").replace(",", "."))
    if shape in _POINT_IS_DECIMAL:
        return Decimal(digits.replace(",", ""))
    return Decimal(digits.replace(".", "").replace(",", ""))


def numeral_reading(numeral: Numeral, kind: Kind) -> Reading:
    """What a numeral without any word means as a figure of a kind."""
    if numeral.shape is Shape.TOO_BIG:
        return reject(Reason.TOO_BIG)
    if numeral.shape is Shape.MALFORMED:
        return ask(Reason.MALFORMED)
    if numeral.shape is Shape.PLAIN:
        reading = _plain(numeral)
    elif kind is Kind.COUNT:
        reading = _count(numeral)
    elif kind is Kind.PERCENT:
        reading = _percent(numeral)
    else:
        reading = _with_decimals(numeral)
    return doubted(reading, Reason.LETTER_O) if numeral.letter_o else reading


def _plain(numeral: Numeral) -> Reading:
    reading = accept(Reason.PLAIN, numeral.value)
    if not numeral.text.startswith("0") or len(numeral.text) <= _PADDED_DIGITS:
        return reading
    if len(numeral.text) >= _PHONE_DIGITS:
        return reject(Reason.PHONE)
    return doubted(reading, Reason.LEADING_ZEROS)


def _count(numeral: Numeral) -> Reading:
    match numeral.shape:
        case Shape.THOUSANDS:
            return accept(Reason.THOUSANDS, numeral.value)
        case Shape.COMMA_GROUPS:
            return confirm(Reason.COMMA_GROUPS, numeral.value)
        case Shape.COMMA_THREE | Shape.COMMA_LONG:
            return ask(Reason.COMMA_THREE, numeral.joined, numeral.whole)
        case Shape.SPACED if not numeral.decimals:
            return confirm(Reason.SPACED, numeral.value)
        case Shape.COMMA_DECIMAL | Shape.MIXED | Shape.MIXED_US if not numeral.decimals.strip("0"):
            return confirm(Reason.WHOLE_DECIMAL, numeral.whole)
    return ask(Reason.NOT_WHOLE, numeral.whole, numeral.joined)


def _percent(numeral: Numeral) -> Reading:
    match numeral.shape:
        case Shape.THOUSANDS if numeral.text.count(".") == 1:
            return confirm(Reason.THREE_DECIMALS, numeral.as_decimal)
        case Shape.THOUSANDS | Shape.COMMA_GROUPS:
            return reject(Reason.FAR_ABOVE_HUNDRED)
        case Shape.COMMA_THREE:
            return confirm(Reason.THREE_DECIMALS, numeral.value)
        case Shape.SPACED:
            return ask(Reason.SEVERAL)
        case Shape.POINT_DECIMAL if len(numeral.decimals) == 3:
            return confirm(Reason.THREE_DECIMALS, numeral.value)
        case Shape.POINT_DECIMAL if 0 < numeral.value < 1:
            # A spreadsheet shows 98 % as 0.98.
            return confirm(Reason.POINT_DECIMAL, numeral.value)
    return accept(Reason.DECIMAL, numeral.value)


def _with_decimals(numeral: Numeral) -> Reading:
    match numeral.shape:
        case Shape.THOUSANDS:
            return accept(Reason.THOUSANDS, numeral.value)
        case Shape.COMMA_GROUPS:
            return confirm(Reason.COMMA_GROUPS, numeral.value)
        case Shape.COMMA_THREE | Shape.COMMA_LONG | Shape.POINT_LONG:
            return ask(Reason.COMMA_THREE, numeral.value, numeral.joined)
        case Shape.POINT_DECIMAL:
            return confirm(Reason.POINT_DECIMAL, numeral.value)
        case Shape.MIXED_US:
            return confirm(Reason.US_DECIMAL, numeral.value)
        case Shape.SPACED:
            return confirm(Reason.SPACED, numeral.value)
    return accept(Reason.DECIMAL, numeral.value)
