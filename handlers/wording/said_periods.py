"""A period as people name it, a round that a letter has named among them."""

from __future__ import annotations

from datetime import date

from domain.dates import period_reading
from domain.dates.period_reading import letter_by_letter
from domain.words import clean
from handlers.wording.show_moments import period_names


def read_period(text: str, today: date) -> tuple[str | None, str]:
    """The code of the period that a text ends with or begins with, and the text without it."""
    return period_reading.read_period(_with_codes(clean(text)), today)


def _with_codes(text: str) -> str:
    """A name of a letter as the code that it stands for: its own years and months are none."""
    for code, name in period_names().items():
        wanted = letter_by_letter(clean(name))
        at = letter_by_letter(text).find(wanted)
        if at >= 0:
            text = f"{text[:at]}{code}{text[at + len(wanted) :]}"
    return text
