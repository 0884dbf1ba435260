"""What a superior wants to see side by side: which figure, of whom, in which period."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from domain.dates.period_reading import read_period
from domain.reading.codes import key
from domain.report.forms import Form
from domain.words import aligned, fold, without_rim
from handlers.desk.find import verb
from handlers.desk.which_code import split_code
from handlers.names.everybody import means_everybody
from handlers.wording.onward import read_start
from handlers.wording.understood import behind, places
from handlers.work import Work
from storage.catalogue.words import folded, phrases, single_words

WORD = "so-sanh"
_BETWEEN = re.compile(r"\s*(?:,|;|\bva\b|\bvoi\b|\bvs\b)\s*")


@dataclass(frozen=True, slots=True)
class SideBySide:
    """What is to be set side by side."""

    code: str  # as typed
    period: str | None
    over_periods: bool
    names: tuple[str, ...]  # of units, as typed; none: all
    start: int
    said: str  # the command again, without where to begin


def first_phrase(meaning: str) -> str:
    """The words by which a command says it."""
    return phrases("side_by_side")[meaning][0]


def mentions(meaning: str, text: str) -> bool:
    """True where somewhere in a sentence it is about coming in time, or about every period."""
    return bool(places("side_by_side", meaning, text))


def chart_of(text: str) -> str:
    """What stands behind the word for a chart, where only small words stand in front of it: "vẽ
    giúp chị biểu đồ hồ sơ đúng hạn" -> "hồ sơ đúng hạn"; nothing for any other text."""
    small = folded("chart", "before") | folded("sentence", "polite")
    rest = without_rim(" ".join(text.split()), small, ())
    return behind("chart", "word", rest) or ""


def bare_name(text: str) -> str:
    """What is left of the words beside a code without those that are no part of a unit's name;
    nothing where all units are meant."""
    small = single_words("side_by_side", "around")
    rest = without_rim(" ".join(text.split()), small, small, least=0)
    return "" if means_everybody(rest) else rest


def without_periods(text: str) -> tuple[str, bool]:
    """The text without the words that want every period, and whether they were there."""
    over = re.search(rf"\s*\b(?:{_either('over_periods')})\b", aligned(text))
    if over is None:
        return text, False
    return f"{text[: over.start()]} {text[over.end() :]}".strip(), True


def means_on_time(text: str) -> bool:
    """True for words about coming in time, and for no figure."""
    return re.match(rf"(?:{_either('on_time')})\b", fold(text)) is not None


def _either(meaning: str) -> str:
    return "|".join(map(re.escape, sorted(folded("side_by_side", meaning))))


def read_asked(work: Work, text: str) -> SideBySide:
    """`III.3.1 quý III/2024 từ 31`, `3.1 xã A với xã B`, `III.3.1 qua các kỳ`."""
    start, said = read_start(text)
    rest, code = split_code(said)
    period, rest = read_period(rest, work.today)
    rest, over = without_periods(rest)
    plain = aligned(rest)
    cuts = [(0, 0), *(found.span() for found in _BETWEEN.finditer(plain)), (len(rest),) * 2]
    names = (rest[end:begin].strip(" .:") for (_, end), (begin, _) in pairwise(cuts))
    named = tuple(name for name in names if name and not means_everybody(name))
    return SideBySide(code, period, over, named, start, f"{verb(WORD)} {said}")


def codes_of(form: Form, typed: str) -> list[str]:
    """The full codes that a typed one may mean."""
    wanted = key(typed.strip().lower())
    return [code for code in form.indicators if wanted in (code, code.partition(".")[2])]


def picture_name(what: str, body: str, mark: str) -> str:
    """`so-sanh-III.3.1-huyen-an-thi-2024-Q3.png`."""
    return f"{what}-{fold(body).replace(' ', '-').replace(',', '')}-{mark}.png"
