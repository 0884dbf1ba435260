"""Amounts inside a text: digits or words with scales and units ("2 tỷ 350", "hai nghìn ba trăm").

`find_amounts` finds every amount and the words around; what an amount means for a count, a
percentage or money is decided in `domain.reading.numbers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from domain.reading.numerals import Numeral, Shape, read_numeral
from domain.reading.readings import Reason
from domain.reading.spoken import Spoken, below_thousand, sign, signs
from domain.words import FoundPhrase, SplitWord, Vocabulary, matches, undo_raw, word

THOUSAND, MILLION, BILLION = Decimal(10**3), Decimal(10**6), Decimal(10**9)

SCALES: Vocabulary[Decimal] = Vocabulary(
    {
        THOUSAND: ("nghìn", "ngàn", "k"),
        MILLION: ("triệu", "tr", "trđ"),
        BILLION: ("tỷ", "tỉ"),
    }
)
# What was typed behind a number -> the unit it means; "" fits every count.
UNITS: Vocabulary[str] = Vocabulary(
    {
        "%": ("%", "phần trăm"),
        "đồng": ("đồng", "đ", "d", "vnđ", "vnd", "đồng chẵn"),
        "hồ sơ": ("hồ sơ", "hs", "hso", "bộ hồ sơ", "bộ hs"),
        "văn bản": ("văn bản", "vb", "vbqppl", "kế hoạch", "quyết định", "công văn"),
        "nhiệm vụ": ("nhiệm vụ", "nv", "nvu"),
        "người": ("người", "ng", "đồng chí", "đc", "công chức", "cán bộ", "cbcc", "biên chế"),
        "thủ tục": ("thủ tục", "thủ tục hành chính", "tthc", "tt"),
        "phiếu": ("phiếu", "phiếu khảo sát"),
        "đơn vị": ("đơn vị", "đv", "dv", "cơ quan", "cơ quan đơn vị", "phòng", "phòng ban"),
        "vấn đề": ("vấn đề", "vđ"),
        "": (
            "cái", "bộ", "chiếc", "cuộc", "lượt", "việc", "vụ", "trường hợp", "th", "tin", "bài",
            "tin bài", "tổ", "thôn", "hội nghị", "lần", "buổi", "phản ánh", "kiến nghị", "pakn",
            "phản ánh kiến nghị", "đơn",
        ),
    }
)  # fmt: skip
_POINT = word("phẩy")
_THOUSAND_SHORT = SplitWord("k", "")
# The digit that VNI typing puts behind a scale: "2ty3" is "2 tỷ", or 2,3 tỷ.
_VNI_MARK = {"ty": "3", "ti": "3", "nghin": "2", "ngan": "2"}

_TOKEN = re.compile(
    r"(?P<number>[1-9][0-9]{0,2}(?: [0-9]{3})+(?:,[0-9]+)?(?![0-9.,o])"
    r"|(?:[0-9]|o(?=[o.,]{0,9}[0-9]))[0-9o.,]*)|[^\W\d_]+|\S"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A quantity with its scale (None: no scale word): "3,598 tỷ"."""

    quantity: Numeral | Spoken
    scale: Decimal | None = None
    point: bool = False  # decimals were said: "98 phẩy 3"
    short: bool = False  # the scale was only "k"

    @property
    def value(self) -> Decimal:
        """The quantity as a number."""
        return Decimal(self.quantity.value)


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount. `readings` are in ones (đồng, pieces), the likeliest first; more than one has
    to be asked about. `doubt` says why a single reading still has to be confirmed."""

    terms: tuple[Term, ...]
    readings: tuple[Decimal, ...]
    doubt: Reason | None = None
    raw: bool = False  # Telex or VNI was undone
    unit: str | None = None  # a key of `UNITS`; None: no unit was typed
    lead: tuple[SplitWord, ...] = ()  # words before it
    trail: tuple[SplitWord, ...] = ()  # words behind it that are no unit

    @property
    def numeral(self) -> Numeral | None:
        """The digits, where the amount is nothing but one numeral without a scale."""
        only = self.terms[0].quantity if len(self.terms) == 1 else None
        if isinstance(only, Numeral) and self.terms[0].scale is None and not self.terms[0].point:
            return only
        return None

    @property
    def scales(self) -> tuple[Decimal, ...]:
        """The scale words in order."""
        return tuple(term.scale for term in self.terms if term.scale is not None)

    @property
    def short_scale(self) -> bool:
        """True where "k" was typed, which may mean something else."""
        return any(term.short for term in self.terms)

    @property
    def spoken(self) -> bool:
        """True where every quantity is in words."""
        return all(isinstance(term.quantity, Spoken) for term in self.terms)


Item = Numeral | SplitWord


@dataclass(frozen=True, slots=True)
class _Token:
    item: Item
    start: int
    end: int


def find_amounts(text: str) -> tuple[Amount, ...]:
    """Every amount of a cleaned lower-case text, with the words before and behind it."""
    undone = " ".join(_undo_vni(token) for token in text.split())
    tokens = tuple(_tokens(undone))
    found: list[Amount] = []
    at, lead_from = 0, 0
    while at < len(tokens):
        read = _amount_at(tokens, at)
        if read is None:
            at += 1
            continue
        amount, end = read
        lead = _words(tokens[lead_from:at])
        found.append(replace(amount, lead=lead, raw=amount.raw or undone != text))
        at = lead_from = end
    if found:
        found[-1] = replace(found[-1], trail=_words(tokens[lead_from:]))
    return tuple(found)


def amounts_said(text: str) -> Iterator[tuple[int, int]]:
    """Where amounts of millions or billions stand in which a word is a number, each with all its
    number words: it is read whole, or nothing of it is.

    >>> said = "giao mười bảy tỷ tư, còn 3 tỷ"
    >>> [said[start:end] for start, end in amounts_said(said)]
    ['mười bảy tỷ tư']
    """
    lowered = text.lower()
    tokens = _tokens(lowered if len(lowered) == len(text) else text)
    at = 0
    while at < len(tokens):
        terms, end, _ = _terms(tokens, at)
        if _is_large(terms) and _in_words(terms) and not _is_no_scale(tokens, end):
            end = _end_of_words(tokens, end)
            yield tokens[at].start, tokens[end - 1].end
        at = max(end, at + 1)


def _is_large(terms: Sequence[Term]) -> bool:
    return any(term.scale is not None and term.scale >= MILLION for term in terms)


def _in_words(terms: Sequence[Term]) -> bool:
    """ "ba tỷ hai", "3 tỷ tư"; of "3 tỷ hai thôn" the digits are the amount."""
    tail = terms[-1].quantity
    closing = isinstance(tail, Spoken) and tail.value in (0, 4) and terms[-1].scale is None
    return isinstance(terms[0].quantity, Spoken) or closing


def _is_no_scale(tokens: Sequence[_Token], end: int) -> bool:
    """ "hai tỷ lệ", "mot ti nua"."""
    following = tokens[end].item if end < len(tokens) else None
    rates = isinstance(following, SplitWord) and following.base == "le"
    return rates or tokens[end - 1].item == SplitWord("ti", "")


_YEAR = 4  # digits
_OTHER_WORDS = {"nam": {"nay", "truoc", "ngoai", "sau"}, "tu": {"van", "nhan", "phap", "lieu"}}
"""The number words that are another word before one of these: "năm nay", "tư vấn"."""


def _end_of_words(tokens: Sequence[_Token], end: int) -> int:
    """Where the amount ends: what is left of number words belongs to it, so that it is not read;
    a "năm" is of it, of the year behind it, or it is not known which."""
    last, behind = tokens[end - 1].item, tokens[end].item if end < len(tokens) else None
    if isinstance(last, SplitWord) and last.base in _OTHER_WORDS:
        if isinstance(behind, SplitWord) and behind.base in _OTHER_WORDS[last.base]:
            return end - 1
        if last.base == "nam" and _is_year(behind):
            return end - 1
        if last.base == "nam" and (isinstance(behind, Numeral) or _is_letters(behind)):
            return end + 1
    while end < len(tokens) and _is_syllable(tokens[end].item):
        if _is_large(_terms(tokens, end)[0]):
            break  # another amount
        end += 1
    from_whom = tokens[end - 1].item == SplitWord("tu", "") and end < len(tokens)
    return end + 1 if from_whom and _is_letters(tokens[end].item) else end


def _is_year(item: Item | None) -> bool:
    return isinstance(item, Numeral) and item.text.isdigit() and len(item.text) == _YEAR


def _is_letters(item: Item | None) -> bool:
    return isinstance(item, SplitWord) and item.base.isalpha()


def _words(tokens: Sequence[_Token]) -> tuple[SplitWord, ...]:
    return tuple(t.item for t in tokens if isinstance(t.item, SplitWord))


def _undo_vni(token: str) -> str:
    if not token[0].isalpha() or not any(char.isdigit() for char in token):
        return token
    undone = undo_raw(word(token))
    known = sign(undone) or SCALES.find((undone,)) or UNITS.find((undone,))
    return undone.base if known and undone.base != token else token


def _tokens(text: str) -> list[_Token]:
    tokens = []
    for found in _TOKEN.finditer(text):
        digits = found["number"]
        item: Item = read_numeral(digits) if digits else word(found[0])
        tokens.append(_Token(item, *found.span()))
    return tokens


def _amount_at(tokens: Sequence[_Token], at: int) -> tuple[Amount, int] | None:
    terms, end, raw = _terms(tokens, at)
    if not terms:
        return None
    glued = ""
    if len(terms) > 1 and tokens[end - 1].start == tokens[end - 2].end:
        before = tokens[end - 2].item
        glued = before.base if isinstance(before, SplitWord) and not before.tone else ""
    readings, doubt = _sum(terms, glued)
    amount = Amount(terms, readings, doubt, raw)
    unit, end = _unit(tokens, end)
    if unit is not None:
        amount = replace(amount, unit=unit.meaning, raw=raw or unit.raw)
    return amount, end


def _terms(tokens: Sequence[_Token], at: int) -> tuple[tuple[Term, ...], int, bool]:
    terms: list[Term] = []
    raw = False
    while (taken := _quantity(tokens, at, bool(terms))) is not None:
        quantity, at, was_raw = taken
        raw |= was_raw
        term, at = _with_point(tokens, at, quantity)
        scale = _scale(tokens, at, isinstance(quantity, Numeral))
        if scale is None:
            terms.append(term)
            break
        value, was_raw = scale
        raw |= was_raw
        terms.append(replace(term, scale=value, short=tokens[at].item == _THOUSAND_SHORT))
        at += 1
    return tuple(terms), at, raw


def _quantity(
    tokens: Sequence[_Token], at: int, follows: bool
) -> tuple[Numeral | Spoken, int, bool] | None:
    if at >= len(tokens):
        return None
    item = tokens[at].item
    if isinstance(item, Numeral):
        return item, at + 1, False
    if spoken := _spoken(tokens, at, follows):
        return spoken
    scale = _scale(tokens, at, after_digits=False)
    if not follows and scale is not None and _is_half(tokens, at + 1):
        return Spoken(1, sure=False), at, False  # "tỷ rưỡi"
    return None


def _is_half(tokens: Sequence[_Token], at: int) -> bool:
    item = tokens[at].item if at < len(tokens) else None
    return isinstance(item, SplitWord) and sign(item) == "r"


def _spoken(tokens: Sequence[_Token], at: int, follows: bool) -> tuple[Spoken, int, bool] | None:
    """The longest run of number syllables that says a number."""
    end = at
    while end < len(tokens) and end - at < 7 and _is_syllable(tokens[end].item):
        end += 1
    while end > at:
        found, raw = signs([t.item for t in tokens[at:end] if isinstance(t.item, SplitWord)])
        last = end == len(tokens) or _has_its_mark(tokens[at].item)
        spoken = _tail(found, last=last) if follows else None
        spoken = spoken or below_thousand(found)
        if spoken:
            lone = end == at + 1 and _bare_of_its_marks(tokens[at].item)
            return replace(spoken, sure=spoken.sure and not lone), end, raw
        end -= 1
    return None


def _bare_of_its_marks(item: Item) -> bool:
    """One syllable without its marks may be another word: "nam" is năm or nam, "sau" after."""
    return isinstance(item, SplitWord) and not item.tone and item.base not in ("hai", "ba")


def _has_its_mark(item: Item) -> bool:
    """ "tỷ tư"; "tu" inside a text may be "từ" as well."""
    return isinstance(item, SplitWord) and bool(item.tone)


def _is_syllable(item: Item) -> bool:
    return isinstance(item, SplitWord) and bool(sign(item) or sign(undo_raw(item)))


def _tail(found: str, *, last: bool) -> Spoken | None:
    """What may only follow a scale: "rưỡi", "tư", "linh năm", "không trăm linh năm"."""
    if found == "t" and last:
        return Spoken(4)
    if found == "r":
        return Spoken(0, sure=False)
    if len(found) == 2 and found[0] == "i":
        unit = below_thousand(found[1])
        return Spoken(unit.value, hundreds=True) if unit else None
    return None


def _with_point(tokens: Sequence[_Token], at: int, quantity: Numeral | Spoken) -> tuple[Term, int]:
    item = tokens[at].item if at < len(tokens) else None
    if not isinstance(item, SplitWord) or not matches(item, _POINT):
        return Term(quantity), at
    digits, end = _decimals(tokens, at + 1)
    if not digits or (isinstance(quantity, Numeral) and quantity.shape is not Shape.PLAIN):
        return Term(quantity), at
    return Term(read_numeral(f"{quantity.value},{digits}"), point=True), end


def _decimals(tokens: Sequence[_Token], at: int) -> tuple[str, int]:
    item = tokens[at].item if at < len(tokens) else None
    if isinstance(item, Numeral):
        return (item.text, at + 1) if item.shape is Shape.PLAIN else ("", at)
    end = at
    while end < len(tokens) and _is_syllable(tokens[end].item):
        end += 1
    found, _ = signs([t.item for t in tokens[at:end] if isinstance(t.item, SplitWord)])
    if found.isdigit():
        return found, end
    spoken = below_thousand(found) if found else None
    return (str(spoken.value), end) if spoken and not spoken.others else ("", at)


def _scale(tokens: Sequence[_Token], at: int, after_digits: bool) -> tuple[Decimal, bool] | None:
    item = tokens[at].item if at < len(tokens) else None
    if not isinstance(item, SplitWord) or (item == _THOUSAND_SHORT and not after_digits):
        return None
    found = SCALES.find((item,))
    return (found.meaning, found.raw) if found else None


def _unit(tokens: Sequence[_Token], at: int) -> tuple[FoundPhrase[str] | None, int]:
    for length in range(UNITS.longest, 0, -1):
        said = _words(tokens[at : at + length])
        if len(said) == length and (found := UNITS.find(said)):
            return found, at + length
    return None, at


def _sum(terms: Sequence[Term], glued: str) -> tuple[tuple[Decimal, ...], Reason | None]:
    """The readings of a series of terms in ones, and why a single one is not sure."""
    first, *rest = terms
    if not rest:
        return _alone(first)
    if _in_thousands(terms):  # "17 nghìn 465 triệu"
        scale = terms[1].scale or Decimal(1)
        return ((first.value * THOUSAND + terms[1].value) * scale,), Reason.WORDS_UNSURE
    if not _well_formed(terms):
        return (), Reason.MALFORMED
    base = sum((term.value * (term.scale or 1) for term in terms if term.scale), Decimal(0))
    tail = terms[-1]
    unsure = _unsure(terms)
    if tail.scale is not None:
        return (base,), unsure
    last_scale = terms[-2].scale
    assert last_scale is not None  # a term without a scale ends the series
    readings, shortened = _tail_readings(tail.quantity, last_scale, glued)
    return tuple(base + reading for reading in readings), shortened or unsure


def _alone(term: Term) -> tuple[tuple[Decimal, ...], Reason | None]:
    scale = term.scale or Decimal(1)
    if isinstance(term.quantity, Numeral):
        return (term.value * scale,), Reason.WORDS_UNSURE if term.point else None
    readings = tuple(reading * scale for reading in term.quantity.readings)
    return readings, None if term.quantity.sure else Reason.WORDS_UNSURE


def _unsure(terms: Sequence[Term]) -> Reason | None:
    for term in terms:
        if isinstance(term.quantity, Spoken) and not term.quantity.sure:
            return Reason.WORDS_UNSURE
        if isinstance(term.quantity, Numeral) and term.quantity.letter_o:
            return Reason.LETTER_O
    return None


def _in_thousands(terms: Sequence[Term]) -> bool:
    """Thousands and what is below them, of one larger scale together."""
    if len(terms) != 2 or terms[0].scale != THOUSAND or terms[1].scale not in (MILLION, BILLION):
        return False
    return _well_formed((terms[0], replace(terms[1], scale=None)))


def _well_formed(terms: Sequence[Term]) -> bool:
    """Scales fall, and every quantity is a whole number that fits under the scale before it."""
    scales = [term.scale for term in terms if term.scale is not None]
    falling = all(a > b for a, b in pairwise(scales))
    whole = all(
        term.quantity.shape in (Shape.PLAIN, Shape.THOUSANDS)
        if isinstance(term.quantity, Numeral)
        else not term.quantity.others
        for term in terms
    )
    return falling and whole and all(term.value < 1000 for term in terms[1:])


def _tail_readings(
    tail: Numeral | Spoken, scale: Decimal, glued: str
) -> tuple[tuple[Decimal, ...], Reason | None]:
    """2 tỷ 350 -> 350 triệu; 1 tỷ 2 -> 200 triệu; 2 tỷ 35 -> 35 or 350 triệu."""
    value = Decimal(tail.value)
    if isinstance(tail, Spoken) and tail.value == 0 and not tail.hundreds:
        return (scale / 2,), Reason.SHORTENED  # rưỡi
    literal = value * scale / 1000
    digits = len(tail.text) if isinstance(tail, Numeral) else len(str(tail.value))
    if isinstance(tail, Spoken) and tail.hundreds:
        return (literal,), None if scale == THOUSAND else Reason.SHORTENED
    if digits > 3:
        return (), Reason.MALFORMED
    if digits == 3:
        return (literal,), Reason.SHORTENED
    if digits == 2:
        return (literal, value * scale / 100), Reason.SHORT_TAIL
    if isinstance(tail, Numeral) and _VNI_MARK.get(glued) == tail.text:
        return (value * scale / 10, Decimal(0)), Reason.SHORT_TAIL
    return (value * scale / 10,), Reason.SHORTENED
