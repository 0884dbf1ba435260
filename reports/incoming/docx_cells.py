"""The cells of the tables of a document, and the words above each table."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from domain.reading.cells import Cell, CellRow, CellSheet, Flaw, Opened
from domain.report.printed import CLOSE, MIDDLE, OPEN, SIGNS, bare, tight, unmarked
from reports.incoming.docx_styles import Letters, LetterStyles, letter
from reports.incoming.parts import Archive, XmlPart, is_on, number_of, value_of
from reports.incoming.unreadable import Unreadable, UnreadableFile

MOST_ROWS = 20_000
MOST_COLUMNS = 63  # what Word allows; a cell may say that it spans millions
MOST_TABLES = 500
LONGEST_KEYWORDS = 500
MOST_PARAGRAPHS = 5_000  # that are kept; what comes behind them is no report
LINES_ABOVE = 8  # paragraphs above a table that may tell unit and period
_SIGNS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "‑"}
_UNSEEN = frozenset(  # what stands in the file and not on the page: names, codes, former looks
    {
        *("rPrChange", "pPrChange", "tcPrChange", "trPrChange", "tblPrChange", "sectPrChange"),
        *("tblGridChange", "tblPrExChange", "numberingChange", "instrText", "delInstrText"),
        *("Fallback", "tblGrid", "sectPr", "rt"),
    }
)
_OBJECTS = frozenset({"drawing", "pict", "object", "oMath", "oMathPara", "AlternateContent"})
_NOTES = frozenset({"footnoteReference", "endnoteReference"})


def read_docx(content: bytes) -> Opened:
    """All tables in their order, one inside another after it; the paragraphs outside of them; the
    keywords. UnreadableFile."""
    archive = Archive(content, Unreadable.NOT_DOCX)
    main = archive.main()
    styles = LetterStyles()
    for kind, target in archive.related(main).values():
        if kind == "styles" and target in archive.names:
            archive.read(target, styles)
    document = _Document(styles)
    archive.read(main, document)
    if not document.is_one:
        raise UnreadableFile(Unreadable.NOT_DOCX)
    sheets = tuple(
        CellSheet("", tuple(table.rows), table.above) for table in document.tables if table.rows
    )
    text, printed = [], {}
    for number, (words, found) in enumerate(unmarked(tight(line)) for line in document.text):
        text.append(words)
        if found:
            printed[number] = found
    keywords = _keywords(archive)
    return Opened("docx", sheets, text=tuple(text), keywords=keywords, printed=printed)


def _keywords(archive: Archive) -> str:
    """What the file tells of itself; of no use where it is broken, and no reason to refuse it."""
    about = _About()
    for kind, target in archive.related("").values():
        if kind == "core-properties" and target in archive.names:
            archive.read(target, about)
    return "".join(about.keywords)[:LONGEST_KEYWORDS]


class _About(XmlPart):
    """The part of the core properties."""

    def __init__(self) -> None:
        self.keywords: list[str] = []
        self._inside = False

    def begin(self, name: str, attrs: Any) -> None:
        self._inside = name == "keywords"

    def finish(self, name: str) -> None:
        self._inside = False

    def characters(self, content: str) -> None:
        if self._inside:
            self.keywords.append(content)


@dataclass(slots=True)
class _CellState:
    """A cell while it is read: its paragraphs, and what is wrong with it."""

    column: int
    row_flaw: Flaw | None
    span: int = 1
    goes_on: bool = False  # the cell above reaches down to here
    lines: list[list[str]] = field(default_factory=list)
    flaw: Flaw | None = None

    def mark(self, flaw: Flaw | None) -> None:
        self.flaw = self.flaw or flaw

    def cell(self) -> Cell | None:
        lines = ["".join(line).strip() for line in self.lines]
        lines = [line for line in lines if line]
        if not lines:
            return Cell(None, self.flaw) if self.flaw else None
        words = " ".join(lines)
        broken = len(lines) > 1 or re.search(r"[\n\t]", words)
        flaw = self.flaw or self.row_flaw or (Flaw.BROKEN if broken else None)
        return Cell(words, Flaw.HIDDEN if self.goes_on else flaw)


@dataclass(slots=True)
class _Table:
    above: tuple[str, ...]
    rows: list[CellRow] = field(default_factory=list)
    count: int = 0
    row: dict[int, Cell] = field(default_factory=dict)
    column: int = 0
    row_flaw: Flaw | None = None
    cell: _CellState | None = None
    reaching: dict[int, tuple[dict[int, Cell], int]] = field(default_factory=dict)

    def begin_row(self) -> None:
        self.count += 1
        self.row, self.column, self.row_flaw = {}, 0, None
        if self.count > MOST_ROWS:
            raise UnreadableFile(Unreadable.TOO_MUCH)

    def end_cell(self) -> None:
        state, self.cell = self.cell, None
        if state is None:
            return
        column = state.column
        if column < MOST_COLUMNS and (cell := state.cell()):
            self.row[column] = cell
        if state.goes_on:
            self._reach(column)
        else:
            self.reaching[column] = (self.row, column)
        self.column = min(column + state.span, MOST_COLUMNS)

    def _reach(self, column: int) -> None:
        """The cell in which this one began holds the value of several rows."""
        row, at = self.reaching.get(column, ({}, 0))
        if (cell := row.get(at)) and cell.value is not None:
            row[at] = replace(cell, flaw=cell.flaw or Flaw.MERGED)

    def end_row(self) -> None:
        self.rows.append(CellRow(self.count, self.row, self.column))


class _Document(XmlPart):
    """The part of the text: its tables, and its paragraphs outside of them."""

    def __init__(self, styles: LetterStyles) -> None:
        self.tables: list[_Table] = []
        self.is_one = False
        self._styles = styles
        self._open: list[_Table] = []
        self._above: list[str] = []
        self.text: list[str] = []
        self._line: list[str] = []
        self._path: list[str] = []
        self._unseen = 0  # depth of what is not looked at
        self._tracked = self._gone = self._turned = 0  # depth inside of changes
        self._prompt = False
        self._figure = self._said_of = ""  # whose number the run is, and what was said last
        self._paragraph = self._run = Letters()
        self._taking = False

    # What is open

    @property
    def _cell(self) -> _CellState | None:
        return self._open[-1].cell if self._open else None

    def _mark(self, flaw: Flaw) -> None:
        if cell := self._cell:
            cell.mark(flaw)

    def _say(self, words: str) -> None:
        if cell := self._cell:
            if not cell.lines:
                cell.lines.append([])
            cell.lines[-1].append(words)
        else:
            self._turn_to(self._figure)
            self._line.append(words)

    def _within(self, name: str) -> bool:
        return bool(self._path) and self._path[-1] == name

    # Element by element

    def begin(self, name: str, attrs: Any) -> None:
        if self._unseen or name in _UNSEEN or name in _OBJECTS:
            if not self._unseen and name in _OBJECTS:
                self._mark(Flaw.OBJECT)
            self._unseen += 1
            return
        if self._within("rPr"):
            self._letters(name, attrs)
        elif self._within("tcPr") or self._within("trPr") or self._within("pPr"):
            self._property(name, attrs)
        elif self._within("sdtPr"):
            self._prompt = self._prompt or (name == "showingPlcHdr" and is_on(attrs))
        elif self._within("r"):
            self._in_run(name)
        else:
            self._structure(name, attrs)
        self._path.append(name)

    def _structure(self, name: str, attrs: Any) -> None:
        match name:
            case "document":
                self.is_one = True
            case "tbl":
                self._mark(Flaw.NESTED)
                self._open.append(_Table(tuple(self._above[-LINES_ABOVE:])))
                self.tables.append(self._open[-1])
                if len(self.tables) > MOST_TABLES:
                    raise UnreadableFile(Unreadable.TOO_MUCH)
            case "tr" if self._open:
                self._open[-1].begin_row()
            case "tc" if self._open:
                table = self._open[-1]
                table.cell = _CellState(table.column, table.row_flaw)
            case "p":
                self._paragraph = Letters()
                if cell := self._cell:
                    cell.lines.append([])
                else:
                    self._line, self._said_of = [], ""
            case "r":
                self._run, self._figure = self._paragraph, ""
            case "ins" | "moveTo":
                self._tracked += 1
            case "del" | "moveFrom":
                self._gone += 1
            case "bdo":
                self._turned += 1
            case "ruby":
                self._mark(Flaw.OBJECT)

    def _turn_to(self, code: str) -> None:
        """What follows is the number of this figure; "": of none."""
        if code != self._said_of:
            self._line += [CLOSE] if self._said_of else []
            self._line += [f"{OPEN}{code}{MIDDLE}"] if code else []
            self._said_of = code

    def _in_run(self, name: str) -> None:
        if name == "t":
            self._taking = True
        elif name == "delText":
            self._mark(Flaw.TRACKED)
        elif name in _SIGNS:
            self._say(_SIGNS[name])
        elif name in _NOTES:
            self._mark(Flaw.NOTE)
        elif name == "softHyphen":
            self._mark(Flaw.BROKEN)
        elif name == "sym":
            self._mark(Flaw.OBJECT)

    def _letters(self, name: str, attrs: Any) -> None:
        """How letters look; those of the mark at the end of a paragraph are nobody's."""
        if self._path[-2:-1] == ["pPr"]:
            if name in ("ins", "del", "moveFrom", "moveTo"):
                self._mark(Flaw.TRACKED)
        elif name == "rStyle":
            style = value_of(attrs, "val")
            self._run = self._styles.letters(style, self._run)
            self._figure = self._styles.figure(style)
        else:
            self._run = letter(self._run, name, attrs)

    def _property(self, name: str, attrs: Any) -> None:
        table, cell = self._open[-1] if self._open else None, self._cell
        match name:
            case "pStyle":
                self._paragraph = self._styles.letters(value_of(attrs, "val"), self._paragraph)
            case "framePr":
                self._mark(Flaw.MOVED)
            case "gridBefore" if table:
                table.column = min(number_of(attrs, "val"), MOST_COLUMNS)
            case "ins" | "del" if table:
                table.row_flaw = Flaw.TRACKED
            case "hidden" if table and self._path[-1] == "trPr":
                table.row_flaw = Flaw.HIDDEN if is_on(attrs) else table.row_flaw
            case "gridSpan" if cell:
                cell.span = max(1, min(number_of(attrs, "val", 1), MOST_COLUMNS))
            case "vMerge" | "hMerge" if cell:
                cell.goes_on = value_of(attrs, "val", "continue") != "restart"
            case "cellIns" | "cellDel" | "cellMerge" if cell:
                cell.mark(Flaw.TRACKED)

    def characters(self, content: str) -> None:
        if not self._taking or self._unseen:
            return
        if self._gone:
            self._mark(Flaw.TRACKED)
            return
        if self._prompt and self._cell:
            if not any(char.isdigit() for char in content):
                return  # "Bấm để nhập": nobody has typed anything
            self._mark(Flaw.OBJECT)
        if content.strip() and (flaw := self._flaw()):
            self._mark(flaw)
        self._say(content.translate(SIGNS))

    def _flaw(self) -> Flaw | None:
        if self._tracked:
            return Flaw.TRACKED
        return Flaw.MOVED if self._turned else self._run.flaw

    def finish(self, name: str) -> None:
        if self._unseen:
            self._unseen -= 1
            return
        self._path.pop()
        if name == "p" and not self._cell:
            self._turn_to("")
        match name:
            case "t":
                self._taking = False
            case "p" if not self._cell and (said := "".join(self._line).strip()):
                self._above = [*self._above[-LINES_ABOVE:], " ".join(bare(said).split())]
                if len(self.text) < MOST_PARAGRAPHS:
                    self.text.append("\n".join(" ".join(x.split()) for x in said.split("\n")))
                self._line = []
            case "tc" if self._open:
                self._open[-1].end_cell()
            case "tr" if self._open:
                self._open[-1].end_row()
            case "tbl" if self._open:
                self._open.pop()
            case "sdt":
                self._prompt = False
        self._leave(name)

    def _leave(self, name: str) -> None:
        if self._within("rPr") or self._within("trPr"):
            return  # `<w:ins/>` of a mark or a row, not around words
        if name in ("ins", "moveTo"):
            self._tracked = max(0, self._tracked - 1)
        elif name in ("del", "moveFrom"):
            self._gone = max(0, self._gone - 1)
        elif name == "bdo":
            self._turned = max(0, self._turned - 1)
