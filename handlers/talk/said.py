"""Reads a message once: its words, and what it names of what the asker may mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from domain.people.people import Official
from domain.reading.answers import read_answer
from domain.reading.awaited import Awaited
from domain.reading.codes import candidates
from domain.reading.in_sentence import Beside, figures_in, lines_named
from domain.reading.numbers import read_number
from domain.reading.readings import Treatment
from domain.reading.tokens import Token
from domain.report.forms import Indicator, Kind
from domain.talk.masking import masked
from domain.talk.mentions import Mention, Names, mentions
from domain.talk.retyped import as_meant
from domain.talk.said import Said, Values
from domain.words import aligned, fold, words
from handlers.names.in_a_sentence import unit_names
from handlers.talk.learnt import lexicon, told_apart
from handlers.work import Work
from storage.catalogue.words import equals, folded, of_words
from storage.people.found import first_called

_LEFT = "con"
_OF_TIME = ("due", "time")  # kinds of mentions


@dataclass(frozen=True, slots=True)
class Read:
    """A message with everything by which its wish is looked for."""

    said: Said
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    aligned: str  # the text folded letter by letter
    coming: str | None = None  # the period, of this year where none was said


def read_said(
    work: Work, person: Official, text: str, tap: str = "", awaited: Awaited | None = None
) -> Read:
    """The message with what it names; `awaited`: the block that is asked, for figures."""
    cleaned, found = as_meant(text, lexicon())
    plain = aligned(cleaned)
    names = _names(work, person, awaited, found)
    named = mentions(cleaned, plain, found, names, work.today)
    said = Said(
        text=cleaned,
        folded=fold(cleaned),
        words=words(cleaned),
        tokens=found,
        tap=tap,
        units=_ids("unit", named),
        people=_ids("person", named),
        everybody=any(phrase in f" {fold(cleaned)} " for phrase in _everybody()),
        period=next((m.value for m in named if m.kind == "period"), None),
        codes=_ids("code", named),
        tasks=tuple(int(m.value) for m in named if m.kind == "task"),
        percent=_percent(found, named),
        due=next((cleaned[m.start : m.end] for m in named if m.kind in ("due", "time")), ""),
        masked=" ".join(masked(found, named, told_apart())),
    )
    whole = _with_values(said, found, named, awaited)
    return Read(whole, found, named, plain, _coming(said, plain, work))


def _percent(found: tuple[Token, ...], named: Iterable[Mention]) -> int | None:
    """The first one of the message; of "còn 40% nữa là xong" what is done already."""
    told = next((m for m in named if m.kind == "pct"), None)
    value = _whole(told.value) if told else None
    if told is None or value is None:
        return None
    front = [token.base for token in found if token.end <= told.start][-2:]
    rest = front[-1:] == [_LEFT] or front == [_LEFT, "lai"]
    return 100 - value if rest and value <= 100 else value


def _coming(said: Said, plain: str, work: Work) -> str | None:
    if said.period is None:
        return None
    year, _, kind = said.period.partition("-")
    return said.period if year in plain else f"{work.today.year}-{kind}"


def _with_values(
    said: Said, found: tuple[Token, ...], named: tuple[Mention, ...], awaited: Awaited | None
) -> Said:
    told = [(m, _amount(said.text, m, awaited)) for m in named if m.kind == "money"]
    amounts = {m: each.token for m, each in told if each}
    if len(amounts) == len(told):
        doubted = any(each.doubted for _, each in told if each)
        counted = _in_place_of({**_moments(said.text, named), **amounts}, found)
        said = replace(said, counted=counted, doubted=doubted)
    if awaited is None or awaited.block is None:
        return said
    kept = [m for m in named if m.kind not in ("task", "span") and not _may_be_counted(said, m)]
    plain = (t for t in found if not any(m.start <= t.start < m.end for m in kept))
    outside = tuple(sorted((*plain, *amounts.values()), key=lambda token: token.start))
    beside = Beside(equals(), folded("told", "before_year"))
    said = replace(said, lines=lines_named(outside, awaited, beside))
    figures = figures_in(outside, awaited, beside)
    elsewhere = bool(said.codes) and not set(said.codes) & set(awaited.block.codes)
    if figures is not None and elsewhere and len(figures.by_code) == 1:
        return said  # "à nhầm 4.2 là 13 thôi": the one number is that of the code
    if (figures is None or not figures.by_code) and (rows := _rows(said.text, awaited)):
        return replace(said, values=rows)
    if figures is None:
        return said
    by_code = {code: str(value) for code, value in figures.by_code.items()}
    rates = tuple(m.value for m in named if m.kind == "pct")
    left = tuple(map(str, figures.left))
    return replace(said, values=Values(by_code, figures.ask, figures.named, rates, left))


def _may_be_counted(said: Said, mention: Mention) -> bool:
    """ "văn bản 13, kế hoạch 7": with a stroke or "số" it is surely the number of a document."""
    typed = fold(said.text[mention.start : mention.end])
    return mention.kind == "doc" and "/" not in typed and " so " not in f" {typed} "


def _rows(text: str, awaited: Awaited) -> Values | None:
    """The figures of a message that is read without any help: "1. 14" on a line of its own."""
    read = read_answer(text, awaited)
    given = {entry.code: entry.reading for entry in read.entries}
    if read.trouble is not None or len(given) < 2 or not any(map(str.isdigit, text)):
        return None
    values = {code: each.value for code, each in given.items() if each.sure}
    if len(values) < len(given) or None in values.values():
        return None
    ask = any(each.action is not Treatment.ACCEPT for each in given.values())
    return Values({code: f"{value:f}" for code, value in values.items()}, ask)


@dataclass(frozen=True, slots=True)
class _Amount:
    """An amount of money as one number."""

    token: Token
    doubted: bool  # it needs a yes


def _amount(text: str, mention: Mention, awaited: Awaited | None) -> _Amount | None:
    """An amount of money as the plain number that the awaited block holds: "3,598 tỷ" -> 3598 in
    a block of million đồng, or in a report all of whose money is counted in millions, where the
    block has none; None where nothing is asked, no line is of money, or the amount is not sure."""
    if awaited is None or awaited.block is None:
        return None
    lines = awaited.indicators(awaited.block)
    money = _money_kinds(lines) or _money_kinds(awaited.form.indicators.values())
    if len(money) != 1:
        return None
    read = read_number(text[mention.start : mention.end], money.pop())
    if not read.sure or read.value is None:
        return None
    token = Token(_as_typed(read.value), "", mention.start, mention.end)
    return _Amount(token, read.action is not Treatment.ACCEPT)


def _as_typed(value: Decimal) -> str:
    """With a decimal comma, and never three digits behind it, which may be thousands."""
    whole, _, rest = f"{value:f}".partition(".")
    return f"{whole},{rest}0" if len(rest) == 3 else f"{whole},{rest}" if rest else whole


def _moments(text: str, named: Iterable[Mention]) -> dict[Mention, Token]:
    """ "tới thứ 3", "9h": one word that is of no line, for its number counts nothing."""
    told = (m for m in named if m.kind in _OF_TIME)
    dated = (m for m in told if any(map(str.isdigit, text[m.start : m.end])))
    return {m: Token(f"{{{m.kind}}}", "", m.start, m.end) for m in dated}


def _in_place_of(amounts: Mapping[Mention, Token], found: Iterable[Token]) -> tuple[Token, ...]:
    others = (t for t in found if not any(m.start <= t.start < m.end for m in amounts))
    return tuple(sorted((*others, *amounts.values()), key=lambda token: token.start))


def _money_kinds(lines: Iterable[Indicator]) -> set[Kind]:
    return {line.kind for line in lines if line.kind.dong is not None}


def _ids(kind: str, named: Iterable[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.value for m in named if m.kind == kind))


def _whole(share: str) -> int | None:
    return int(share) if share.isdigit() else None


@of_words
@cache
def _everybody() -> tuple[str, ...]:
    return tuple(f" {phrase} " for phrase in folded("all", "all") if phrase != "het")


# What may be named


def _names(work: Work, person: Official, awaited: Awaited | None, found: Iterable[Token]) -> Names:
    """Units of today first, the nearest before others; people of the own units before others."""
    own = {post.unit_id for post in person.posts_on(work.today)}
    return Names(
        units=unit_names(work.units, own, work.today),
        **_people_names(work, own, found),
        code=lambda typed: _code(typed, awaited),
        common=folded("sentence", "common_name"),
        kinds=tuple(folded("sentence", "unit_kind")),
        salutations=folded("sentence", "salutation"),
        before_person=folded("sentence", "before_person"),
        stand_in=folded("sentence", "stand_in"),
        turn_to=folded("sentence", "turn_to"),
        beside_figure=folded("told", "beside"),
    )


def _people_names(
    work: Work, own: Iterable[str], found: Iterable[Token]
) -> dict[str, Mapping[str, str]]:
    """Those of whom a word of the message may be the given name."""
    people: dict[str, str] = {}
    spelt: dict[str, str] = {}
    work.people.staff_ahead(own)
    here = [p for unit_id in own for p in work.people.staff(unit_id)]
    words_said = (token.base for token in found if token.is_word)
    called = first_called(work.session, words_said, work.today)
    for person in (*here, *called):
        if person.posts_on(work.today):
            given = person.name.split()[-1]
            people.setdefault(fold(given), person.id)
            spelt.setdefault(given, person.id)
    return {"people": people, "spelt": spelt}


def _code(typed: str, awaited: Awaited | None) -> str:
    if awaited is None:
        return ""
    found = candidates(typed, awaited)
    return found[0] if len(found) == 1 else ""
