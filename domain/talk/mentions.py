"""What a message names, and where: units, people, documents, moments, periods, codes, tasks.

Every mention is one place of the text; a place belongs to the first kind that claims it. What is
left are the words of the wish itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.dates.period_reading import periods_in
from domain.reading.amounts import amounts_said
from domain.reading.numerals_said import number_said
from domain.reading.tokens import Token
from domain.talk.moments_said import DATE, TIME, WEEKDAY, moments, spans_of_days
from domain.words import aligned, clean, fold


@dataclass(frozen=True, slots=True)
class Mention:
    """`kind`: unit, person, doc, due, span, period, code, task, pct, frac, long, link."""

    kind: str
    start: int
    end: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """What may be named: joined folded name -> id, for units ("bacson") and people ("lan"),
    people also by their spelt name ("Lan"); a typed code -> the form's code."""

    units: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    spelt: Mapping[str, str] = field(default_factory=dict)
    code: Callable[[str], str] = lambda _: ""
    common: frozenset[str] = frozenset()  # names that are also everyday words: "mai", "nam"
    kinds: tuple[str, ...] = ()  # "xa", "thi tran": may stand before a unit's name
    salutations: frozenset[str] = frozenset()  # may stand before a person's name
    before_person: frozenset[str] = frozenset()  # "cho", "nhờ": a name may follow
    stand_in: frozenset[str] = frozenset()  # "lam thay": a name stands in front
    turn_to: frozenset[str] = frozenset()  # "hoi": a name with its salutation follows
    beside_figure: frozenset[str] = frozenset()  # "mới", "đúng": nothing is counted by them


_LINK = re.compile(r"https?://\S+|www\.\S+")
_DOC = re.compile(
    r"(?<!\w)(?:so\s)?\d{1,5}\s?/\s?(?:[a-z]{2,6}\s?-\s?[a-z&]{2,8}|[a-z]{2,6}(?!\w))"
    r"|(?<!\w)(?:cv|cong van|vb|van ban|qd|quyet dinh|kh|ke hoach|tb|thong bao)\s(?:so\s)?\d{1,5}"
    r"(?![\d/])(?!\s?(?:k|tr|trieu|t[yi]|nghin|ngan|dong|vnd)(?!\w))"  # "kế hoạch 17 tỷ": money
)
_PERCENT = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d+)?)\s?(?:%|phan tram|pt(?!\w))")
_LONG = re.compile(r"(?<!\d)\d{7,}(?!\d)")
_SCALE = r"(?:k|trd|tr|trieu|t[yi](?!\sle(?!\w))|nghin|ngan|dong|vnd|d)(?:\s(?:dong|vnd|d))?(?!\w)"
_MONEY = re.compile(  # "3,598 tỷ", "3 tỷ rưỡi"; "17 tỷ 465" where no other word is counted behind
    rf"(?<![\w.,])\d+(?:[.,]\d+)*\s?{_SCALE}(?:\s?\d+(?:[.,]\d+)*\s?{_SCALE})*"
    r"(?:\sruoi(?!\w)|\s?\d{1,3}(?=\s*(?:$|[,;.:)\n]))(?![.,]\d))?"
)
_REST_OF_AMOUNT = re.compile(r"\s?\d{1,3}(?=\s)([^,;.:!?)\n]*)")
_FRACTION = re.compile(
    r"(?:(?<=co )|(?<=duoc )|(?<=xong )|(?<=dat )|(?<=moi ))\d{1,3}\s?/\s?\d{1,3}(?![\d/])"
    r"|(?<![\d/])\d{1,3}\s?/\s?\d{1,3}"
    r"(?=\s(?:so|thon|chi tieu|muc|ho|xa|phan|viec|don vi|cau)(?!\w))"
)
_CODE = re.compile(
    r"(?<![\w.])((?:[ivx]+\.)?\d{1,2}(?:\.\d{1,2}){1,3}|[ivx]+\.\d{1,2})(?![\w%]|,\d|\.\d)"
)
_SECTION = re.compile(r"(?:muc|phan)\s([ivx]{1,4})(?!\w)")
_TASK = re.compile(
    r"(?<!\w)(?:cong viec|nhiem vu|viec|nvu|nv|task)\s?(?:so\s)?#?(\d{1,3})"
    r"(?![\d/%]|[.,]\d|\s?(?:ngay|viec|nhiem vu))"
)
_TASK_SAID = re.compile(
    r"(?<!\w)(?:viec|nhiem vu)\s(?:so\s(\w+(?:\s\w+)?)|(mot|hai|ba|bon|tam|chin|muoi)(?!\w))"
)
_LONGEST_NAME = 9  # tokens: "xa-hoang-hoa-tham" with its strokes


