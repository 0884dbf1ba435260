"""A figure for a line that is told by its place among those that are asked: the line is shown with
the figure before that is written.

minh < cái thứ 3 là 98,3
bot  > 4.1.3 tỷ lệ xã kết nối với cấp trên: hiểu là 98,3%, đúng không?
"""

from __future__ import annotations

from domain.reading.numerals_said import number_said
from domain.talk.messages import Reply
from domain.words import clean, without_end
from handlers.figures.answer import is_one_figure
from handlers.figures.ask_block import open_in
from handlers.figures.correct import ask_corrected
from handlers.figures.questions import given_last
from handlers.figures.report_turn import ReportTurn
from handlers.talk.give_figures import turn_of
from handlers.talk.intent import Request
from handlers.wording.other_day import behind_slip
from handlers.wording.understood import behind, read_ordinal
from storage.catalogue.words import folded

WORDS_OF_A_PLACE = 5


def placed(request: Request) -> Reply | None:
    """The figure for that line, asked about; behind a slip, of the block that was given last. None
    where no place of a line and one figure are told."""
    if not request.incoming.typed:
        return None
    text = clean(request.incoming.text).strip(" .!")
    slip = behind_slip(text)
    said = text if slip is None else slip
    if behind("placed", "noun", said) is None:
        return None
    turn = turn_of(request)
    codes = _codes(turn, slip=slip is not None) if turn else ()
    if turn is None or len(codes) < 2:
        return None
    words = said.split()
    for at in range(1, min(len(words), WORDS_OF_A_PLACE + 1)):
        place = read_ordinal(" ".join(words[:at]), len(codes))
        value = _figure(" ".join(words[at:])) if place is not None else ""
        if place is not None and value:
            return ask_corrected(turn, codes[place], value)
    return None


def _codes(turn: ReportTurn, *, slip: bool) -> tuple[str, ...]:
    """The lines as they were shown last."""
    if slip:
        return given_last(turn)
    block = turn.block
    return open_in(block, turn.part.sheet.figures) if block else ()


def _figure(text: str) -> str:
    """ "là 98,3 nhé" -> "98,3"; empty where it is not one figure alone."""
    rest = behind("placed", "is", text)
    end = folded("sentence", "polite") | folded("other_day", "end")
    value = without_end((text if rest is None else rest).strip(" ,:="), end)
    said = number_said(value.lower().split()) if value else None
    return value if value and (is_one_figure(value) or said is not None) else ""
