"""Periods or groups of units side by side: each line, block and rule that is meant for every
column, once a column.

A line "I.2.1" becomes a heading and the lines "I.2.1.a", "I.2.1.b", ..., so that everything that
reads, asks, checks and keeps figures knows them as what they are: figures of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from domain.dates.periods import DAY
from domain.report.forms import AnnexColumn, Block, Indicator, Kind, Rule, Severity

LETTERS = "abcdefghijkl"
"""Of the columns, in order; more stand on no page."""
ADDING = frozenset({"equals", "at_most", "at_least", "balance"})
"""The rules that may add up what the columns of a line say."""
SIDE_BY_SIDE = frozenset({"copied"})
"""The rules that look at all columns at once."""
CARRIED = "carried"  # the option of a rule that names what is carried over, and what was left


def cell(code: str, column: AnnexColumn) -> str:
    """The code of a line in a column: "I.2.1.a"."""
    return f"{code}.{column.letter}"


def spread_line(
    line: Indicator, columns: Sequence[AnnexColumn], spread: frozenset[str]
) -> Iterator[Indicator]:
    """The heading of a line that has a figure in every column, and these; another line as it is."""
    if line.code not in spread:
        yield line
        return
    yield replace(line, kind=Kind.GROUP, ratio=None, options=(), only_if="", example="")
    for column in columns:
        yield replace(
            line,
            code=cell(line.code, column),
            printed=f"{line.printed}.{column.letter}",
            parent=line.code,
            label=f"{line.label} ({column.words})",
            short=f"{line.short}, {column.words}",
            ratio=line.ratio
            and replace(
                line.ratio,
                part=_in(line.ratio.part, column, spread),
                whole=_in(line.ratio.whole, column, spread),
            ),
            only_if=_in(line.only_if, column, spread),
            column=column.letter,
        )


def _in(code: str, column: AnnexColumn, spread: frozenset[str]) -> str:
    return cell(code, column) if code in spread else code


def spread_block(
    block: Block, columns: Sequence[AnnexColumn], spread: frozenset[str], most: int
) -> Iterator[Block]:
    """All columns of its lines at once, where these are at most so many figures; otherwise column
    by column."""
    if spread.isdisjoint(block.codes):
        yield block
        return
    every = tuple(each for code in block.codes for each in _cells(code, columns, spread))
    if len(every) <= most:
        yield replace(block, codes=every)
        return
    for column in columns:
        yield replace(
            block,
            id=f"{block.id}.{column.letter}",
            title=f"{block.title}, {column.words}",
            codes=tuple(_in(code, column, spread) for code in block.codes),
        )


def _cells(code: str, columns: Sequence[AnnexColumn], spread: frozenset[str]) -> tuple[str, ...]:
    return tuple(cell(code, column) for column in columns) if code in spread else (code,)


def spread_rule(
    rule: Rule, columns: Sequence[AnnexColumn], spread: frozenset[str]
) -> Iterator[Rule]:
    """A rule about lines with a figure in every column holds in each of them; one that names a
    line with one figure beside them speaks of all columns added up."""
    carried = list(_carried(rule, columns, spread))
    options = {name: _option(name, words, columns, spread) for name, words in rule.options.items()}
    rule = replace(rule, options=options)
    if spread.isdisjoint(rule.codes):
        yield from (rule, *carried)
    elif spread.issuperset(rule.codes) and rule.type not in SIDE_BY_SIDE:
        for column in columns:
            yield replace(
                rule,
                id=f"{rule.id}.{column.letter}",
                left=tuple(_in(code, column, spread) for code in rule.left),
                right=tuple(_in(code, column, spread) for code in rule.right),
            )
    else:
        yield replace(
            rule,
            left=tuple(each for code in rule.left for each in _cells(code, columns, spread)),
            right=tuple(each for code in rule.right for each in _cells(code, columns, spread)),
        )


def _option(name: str, words: str, columns: Sequence[AnnexColumn], spread: frozenset[str]) -> str:
    """Codes among the words of an option: what is carried into the first period was left at the
    end of the last one of the report before, what is carried into a group by the same group; of
    any other, every column."""
    told = []
    for word in words.split():
        now, sign, before = word.partition("=")
        if name == CARRIED and sign and columns[0].group:
            told += [f"{_in(now, c, spread)}={_in(before, c, spread)}" for c in columns]
        elif name == CARRIED and sign:
            told.append(f"{_in(now, columns[0], spread)}={_in(before, columns[-1], spread)}")
        else:
            told += _cells(word, columns, spread)
    return " ".join(told)


def _carried(rule: Rule, columns: Sequence[AnnexColumn], spread: frozenset[str]) -> Iterator[Rule]:
    """What was left at the end of a column is what was carried over into the one that begins on
    the day after."""
    for pair in rule.options.get(CARRIED, "").split():
        now, _, before = pair.partition("=")
        if not {now, before} <= spread:
            continue
        for earlier, later in pairwise(columns):
            if not earlier.group and earlier.end + DAY == later.start:
                left, right = (cell(now, later),), (cell(before, earlier),)
                id_ = f"{rule.id}.{left[0]}"
                yield Rule(id_, "equals", Severity.WARN, left, right, rule.note)
