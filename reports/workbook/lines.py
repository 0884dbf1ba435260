"""The lines of a table as rows of a sheet.

The library asks of each cell anew what it is. It writes one cell of each look; all lines are
written here, each cell in the look of the one that the library has written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reports.incoming.columns import column_name
from reports.workbook.cells import SharedWords, Written, cell_element, words_in_xml
from reports.workbook.shared_strings import SharedStrings

Place = tuple[int, int]
"""Row and column, from 0."""
_ROW_END = b"</row>"
_EXAMPLE = re.compile(r'<c r="([A-Z]+[0-9]+)" s="([0-9]+)"/>')


@dataclass(frozen=True, slots=True)
class FigureCell:
    """Takes a figure of each unit; `formula` is what computes it, without the sign of equality."""

    formula: str = ""


Cell = tuple[Any, str | FigureCell]
"""A look of the library with the words or the figure in it."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One row; its height in points."""

    height: float
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class FigurePlace:
    """The cell of a figure: where it stands ("D7"), its tag without the value, its formula."""

    place: str
    head: bytes
    formula: bytes

    def filled(self, value: Written | SharedWords) -> bytes:
        """A formula without a value shows nothing, which is not the same as having none."""
        shown = "" if self.formula and value is None else value
        return cell_element(self.head, b"c", self.formula, shown)


def cell_name(place: Place) -> str:
    """`D7`."""
    row, column = place
    return f"{column_name(column)}{row + 1}"


def write_examples(sheet: Any, first: int, lines: Sequence[SheetLine]) -> None:
    """One cell of each look, and the last one of all: the library knows then how far the sheet
    goes. The lines begin in row `first`."""
    for (row, column), look in _examples(first, lines).items():
        sheet.write_blank(row, column, None, look)


def _examples(first: int, lines: Sequence[SheetLine]) -> dict[Place, Any]:
    seen: dict[Any, Place] = {}
    for row, line in enumerate(lines, first):
        for column, (look, _) in enumerate(line.cells):
            seen.setdefault(look, (row, column))
    found = {place: look for look, place in seen.items()}
    if lines:
        *_, (look, _) = lines[-1].cells
        found[first + len(lines) - 1, len(lines[-1].cells) - 1] = look
    return found


def with_lines(
    sheet: bytes, first: int, lines: Sequence[SheetLine], strings: SharedStrings
) -> Iterator[bytes | FigurePlace]:
    """The sheet that the library has written, with the lines in place of the examples; all lines
    have as many cells."""
    if not lines:
        yield sheet
        return
    begin = sheet.index(b'<row r="%d"' % (first + 1))
    end = sheet.index(_ROW_END, sheet.index(b'<row r="%d"' % (first + len(lines)))) + len(_ROW_END)
    styles = _styles(sheet[begin:end], first, lines)
    letters = [column_name(column) for column in range(len(lines[0].cells))]
    between: list[str] = []
    yield sheet[:begin]
    for number, line in enumerate(lines, first + 1):
        between.append(_row_head(number, line))
        for letter, (look, content) in zip(letters, line.cells, strict=True):
            head = f'<c r="{letter}{number}" s="{styles[look]}"'
            if isinstance(content, FigureCell):
                yield "".join(between).encode()
                yield FigurePlace(f"{letter}{number}", head.encode(), _formula(content))
                between.clear()
            elif content:
                between.append(f'{head} t="s"><v>{strings.number(content)}</v></c>')
            else:
                between.append(f"{head}/>")
        between.append("</row>")
    yield "".join(between).encode()
    yield sheet[end:]


def _styles(examples: bytes, first: int, lines: Sequence[SheetLine]) -> dict[Any, str]:
    """The number that the library has given to each look."""
    written = dict(_EXAMPLE.findall(examples.decode()))
    return {look: written[cell_name(at)] for at, look in _examples(first, lines).items()}


def _row_head(number: int, line: SheetLine) -> str:
    """Its height in whole pixels of three quarters of a point, as the library gives it."""
    height = int(line.height / 0.75 + 0.5) * 0.75
    spans = len(line.cells)
    return f'<row r="{number}" spans="1:{spans}" ht="{height:g}" customHeight="1">'


def _formula(figure: FigureCell) -> bytes:
    return b"<f>" + words_in_xml(figure.formula) + b"</f>" if figure.formula else b""
