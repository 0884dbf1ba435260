"""A report before it has a face: letterhead, text, ending, annex. No layout, no library."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.report.printed import Printed
from reports.annex import AnnexRow
from reports.seal import Seal


class Level(StrEnum):
    """What a piece of the text is."""

    SUBJECT = "subject"  # trích yếu
    ANNEX = "annex"  # title of the annex
    LABEL_NOTE = "label_note"  # printed beside "Chỉ tiêu thống kê"
    PART = "part"  # I. TITLE
    HEADING = "heading"  # 1. Title
    POINT = "point"  # a) Title
    BASIS = "basis"  # a legal basis
    PARAGRAPH = "paragraph"
    ITEM = "item"  # - or +
    TABLE = "table"  # a register: its head and its rows
    ENCLOSED = "enclosed"  # title of a list that goes with the report as an annex of its own


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph of the report."""

    level: Level
    text: str
    rows: tuple[tuple[str, ...], ...] = ()  # of a table, the head first
    figures: tuple[Printed, ...] = ()  # whose numbers stand in the text, and where


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who sends what, from where, when. A draft has neither number nor day: the clerk gives the
    number at issue, and whoever signs gives the day."""

    issuer: tuple[str, ...]  # as printed: ("ỦY BAN NHÂN DÂN", "XÃ BẮC SƠN")
    issuer_name: str  # in running text: "UBND xã Bắc Sơn"
    place: str  # "Bắc Sơn"
    year: int
    symbol: str = "BC-UBND"
    number: int | None = None
    signed_on: date | None = None
    superior: str = ""  # printed above the issuer; a People's Committee has none


@dataclass(frozen=True, slots=True)
class Signature:
    """Capacity lines in capitals ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), then
    the bare name; never a picture of a signature or a seal."""

    authority: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """One of several columns of figures: its letter and period; that of the lines with one figure
    has neither."""

    letter: str = ""
    words: str = ""  # "năm 2021"


@dataclass(frozen=True, slots=True)
class Annex:
    """The table of figures. `remarks` stand under it: units that are missing in a roll-up, or
    which tasks were counted."""

    title: str
    rows: tuple[AnnexRow, ...]
    remarks: tuple[str, ...] = ()
    landscape: bool = False
    label_note: str = ""  # beside the head of the label column
    columns: tuple[ValueColumn, ...] = ()  # none: one column of figures

    def cells(self, row: AnnexRow) -> tuple[AnnexRow | None, ...]:
        """What stands in the columns of figures, in their order; None is an empty cell. A line
        with one figure beside lines with several has it in the last column."""
        if not self.columns and not row.beside:
            return (row,)
        blank = (None,) * max(len(self.columns) - len(row.beside or (row,)), 0)
        return (*row.beside, *blank) if row.beside else (*blank, row)


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """A whole report. `distribution` without dashes and "Như trên"; the last is "Lưu: VT"."""

    letterhead: Letterhead
    subject: str  # trích yếu
    addressees: tuple[str, ...]
    body: tuple[Piece, ...]
    distribution: tuple[str, ...]
    signature: Signature
    made_at: datetime
    annex: Annex | None = None
    revision: int = 1  # "lần 2" of the same report is 2
    draft: bool = False  # figures or words are missing: printed on the first page
    estimates: str = ""  # that figures are estimates: printed on the first page
    seal: Seal | None = None  # of a making that was noted

    @property
    def text(self) -> tuple[Piece, ...]:
        """What stands above the signature."""
        return self.body[: self._first_enclosed]

    @property
    def enclosed(self) -> tuple[tuple[Piece, ...], ...]:
        """The lists that follow it, each its title first."""
        lists: list[tuple[Piece, ...]] = []
        for piece in self.body[self._first_enclosed :]:
            if piece.level is Level.ENCLOSED:
                lists.append((piece,))
            else:
                lists[-1] += (piece,)
        return tuple(lists)

    @property
    def _first_enclosed(self) -> int:
        levels = [piece.level for piece in self.body]
        return levels.index(Level.ENCLOSED) if Level.ENCLOSED in levels else len(levels)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the figures of a file come from, so that a filled file can be taken back."""

    form_id: str
    form_version: str
    unit_id: str
    unit_name: str
    round_id: str
    period: str  # "Quý III năm 2024"
    data_time: datetime
    revision: int = 1
    mark: str = ""  # of the figures, where the making was noted


@dataclass(frozen=True, slots=True)
class AnnexBook:
    """The annex as a file of its own, to be read, filled in and sent back."""

    annex: Annex
    letterhead: Letterhead
    origin: Origin


@dataclass(frozen=True, slots=True)
class PdfReport:
    """A report that is wanted as pdf."""

    document: ReportDocument
