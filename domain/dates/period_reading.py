"""A period as people name it: "quý 3", "q3/2024", "6 tháng đầu năm 2024", "năm 2024", "2024-Q3"."""

from __future__ import annotations

import re
from datetime import date

from domain.dates.periods import KINDS, ROMAN, WEEK
from domain.words import clean, fold

_YEAR = r"(?:\s*(?:/|-|,|\bnam\b)*\s*(?P<year>(?:19|20)\d\d))?"
_SIGNS = " .,;:()-/"
_CODE = re.compile(r"\b(?P<code>[12]\d{3}-[a-z][a-z0-9]*)\b")
_NO_SUCH = re.compile(r"\b(?:(?:quy\s*|q)(?:\d+|[ivxl]+)|thang\s*\d+|tuan\s*\d+)\b" + _YEAR)
_DAY = re.compile(  # "đến 20 tháng 9" is no month
    r"\b(?:ngay|mung|mong|den|toi|sang|het|han|truoc)\s\d{1,2}\sthang\s?\d{1,2}\b(?:,?\snam\s\d{4}\b)?"
)
_PATTERNS = (
    ("Q", re.compile(r"\b(?:quy\s*|q)(?P<n>iv|i{1,3}|[1-4])\b" + _YEAR)),
    ("H1", re.compile(r"\b(?:(?:6|sau) thang(?: dau)?|6t|h1)\b(?! cuoi)(?: nam(?! \d))?" + _YEAR)),
    ("H2", re.compile(r"\b(?:(?:6|sau) thang cuoi|h2)\b(?: nam(?! \d))?" + _YEAR)),
    ("M9", re.compile(r"\b(?:9|chin) thang\b" + _YEAR)),
    ("W", re.compile(r"\btuan\s*(?P<n>5[0-3]|[1-4]\d|0?[1-9])\b" + _YEAR)),
    ("M", re.compile(r"\bthang\s*(?P<n>1[0-2]|0?[1-9])\b" + _YEAR)),
    ("Y", re.compile(r"\b(?:ca )?nam\s*(?P<year>(?:19|20)\d\d)\b")),
    (
        "Y",
        re.compile(
            r"(?:(?<=\bbao cao )|(?<=\bbc ))(?:ca )?nam(?: nay)?\b(?! (?:truoc|ngoai|toi|sau|\d))"
        ),
    ),
)


def read_period(text: str, today: date) -> tuple[str | None, str]:
    """The code of the period that a text ends with or begins with, and the text without it.

    Without a year the newest such period that has begun by `today`.

    >>> read_period("xa-bac-son quý 3", date(2024, 9, 11))
    ('2024-Q3', 'xa-bac-son')
    >>> read_period("6 tháng đầu năm 2024", date(2025, 1, 2))
    ('2024-H1', '')
    """
    text = clean(text)
    if text.upper() == text.lower():  # not a letter in it
        return None, text
    plain = _without_days(letter_by_letter(text))
    if found := _CODE.search(plain):
        return found["code"].upper(), _without(text, found)
    for kind, pattern in _PATTERNS:
        found = pattern.search(plain)
        if found and _at_an_end(plain, found):
            return _code(kind, found, today), _without(text, found)
    return None, text


def names_period(text: str) -> bool:
    """True for a text that is the name of a period and nothing else.

    >>> names_period("báo cáo năm 2024"), names_period("quý IV"), names_period("năm mươi")
    (True, True, False)
    """
    code, rest = read_period(text, date.max)
    return code is not None and fold(rest).strip(_SIGNS) in ("", "bao cao", "bc")


def periods_in(aligned: str, today: date) -> list[tuple[int, int, str]]:
    """Start, end and code of every period in a text folded letter by letter, in its order."""
    aligned = _without_days(aligned)
    found = [(m.start(), m.end(), m["code"].upper()) for m in _CODE.finditer(aligned)]
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(aligned):
            if all(match.end() <= start or end <= match.start() for start, end, _ in found):
                found.append((match.start(), match.end(), _code(kind, match, today)))
    return sorted(found)


def no_such_period(text: str) -> str:
    """The words of a period that no year has, where a text ends or begins with it; else empty.

    >>> no_such_period("xa-bac-son quý 9"), no_such_period("quý 3"), no_such_period("tháng 13/2024")
    ('quý 9', '', 'tháng 13/2024')
    """
    text = clean(text)
    plain = _without_days(letter_by_letter(text))
    found = _NO_SUCH.search(plain)
    if found is None or not _at_an_end(plain, found):
        return ""
    real = any(pattern.match(plain, found.start()) for _, pattern in _PATTERNS)
    return "" if real else text[found.start() : found.end()]


def letter_by_letter(text: str) -> str:
    """Folded letter by letter, so that a place in it is a place in the text."""
    return "".join(fold(char) or " " for char in text)


def _without_days(plain: str) -> str:
    """With signs in the place of each day that names its month in words."""
    return _DAY.sub(lambda found: "_" * len(found[0]), plain)


def _at_an_end(plain: str, found: re.Match[str]) -> bool:
    return not plain[: found.start()].strip(_SIGNS) or not plain[found.end() :].strip(_SIGNS)


def _without(text: str, found: re.Match[str]) -> str:
    rest = f"{text[: found.start()].rstrip(' ,;(-')} {text[found.end() :].lstrip(' ,;)-')}"
    return rest.strip()


def _code(kind: str, found: re.Match[str], today: date) -> str:
    groups = found.groupdict()
    if number := groups.get("n"):
        n = ROMAN.get(number) or int(number)
        kind = f"{kind}{n:02}" if kind in ("M", WEEK) else f"{kind}{n}"
    if year := groups.get("year"):
        return f"{year}-{kind}"
    if kind[0] == WEEK:
        begun = f"{WEEK}{today.isocalendar().week:02}" >= kind
    else:
        begun = KINDS[kind].first <= today.month
    return f"{today.year if begun else today.year - 1}-{kind}"
