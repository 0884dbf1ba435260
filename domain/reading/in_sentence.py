"""The figures of a block inside a sentence: labels in words, place numbers, a row, voice typing.

Whatever is found is shown with its labels before it is written: the words are the person's own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import permutations

from domain.reading.awaited import Awaited
from domain.reading.clauses import JOINS_A_LABEL, clauses, without_denied
from domain.reading.numerals import Shape, read_numeral
from domain.reading.numerals_said import cuts_into, grouped, number_said
from domain.reading.spoken import sign
from domain.reading.tokens import Token
from domain.report.figures import Figure, State
from domain.report.findings import Case
from domain.report.forms import Block
from domain.report.rules import check_block
from domain.words import SplitWord, fold

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_IN_A_ROW = frozenset([Shape.PLAIN, Shape.THOUSANDS, Shape.MIXED])
"""Of the other notations "4.1" may be a code, "156,5" of "156,5m2"."""
_PLACE = frozenset(["muc", "so", "o", "dong", "cau", "thu"])
_EITHER = frozenset(["hoac", "hay"])  # between two numbers: it is neither surely
_OTHER_WITHOUT_MARK = frozenset(["sau", "nam", "tam"])  # "sau", "nam" are no "sáu", "năm"
_DAYS_BEFORE = frozenset(["hom", "toi", "dem", "chieu", "tuan", "thang"])  # "hôm qua" is not "quá"
_YEAR = re.compile(r"(?:19|20)\d\d")
_REST = ("con", "lai")
_NOT = ["khong"]
_SOME = frozenset(["so", "vai", "it", "phan"])  # behind "một": how many is not said
_SMALL = frozenset(
    ["so", "la", "co", "duoc", "da", "va", "con", "em", "chi", "a", "bao", "cao", "nhu", "sau"]
)
_ORDERED_AT_MOST = 3  # six orders
_TELLING_AT_LEAST = 2  # words that tell a line
_SMALL_FIGURE = 20  # below it 9 and 12, 0 and 3 are of one size
_NO_LINE = "?"  # a word that belongs to no line, as the catalogue says
_OVERLAP, _LACKS, _STRANGE, _EXACT, _MARGIN = 2.0, 0.5, 1.0, 2.0, 1.0


@dataclass(frozen=True, slots=True)
class SentenceFigures:
    """Code -> number; `ask`: one is left out, a rule breaks, or the row does not fit. `named`: by
    their labels or places, and all of the block. `left`: numbers whose line is not clear."""

    by_code: Mapping[str, Decimal]
    ask: bool
    named: bool = False
    left: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """Folded words of the catalogue: how a line is called besides its label, and what stands right
    in front of a year."""

    equals: Mapping[str, str]
    before_year: Collection[str]


def figures_in(found: Sequence[Token], awaited: Awaited, beside: Beside) -> SentenceFigures | None:
    """The figures for the awaited block; None where the sentence has none. `found` are the tokens
    outside of what the message names."""
    block = awaited.block
    if block is None:
        return None
    equals, found = beside.equals, _said(found, beside.before_year)
    parts = clauses(found)
    placed = _placed(parts, block)
    read = placed or _labelled(parts, awaited, block, equals)
    left = _left(parts, read) if read and not placed else ()
    if (read is None or left) and (named := _of_another_block(parts, awaited, block, equals)):
        block, read = named
        left = _left(parts, read)
    if read is None and (named := _in_groups(found, awaited, equals)):
        block, read = named
    labelled = read is not None
    if read is None and not _of_other_lines(found, awaited, block, equals):
        read = _row(found, awaited, block)
    if read is None:
        return None
    if not read:
        return SentenceFigures({}, ask=True)
    if not placed and (row := _in_order(parts, awaited, block, equals)):
        read, left = row, ()
    complete = len(read) == len(block.codes)
    ask = not complete or _breaks(read, awaited, block)
    return SentenceFigures(read, ask, labelled and complete and len(read) > 1, left)


def _said(found: Sequence[Token], before_year: Collection[str]) -> tuple[Token, ...]:
    """Without the colon between a label and its number, and without words that only without their
    mark are a number or a label: "như sau", "hôm qua", "năm nay" beside words with marks."""
    marked = sum(bool(token.tone) for token in found) > 1
    found = without_denied(found, _is_number)
    kept: list[Token] = []
    either: Token | None = None
    for before, token, after in zip((None, *found), found, (*found[1:], None), strict=False):
        base, front = token.base, before.base if before else ""
        joins = base in JOINS_A_LABEL and after is not None and after.base[:1].isdigit()
        follows = base == "sau" and not token.tone and front == "nhu"
        past = base == "qua" and front in _DAYS_BEFORE
        year = bool(_YEAR.fullmatch(base)) and front in before_year
        unmarked = marked and not token.tone and base in _OTHER_WITHOUT_MARK
        if base in _EITHER and after is not None and _DIGITS.fullmatch(after.base) and kept:
            kept[-1] = replace(kept[-1], base="?") if _DIGITS.fullmatch(front) else kept[-1]
            either = after
        elif not (joins or follows or past or year or unmarked or token is either):
            kept.append(token)
    return tuple(kept)


def _is_number(token: Token) -> bool:
    said = sign(SplitWord(token.base, token.tone))
    return bool(_DIGITS.fullmatch(token.base)) or bool(said)


def _left(parts: Sequence[Sequence[Token]], read: Mapping[str, Decimal]) -> tuple[Decimal, ...]:
    """The numbers of the sentence that no line has taken."""
    left = [value for part in parts for _, value in _numbers(part)]
    for value in read.values():
        if value in left:
            left.remove(value)
    return tuple(left)


def _of_another_block(
    parts: Sequence[Sequence[Token]], awaited: Awaited, asked: Block, equals: Mapping[str, str]
) -> tuple[Block, dict[str, Decimal]] | None:
    """The one block of this person, besides the asked one, in which several lines are told by words
    of their own, and at most one number is left."""
    numbers = sum(len(_numbers(part)) for part in parts)
    found = [
        (block, read)
        for block in awaited.form.blocks_by_id.values()
        if block is not asked
        and all(map(awaited.owns, block.codes))
        and (read := _labelled(parts, awaited, block, equals))
        and len(read) > 1
        and _spelt_each(parts, awaited, block, equals) >= max(1, numbers - 1)
    ]
    return found[0] if len(found) == 1 else None


def _spelt_each(
    parts: Sequence[Sequence[Token]], awaited: Awaited, block: Block, equals: Mapping[str, str]
) -> int:
    """How many numbers have words beside them that fit one line of the block, and no strange ones
    but the noun that is counted."""
    labels = _label_words(awaited, block)
    known = frozenset().union(*labels.values())
    units = {word for line in awaited.indicators(block) for word in fold(line.unit).split()}
    found = [
        code
        for _, words, _ in _pairs(parts, equals, known)
        if set(words) - known - units <= _SMALL and (code := _label_of(words, labels, known))
    ]
    return len(found) if len(set(found)) == len(found) else 0


def _in_order(
    parts: Sequence[Sequence[Token]], awaited: Awaited, block: Block, equals: Mapping[str, str]
) -> dict[str, Decimal] | None:
    """ "14 việc, 13 đúng hạn, 1 trễ, còn 0": as many numbers as lines, each in front of its words,
    none of which is that of another line."""
    numbers = [value for part in parts for _, value in _numbers(part)]
    if len(numbers) != len(block.codes) or not parts or not _DIGITS.fullmatch(parts[0][0].base):
        return None
    labels = _label_words(awaited, block)
    known = frozenset().union(*labels.values())
    flat = [token for part in parts for token in part]
    places = [at for at, token in enumerate(flat) if _DIGITS.fullmatch(token.base)]
    if len(places) != len(numbers):
        return None
    for code, at, end in zip(block.codes, places, [*places[1:], len(flat)], strict=True):
        meant = _label_of(_meant(flat[at + 1 : end], equals), labels, known)
        if meant not in (None, code):
            return None
    return dict(zip(block.codes, numbers, strict=True))


def _breaks(read: Mapping[str, Decimal], awaited: Awaited, block: Block) -> bool:
    figures = dict(awaited.current)
    figures |= {code: Figure(code, State.VALUE, value) for code, value in read.items()}
    return bool(check_block(Case(awaited.form, figures), block.codes))


def _in_groups(
    found: Sequence[Token], awaited: Awaited, equals: Mapping[str, str]
) -> tuple[Block, dict[str, Decimal]] | None:
    """ "một phần 196 196 88, toàn trình 142 142 67": behind the words of several lines a number for
    each of them, in their order; the one block of this person in which all find theirs."""
    groups = list(_word_groups(found, equals))
    if not groups or not any(len(numbers) > 1 for _, numbers in groups):
        return None
    hits = [
        (block, read)
        for block in awaited.form.blocks_by_id.values()
        if all(map(awaited.owns, block.codes)) and (read := _of_groups(groups, awaited, block))
    ]
    return hits[0] if len(hits) == 1 else None


def _word_groups(
    found: Sequence[Token], equals: Mapping[str, str]
) -> Iterator[tuple[frozenset[str], list[Decimal]]]:
    """Stretches of words, each with the numbers behind it."""
    words, numbers = list[str](), list[Decimal]()
    for token in found:
        if _DIGITS.fullmatch(token.base):
            numbers.append(read_numeral(token.base).value)
        elif token.is_word:
            if numbers:
                yield frozenset(words) - _SMALL, numbers
                words, numbers = [], []
            words += equals.get(token.base, token.base).split()
    yield frozenset(words) - _SMALL, numbers


def _of_groups(
    groups: Sequence[tuple[frozenset[str], list[Decimal]]], awaited: Awaited, block: Block
) -> dict[str, Decimal]:
    labels, read = _label_words(awaited, block), dict[str, Decimal]()
    for words, numbers in groups:
        codes = [code for code, label in labels.items() if words and words <= label]
        if len(codes) != len(numbers) or not read.keys().isdisjoint(codes):
            return {}
        read |= dict(zip(codes, numbers, strict=True))
    return {code: read[code] for code in block.codes if code in read}


def _of_other_lines(
    found: Sequence[Token], awaited: Awaited, asked: Block, equals: Mapping[str, str]
) -> bool:
    """Words that are of no line of the asked block, and of one elsewhere: a row beside them is none
    of the asked lines."""
    spelt = {word for token in found if token.is_word for word in _meant([token], equals)}
    own = _all_words(awaited, asked)
    strange = spelt - own - _SMALL
    if len(strange) < _TELLING_AT_LEAST:
        return False
    others = (b for b in awaited.form.blocks_by_id.values() if b is not asked)
    return any(
        strange <= _words_of(line.label, line.short)
        for block in others
        if all(map(awaited.owns, block.codes))
        for line in awaited.indicators(block)
    )


def _all_words(awaited: Awaited, block: Block) -> frozenset[str]:
    lines = awaited.indicators(block)
    return _words_of(block.title, *(f"{line.label} {line.short} {line.unit}" for line in lines))


def _words_of(*texts: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", fold(" ".join(texts))))


# A row


def _row(found: Sequence[Token], awaited: Awaited, block: Block) -> dict[str, Decimal] | None:
    """As many numbers as the block has lines; an empty answer for a row of another length."""
    typed = (read_numeral(t.base) for t in found if t.base[:1].isdigit())
    numbers = [numeral.value for numeral in typed if numeral.shape in _IN_A_ROW]
    if not numbers:
        return _spoken_row(found, awaited, block)
    if len(numbers) == len(block.codes):
        return dict(zip(block.codes, numbers, strict=True))
    return {} if len(numbers) > 2 else None


def _spoken_row(
    found: Sequence[Token], awaited: Awaited, block: Block
) -> dict[str, Decimal] | None:
    """Of several ways to part the words the only one that breaks no check: "muoi bon muoi bon
    khong khong" is no 10 44 0 0 where 44 of 10 cannot be."""
    runs = _runs(found)
    long = [run for run in runs if len(run) >= len(block.codes)]
    if len(runs) > len(long) == 1:  # "bốn con số là mười tám mười sáu hai không"
        runs = long
    if len(runs) == len(block.codes):
        each = [cuts_into([SplitWord(t.base, t.tone) for t in run], 1) for run in runs]
        if all(len(cuts) == 1 for cuts in each):
            return {c: Decimal(cuts[0][0]) for c, cuts in zip(block.codes, each, strict=True)}
    if len(runs) != 1 or len(runs[0]) < len(block.codes):
        return None
    said = [SplitWord(token.base, token.tone) for token in runs[0]]
    cuts = cuts_into(said, len(block.codes))
    if digits := () if cuts else grouped(said, len(block.codes)):
        return _read_out(digits, awaited, block)
    rows = [dict(zip(block.codes, map(Decimal, cut), strict=True)) for cut in cuts]
    if len(rows) > 1:
        rows = [row for row in rows if not _breaks(row, awaited, block)]
    if len(rows) != 1:
        return {} if cuts else None
    return rows[0]


