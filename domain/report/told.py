"""Figures and sweeping words inside what people write, held against the figures that were given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from domain.report.figures import places_of, round_half_up
from domain.report.findings import Case, Finding, found
from domain.report.forms import Indicator, Kind, Rule
from domain.report.rates import rate
from domain.words import fold

_NUMBER = re.compile(r"(?<![\w/.,-])(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?(?![\w/-]|[.,]\d)\s*(%)?")
_SENTENCE = re.compile(r"[;\n]|[.!?](?=\s|$)")
_CLAUSE = re.compile(r",(?!\d)|;|\n|[.!?](?=\s|$)")
_WORD = re.compile(r"[a-z]+")
_SHORTEST = 3  # letters of a word that tells lines apart
_SHARE = Decimal("0.66")  # of the words of a label that have to stand beside the number


@dataclass(frozen=True, slots=True)
class ToldNumber:
    """A number that a text tells of a line of the form."""

    code: str
    number: Decimal


def told_in(words: str, lines: tuple[Indicator, ...]) -> tuple[ToldNumber, ...]:
    """The numbers of a text that surely speak of one line: by its unit and its words, or as the
    rate of a part that the same sentence tells."""
    found_: list[ToldNumber] = []
    for sentence in _SENTENCE.split(words):
        counts: list[str] = []
        for clause, number, percent in _numbers(sentence):
            line = _rate_of(counts, lines) if percent else None
            line = line or _line_meant(clause, lines, percent=percent)
            if line is None:
                continue
            if not percent:
                counts.append(line.code)
            found_.append(ToldNumber(line.code, number))
    return tuple(found_)


def _numbers(sentence: str) -> Iterator[tuple[str, Decimal, bool]]:
    """Each quantity with the folded clause in which it stands, its own place marked."""
    for clause in _CLAUSE.split(sentence):
        for match in _NUMBER.finditer(clause):
            before, behind = fold(clause[: match.start()]), fold(clause[match.end() :])
            percent = bool(match[3]) or behind.strip().startswith("phan tram")
            digits = match[1].replace(".", "") + (f".{match[2]}" if match[2] else "")
            yield f"{before} # {behind.strip()}", Decimal(digits), percent


def _rate_of(counts: list[str], lines: tuple[Indicator, ...]) -> Indicator | None:
    rates = [line for line in lines if line.ratio and line.ratio.part in counts[-1:]]
    return rates[0] if len(rates) == 1 else None


def _line_meant(clause: str, lines: tuple[Indicator, ...], *, percent: bool) -> Indicator | None:
    near = frozenset(_WORD.findall(clause))
    behind = clause.partition("#")[2].strip()
    fits = [
        (len(content & near) / Decimal(len(content)), len(content), line)
        for line in lines
        if (line.kind is Kind.PERCENT) == percent and (content := _content(line))
        if percent or ((unit := fold(line.unit)) and behind.startswith(unit))
        if len(content & near) >= _SHARE * len(content)
    ]
    if not fits:
        return None
    best = max(fit[:2] for fit in fits)
    meant = [line for *fit, line in fits if tuple(fit) == best]
    return meant[0] if len(meant) == 1 else None


@cache
def _content_of(short: str, unit: str) -> frozenset[str]:
    found_ = frozenset(_WORD.findall(fold(short))) - frozenset(_WORD.findall(fold(unit)))
    return frozenset(word for word in found_ if len(word) >= _SHORTEST)


def _content(line: Indicator) -> frozenset[str]:
    return _content_of(line.short, line.unit)


def told(rule: Rule, case: Case) -> Finding | None:
    """A text tells another number of a line than was given for it."""
    for text, words in _texts(case):
        numbers: dict[str, Decimal] = {}
        for each in told_in(words, case.form.numbered):
            given = case.told(each.code)
            if given is None or round_half_up(given, places_of(each.number)) == each.number:
                continue
            numbers |= {each.code: given, f"{each.code}/told": each.number}
        if numbers:
            codes = [code for code in numbers if "/" not in code]
            return found(rule, "told_otherwise", numbers, codes=(text, *codes))
    return None


def claim(rule: Rule, case: Case) -> Finding | None:
    """left = [lines]: with a number above 0 in one of them, no text says what `words` say ("đều
    trước hạn | không có hồ sơ quá hạn")."""
    against = {code: n for code in rule.left if (n := case.number(code))}
    text = _text_saying(rule, case) if against else None
    if text is None:
        return None
    return found(rule, "claimed_otherwise", against, codes=(text, *against))


def claim_of_all(rule: Rule, case: Case) -> Finding | None:
    """left = [a part], right = what is beside it in the whole: while that is above 0, no text says
    with `words` that the part is all of it."""
    part, others = case.number(rule.left[0]), case.numbers(rule.right)
    beside = sum(others or (), Decimal(0))
    if part is None or not beside:
        return None
    text, whole = _text_saying(rule, case), part + beside
    computed = rate(part, whole)
    if text is None or computed is None:
        return None
    numbers = {"part": part, "whole": whole, "computed": computed}
    return found(rule, "claimed_of_all", numbers, codes=(text, rule.left[0]))


def _text_saying(rule: Rule, case: Case) -> str | None:
    """The code of the first text that holds one of the `words` of a rule."""
    phrases = [fold(phrase).strip() for phrase in rule.options["words"].split("|")]
    for text, words in _texts(case):
        plain = " ".join(fold(words).split())
        if any(phrase in plain for phrase in phrases):
            return text
    return None


def _texts(case: Case) -> Iterator[tuple[str, str]]:
    """What was written; in the check of an answer only what it can contradict."""
    if case.focus is not None and case.focus.isdisjoint(case.form.written_codes):
        return
    for line in case.form.written:
        figure = case.figures.get(line.code)
        if figure is None or not figure.words or line.kind is not Kind.TEXT:
            continue
        if case.focus is None or line.code in case.focus:
            yield line.code, figure.words
