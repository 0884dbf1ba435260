"""What is to stand in the cells of a superior's workbook."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.report.forms import Kind


@dataclass(frozen=True, slots=True)
class FilledCell:
    """A cell and its number; None: it stays blank."""

    sheet: str
    row: int
    column: int
    kind: Kind
    number: Decimal | None


@dataclass(frozen=True, slots=True)
class FilledWorkbook:
    """The workbook as base64, and what is to stand in it."""

    workbook: str
    cells: tuple[FilledCell, ...]
