"""Figures named by words of their labels: "tổng 14, đúng hạn 13, hoàn thành quá hạn 1".

Only where every word group belongs to one line of the asked block and to no other; even then the
figures are to be confirmed, because the words are the person's own. So are those that stand side by
side, of periods or of groups of units; what is blank in a table stays open:

    Chỉ tiêu | 2021 | 2022 | 5T2023                 a table whose head names the periods
    Đơn vị | Lượt | Rất hài lòng                    a table turned: the columns stand in its rows
    chứng thực 1.790 1.197 490; hộ tịch 391 386 172    a figure for each period
    chứng thực 2021 là 1.790; tổng 2.073            the period said, or a line with one figure
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from domain.reading.awaited import Awaited, Entry, Stop
from domain.reading.codes import is_code, labels
from domain.reading.cuts import read_cell
from domain.reading.entries import Read, entries_of, trouble
from domain.reading.numbers import about_at_end
from domain.reading.readings import Reason, doubted
from domain.report.forms import AnnexColumn, Block, Form
from domain.words import fold

_VALUE = re.compile(r"\d[\d.,]*(?:\s?%)?")
_SCALE = r"(?:tỷ|tỉ|ty|ti|triệu|trieu|trđ|trd|tr|nghìn|nghin|ngàn|ngan|k)(?!\w)"
_HALF = r"(?:rưỡi|ruoi)(?!\w)"
_MONEY = re.compile(  # "3,598 tỷ", "3 tỷ 598 triệu 500 nghìn", "3 tỷ rưỡi", "17.465 triệu đồng"
    rf"\d[\d.,]*(?:\s?{_SCALE}(?:(?:\s?\d{{1,3}}(?![\w.,])(?:\s?{_SCALE})?){{1,2}}|\s{_HALF})?"
    r"(?:\s?(?:đồng|dong|đ|vnđ|vnd)(?!\w))?)?"
)
_NO_NAME = frozenset("-–+/~<>≈;")  # right before a number these are its sign, or no words at all
_NEXT = re.compile(r"[;,](?!\d)\s*")
_FILLERS = frozenset(
    ["so", "la", "co", "thi", "duoc", "da", "van", "con", "va", "voi", "tat", "ca", "trong", "do",
     "gom", "nhe", "a"]
)  # fmt: skip
_SIGNS = re.compile(r"[^\w%]+")
_CELLS = re.compile(r"[|\t]")
_PIECE = re.compile(r"\s*;\s*")
_FIGURE = re.compile(r"\d[\d.,]*%?")
_BECOMES = frozenset(["la", "=", ":"])
_INITIALS = range(2, 5)  # letters of a word that stands for several
_COLUMN_AT_MOST = 5  # words of a period: "5 tháng đầu năm 2023"


def labelled(line: str, block: Block, awaited: Awaited) -> Read | None:
    """The figures of a line in which each is named by a part of its label; None for others. One
    alone is read here only where it has to be asked for exactly: "giải ngân gần 3,5 tỷ", "giải
    ngân 3.598 tỷ"."""
    pairs = [pair for piece in _NEXT.split(line) for pair in _pairs(piece.strip(), block, awaited)]
    told = "".join(name + value for name, value in pairs)
    if not pairs or not line[:1].isalpha() or _digits(told) != _digits(line):
        return None
    found = [_told(name, value, block, awaited) for name, value in pairs]
    known = [code for code, _ in found if code]
    if len(known) < len(found) or len(set(known)) < len(known):
        return None
    readings = tuple(
        doubted(read_cell(value, awaited.form.indicators[code], awaited.previous), Reason.SEPARATED)
        for code, (_, value) in zip(known, found, strict=True)
    )
    values = [(awaited.form.indicators[c], r.value) for c, r in zip(known, readings, strict=True)]
    if not all(value is None or awaited.fits(line, one, value) for one, value in values):
        return None
    unclear = [reading for reading in readings if not reading.sure]
    if not all(each.alternatives or each.reason is Reason.APPROXIMATE for each in unclear):
        return None
    return entries_of(known, readings, awaited) if len(known) > 1 or unclear else None


def _told(name: str, value: str, block: Block, awaited: Awaited) -> tuple[str | None, str]:
    """The line of these words, and its figure with the word that makes it a guess: "khoảng"."""
    code = _meant(name, block, awaited)
    if code is None and (about := about_at_end(name)):
        code = _meant(name.rstrip().removesuffix(about), block, awaited)
        value = f"{about} {value}"
    return code, value