def mentions(
    text: str, aligned: str, found: Sequence[Token], names: Names, today: date
) -> tuple[Mention, ...]:
    """All mentions in the order of the text; `aligned` is the text folded letter by letter."""
    taken: list[Mention] = []
    for mention in (
        *_of(_LINK, "link", aligned),
        *_of(_DOC, "doc", aligned),
        *_units(found, names),
        *_tasks(aligned),
        *_of(_FRACTION, "frac", aligned),
        *_percents(aligned),
        *_periods(aligned, today),
        *(
            Mention("due", *_without_speaker(text, *place))
            for place in moments(aligned)
            if not _is_called(text, place[0], place[1], names)
        ),
        *(Mention("time", *match.span()) for match in TIME.finditer(aligned)),
        *(Mention("due", *match.span()) for match in (*DATE.finditer(aligned),)),
        *(Mention("due", *_without_speaker(text, *m.span())) for m in WEEKDAY.finditer(aligned)),
        *_codes(aligned, names),
        *(Mention("span", *place) for place in spans_of_days(aligned)),
        *_money_said(text),
        *_money(aligned, names),
        *_of(_LONG, "long", aligned),
        *_people(text, found, names),
    ):
        if all(mention.end <= each.start or each.end <= mention.start for each in taken):
            taken.append(mention)
    return tuple(sorted(taken, key=lambda each: each.start))


def _without_speaker(text: str, start: int, end: int) -> tuple[int, int]:
    """ "sáng thứ hai tôi làm": "tôi" is no "tới"; nor in "tôi 8h có mặt" a "tối"."""
    said = text[start:end].lower()
    start += len("tôi ") if said.startswith("tôi ") else 0
    return start, end - 4 if said.endswith(" tôi") else end


def _is_called(text: str, start: int, end: int, names: Names) -> bool:
    """ "nhắc chị Mai": a name with its salutation, and no day."""
    before = fold(text[:start]).split()[-1:]
    return text[start:end] == "Mai" and set(before) <= names.salutations and bool(before)


def _of(pattern: re.Pattern[str], kind: str, aligned: str) -> Iterator[Mention]:
    for match in pattern.finditer(aligned):
        yield Mention(kind, *match.span(), match[0])


def _money(aligned: str, names: Names) -> Iterator[Mention]:
    """Amounts; "3 tỷ 589 mới đúng" with its 589, for behind that nothing is counted."""
    for match in _MONEY.finditer(aligned):
        rest = _REST_OF_AMOUNT.match(aligned, match.end())
        alone = rest is not None and set(rest[1].split()) <= names.beside_figure
        end = rest.start(1) if rest is not None and alone else match.end()
        yield Mention("money", match.start(), end, aligned[match.start() : end])


def _money_said(text: str) -> Iterator[Mention]:
    for start, end in amounts_said(text):
        yield Mention("money", start, end, fold(text[start:end]))


def _percents(aligned: str) -> Iterator[Mention]:
    for match in _PERCENT.finditer(aligned):
        yield Mention("pct", *match.span(), match[1])
    for match in re.finditer(r"(?<!\w)((?:\w+\s){1,4})(?:phan tram)(?!\w)", aligned):
        words = match[1].split()
        for size in range(len(words), 0, -1):
            value = number_said(words[-size:])
            if value is not None:
                start = match.end(1) - len(" ".join(words[-size:])) - 1
                yield Mention("pct", start, match.end(), str(value))
                break


def _periods(aligned: str, today: date) -> Iterator[Mention]:
    for start, end, code in periods_in(aligned, today):
        yield Mention("period", start, end, code)


