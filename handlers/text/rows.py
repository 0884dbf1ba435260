"""Rows of a register: one or many a message, typed between semicolons or pasted from a table.

lan  < 01/KH-UBND; 03/01/2024; Kiểm soát thủ tục hành chính
bot  > Đã ghi 1 dòng vào danh mục I.B (có 1 dòng). ...
"""

from __future__ import annotations

from domain.report.forms import Indicator
from domain.report.written import Rows, rows_of, table_figure, without
from domain.writing.register import BadRow, RowFlaw, RowsRead, read_register
from domain.writing.text_named import TextAct, TextNamed
from handlers.figures.report_turn import ReportTurn
from handlers.text.store import store
from handlers.text.which import TextPlace
from handlers.wording.say import say
from storage.reports.figures import Change

BAD_AT_MOST = 5


def write_rows(
    turn: ReportTurn, place: TextPlace, named: TextNamed
) -> tuple[Change | None, list[str]]:
    """Write what can be read as rows; every line that cannot is named with what is wrong."""
    code, columns = place.line.code, place.line.row
    standing = rows_of(place.part.sheet.figure(code))
    if named.row > len(standing) or (named.row and named.act is TextAct.WRITE):
        return None, [say("text.rows.no_row", row=named.row, code=code, count=len(standing))]
    if named.act is TextAct.REMOVE:
        if not named.row:
            return None, [say("text.rows.which_row", code=code)]
        return _store(turn, place, without(standing, [named.row])), []
    read = read_register(named.words, columns)
    if named.row:
        return _one_row(turn, place, named.row, read)
    known = standing if named.act is not TextAct.REWRITE else ()
    new = tuple(row for row in dict.fromkeys(read.rows) if row not in known)
    remarks = [bad_words(place.line, bad) for bad in read.bad[:BAD_AT_MOST]]
    if again := len(read.rows) - len(new):
        remarks.append(say("text.rows.again", count=again))
    if remarks and read.bad:
        remarks.append(how_rows(place.line))
    return (_store(turn, place, (*known, *new)) if new else None), remarks


def _one_row(
    turn: ReportTurn, place: TextPlace, row: int, read: RowsRead
) -> tuple[Change | None, list[str]]:
    """Another row in the place of one."""
    if len(read.rows) != 1:
        return None, [*(bad_words(place.line, bad) for bad in read.bad[:1]), how_rows(place.line)]
    rows = list(rows_of(place.part.sheet.figure(place.line.code)))
    rows[row - 1] = read.rows[0]
    return _store(turn, place, tuple(rows)), []


def _store(turn: ReportTurn, place: TextPlace, rows: Rows) -> Change | None:
    return store(turn, place, table_figure(place.line.code, rows))


def bad_words(line: Indicator, bad: BadRow) -> str:
    """Which line was not written, and why."""
    columns = line.row
    if bad.flaw is RowFlaw.DAY:
        return say("text.rows.bad_day", line=bad.line, said=bad.said, cell=bad.cell)
    if bad.flaw is RowFlaw.EMPTY:
        return say("text.rows.bad_empty", line=bad.line, said=bad.said, column=columns[0].title)
    return say("text.rows.bad_cells", line=bad.line, said=bad.said, count=len(columns))


def how_rows(line: Indicator) -> str:
    """How a row of the register is typed."""
    columns = "; ".join(column.title for column in line.row)
    return say("text.rows.how", columns=columns, example=line.example or columns)