def _pairs(piece: str, block: Block, awaited: Awaited) -> list[tuple[str, str]]:
    """Words and the number behind them, in turn; none where more words follow than a unit."""
    money = any(line.kind.dong is not None for line in awaited.indicators(block))
    found, end = [], 0
    for value in (_MONEY if money else _VALUE).finditer(piece):  # looking for words: quadratic
        name = piece[end : value.start()]
        if not name or name[-1] in _NO_NAME:
            return []
        found.append((name, value[0].rstrip(".,")))
        end = value.end()
    behind = bare(piece[end:]) if found else "?"
    return [] if behind and behind not in _units(block, awaited) else found


def _units(block: Block, awaited: Awaited) -> set[str]:
    return {bare(line.unit) for line in awaited.indicators(block)}


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _meant(name: str, block: Block, awaited: Awaited) -> str | None:
    """The one line of the block whose label has these words in this order."""
    said = bare(name)
    for unit in _units(block, awaited):  # of the figure before: "tổng 14 nhiệm vụ đúng hạn 13"
        if unit and said.startswith(f"{unit} ") and not _named(said, block, awaited):
            said = said.removeprefix(f"{unit} ")
    found = _named(said, block, awaited) if said else []
    return found[0] if len(found) == 1 else None


def _named(said: str, block: Block, awaited: Awaited) -> list[str]:
    found = lines_named(said, block.codes, awaited.form)
    return found or _shortened(said, block.codes, awaited.form)


def _shortened(said: str, codes: Sequence[str], form: Form) -> list[str]:
    """The lines of which a few words that follow each other begin with these letters: "kh" of "kế
    hoạch vốn"."""
    if not said.isalpha() or len(said) not in _INITIALS:
        return []
    return [code for code in codes if any(said in _initials(w) for w in labels(form, code))]


def _initials(wording: str) -> str:
    return "".join(word[0] for word in bare(wording).split())


def lines_named(said: str, codes: Sequence[str], form: Form) -> list[str]:
    """Of these lines those that are called so, with or without their unit ("tiếp nhận" of "hồ sơ
    tiếp nhận"), otherwise those whose labels have these words."""
    spelt = {code: [bare(label) for label in labels(form, code)] for code in codes}
    units = {code: f"{bare(form.indicators[code].unit)} " for code in codes}
    exact = [code for code, wordings in spelt.items() if said in wordings] or [
        code
        for code, wordings in spelt.items()
        if said in [wording.removeprefix(units[code]) for wording in wordings]
    ]
    return exact or [
        code for code, wordings in spelt.items() if any(f" {said} " in f" {w} " for w in wordings)
    ]


def bare(words: str) -> str:
    """The words without accents, signs and small words: "Tổng số được giao" -> "tong giao"."""
    folded = fold(_SIGNS.sub(" ", words)).split()
    return " ".join(word for word in folded if word not in _FILLERS)


# Figures side by side


Told = tuple[str, str]
"""The code of a figure, and what was typed for it."""


def column_table(lines: Sequence[str], awaited: Awaited) -> Read | None:
    """The figures of a table by line and column, whichever of the two stands in the head; None for
    a text that has no such head."""
    table = [_table_cells(line) for line in lines]
    columns = _columns_of(table[0], awaited.form)
    if columns is None:
        table = [list(cells) for cells in zip_longest(*table, fillvalue="")]
        columns = _columns_of(table[0], awaited.form)
    if columns is None or len(table) < 2:
        return None
    rows = table[1:]
    meant = _rows_meant([label for label, *values in rows if any(values)], awaited)
    entries: tuple[Entry, ...] = ()
    for label, *values in rows:
        code = meant.get(label, "")
        if not any(values):
            continue
        if not code or len(values) > len(columns):
            return entries, trouble(Stop.UNREADABLE, label)[1]
        told = [
            (_cell(code, column, awaited.form), value)
            for column, value in zip(columns, values, strict=False)
            if value
        ]
        more, stopped = _entries(told, label, awaited)
        entries += more
        if stopped:
            return entries, stopped
    return entries, None


def _columns_of(head: Sequence[str], form: Form) -> list[AnnexColumn] | None:
    """The columns that stand behind the first cell of a row, all of them known; else None."""
    found = [_column(title, form) for title in head[1:]]
    known = [column for column in found if column]
    return known if len(known) == len(found) > 1 else None


