"""Codes for the lines of a workbook: I.4.1, whatever the workbook itself prints before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.words import fold
from reports.patching.table import FormLine, FormTable, Slot

_ONES = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_NUMBERED = re.compile(r"\d+(?:\.\d+)*")
_OF_WHICH = ("trong do", "chia ra", "gom")
_TOTALS = ("tong cong", "cong", "tong so")


@dataclass(frozen=True, slots=True)
class Coded:
    """A section (`section` is its code), a heading (no `slot`) or one figure."""

    code: str
    parent: str
    printed: str
    label: str
    short: str
    unit: str
    owner: str
    slot: Slot | None = None
    section: str | None = None
    renumbered: str = ""  # what is printed, where the code is another


def roman(number: int) -> str:
    """4 -> IV."""
    words = ""
    for value, sign in _ONES:
        while number >= value:
            words, number = words + sign, number - value
    return words


def coded_lines(tables: Sequence[FormTable]) -> Iterator[Coded]:
    """All lines of all tables in their order, each section before its lines."""
    numbers = _Numbers()
    for table in tables:
        if not (table.lines and table.lines[0].begins_section):
            yield numbers.section(_title_of(table))
        several = len(table.columns) > 1
        for at, line in enumerate(table.lines):
            if line.begins_section:
                yield numbers.section(line.label, line.printed)
                if not any(slot.formula for slot in line.slots) and not line.unit:
                    continue
                line = _as_line_of_section(line)
            if several:
                yield from _over_columns(numbers, table, line)
            else:
                yield _single(numbers, table, line, at)


def _title_of(table: FormTable) -> str:
    capitals = [words for words in table.heading if len(words) > 11 and words == words.upper()]
    return capitals[-1] if capitals else table.sheet


def _as_line_of_section(line: FormLine) -> FormLine:
    """Figures that stand beside the title of a section are those of its first line."""
    return FormLine(line.row, "", line.label, line.unit, line.owner, line.slots, line.across)


def _single(numbers: _Numbers, table: FormTable, line: FormLine, at: int) -> Coded:
    code, parent, renumbered = numbers.code(line)
    slot = line.slots[0] if line.slots else None
    if slot is not None and not slot.formula and _is_heading(table, line, at):
        slot = None
    unit = line.unit or (table.unit if slot else "")
    return Coded(
        code, parent, line.printed, line.label, line.label, unit, line.owner, slot,
        renumbered=renumbered,
    )  # fmt: skip


def _is_heading(table: FormTable, line: FormLine, at: int) -> bool:
    """A line without a unit among lines with one, that has lines below it."""
    if line.unit or line.slots[0].filled or not any(each.unit for each in table.lines):
        return False
    after = table.lines[at + 1] if at + 1 < len(table.lines) else None
    return after is not None and _deeper(after, line)


def _deeper(after: FormLine, line: FormLine) -> bool:
    if after.begins_section:
        return False
    if _depth(line.printed) and _depth(after.printed):
        return _depth(after.printed) > _depth(line.printed)
    return bool(_depth(line.printed)) and not _depth(after.printed)


def _depth(printed: str) -> int:
    bare = printed.strip(".) ")
    return bare.count(".") + 1 if _NUMBERED.fullmatch(bare) else 0


def _over_columns(numbers: _Numbers, table: FormTable, line: FormLine) -> Iterator[Coded]:
    """A heading for the row, and a figure for each of its cells; a sum over rows is left to
    the file."""
    slots = [slot for slot in line.slots if not _is_total(line, slot)]
    if not slots:
        if not line.slots:
            code, parent = numbers.next_row()
            yield Coded(code, parent, line.printed, line.label, line.label, "", line.owner)
        return
    code, parent = numbers.next_row()
    yield Coded(code, parent, line.printed, line.label, line.label, "", line.owner)
    for count, slot in enumerate(slots, start=1):
        title = [words for words in table.columns[slot.column] if fold(words) not in _OF_WHICH]
        told = " – ".join(title)
        rate = "%" in told or fold(told).startswith(("ty le", "ti le"))
        yield Coded(
            f"{code}.{count}",
            code,
            "",
            f"{line.label} – {told}",
            title[-1] if _alone(title[-1], table) else told,
            "%" if rate else line.unit or table.unit,
            line.owner,
            slot,
        )


def _alone(last: str, table: FormTable) -> bool:
    """The last words of a head are those of no other column."""
    return sum(title[-1] == last for title in table.columns) == 1


def _is_total(line: FormLine, slot: Slot) -> bool:
    return bool(slot.formula) and not line.printed and sums_up(line)


def sums_up(line: FormLine) -> bool:
    """ "Tổng cộng", "Cộng": the row that adds up the others."""
    return fold(line.label).startswith(_TOTALS)


class _Numbers:
    """Which codes are given already."""

    def __init__(self) -> None:
        self._sections = 0
        self._section = ""
        self._given: set[str] = set()
        self._open: list[tuple[int, str]] = []  # rank of the mark, code
        self._rows = 0

    def section(self, title: str, printed: str = "") -> Coded:
        self._sections += 1
        self._section, self._open, self._rows = roman(self._sections), [], 0
        moved = printed.strip(".) ")
        renumbered = moved if moved and moved != self._section else ""
        return Coded(
            self._section, "", printed, title, "", "", "", section=self._section,
            renumbered=renumbered,
        )  # fmt: skip

    def next_row(self) -> tuple[str, str]:
        self._rows += 1
        return f"{self._section}.{self._rows}", self._section

    def code(self, line: FormLine) -> tuple[str, str, str]:
        """Code, parent, and what is printed where the code does not say the same."""
        printed = line.printed.strip(".) ")
        rank = _rank(line)
        if rank == 0:
            return self._numbered(printed)
        while self._open and self._open[-1][0] >= rank:
            self._open.pop()
        parent = self._open[-1][1] if self._open else self._section
        code = self._free(parent)
        self._open.append((rank, code))
        strange = any(map(str.isdigit, printed))  # a day, say, that a spreadsheet made of 4.1
        return code, parent, printed if strange else ""

    def _numbered(self, printed: str) -> tuple[str, str, str]:
        code, renumbered = f"{self._section}.{printed}", ""
        if code in self._given:
            ten = re.sub(r"(\.)1$", r"\g<1>10", code)
            stem = code.rpartition(".")[0]
            fits = ten not in self._given and f"{stem}.9" in self._given
            code = ten if ten != code and fits else self._free(stem)
            renumbered = printed
        self._given.add(code)
        parent = code.rpartition(".")[0]
        while parent not in self._given and "." in parent:
            parent = parent.rpartition(".")[0]
        self._open = [(0, code)]
        return code, parent, renumbered

    def _free(self, parent: str) -> str:
        number = 1
        while f"{parent}.{number}" in self._given:
            number += 1
        self._given.add(f"{parent}.{number}")
        return f"{parent}.{number}"


def _rank(line: FormLine) -> int:
    """How deep a mark stands: 4.1, then a), then -, then +; words without a mark below a number."""
    printed = line.printed.strip(".) ")
    if _NUMBERED.fullmatch(printed):
        return 0
    mark = printed or line.label[:1]
    if len(printed) == 1 and printed.isalpha():
        return 1
    return {"-": 2, "–": 2, "+": 3}.get(mark[:1], 2)
