"""The table of a superior's workbook: its head, its columns, its lines and the cells to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.reading.cells import Area, Cell, CellRow, CellSheet
from domain.words import clean, fold
from reports.incoming.read_annex import words_of
from reports.patching.guesses import is_measure
from reports.patching.places import CellPlace

HEAD_WITHIN = 40
NUMBERS = ("stt", "tt", "so tt", "so thu tu", "ma so", "ma chi tieu", "ma")
LABELS = (
    *("chi tieu", "ten chi tieu", "noi dung", "tieu chi", "noi dung chi tieu", "hang muc"),
    *("danh muc", "nhom chi tieu", "chi so", "thong tin", "dien giai", "nhiem vu", "linh vuc"),
    *("ten don vi", "ten thu tuc", "thu tuc", "ten linh vuc"),
)
UNITS = ("don vi tinh", "dvt", "don vi")
OWNERS = ("phu trach", "chu tri", "tham muu", "bo phan", "nguoi nhap", "cung cap so lieu")
NOTES = ("ghi chu", "giai trinh")
LEFT = (
    *("ky truoc", "cung ky", "so sanh", "tang/giam", "tang, giam", "nam truoc", "ke hoach nam"),
    *("nguyen nhan", "ly do", "giai phap", "ten van ban", "so, ky hieu", "can cu", "danh gia"),
)
"""Columns that are left as they are: words, and what an earlier report says."""
ENDS = (
    *("nguoi lap", "ghi chu:", "ghi chu :", "noi nhan", "thu truong", "tm.", "kt.", "tl."),
    *("chu tich", "ke toan", "luu y"),
)
_UNIT_ABOVE = re.compile(r"(đơn vị tính|đvt|đơn vị)\s*:\s*([^();,]+)", re.IGNORECASE)
_ORDINAL = re.compile(r"\(?[0-9a-z]{1,3}\)?(\s*[=:].*)?")
_ROMAN = re.compile(r"[IVXL]+")
_LETTER = re.compile(r"[A-Z]")


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a line that takes a value, or works one out."""

    place: CellPlace
    column: int  # which of the value columns, from 0
    formula: str = ""
    filled: bool = False  # a number stands in it already


@dataclass(frozen=True, slots=True)
class FormLine:
    """A row below the head."""

    row: int
    printed: str
    label: str
    unit: str
    owner: str
    slots: tuple[Slot, ...]
    across: bool  # one cell over the whole breadth

    @property
    def begins_section(self) -> bool:
        """I, II, A, B."""
        printed = self.printed.strip(".) ")
        return bool(_ROMAN.fullmatch(printed) or _LETTER.fullmatch(printed))


@dataclass(frozen=True, slots=True)
class FormTable:
    """One sheet, read."""

    sheet: str
    heading: tuple[str, ...]
    columns: tuple[
        tuple[str, ...], ...
    ]  # titles of the value columns, from the broad to the narrow
    lines: tuple[FormLine, ...]
    left: tuple[str, ...]  # titles of columns that are not taken
    unit: str = ""  # of the whole table


def form_table(sheet: CellSheet) -> FormTable | None:
    """The table of a sheet; None where no row names its columns."""
    grid = _Grid(sheet)
    head = next((row for row in grid.rows[:HEAD_WITHIN] if _is_head(grid, row)), None)
    if head is None:
        return None
    last = _last_of_titles(grid, head)
    bottom = last + _is_ordinals(grid, last + 1)
    titles = {c: title for c in range(grid.broad) if (title := grid.title(c, head, last))}
    kinds = _Columns.of(titles, grid, last)
    heading = tuple(
        words for row in grid.rows if row < head for words in grid.words_in(row) if words
    )
    lines = tuple(_lines(grid, kinds, bottom))
    unit = next((found for words in heading if (found := _unit_above(words))), "")
    return FormTable(
        sheet.title,
        heading,
        tuple(titles[c] for c in kinds.values),
        _with_owners_of_notes(lines, grid, kinds),
        kinds.left,
        unit,
    )