def column_rows(lines: Sequence[str], awaited: Awaited) -> Read | None:
    """The figures of lines that are named by words, each with a figure for every period, or with
    the one period that is said; None where one piece is anything else."""
    pieces = [piece for line in lines for piece in _PIECE.split(line) if piece]
    rows = [_row(piece, awaited.form) for piece in pieces]
    named = [row for row in rows if row]
    if not named or len(named) < len(rows) or not any(column for _, column, _ in named):
        return None
    meant = _rows_meant([label for label, _, _ in named], awaited, alone=True)
    if len(meant) < len({label for label, _, _ in named}):
        return None
    entries: tuple[Entry, ...] = ()
    for label, columns, values in named:
        code = meant[label]
        if bool(columns) != (code in awaited.form.beside):
            return None
        cells = [_cell(code, column, awaited.form) for column in columns] or [code]
        more, stopped = _entries(list(zip(cells, values, strict=True)), label, awaited)
        entries += more
        if stopped:
            return entries, stopped
    return entries, None


def _row(piece: str, form: Form) -> tuple[str, tuple[AnnexColumn, ...], list[str]] | None:
    """The words of a line, the periods told and their figures; no period: it has one figure."""
    tokens = piece.split()
    at = len(tokens)
    while at and _FIGURE.fullmatch(tokens[at - 1]):
        at -= 1
    values = tokens[at:]
    if not at or not values or not piece[0].isalpha() or is_code(tokens[0].rstrip(":")):
        return None
    if len(values) == len(form.columns):
        return _label(tokens[:at]), form.columns, values
    if fold(tokens[at - 1]) in _BECOMES and len(values) == 1:
        at -= 1
    words = tokens[: len(tokens) - 1] if len(values) > 1 else tokens[:at]
    for length in range(1, min(_COLUMN_AT_MOST, len(words) - 1) + 1):
        column = _column(" ".join(words[-length:]).rstrip(":="), form)
        if column and (len(words) - length <= at):
            return _label(_without_year(words[:-length])), (column,), values[-1:]
    return (_label(words), (), values) if len(values) == 1 else None


def _without_year(words: list[str]) -> list[str]:
    """ "chứng thực năm 2021" is said of the year by two words."""
    return words[:-1] if len(words) > 1 and fold(words[-1]) == "nam" else words


def _label(words: Sequence[str]) -> str:
    return " ".join(words).rstrip(" :=,-–")


def _table_cells(line: str) -> list[str]:
    return [cell.strip() for cell in _CELLS.split(line.strip("|"))]


def _column(title: str, form: Form) -> AnnexColumn | None:
    """The one column that is called so, or that has these numbers: "5T2023"."""
    said, digits = fold(title), _digits(title)
    called = [c for c in form.columns if said in (fold(c.title), c.letter)]
    alike = [c for c in form.columns if digits and _digits(c.title) == digits]
    found = called or alike
    return found[0] if len(found) == 1 else None


def _cell(code: str, column: AnnexColumn, form: Form) -> str:
    every = form.beside[code]
    return next(each for each in every if form.indicators[each].column == column.letter)


def _entries(told: Sequence[Told], label: str, awaited: Awaited) -> Read:
    lines = [awaited.form.indicators[code] for code, _ in told]
    if not all(awaited.owns(line.code) for line in lines):
        return trouble(Stop.FOREIGN_CODE, label, lines[0].parent)
    readings = tuple(
        doubted(read_cell(value, line, awaited.previous), Reason.SEPARATED)
        for (_, value), line in zip(told, lines, strict=True)
    )
    return entries_of([line.code for line in lines], readings, awaited)


def _rows_meant(labels: Sequence[str], awaited: Awaited, *, alone: bool = False) -> dict[str, str]:
    """The line of each label: of the first open block that has them all, otherwise of the block
    that is asked, otherwise of the whole form. `alone`: also lines with one figure."""
    form = awaited.form
    single = [line.code for line in form.indicators.values() if _single(line.code, form)]
    every = [*form.beside, *(single if alone else [])]
    blocks = (awaited.block, *awaited.later) if awaited.block else awaited.later
    of_blocks = [_rows_of(block.codes, every, form) for block in blocks]
    for rows in of_blocks:
        found = [lines_named(bare(label), rows, form) for label in labels]
        if all(len(each) == 1 for each in found):
            return {label: each[0] for label, each in zip(labels, found, strict=True)}
    meant: dict[str, str] = {}
    for label in labels:
        for rows in (*of_blocks[:1], every):
            found_here = lines_named(bare(label), rows, form) if bare(label) else []
            if len(found_here) == 1:
                meant[label] = found_here[0]
                break
    return meant


def _single(code: str, form: Form) -> bool:
    line = form.indicators[code]
    return line.asked and not line.column and not line.kind.written


def _rows_of(codes: Sequence[str], every: Sequence[str], form: Form) -> list[str]:
    """The lines of a block, whatever columns of them it asks."""
    rows = dict.fromkeys(
        form.indicators[code].parent if form.indicators[code].column else code for code in codes
    )
    return [row for row in rows if row in every]