def _read_out(
    ways: Sequence[tuple[int, ...]], awaited: Awaited, block: Block
) -> dict[str, Decimal]:
    """Of the ways to group digits, "ba bảy sáu ba bảy tư không không", the only one that breaks no
    check and is of the size of the figures before; an empty answer where that is not clear."""
    rows = [dict(zip(block.codes, map(Decimal, way), strict=True)) for way in ways]
    before = {
        code: number
        for code in block.codes
        if (old := awaited.previous.get(code)) is not None
        and (number := old.number(awaited.form.indicators[code].kind)) is not None
    }
    like = [row for row in rows if all(_alike(row[code], old) for code, old in before.items())]
    fitting = [row for row in like if not _breaks(row, awaited, block)] if before else []
    return fitting[0] if len(fitting) == 1 else {}


def _alike(now: Decimal, before: Decimal) -> bool:
    """As many digits, unless both are small."""
    return max(now, before) < _SMALL_FIGURE or len(f"{now:f}") == len(f"{before:f}")


def _runs(found: Sequence[Token]) -> list[list[Token]]:
    """Runs of number words; "phẩy", "và" and signs part them."""
    runs: list[list[Token]] = [[]]
    for token in found:
        if sign(SplitWord(token.base, token.tone)):
            runs[-1].append(token)
        elif runs[-1]:
            runs.append([])
    kept = [run for run in runs if run]
    return kept if len(kept) > 1 or (kept and len(kept[0]) > 1) else []