def codes_typed(text: str) -> tuple[str, ...]:
    """What has the form of a code of the form, as it was typed, whether there is such a one or
    not.

    >>> codes_typed("4.1 là gì")
    ('4.1',)
    """
    return tuple(match[1] for match in _CODE.finditer(aligned(clean(text))))


def _codes(aligned: str, names: Names) -> Iterator[Mention]:
    for match in _CODE.finditer(aligned):
        code = names.code(match[1])
        if code:
            yield Mention("code", *match.span(1), code)
    for match in _SECTION.finditer(aligned):
        yield Mention("section", *match.span(1), match[1].upper())


def _tasks(aligned: str) -> Iterator[Mention]:
    for match in _TASK.finditer(aligned):
        yield Mention("task", *match.span(), match[1])
    for match in _TASK_SAID.finditer(aligned):
        group = 1 if match[1] else 2
        for size in (2, 1):
            words = match[group].split()[:size]
            value = number_said(words)
            if value is not None:
                end = match.start(group) + len(" ".join(words))
                yield Mention("task", match.start(), end, str(value))
                break


def _units(found: Sequence[Token], names: Names) -> Iterator[Mention]:
    """A unit's name, its kind before it if it is said; the longest first."""
    at = 0 if names.units else len(found)
    while at < len(found):
        size = _unit_at(found, at, names)
        if not size:
            at += 1
            continue
        name = "".join(each.base for each in found[at : at + size] if each.base != "-")
        begin = at - _kind_length(found, at, names)
        yield Mention("unit", found[begin].start, found[at + size - 1].end, names.units[name])
        at += size


def _unit_at(found: Sequence[Token], at: int, names: Names) -> int:
    """How many tokens from here on name a unit; a slug has strokes between its words."""
    if not found[at].base.isalpha():
        return 0
    for size in range(min(_LONGEST_NAME, len(found) - at), 0, -1):
        piece = [each.base for each in found[at : at + size]]
        spelt = [base for base in piece if base != "-"]
        if piece[-1] != "-" and "".join(spelt) in names.units:
            return size
    return 0


def _kind_length(found: Sequence[Token], at: int, names: Names) -> int:
    for size in (2, 1):
        if at >= size and " ".join(each.base for each in found[at - size : at]) in names.kinds:
            return size
    return 0


def _people(text: str, found: Sequence[Token], names: Names) -> Iterator[Mention]:
    """A given name behind a salutation or a word that asks for one, or spelt with its capital."""
    for at, token in enumerate(found):
        if token.base not in names.people or not token.is_word:
            continue
        spelt = text[token.start : token.end]
        before = found[at - 1].base if at else ""
        greeted = before in names.salutations
        asked = before in names.before_person and token.base not in names.common
        capital = spelt[:1].isupper() and not spelt.isupper()
        right = spelt in names.spelt
        if _takes_over(found, at, names, greeted=greeted):
            start = found[at - 1].start if greeted else token.start
            yield Mention("person", start, token.end, names.people[token.base])
        elif greeted and (capital or token.base not in names.common or right or spelt.islower()):
            if token.base in names.common and not capital and not right:
                continue
            yield Mention("person", found[at - 1].start, token.end, names.people[token.base])
        elif (
            asked
            or (capital and (right or token.base not in names.common) and (at or right))
            or (capital and at == 0 and token.base not in names.common)
        ):
            yield Mention("person", token.start, token.end, names.people[token.base])


_NO_PERSON = frozenset({"doi", "the"})  # behind "thay": something changes, or "thay thế" of things


def _takes_over(found: Sequence[Token], at: int, names: Names, *, greeted: bool) -> bool:
    """ "lan thay", "tuấn lo giúp", "có gì hỏi chị hoa": whoever is said to stand in, in small
    letters as well."""
    front = found[at - 2].base if at > 1 else ""
    if greeted and front in names.turn_to:
        return True
    behind = [token.base for token in found[at + 1 : at + 4]]
    if "thay" in behind[:2] and _NO_PERSON & set(behind[1:]):
        return False
    return any(" ".join(behind[:size]) in names.stand_in for size in (1, 2, 3))
