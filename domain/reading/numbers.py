"""One figure as an official types it: read by the kind of its indicator, shown as Vietnamese do.

No text is guessed at: what has two readings is asked about, what cannot be is rejected, and
nothing raises. Zero, "không phát sinh" and "chưa có số liệu" stay three different answers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from domain.dates.day_reading import DayFlaw, read_day
from domain.reading.amounts import find_amounts
from domain.reading.by_kind import amount_reading, within
from domain.reading.numerals import numeral_reading, read_numeral
from domain.reading.options import option_reading
from domain.reading.readings import (
    SEVERITY,
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
from domain.reading.shortcuts import Shortcut, shortcut
from domain.report.figures import State, day_number, plainly
from domain.report.forms import Kind, Option
from domain.report.rates import agrees, rate
from domain.words import SHORT, SplitWord, Vocabulary, clean, turned, words

LONGEST_NUMBER = 2_000  # characters; a figure needs fewer than fifty
_SAID_AT_MOST = 60

Reader = Callable[[str, Kind, tuple[Option, ...]], Reading | None]


def read_number(
    text: str, kind: Kind, options: tuple[Option, ...] = (), previous: Decimal | None = None
) -> Reading:
    """Read the text as one figure. `previous` is what "như kỳ trước" repeats and orders the
    alternatives of a question; it never chooses between two readings.

    >>> read_number("3,598 tỷ", Kind.MONEY).value
    Decimal('3598')
    """
    if len(text) > SHORT:
        return _number(text, kind, options, previous)
    return _known_number(text, kind, options, previous)


def _number(
    text: str, kind: Kind, options: tuple[Option, ...], previous: Decimal | None
) -> Reading:
    if len(text) > LONGEST_NUMBER:
        return replace(reject(Reason.TOO_LONG), said=text[:_SAID_AT_MOST])
    said = _tidy(text)
    if turned(text):
        return replace(reject(Reason.TURNED), said=_brief(said))
    reading = _read(said, kind, options)
    if reading.reason in _WORDS_LEFT_OVER:
        reading = _politely(said, reading, kind, options)
    if reading.reason is Reason.AS_BEFORE and previous is not None:
        reading = replace(reading, state=State.VALUE, value=previous)
    if previous is not None:
        reading = _nearest_first(reading, previous)
    return replace(reading, said=reading.said or _brief(said))


_known_number = lru_cache(maxsize=4096)(_number)  # "0" and "14" come again and again


def _nearest_first(reading: Reading, previous: Decimal) -> Reading:
    nearest = sorted(reading.alternatives, key=lambda other: abs(other - previous))
    return replace(reading, alternatives=tuple(nearest))


def _brief(said: str) -> str:
    return said if len(said) <= _SAID_AT_MOST else said[: _SAID_AT_MOST - 1] + "…"


def _tidy(text: str) -> str:
    """One clean lower-case line without quotes and a final full stop."""
    said = " ".join(clean(text).lower().split()).replace("đ/c", "đồng chí")
    if len(said) > 1:
        said = said.strip("\"' ").rstrip("!;").rstrip()
        said = said[:-1].rstrip() if re.search(r"[^.]\.$", said) else said
    return said[1:].strip() if said[:1] in ("=", ":") and said[1:].strip() else said


_POLITE_BEFORE = Vocabulary({True: ("dạ", "vâng", "thưa", "em gửi", "em", "gửi", "là", "bằng")})
_GLUED_COURTESY = re.compile(r"([0-9])(ạ|nhé|nha)$")
_POLITE_AFTER = Vocabulary(
    {
        True: (
            "ạ", "nhé", "nha", "nhe", "ah", "thôi", "em", "anh", "chị", "đi", "giùm", "giúp", "dùm",
        )
    }
)  # fmt: skip


def _politely(said: str, asked: Reading, kind: Kind, options: tuple[Option, ...]) -> Reading:
    """The reading without courtesies; "gửi sau" (later) is no six because of it."""
    plain = without_courtesies(said)
    reading = asked if plain == said else _read(plain, kind, options)
    return asked if reading.reason is Reason.WORDS_UNSURE else reading


_WORDS_LEFT_OVER = (Reason.NO_FIGURE, Reason.AMID_WORDS, Reason.OPTION_UNKNOWN, Reason.NO_DAY)


def without_courtesies(said: str) -> str:
    """The text without courtesies: "dạ 12 ạ" -> "12"."""
    parts = _GLUED_COURTESY.sub(r"\1 \2", said).split()
    while len(parts) > 1 and _POLITE_BEFORE.find(words(parts[0])):
        parts = parts[1:]
    while len(parts) > 1 and _POLITE_AFTER.find(words(parts[-1])):
        parts = parts[:-1]
    return " ".join(parts).rstrip(",")


def _read(said: str, kind: Kind, options: tuple[Option, ...]) -> Reading:
    if kind is Kind.GROUP:
        return reject(Reason.HEADING)
    for reader in () if said.isdecimal() and said.isascii() else _WORD_READERS:
        if (reading := reader(said, kind, options)) is not None:
            return reading
    if kind is Kind.ENUM:
        return option_reading(said, options)
    if kind is Kind.DATE:
        return _day(said)
    if kind is Kind.NUMBER:
        said = _MEASURE.sub(r"\1", said)
    if kind.dong and (per := _PER.search(said)):
        return replace(_read(said[: per.start()], kind, options), unit=per["per"])
    for reader in _NUMBER_READERS:
        if (reading := reader(said, kind, options)) is not None:
            return within(reading, kind)
    return ask(Reason.NO_FIGURE)


def _day(said: str) -> Reading:
    read = read_day(said)
    if isinstance(read, DayFlaw):
        reason = Reason(read)
        return reject(reason) if read is DayFlaw.NO_SUCH_DAY else ask(reason)
    value = day_number(read.day)
    return confirm(Reason.YEAR_SHORT, value) if read.short else accept(Reason.DAY, value)


# ---- texts that hold no figure ----


def _no_words(said: str, kind: Kind, options: tuple[Option, ...]) -> Reading | None:
    if not said:
        return ask(Reason.EMPTY)
    return ask(Reason.DASH) if re.fullmatch(r"[-_./~* ]+|x", said) else None


def _question(said: str, kind: Kind, options: tuple[Option, ...]) -> Reading | None:
    if not said.endswith("?"):
        return None
    rest = said.rstrip("? ")
    if not rest:
        return Reading(Treatment.COMMAND, Reason.EXPLAIN)
    reading = _read(rest, kind, options)
    if reading.action is Treatment.COMMAND:
        return reading
    return ask(Reason.UNCERTAIN, *readings_of(reading))


_SHORTCUT_READINGS = {
    Shortcut.NONE_ARISEN: Reading(Treatment.ACCEPT, Reason.NONE_ARISEN, State.NONE_ARISEN),
    Shortcut.NOTHING: Reading(Treatment.CONFIRM, Reason.NOTHING, State.NONE_ARISEN),
    Shortcut.BARE_NO: ask(Reason.BARE_NO, Decimal(0)),
    Shortcut.NOT_YET: Reading(Treatment.CONFIRM, Reason.NOT_YET, State.MISSING),
    Shortcut.SKIP: Reading(Treatment.ACCEPT, Reason.SKIPPED, State.MISSING),
    Shortcut.AS_BEFORE: Reading(Treatment.CONFIRM, Reason.AS_BEFORE),
    Shortcut.ALL_ZERO: confirm(Reason.ALL_ZERO, Decimal(0)),
    Shortcut.EXPLAIN: Reading(Treatment.COMMAND, Reason.EXPLAIN),
}


def _short_answer(said: str, kind: Kind, options: tuple[Option, ...]) -> Reading | None:
    found = shortcut(words(said))
    if found is None:
        return None
    if kind is Kind.ENUM and option_reading(said, options).reason is not Reason.OPTION_UNKNOWN:
        return None  # "không", "chưa có" are options before they are shortcuts
    if kind is Kind.ENUM and found.meaning in (Shortcut.BARE_NO, Shortcut.ALL_ZERO):
        return None
    reading = _none_of(_SHORTCUT_READINGS[found.meaning], kind)
    return doubted(reading, Reason.RAW_TYPING) if found.raw else reading


def _none_of(reading: Reading, kind: Kind) -> Reading:
    """The value of "không phát sinh": 0 for what adds up, none for a rate, an option or a day."""
    if reading.state is not State.NONE_ARISEN:
        return reading
    if kind is Kind.ENUM:
        return doubted(reading, Reason.NOTHING)
    return replace(reading, value=Decimal(0)) if kind.adds_up else reading


def _letter_o(said: str, kind: Kind, options: tuple[Option, ...]) -> Reading | None:
    if said not in ("o", "ơ"):
        return None
    if kind is Kind.ENUM and all(option.number for option in options):
        return reject(Reason.NOT_AN_OPTION)
    return confirm(Reason.LETTER_O, Decimal(0))


_WORD_READERS: tuple[Reader, ...] = (_no_words, _question, _short_answer, _letter_o)


# ---- texts that may hold a number ----

_MEASURE = re.compile(  # units that are no words of counting; "56m2" is one number
    r"([0-9])\s?(?:k?m[23²³]|k?m|ha|kg|tấn|tạ|lít|kwh|mw|giờ|phút|mét vuông|mét khối|mét)$"
)
_PER = re.compile(r"(?<=[0-9đa-z])\s?(?P<per>(?:/\s?[^\W\d_]+){1,2})$")  # "300.000đ/người/tháng"
_BARE = re.compile(r"[0-9o][0-9o.,]*")
_DATE = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_PHONE = re.compile(r"(?:\+84|0)[1-9][0-9 .-]{7,12}")
_SIGNED = re.compile(r"(?P<sign>[-+]|âm )\s*(?P<rest>[0-9].*)")
_ABOUT = re.compile(r"(?:[~≈>≥≤±]|<(?![a-z/])).*|.*[0-9]\s*(?:\+|trở lên|trở xuống)")
_BRACKETED = re.compile(r"(?P<outer>[^()\[\]]*)[(\[](?P<inner>[^()\[\]]*)[)\]]?")
_FRACTION = re.compile(
    r"(?P<part>[0-9][0-9.]*)\s?(?:/|trên|tren)\s?(?P<whole>[0-9][0-9.]*)"
    r"(?: ?(?:=|,? đạt|,? dat|\() ?(?P<claimed>[0-9][0-9.,]* ?%?)\)?)?(?P<unit> ?\D*)"
)


def _bare(said: str, kind: Kind, options: tuple[Option, ...]) -> Reading | None:
    """Digits and nothing else: almost every message."""
    if not _BARE.fullmatch(said) or not any(char.isdigit() for char in said):
        return None
    if _is_date(said):
        return reject(Reason.DATE)
    if said[-1] == "," or said.endswith(".."):
        reading = numeral_reading(read_numeral(said.rstrip(".,")), kind)
        return doubted(reading, Reason.UNFINISHED)
    return numeral_reading(read_numeral(said), kind)


def _is_date(said: str) -> bool:
    found = _DATE.fullmatch(said)
    if not found or (found[2] == "." and len(found[4]) == 2):
        return False
    return 1 <= int(found[1]) <= 31 and 1 <= int(found[3]) <= 12


def _date_or_phone(said: str, kind: Kind, options: tuple[Option, ...]) -> Reading | None:
    if _is_date(said):
        return reject(Reason.DATE)
    return reject(Reason.PHONE) if _PHONE.fullmatch(said) else None


def _signed(said: str, kind: Kind, options: tuple[Option, ...]) -> Reading | None:
    signed = _SIGNED.fullmatch(said)
    if not signed:
        return None
    if signed["sign"] != "+":
        return reject(Reason.NEGATIVE)
    return doubted(_read(signed["rest"], kind, options), Reason.PLUS_SIGN)


def _about(said: str, kind: Kind, options: tuple[Option, ...]) -> Reading | None:
    return ask(Reason.APPROXIMATE) if _ABOUT.fullmatch(said) else None


def _decorated(said: str, kind: Kind, options: tuple[Option, ...]) -> Reading | None:
    """Emoji around a figure."""
    plain = "".join(" " if unicodedata.category(c) in ("So", "Sk", "Me") else c for c in said)
    plain = " ".join(plain.split())
    if plain == " ".join(said.split()):
        return None
    if not plain or "\u20e3" in said:
        return ask(Reason.NO_FIGURE)
    return doubted(_read(plain, kind, options), Reason.DECORATED)


def _fraction(said: str, kind: Kind, options: tuple[Option, ...]) -> Reading | None:
    found = _FRACTION.fullmatch(said)
    if not found or not _only_units(found["unit"]):
        return None
    part, whole = (numeral_reading(read_numeral(found[n]), Kind.COUNT) for n in ("part", "whole"))
    if part.value is None or whole.value is None:
        return ask(Reason.MALFORMED)
    reading = replace(_rate_of(part.value, whole.value, kind), parts=(part.value, whole.value))
    return _claimed(reading, found["claimed"]) if found["claimed"] else reading


def _only_units(trail: str) -> bool:
    if not trail.strip():
        return True
    amounts = find_amounts("1 " + trail.strip())
    return len(amounts) == 1 and amounts[0].unit is not None and not amounts[0].trail


def _rate_of(part: Decimal, whole: Decimal, kind: Kind) -> Reading:
    if part > whole > 0:
        return ask(Reason.DATE_OR_FRACTION)
    if kind is not Kind.PERCENT:
        return ask(Reason.FRACTION_IN_COUNT, part, whole)
    computed = rate(part, whole)
    if computed is not None:
        return confirm(Reason.FRACTION, plainly(computed))
    if part == 0:
        return Reading(Treatment.CONFIRM, Reason.ZERO_OF_ZERO, State.NONE_ARISEN)
    return reject(Reason.NO_WHOLE)


def _claimed(reading: Reading, claimed: str) -> Reading:
    """A rate written behind its fraction must be right: "78/93 = 83,4%" is not."""
    stated = numeral_reading(read_numeral(claimed.rstrip("% ")), Kind.PERCENT)
    if reading.value is None or reading.parts is None:
        return reading
    if stated.value is not None and agrees(stated.value, *reading.parts):
        return reading
    others = (reading.value, *readings_of(stated))
    return Reading(Treatment.ASK, Reason.DISAGREE, alternatives=others, parts=reading.parts)


def _bracketed(said: str, kind: Kind, options: tuple[Option, ...]) -> Reading | None:
    """Figures with the same again in brackets, or a unit, or only brackets."""
    found = _BRACKETED.fullmatch(said)
    if not found:
        return None
    outer, inner = found["outer"].strip(), found["inner"].strip()
    if not outer:
        return doubted(_read(inner, kind, options), Reason.DECORATED)
    if not find_amounts(inner):
        return _read(f"{outer} {inner}", kind, options)
    return _same_twice(_read(outer, kind, options), _read(inner, kind, options))


def _same_twice(one: Reading, other: Reading) -> Reading:
    if one.value is None or other.value is None:
        return ask(Reason.AMID_WORDS, *readings_of(one), *readings_of(other))
    if one.value != other.value:
        return ask(Reason.DISAGREE, one.value, other.value)
    worst = max(one, other, key=lambda reading: SEVERITY[reading.action])
    return replace(worst, reason=Reason.AGREED) if worst.action is Treatment.ACCEPT else worst


_APPROXIMATE = Vocabulary(
    {
        True: (
            "khoảng", "gần", "trên", "hơn", "tầm", "cỡ", "chừng", "độ", "xấp xỉ", "dưới",
            "ít nhất", "tối đa", "tối thiểu", "ngót", "trên dưới", "đâu đó", "mấy", "vài", "ước",
            "ước tính", "dự kiến", "tạm", "tạm tính", "khoảng chừng", "gần bằng", "phải đến",
            "không quá", "nhiều hơn", "ít hơn", "lớn hơn", "nhỏ hơn", "hơn kém", "áng chừng",
            "có lẽ", "chắc", "hình như", "nhiều", "ít", "vài ba", "mươi", "trở lên", "trở xuống",
        )
    }
)  # fmt: skip
_HARMLESS = Vocabulary({True: ("có", "được", "số lượng", "chỉ", "chỉ có", "mới có", "đủ")})
JOINS = frozenset(["va", "voi", "cung"])
"""Folded words between two figures of a row."""
_BETWEEN = Vocabulary({True: ("đến", "tới", "hoặc", "hay", "-", "~", "từ")})


def _amounts(said: str, kind: Kind, options: tuple[Option, ...]) -> Reading | None:
    """Numbers with units, scales and other words."""
    found = find_amounts(said)
    if not found:
        return _no_amount(said)
    readings = tuple(amount_reading(amount, kind) for amount in found)
    values = tuple(value for reading in readings for value in readings_of(reading))
    if any(_any_of(_APPROXIMATE, amount.lead + amount.trail) for amount in found):
        return ask(Reason.APPROXIMATE)
    if len(found) > 1:
        between = _any_of(_BETWEEN, tuple(w for amount in found for w in amount.lead))
        return ask(Reason.RANGE if between else Reason.SEVERAL, *values)
    if found[0].trail or _marks(said):
        return ask(Reason.AMID_WORDS, *values)
    if not found[0].lead:
        return readings[0]
    harmless = _HARMLESS.find(found[0].lead) is not None and readings[0].sure
    return (
        doubted(readings[0], Reason.WORDS_UNSURE) if harmless else ask(Reason.AMID_WORDS, *values)
    )


def about_at_end(said: str) -> str:
    """The words with which a text ends that make a number behind them a guess; else empty.

    >>> about_at_end("giải ngân được gần"), about_at_end("giải ngân")
    ('gần', '')
    """
    typed = said.split()
    for length in range(min(_APPROXIMATE.longest, len(typed)), 0, -1):
        tail = " ".join(typed[-length:])
        if _APPROXIMATE.find(words(tail)):
            return tail
    return ""


def _no_amount(said: str) -> Reading | None:
    """A word that makes a number a guess, "khoảng", "gần", without one."""
    return ask(Reason.APPROXIMATE) if _any_of(_APPROXIMATE, words(said)) else None


def _any_of(vocabulary: Vocabulary[bool], said: tuple[SplitWord, ...]) -> bool:
    lengths = range(1, vocabulary.longest + 1)
    return any(
        vocabulary.find(said[start : start + length])
        for start in range(len(said))
        for length in lengths
    )


def _marks(said: str) -> bool:
    """Signs that are no part of a number: "12'3", "10*4", "<b>12"."""
    return bool(re.search(r"[^\w\s.,%:]|_|:(?! )", said))


_NUMBER_READERS: tuple[Reader, ...] = (
    _bare,
    _date_or_phone,
    _signed,
    _about,
    _decorated,
    _fraction,
    _bracketed,
    _amounts,
)