# Labels


def _labelled(
    parts: Sequence[Sequence[Token]], awaited: Awaited, block: Block, equals: Mapping[str, str]
) -> dict[str, Decimal] | None:
    labels = _label_words(awaited, block)
    known = frozenset().union(*labels.values())
    read: dict[str, Decimal] = {}
    told: dict[str, set[str]] = {}
    unclear: list[tuple[Decimal, list[str]]] = []
    doubtful = False
    pairs = _pairs(parts, equals, known)
    if sum(not set(words) & known for _, words, _ in pairs) * 2 > len(pairs):
        return None
    for number, words, first in pairs:
        if _is_rest(words):
            doubtful |= bool(number)
            left = [code for code in block.codes if code not in read] if not number else []
            read |= dict.fromkeys(left, number)
            continue
        code, own = _label_of(words, labels, known), set(words) & known
        if code in read and own == told.get(code):
            return _in_an_order_that_fits([each for each, _, _ in pairs], awaited, block)
        if code is None and first and not set(words) & known:
            code = block.codes[0]
        if code is None or code in read:
            unclear.append((number, words))
            continue
        read[code], told[code] = number, own
    unclear = _by_short_name(unclear, read, awaited, block)
    doubtful |= not _by_elimination(unclear, read, labels)
    if len(read) < 2 and not (read and doubtful):
        return None
    if len(read) < 2 and not any(set(w) & known for _, w, _ in _pairs(parts, equals, known)):
        return None
    return {code: read[code] for code in block.codes if code in read}


