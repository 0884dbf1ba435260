"""What an amount means for a count, a number, a percentage and money, and what each kind allows.

Money is read in whatever it was typed and held in the unit that the form prints.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from domain.reading.amounts import BILLION, THOUSAND, Amount
from domain.reading.numerals import Numeral, Shape, numeral_reading
from domain.reading.readings import (
    Reading,
    Reason,
    Treatment,
    accept,
    ask,
    confirm,
    doubted,
    readings_of,
    reject,
)
from domain.report.figures import places_of, plainly
from domain.report.forms import Kind

COUNT_ALWAYS_CONFIRMED = Decimal(10**7)
COUNT_AT_MOST = Decimal(10**12)
MONEY_ALWAYS_CONFIRMED = Decimal(10**12)  # đồng; a thousand tỷ: no commune has it
MONEY_ASKED_ABOUT = Decimal(10**13)  # without a unit these were almost surely đồng
MONEY_AT_MOST = Decimal(10**16)
PERCENT_BELOW = Decimal(1000)


def amount_reading(amount: Amount, kind: Kind) -> Reading:
    """What an amount means as a figure of a kind, limits not yet applied."""
    reading = _of_kind(amount, kind)
    if amount.raw:
        reading = doubted(reading, Reason.RAW_TYPING)
    counted = kind in (Kind.COUNT, Kind.NUMBER)
    return replace(reading, unit=amount.unit or "") if counted else reading


def _of_kind(amount: Amount, kind: Kind) -> Reading:
    if kind.dong is not None:
        return _money(amount, kind, kind.dong)
    return _percent(amount) if kind is Kind.PERCENT else _count(amount, kind)


def _count(amount: Amount, kind: Kind) -> Reading:
    """Of pieces, or of a measure that may have decimals."""
    if amount.unit == "%":
        return ask(Reason.PERCENT_SIGN, *_in_ones(amount, kind))
    if amount.unit == "đồng":
        return ask(Reason.SCALE_IN_COUNT, *amount.readings)
    if amount.numeral:
        return _with_unit(numeral_reading(amount.numeral, kind))
    if amount.spoken and not any(scale > THOUSAND for scale in amount.scales):
        return _spoken(amount)
    if amount.scales == (THOUSAND,) and not amount.short_scale:
        return _confirmed_thousands(amount)
    without_scale = [term.value for term in amount.terms[:1]]
    return ask(Reason.SCALE_IN_COUNT, *without_scale, *amount.readings)


def _in_ones(amount: Amount, kind: Kind) -> tuple[Decimal, ...]:
    return readings_of(numeral_reading(amount.numeral, kind)) if amount.numeral else amount.readings


def _confirmed_thousands(amount: Amount) -> Reading:
    if len(amount.readings) != 1:
        return ask(amount.doubt or Reason.SHORT_TAIL, *amount.readings)
    value = amount.readings[0]
    if value != value.to_integral_value() or not _exact(amount):
        return ask(Reason.SCALE_IN_COUNT, *amount.readings)
    return confirm(Reason.SHORTENED, plainly(value))


def _exact(amount: Amount) -> bool:
    numerals = [t.quantity for t in amount.terms if isinstance(t.quantity, Numeral)]
    return all(n.shape in (Shape.PLAIN, Shape.COMMA_DECIMAL) for n in numerals)


def _spoken(amount: Amount) -> Reading:
    if len(amount.readings) != 1:
        return ask(_two_or_none(amount), *amount.readings)
    reading = accept(Reason.IN_WORDS, plainly(amount.readings[0]))
    return doubted(reading, amount.doubt) if amount.doubt else reading


def _two_or_none(amount: Amount) -> Reason:
    return Reason.SHORT_TAIL if amount.readings else Reason.MALFORMED


def _with_unit(reading: Reading) -> Reading:
    plain = reading.action is Treatment.ACCEPT and reading.reason is Reason.PLAIN
    return replace(reading, reason=Reason.WITH_UNIT) if plain else reading


def _percent(amount: Amount) -> Reading:
    if amount.unit not in (None, "%") or amount.scales:
        return ask(Reason.OTHER_UNIT, *_in_ones(amount, Kind.PERCENT))
    if not amount.numeral:
        return _spoken(amount)
    reading = numeral_reading(amount.numeral, Kind.PERCENT)
    if amount.unit == "%" and reading.reason is Reason.POINT_DECIMAL:
        return accept(Reason.DECIMAL, amount.numeral.value)
    return reading


def _money(amount: Amount, kind: Kind, dong: Decimal) -> Reading:
    """In what the form prints (`dong` of it each): that is what a bare number means."""
    if amount.unit not in (None, "đồng"):
        return ask(Reason.OTHER_UNIT, *_in_ones(amount, kind))
    if len(amount.terms) > 1:
        return _money_in_terms(amount, dong)
    scale = amount.terms[0].scale
    if scale is None and amount.unit is None:
        return numeral_reading(amount.numeral, kind) if amount.numeral else _spoken(amount)
    return _money_in_scale(amount, scale or Decimal(1), kind, dong)


def _money_in_terms(amount: Amount, dong: Decimal) -> Reading:
    printed = tuple(plainly(reading / dong) for reading in amount.readings)
    if not printed:
        return ask(Reason.MALFORMED)
    if len(printed) > 1:
        return ask(Reason.SHORT_TAIL, *printed)
    if amount.scales == (THOUSAND,) and amount.unit is None and dong > 1:
        return _thousands_of_what(amount, dong)
    reading = accept(Reason.CONVERTED, printed[0])
    return doubted(reading, amount.doubt) if amount.doubt else _small(reading)


def _thousands_of_what(amount: Amount, dong: Decimal) -> Reading:
    """Thousands in a cell of million đồng: "17 nghìn 465"."""
    of_dong = (plainly(reading / dong) for reading in amount.readings)
    return ask(Reason.SCALE_IN_COUNT, *map(plainly, amount.readings), *of_dong)


def _money_in_scale(amount: Amount, scale: Decimal, kind: Kind, dong: Decimal) -> Reading:
    quantity = amount.terms[0].quantity
    factor = scale / dong
    if not isinstance(quantity, Numeral):
        if scale == THOUSAND and amount.unit is None and dong > 1:
            return _thousands_of_what(amount, dong)
        base = _spoken(amount)
        factor = 1 / dong
    elif scale == BILLION and quantity.shape is Shape.THOUSANDS and quantity.text.count(".") == 1:
        base = ask(Reason.POINT_BILLION, quantity.as_decimal, quantity.value)
    elif scale == BILLION and quantity.shape is Shape.COMMA_THREE:
        base = accept(Reason.DECIMAL, quantity.value)
    else:
        base = numeral_reading(quantity, kind)
    reading = _times(base, factor)
    if reading.action is Treatment.ACCEPT:
        reading = replace(reading, reason=Reason.CONVERTED)
    if amount.terms[0].point:
        reading = doubted(reading, Reason.WORDS_UNSURE)
    if scale == THOUSAND and dong > THOUSAND:
        return doubted(reading, Reason.THOUSAND_DONG)
    return _small(reading)


def _times(reading: Reading, factor: Decimal) -> Reading:
    value = None if reading.value is None else plainly(reading.value * factor)
    others = tuple(plainly(other * factor) for other in reading.alternatives)
    return replace(reading, value=value, alternatives=others)


def _small(reading: Reading) -> Reading:
    small = reading.value is not None and 0 < reading.value < 1
    return doubted(reading, Reason.SMALL_AMOUNT) if small else reading


def within(reading: Reading, kind: Kind) -> Reading:
    """The reading after the limits of its kind: unusual values are confirmed, impossible ones
    rejected."""
    if reading.value is None:
        return reading
    value = plainly(reading.value)
    reading = replace(reading, value=value)
    if kind is Kind.COUNT and places_of(value):
        return ask(Reason.NOT_WHOLE, Decimal(int(value)))
    if places_of(value) > kind.places:
        return ask(Reason.TOO_PRECISE)
    if kind is Kind.PERCENT:
        return _within_percent(reading, value)
    return _within_count(reading, value) if kind.dong is None else _within_money(reading, kind)


def _within_count(reading: Reading, value: Decimal) -> Reading:
    if value > COUNT_AT_MOST:
        return reject(Reason.TOO_BIG)
    return doubted(reading, Reason.LARGE) if value >= COUNT_ALWAYS_CONFIRMED else reading


def _within_percent(reading: Reading, value: Decimal) -> Reading:
    if value >= PERCENT_BELOW:
        return reject(Reason.FAR_ABOVE_HUNDRED)
    if value <= 100:
        return reading
    return replace(reading, action=Treatment.CONFIRM, reason=Reason.ABOVE_HUNDRED)


_WITH_MONEY_WORDS = (Reason.CONVERTED, Reason.SHORTENED, Reason.POINT_DECIMAL)


def _within_money(reading: Reading, kind: Kind) -> Reading:
    assert reading.value is not None
    assert kind.dong is not None
    value, at_most = reading.value, MONEY_AT_MOST / kind.dong
    in_dong = value * kind.dong
    bare = reading.reason not in _WITH_MONEY_WORDS and kind is not Kind.MONEY_DONG
    if in_dong >= MONEY_ASKED_ABOUT and bare:
        as_dong = plainly(value / kind.dong)
        if as_dong > at_most:
            return reject(Reason.TOO_BIG)
        return ask(Reason.HUGE_MONEY, as_dong, *([value] if value <= at_most else []))
    if value > at_most:
        return reject(Reason.TOO_BIG)
    return doubted(reading, Reason.LARGE) if in_dong >= MONEY_ALWAYS_CONFIRMED else reading