def _unit_above(words: str) -> str:
    """ "(Đơn vị tính: hồ sơ)"; "Đơn vị: xã Bắc Sơn" is none."""
    found = _UNIT_ABOVE.search(words)
    if found is None or (fold(found[1]) == "don vi" and not is_measure(found[2])):
        return ""
    return found[2].strip()


class _Grid:
    """The cells of a sheet by row and column, merged ones by their first."""

    def __init__(self, sheet: CellSheet) -> None:
        self.sheet = sheet
        self._cells: dict[int, CellRow] = {row.number: row for row in sheet.rows}
        self._area: dict[tuple[int, int], Area] = {}
        reach = [max(row.cells, default=0) for row in sheet.rows]
        merged = [a for a in sheet.merged if a[2] - a[0] < 2_000 and a[3] - a[1] < 100]
        self.broad = min(max([*reach, *(area[3] for area in merged)], default=0) + 1, 60)
        for area in merged:
            for row in range(area[0], area[2] + 1):
                for column in range(area[1], area[3] + 1):
                    self._area[row, column] = area
        self.rows = sorted({*self._cells, *(row for row, _ in self._area)})

    def area(self, row: int, column: int) -> Area:
        return self._area.get((row, column), (row, column, row, column))

    def is_covered(self, row: int, column: int) -> bool:
        """Part of a merged cell that begins elsewhere."""
        return self.area(row, column)[:2] != (row, column)

    def cell(self, row: int, column: int) -> Cell:
        top, left, _, _ = self.area(row, column)
        found = self._cells.get(top)
        return found.cells.get(left, Cell()) if found else Cell()

    def formula(self, row: int, column: int) -> str:
        return self.sheet.formulas.get((row, column), "")

    def words(self, row: int, column: int) -> str:
        return " ".join(clean(words_of(self.cell(row, column))).split())

    def words_in(self, row: int) -> list[str]:
        """What stands in a row, each cell once."""
        return [
            self.words(row, column)
            for column in range(self.broad)
            if not self.is_covered(row, column)
        ]

    def title(self, column: int, top: int, bottom: int) -> tuple[str, ...]:
        """The head above a column, from the broad to the narrow."""
        found = (self.words(row, column) for row in range(top, bottom + 1))
        return tuple(dict.fromkeys(words for words in found if words))


def _is_head(grid: _Grid, row: int) -> bool:
    titles = [fold(words).strip(" .:") for words in grid.words_in(row) if words]
    named = sum(title.startswith(LABELS) for title in titles)
    beside = sum(title in NUMBERS or title in UNITS for title in titles)
    return bool(named) and len(titles) > 1 and (beside > 0 or len(titles) > 2)


def _last_of_titles(grid: _Grid, head: int) -> int:
    """The last row of the head: what is merged reaches down, what is broad has rows below it."""
    bottom, row = head, head
    while row <= bottom:
        for column in range(grid.broad):
            area = grid.area(row, column)
            bottom = max(bottom, area[2])
            if area[3] > area[1] and area[2] == bottom and grid.words(row, column):
                bottom += 1
        row += 1
    return bottom


def _is_ordinals(grid: _Grid, row: int) -> bool:
    """A row that only counts the columns: "(1)", "2 = 3 + 4"."""
    told = [fold(words) for words in grid.words_in(row) if words]
    return len(told) > 1 and all(_ORDINAL.fullmatch(words) for words in told)