def _in_an_order_that_fits(
    numbers: Sequence[Decimal], awaited: Awaited, block: Block
) -> dict[str, Decimal] | None:
    """Of numbers that are called the same, "giải ngân 17.465 triệu, đã giải ngân 3,598 tỷ", the
    only order that breaks no check."""
    if len(numbers) != len(block.codes) or len(numbers) > _ORDERED_AT_MOST:
        return None
    orders = set(permutations(numbers))
    rows = [dict(zip(block.codes, order, strict=True)) for order in orders]
    fitting = [row for row in rows if not _breaks(row, awaited, block)]
    return fitting[0] if len(fitting) == 1 else None


def _by_short_name(
    unclear: Sequence[tuple[Decimal, list[str]]],
    read: dict[str, Decimal],
    awaited: Awaited,
    block: Block,
) -> list[tuple[Decimal, list[str]]]:
    """ "văn bản 14", "kiểm tra 1 cơ quan": of a line whose label is long the few words by which the
    bot calls it, where they are those of no other one; what is left unclear."""
    names = {line.code: set(fold(line.short).split()) for line in awaited.indicators(block)}
    known = frozenset().union(*names.values()) - _SMALL
    left: list[tuple[Decimal, list[str]]] = []
    for number, words in unclear:
        said = set(words) & known
        found = [code for code, name in names.items() if said and said <= name]
        if len(found) == 1 and found[0] not in read and _NO_LINE not in words:
            read[found[0]] = number
        else:
            left.append((number, words))
    return left


