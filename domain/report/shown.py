"""Figures in the Vietnamese way of writing."""

from __future__ import annotations

from decimal import Decimal

from domain.report.figures import Figure, State, day_of, plainly
from domain.report.forms import Indicator, Kind


def show(value: Decimal, kind: Kind | None = None) -> str:
    """The number as Vietnamese write it, exact and without trailing zeros; an option's number
    is not grouped, a day is written 15/9/2024.

    >>> show(Decimal("17465.50"))
    '17.465,5'
    """
    if kind is Kind.ENUM:
        return f"{value:f}"
    if kind is Kind.DATE:
        day = day_of(value)
        return f"{day.day}/{day.month}/{day.year}"
    whole, _, decimals = f"{plainly(value):,f}".partition(".")
    return whole.replace(",", ".") + ("," + decimals if decimals else "")


def show_percent(value: Decimal) -> str:
    """A rate with its sign, as official papers write it: "98,3%"."""
    return f"{show(value)}%"


# Terms of the glossary (none arisen, missing), not sentences: they stand in cells and echoes.
NONE_ARISEN_WORDS = "không phát sinh"
MISSING_WORDS = "chưa có số liệu"
NOT_GIVEN_WORDS = "chưa gửi"
GIVEN_WORDS = "có số"
_UNIT_WITHOUT_NOUN = "Số lượng"  # printed in the annex in place of a unit


def show_figure(figure: Figure | None, indicator: Indicator) -> str:
    """The figure with its unit or its option's words: "98,3%", "14 nhiệm vụ", "Có", a day."""
    if figure is None or figure.state is State.MISSING:
        return MISSING_WORDS
    if figure.state is State.NONE_ARISEN or figure.value is None:
        return NONE_ARISEN_WORDS
    if indicator.kind is Kind.ENUM:
        words_of = {Decimal(option.number): option.words for option in indicator.options}
        return words_of.get(figure.value, show(figure.value, Kind.ENUM))
    if indicator.kind is Kind.PERCENT:
        return show_percent(figure.value)
    if indicator.kind is Kind.DATE:
        return show(figure.value, Kind.DATE)
    if indicator.kind.written:
        return show_written(figure, indicator)
    return f"{show(figure.value, indicator.kind)} {unit_words(indicator)}".strip()


def unit_words(indicator: Indicator) -> str:
    """The unit as it stands behind a number: "nhiệm vụ", "%"."""
    return unit_inside("" if indicator.unit == _UNIT_WITHOUT_NOUN else indicator.unit)


def unit_inside(unit: str) -> str:
    """A printed unit inside a sentence: "hồ sơ"; letters that stand for words stay: "TTHC"."""
    return unit if unit[:2].isupper() else unit[:1].lower() + unit[1:]


WORDS_AT_MOST = 80  # letters of a text, where it stands in one line with others


def show_written(figure: Figure, indicator: Indicator) -> str:
    """How a text begins, in its quotes; of a register how many rows it has."""
    if indicator.kind is Kind.TABLE:
        return f"{show(figure.value or Decimal(0))} dòng"
    words = " ".join(figure.words.split())
    return f"“{words if len(words) <= WORDS_AT_MOST else words[: WORDS_AT_MOST - 1] + '…'}”"
