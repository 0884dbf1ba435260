"""A code and a figure to show how something is typed: of the form that it is about.

The guides teach `sửa 4.2 = 13`. A form that has that line is shown the same; any other one, and
whoever fills another part of it, a line of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from domain.report.forms import Form, Indicator, Kind

TAUGHT, TAUGHT_AS = "I.4.2", "4.2"

_LIKELY = {
    Kind.COUNT: "14",
    Kind.NUMBER: "56,5",
    Kind.PERCENT: "98,3",
    Kind.MONEY_DONG: "4.500.000",
    Kind.MONEY_THOUSAND: "12.500",
    Kind.MONEY: "17.465",
    Kind.MONEY_BILLION: "3,5",
    Kind.DATE: "15/9/2024",
}


class OwnLine(NamedTuple):
    """A line by the code that nobody can mistake (`I.4.2`), as it is printed (`4.2`), and what may
    be typed for it."""

    full: str
    code: str
    value: str

    @property
    def fields(self) -> dict[str, str]:
        """For the texts that show it."""
        return {"own_full": self.full, "own_code": self.code, "own_value": self.value}


NO_FORM = OwnLine("I.1", "1", "14")  # where nobody is asked anything yet


def example_in(form: Form, codes: Collection[str] = ()) -> OwnLine:
    """An example out of these lines of the form, or out of all that are asked."""
    own = codes or form.asked()
    line = form.indicators.get(TAUGHT)
    if line and TAUGHT in own and (line.printed, line.kind) == (TAUGHT_AS, Kind.COUNT):
        return OwnLine(TAUGHT, TAUGHT_AS, "13")
    line = first_counted(form, [code for code in form.asked() if code in own] or form.asked())
    shown = line.printed if "." in line.printed else line.code  # "sửa 1 = 3" says little
    return OwnLine(line.code, shown, likely_value(line))


def first_counted(form: Form, codes: Sequence[str]) -> Indicator:
    """The first that takes a number, best one whose code is no number itself."""
    lines = [form.indicators[code] for code in codes]
    numbers = [each for each in lines if each.kind in _LIKELY and each.kind is not Kind.DATE]
    numbers = numbers or lines
    return next((line for line in numbers if "." in line.printed), numbers[0])


def likely_value(line: Indicator) -> str:
    """What such a figure looks like."""
    if line.example:
        return line.example
    if line.kind is Kind.ENUM:
        return "1" if line.yes_or_no else str(line.options[-1].number)
    return _LIKELY.get(line.kind, "…")