def _by_elimination(
    unclear: Sequence[tuple[Decimal, list[str]]],
    read: dict[str, Decimal],
    labels: Mapping[str, frozenset[str]],
) -> bool:
    """ "quá hạn 0" beside "chưa xong 0": of the lines that no other words have taken the one that
    fits; whether all found theirs."""
    clear = True
    for number, words in unclear:
        left = {code: label for code, label in labels.items() if code not in read}
        known = frozenset().union(*left.values())
        code = _label_of(words, left, known) if left else None
        if code is None and len(left) == len(unclear) == 1 and _NO_LINE not in words:
            code = next(iter(left))  # one number, one line: it is shown and asked all the same
        if code is None:
            clear = False
        else:
            read[code] = number
    return clear


def _label_words(awaited: Awaited, block: Block) -> dict[str, frozenset[str]]:
    """The words of each line that tell it from the others."""
    spelt = {
        line.code: frozenset(re.findall(r"[a-z]+", fold(f"{line.label} {line.short}")))
        for line in awaited.indicators(block)
    }
    common = frozenset.intersection(*spelt.values()) if len(spelt) > 1 else frozenset()
    small = {"so", "da", "cac", "va", "cua", "cap", "tren", "nhung"}
    return {code: words - common - small for code, words in spelt.items()}


def _pairs(
    parts: Sequence[Sequence[Token]], equals: Mapping[str, str], known: frozenset[str]
) -> list[tuple[Decimal, list[str], bool]]:
    """Each number with the words that name it, and whether it is the first of all."""
    pairs: list[tuple[Decimal, list[str], bool]] = []
    for part in parts:
        numbers = [(at, value) for at, value in _numbers(part)]
        for index, (at, value) in enumerate(numbers):
            begin = numbers[index - 1][0] + 1 if index else 0
            words = _meant(part[begin:at], equals)
            last = index == len(numbers) - 1
            if last and (len(numbers) == 1 or not set(words) & known):
                words = words + _meant(part[at + 1 :], equals)
            pairs.append((value, words, not pairs))
        if not numbers and (words := _meant(part, equals)) and "khong" in words:
            rest = [word for word in words if word not in ("khong", "co")]
            if set(rest) & known:
                pairs.append((Decimal(0), rest, False))
    return pairs


def _numbers(part: Sequence[Token]) -> list[tuple[int, Decimal]]:
    found = [
        (at, read_numeral(token.base).value)
        for at, token in enumerate(part)
        if _DIGITS.fullmatch(token.base) and token.base.count(".") + token.base.count(",") < 2
    ]
    if found:
        words = {"mot", "hai", "ba"}
        spoken = [
            (at, Decimal(number_said([token.base]) or 0))
            for at, token in enumerate(part)
            if token.base in words
            and at + 1 < len(part)
            and part[at + 1].base in ("cai", "viec", "nhiem")
        ]
        return sorted([*found, *spoken])
    return _spoken_at_the_end(part) or _spoken_amid(part)


def _spoken_at_the_end(part: Sequence[Token]) -> list[tuple[int, Decimal]]:
    """ "đúng hạn mười bốn": the one number in words with which a clause ends, behind its label."""
    at = len(part)
    while at and sign(SplitWord(part[at - 1].base, part[at - 1].tone)):
        at -= 1
    said = [SplitWord(token.base, token.tone) for token in part[at:]]
    cuts = cuts_into(said, 1) if at and said else []
    return [(at, Decimal(cuts[0][0]))] if len(cuts) == 1 else []


def _spoken_amid(part: Sequence[Token]) -> list[tuple[int, Decimal]]:
    """ "mười sáu đúng hạn": the one number in words of a clause, in front of its label; "một số" is
    none, and "không" alone may deny something."""
    runs = [run for run in _runs_in(part) if [token.base for token in part[slice(*run)]] != _NOT]
    if len(runs) != 1:
        return []
    start, end = runs[0]
    if end < len(part) and part[end].base in _SOME:
        return []
    cuts = cuts_into([SplitWord(t.base, t.tone) for t in part[start:end]], 1)
    return [(end - 1, Decimal(cuts[0][0]))] if len(cuts) == 1 else []


