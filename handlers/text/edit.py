"""The edit of a message that had written under a heading: its passage gets the new words, and what
others have written there stays.

mai  < (sửa tin) Thủ tục thay đổi luôn, có 12 thủ tục chưa kịp đưa lên cổng
bot  > Đã sửa mục I.1.T1 – ...: “Thủ tục thay đổi luôn, có cái …” → “Thủ tục thay đổi luôn, có 12 …”
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.people.people import Official
from domain.report.figures import Figure
from domain.report.forms import Kind
from domain.report.shown import show_written
from domain.report.written import passage, replaced, rows_of, table_figure, text_figure, unquoted
from domain.talk.conversation import from_plain
from domain.talk.messages import Incoming, Reply
from domain.writing.register import read_register
from handlers.figures.report_turn import ReportTurn
from handlers.report.parts import Part, part_of
from handlers.report.whole import whole_report
from handlers.text.store import store
from handlers.text.which import TextPlace, as_whole, places_called
from handlers.text.write import pieces_named
from handlers.turn import source_of
from handlers.wording.say import say
from handlers.wording.understood import behind, ended
from handlers.work import Work
from storage.messages import conversations
from storage.messages.inbox import words_before
from storage.reports.figures import brought_by
from storage.reports.rounds import obligation


@dataclass(frozen=True, slots=True)
class EditedText:
    """What a message had said in each place, and what it says now."""

    turn: ReportTurn
    part: Part
    before: Mapping[str, str]
    now: Mapping[str, str]


def edit_text(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    """Put the new words in the place of the old; None where the message has written nothing."""
    brought = brought_by(work.session, source_of(incoming))
    found = obligation(work.session, brought.obligation_id) if brought else None
    part = (part_of(work, person, found) or whole_report(work, person, found)) if found else None
    if brought is None or part is None:
        return None
    codes = [c for c in brought.figures if part.sheet.indicator(c).kind.written]
    if not codes:
        return None
    conversation = from_plain(conversations.load(work.session, incoming.address))
    turn = ReportTurn(work, person, incoming, part, conversation)
    old = words_before(work.session, incoming) or ""
    before, now = (_said(turn, text, codes) for text in (old, incoming.text))
    edited = EditedText(turn, part, before, now)
    lines = [_edit(edited, code) for code in dict.fromkeys((*edited.before, *edited.now))]
    return Reply("\n".join(filter(None, lines)) or say("text.edited_same"))


def _said(turn: ReportTurn, text: str, codes: list[str]) -> dict[str, str]:
    """Code -> what the message says there: where it names headings, each of them, otherwise the
    one that it was an answer to."""
    pieces = pieces_named(text)
    named = {
        places[0].line.code: _bare(piece.words)
        for piece in pieces
        if len(places := _called(turn, piece.named)) == 1
    }
    if pieces and len(named) == len(pieces):
        return named
    return {codes[0]: _bare(text)}


def _called(turn: ReportTurn, named: str) -> tuple[TextPlace, ...]:
    return places_called(turn.work, turn.person, turn.conversation, named)


def _bare(words: str) -> str:
    """Without "hết mục" behind, "thêm" in front, and quotes around."""
    written, _ = ended(words)
    return unquoted(behind("writing", "add", written) or written)


def _edit(edited: EditedText, code: str) -> str:
    turn, sheet = edited.turn, edited.part.sheet
    place = as_whole(turn.work, turn.person, TextPlace(edited.part, sheet.indicator(code)))
    old, new = edited.before.get(code, ""), edited.now.get(code, "")
    if old == new:
        return ""
    figure = _edited(place, old, new)
    if figure is None:
        return say("text.edited_late", code=code)
    change = store(turn, place, figure)
    if change is None:
        return ""
    if place.line.kind is Kind.TABLE:
        return say("text.rows.changed", code=code, label=sheet.short(code), all=figure.value)
    shown = [show_written(text_figure(code, passage(words)), place.line) for words in (old, new)]
    return say("text.changed", code=code, label=sheet.short(code), old=shown[0], new=shown[1])


def _edited(place: TextPlace, old: str, new: str) -> Figure | None:
    """What stands there with the new words in place of the old; None where the old ones were
    changed since."""
    code, standing = place.line.code, place.part.sheet.figure(place.line.code)
    if place.line.kind is Kind.TABLE:
        gone = read_register(old, place.line.row).rows
        come = read_register(new, place.line.row).rows
        rows = list(rows_of(standing))
        if not set(gone) <= set(rows):
            return None
        at = rows.index(gone[0]) if gone else len(rows)
        kept = [row for row in rows if row not in gone]
        return table_figure(code, (*kept[:at], *come, *kept[at:]))
    words = standing.words if standing else ""
    if not old:
        return text_figure(code, passage(new))
    mended = replaced(words, passage(old), passage(new))
    return None if mended is None else text_figure(code, mended)
