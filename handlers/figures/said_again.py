"""The words that were written down last come once more: a double tap, a message that the network
has brought twice, or the same figures for the next block.

lan  < 12 12 0 0
lan  < 12 12 0 0
bot  > Số liệu này đã có, không đổi. Tiếp theo: mục I.5 ...
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from domain.report.figures import Figure, State
from domain.talk.conversation import Taken
from domain.talk.held import Held
from domain.talk.messages import Reply
from handlers.figures.ask_block import ask_block
from handlers.figures.questions import AGAIN, ask_figures, asked_besides, held_by
from handlers.figures.record import is_it_true
from handlers.figures.report_turn import ReportTurn, words_of
from handlers.report.sheet import Sheet
from handlers.wording.say import Asking, say, say_ask

REMEMBERED = timedelta(minutes=10)
AT_ONCE = timedelta(seconds=10)  # nobody has read the echo and the next question by then


def said_again(turn: ReportTurn, figures: Sequence[Figure]) -> Reply | None:
    """The reply to a repetition that must not be taken for the next block; None for any other
    answer. `figures` are what the words mean now; none where they are not clear."""
    taken, question = turn.conversation.taken, asked_besides(turn)
    if taken is None or not _same_words(turn, taken):
        return None
    if question is not None:
        return _ask(turn, held_by(question).figures) if question.about == AGAIN else None
    if _asked_once_more(turn, taken) or _stands(turn.part.sheet, figures):
        return None
    if not figures:
        return _already(turn)
    if turn.work.now - taken.at > AT_ONCE and _nothing_new(turn.part.sheet, figures):
        return None
    return _ask(turn, tuple(figures))


def _same_words(turn: ReportTurn, taken: Taken) -> bool:
    if turn.incoming.edited or turn.work.now - taken.at > REMEMBERED:
        return False
    return words_of(turn.incoming) == taken.said


def _asked_once_more(turn: ReportTurn, taken: Taken) -> bool:
    """The block that was answered is awaited again."""
    here = (turn.conversation.obligation_id, turn.conversation.block_id)
    return here[0] == taken.obligation_id and here[1] in taken.blocks


def _stands(sheet: Sheet, figures: Sequence[Figure]) -> bool:
    """Every figure is written already: a correction by its code, sent twice."""
    return bool(figures) and all(sheet.figure(figure.code) == figure for figure in figures)


def _nothing_new(sheet: Sheet, figures: Sequence[Figure]) -> bool:
    """Nothing as in the period before, or the same as then: such rows do follow one another."""
    return all(
        figure.state is State.MISSING
        or figure == sheet.previous.get(figure.code)
        or not (_number(sheet, figure) or _number(sheet, sheet.previous.get(figure.code)))
        for figure in figures
    )


def _number(sheet: Sheet, figure: Figure | None) -> object:
    return figure and figure.number(sheet.indicator(figure.code).kind)


def _already(turn: ReportTurn) -> Reply:
    """It is written; the question that is open is shown once more."""
    part, text = turn.part, say("echo.unchanged")
    block = turn.block
    if block is None:
        return Reply(text)
    left = say("answer.next", left=len(part.open_blocks))
    return Reply(f"{text}\n\n{left}\n{ask_block(part.sheet, block)}")


def _ask(turn: ReportTurn, figures: tuple[Figure, ...]) -> Reply:
    form = turn.part.sheet.form
    codes = tuple(figure.code for figure in figures)
    blocks = dict.fromkeys(form.block_of[code].id for code in codes)
    question = say_ask("ask.figures.again", blocks=", ".join(blocks))
    text = Asking("\n".join(filter(None, [question.words, is_it_true(turn, figures)])))
    return ask_figures(turn, AGAIN, Held(figures=figures, codes=codes), text)