def _runs_in(part: Sequence[Token]) -> list[tuple[int, int]]:
    """From where to where number words follow each other."""
    signs = [bool(sign(SplitWord(token.base, token.tone))) for token in part]
    starts = [at for at, said in enumerate(signs) if said and not (at and signs[at - 1])]
    ends = [at + 1 for at, said in enumerate(signs) if said and not any(signs[at + 1 : at + 2])]
    return list(zip(starts, ends, strict=True))


def _meant(piece: Sequence[Token], equals: Mapping[str, str]) -> list[str]:
    return [word for token in piece for word in equals.get(token.base, token.base).split()]


def _is_rest(words: Sequence[str]) -> bool:
    return _REST[0] in words and _REST[1] in words


def _label_of(
    words: Sequence[str], labels: Mapping[str, frozenset[str]], known: frozenset[str]
) -> str | None:
    """The one line that these words fit clearly better than any other."""
    said = set(words) & known
    if not said or _NO_LINE in words:
        return None
    scores = sorted(((_fit(said, label), code) for code, label in labels.items()), reverse=True)
    (best, code), *others = scores
    clear = not others or best - others[0][0] >= _MARGIN
    return code if best > 0 and clear else None


def _fit(said: set[str], label: frozenset[str]) -> float:
    fit = _OVERLAP * len(said & label) - _LACKS * len(label - said) - _STRANGE * len(said - label)
    return fit + (_EXACT if said == label else 0)


def lines_named(found: Sequence[Token], awaited: Awaited, beside: Beside) -> tuple[str, ...]:
    """The lines of the awaited block whose labels have all the label words of the sentence; of the
    whole form where none has: the line whose label the sentence spells out."""
    words = _meant(_said(found, beside.before_year), beside.equals)
    said: set[str] = set()
    if block := awaited.block:
        labels = _label_words(awaited, block)
        said = set(words) & frozenset().union(*labels.values())
        exact = _label_of(words, labels, frozenset().union(*labels.values()))
        if exact and said == labels[exact]:
            return (exact,)
    if spelt := _spelt_out(" ".join(words), awaited):
        return spelt
    if awaited.block and (len(said) > 1 or "tong" in said) and _NO_LINE not in words:
        return tuple(code for code, label in labels.items() if said <= label)
    return ()


def _spelt_out(said: str, awaited: Awaited) -> tuple[str, ...]:
    best: tuple[int, str] = (0, "")
    for line in awaited.form.indicators.values():
        for wording in (line.label, line.short):
            label = " ".join(re.findall(r"[a-z0-9]+", fold(wording)))
            if label.count(" ") >= 2 and label in said and len(label) > best[0]:
                best = (len(label), line.code)
    return (best[1],) if best[1] else ()


# Place numbers


def _placed(parts: Sequence[Sequence[Token]], block: Block) -> dict[str, Decimal] | None:
    """ "mục 1 là 14, mục 2 mười bốn, 3 với 4 không có"."""
    read: dict[str, Decimal] = {}
    named = False
    for part in parts:
        bases = [token.base for token in part]
        for at, base in enumerate(bases):
            named |= (
                base in _PLACE and at + 1 < len(bases) and bases[at + 1] in ("1", "2", "3", "4")
            )
        places, value = _place_and_value(bases)
        if value is None:
            continue
        for place in places:
            if 1 <= place <= len(block.codes):
                read[block.codes[place - 1]] = value
    return read if named and len(read) >= 2 else None


def _place_and_value(bases: Sequence[str]) -> tuple[list[int], Decimal | None]:
    numbers = [int(base) for base in bases if base.isdigit()]
    spoken = [
        base
        for base in bases
        if (not base.isdigit() and number_said([base]) is not None) or base in ("muoi", "tram")
    ]
    none = "khong" in bases
    if none and numbers and all(number <= 9 for number in numbers):
        return numbers, Decimal(0)
    if len(numbers) == 2:
        return numbers[:1], Decimal(numbers[1])
    if len(numbers) == 1 and spoken:
        value = number_said([base for base in spoken if base != "khong"] or ["khong"])
        return numbers, None if value is None else Decimal(value)
    return [], None
