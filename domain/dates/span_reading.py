"""From which period to which: "quý I/2023 đến nay", "từ 2022 đến quý III/2024"."""

from __future__ import annotations

import re
from datetime import date

from domain.dates.period_reading import periods_in
from domain.dates.periods import KINDS, split_code
from domain.words import aligned, clean

_YEAR = re.compile(r"(?<![\d/.])(?:19|20)\d\d(?![\d/.])")
_FROM = re.compile(r"\b(?:tu|ke tu)\s+$")
_TO = re.compile(r"\s*(?:\b(?:den|toi)\b|-|–)\s*(?P<now>(?:hien |bay )?(?:nay|gio|tai)\b)?\s*")


def read_span(text: str, today: date) -> tuple[str | None, str]:
    """The code of the period with which a span begins, and the text without it. The period that
    ends the span stays in the text; None where no span is named.

    >>> read_span("3.1.1 quý I/2023 đến nay", date(2024, 9, 11))
    ('2023-Q1', '3.1.1')
    >>> read_span("từ 2023 đến quý III/2024 3.1.1", date(2024, 9, 11))
    ('2023-Y', 'quý III/2024 3.1.1')
    >>> read_span("3.1.1 quý III/2024", date(2024, 9, 11))
    (None, '3.1.1 quý III/2024')
    """
    text = clean(text)
    plain = aligned(text)
    found = periods_in(plain, today)
    taken = [(start, end) for start, end, _ in found]
    for year in _YEAR.finditer(plain):
        if all(year.end() <= start or end <= year.start() for start, end in taken):
            found.append((year.start(), year.end(), f"{year[0]}-Y"))
    starts = {start for start, _, _ in found}
    for start, end, code in sorted(found):
        begins = _FROM.search(plain[:start])
        to = _TO.match(plain, end)
        spans = to is not None and (bool(to["now"]) or to.end() in starts)
        if to is None or not spans:
            if not begins:
                continue
            behind = end
        else:
            behind = to.end()
        before = text[: begins.start() if begins else start]
        return code, f"{before.rstrip(' ,;(')} {text[behind:].lstrip(' ,;)')}".strip()
    return None, text


def first_day(code: str) -> date:
    """The first calendar day of a regular period: what closes before it lies before the period.
    Of a free period, that of its year."""
    year, kind = split_code(code)
    return date(year, KINDS[kind].first if kind in KINDS else 1, 1)