@dataclass(frozen=True, slots=True)
class _Columns:
    number: int | None
    label: int
    unit: int | None
    owner: int | None
    note: int | None
    values: tuple[int, ...]
    left: tuple[str, ...]

    @classmethod
    def of(cls, titles: Mapping[int, Sequence[str]], grid: _Grid, last: int) -> _Columns:
        whole = {c: fold(" ".join(title)).strip(" .:") for c, title in titles.items()}
        ends = {c: fold(title[-1]).strip(" .:") for c, title in titles.items()}
        label = next(c for c, title in whole.items() if title.startswith(LABELS))
        number = next((c for c, title in whole.items() if title in NUMBERS and c < label), None)
        others = [c for c in titles if c not in (label, number)]
        unit = next((c for c in others if ends[c] in UNITS), None)
        owner = next((c for c in others if any(word in whole[c] for word in OWNERS)), None)
        note = next((c for c in others if any(word in whole[c] for word in NOTES)), None)
        rest = [c for c in others if c > label and c not in (unit, owner, note)]
        left = [c for c in rest if any(word in whole[c] for word in LEFT)]
        own = [c for c in rest if c not in left and grid.area(last, c)[1] == c]
        told = tuple(" – ".join(titles[c]) for c in left)
        return cls(number, label, unit, owner, note, tuple(own), told)


def _lines(grid: _Grid, kinds: _Columns, bottom: int) -> Iterator[FormLine]:
    """Until what stands below the table: a signature, notes."""
    before = bottom
    for row in (row for row in grid.rows if row > bottom):
        line = _line(grid, kinds, row)
        first = next((words for words in grid.words_in(row) if words), "")
        gap = row - before > 1 or grid.is_covered(row, kinds.label)
        if fold(first).startswith(ENDS) and not line.printed:
            return
        if kinds.number is not None and gap and not line.printed and row - before > 1:
            return
        if not first:
            continue
        before = row
        if line.label and not grid.is_covered(row, kinds.label):
            yield line


def _line(grid: _Grid, kinds: _Columns, row: int) -> FormLine:
    def words(column: int | None) -> str:
        return grid.words(row, column) if column is not None else ""

    printed, label = words(kinds.number), words(kinds.label)
    first, last = grid.area(row, kinds.label)[1::2]
    across = bool(kinds.values) and any(first <= c <= last for c in kinds.values)
    if not printed and (kinds.number is None or across):
        printed, label = _parted(label)
    slots = tuple(_slots(grid, kinds, row)) if not across else ()
    return FormLine(row, printed, label, words(kinds.unit), words(kinds.owner), slots, across)


def _parted(words: str) -> tuple[str, str]:
    """ "I. TIẾP NHẬN" in one cell -> its number and its words."""
    found = re.fullmatch(r"([IVXL]+|[A-Z]|\d+(?:\.\d+)*)[.):]\s+(.+)", words)
    return (found[1], found[2]) if found else ("", words)


def _slots(grid: _Grid, kinds: _Columns, row: int) -> Iterator[Slot]:
    for number, column in enumerate(kinds.values):
        if grid.is_covered(row, column):
            continue
        cell, formula = grid.cell(row, column), grid.formula(row, column)
        closed = isinstance(cell.value, str) and cell.value.strip() and not formula
        if not closed:
            place = CellPlace(grid.sheet.title, row, column)
            yield Slot(place, number, formula, isinstance(cell.value, Decimal) and not formula)


def _with_owners_of_notes(
    lines: Sequence[FormLine], grid: _Grid, kinds: _Columns
) -> tuple[FormLine, ...]:
    """A column of notes that holds the same few words on most lines says who answers for them."""
    if kinds.note is None or kinds.owner is not None:
        return tuple(lines)
    notes = {line.row: grid.words(line.row, kinds.note) for line in lines}
    if not _are_owners(notes.values()):
        return tuple(lines)
    return tuple(
        FormLine(
            *(line.row, line.printed, line.label, line.unit, notes[line.row], line.slots),
            line.across,
        )
        for line in lines
    )


def _are_owners(notes: Iterable[str]) -> bool:
    told = [note for note in notes if note]
    everyone = list(notes)
    short = all(len(note) <= 40 and not any(map(str.isdigit, note)) for note in told)
    return short and len(told) * 2 > len(everyone) and len(set(told)) * 3 <= len(told) + 2
