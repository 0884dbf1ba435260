"""Rows of a register as a file: the table of a workbook or of a document, sent while the register
is asked, or with its code beside it.

lan  < (tệp van-ban.xlsx, kèm chữ) X.Bv
bot  > Đã ghi 14 dòng vào danh mục X.Bv – ... (có 14 dòng).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from domain.people.people import Official
from domain.reading.cells import Cell, CellRow, Opened
from domain.report.forms import Kind, RowCell
from domain.talk.conversation import Conversation, from_plain
from domain.talk.messages import Incoming, Reply
from domain.writing.register import below_head
from domain.writing.text_named import TextAct, TextNamed, read_named
from handlers.figures.report_turn import ReportTurn
from handlers.text.rows import write_rows
from handlers.text.say_back import said_back
from handlers.text.which import TextPlace, as_whole, places_called
from handlers.text.write import awaited_of
from handlers.work import Work
from storage.catalogue.words import vocabulary
from storage.messages import conversations


def take_rows(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    """Write the rows of the file; None where no register is meant, or the file has no table."""
    opened = incoming.opened
    if incoming.file is None or opened is None or not opened.sheets:
        return None
    conversation = from_plain(conversations.load(work.session, incoming.address))
    place = _meant(work, person, incoming, conversation)
    if place is None or place.line.kind is not Kind.TABLE or not place.own:
        return None
    place = as_whole(work, person, place)
    words = "\n".join(_lines(opened, place.line.row))
    turn = ReportTurn(work, person, incoming, place.part, conversation)
    change, remarks = write_rows(turn, place, TextNamed(TextAct.WRITE, place.line.code, words))
    if change is None and not remarks:
        return None
    block = place.part.sheet.form.block_of.get(place.line.code)
    here = block is not None and conversation.block_id == block.id
    return said_back(turn, place, change, remarks, closed=not here)


def _meant(
    work: Work, person: Official, incoming: Incoming, conversation: Conversation
) -> TextPlace | None:
    """The register that the words beside the file name; without words the one that is asked."""
    if not incoming.text.strip():
        return awaited_of(work, person, conversation)
    named = read_named(incoming.text, vocabulary("writing"))
    places = places_called(work, person, conversation, named.named) if named else ()
    return places[0] if len(places) == 1 else None


def _lines(opened: Opened, columns: Sequence[RowCell]) -> Iterator[str]:
    """The rows of every visible sheet as they would be pasted, from below the head of the table."""
    for sheet in opened.sheets:
        if sheet.visible:
            yield from below_head([_line(row) for row in sheet.rows], columns)


def _line(row: CellRow) -> str:
    last = max((column for column, cell in row.cells.items() if _words(cell)), default=-1)
    return "\t".join(_words(row.cells.get(column, Cell())) for column in range(last + 1))


def _words(cell: Cell) -> str:
    value = cell.value
    if isinstance(value, datetime | date):
        return f"{value.day}/{value.month}/{value.year}"
    return "" if value is None else " ".join(str(value).split())
