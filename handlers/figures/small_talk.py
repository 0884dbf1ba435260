"""Words that are no figures and no command: a greeting, thanks, "mai tôi gửi", annoyance.

lan  < cảm ơn em nhé
bot  > Không có gì ạ. Đang chờ mục I.4 (4 số), ví dụ: 12 12 0 0. Cần giải thích: ?
"""

from __future__ import annotations

import re

from domain.reading.by_code import becomes_in
from domain.talk.messages import Reply
from domain.talk.yes_no import YES
from domain.words import fold
from handlers.figures.ask_block import open_in
from handlers.figures.questions import ask_which_line
from handlers.figures.report_turn import ReportTurn
from handlers.question import open_question
from handlers.report.deadline import deadline_line
from handlers.wording.example import example_in
from handlers.wording.say import say
from handlers.wording.understood import places, read_courtesy, read_verdict, says
from handlers.work import addressed
from storage.catalogue.words import folded

LONGEST = 200  # characters; a long story is read by its beginning

TOPICS = ("later", "lost", "cross", "ask", "thanks", "hello")
"""By the first that fits: who is annoyed and says "mai gửi" hears that tomorrow is fine."""

_FIGURE = re.compile(r"(?<![\w.,/:])\d+(?:[.,]\d+)*(?![\w/:]|[.,]\d)")
_CODE = re.compile(r"\b(?:[ivx]+\.)?\d+(?:\.\d+)+")


def small_talk(turn: ReportTurn) -> Reply | None:
    """A short word back and what is awaited; None for a text that may have meant figures."""
    text = turn.incoming.text[:LONGEST]
    if places("small_talk", "wrong", text):
        printed = {turn.part.sheet.indicator(code).printed for code in turn.part.codes}
        value = [figure for figure in _FIGURE.findall(text) if figure not in printed]
        changed = len(value) == 1 and _changes_by(text, value[0])
        if len(value) == 1 and not changed and (asked := ask_which_line(turn, value[0])):
            return asked
        return _said(turn, say("talk.mend", example=_correction(turn, text)))
    if any(char.isdigit() for char in text):
        return _asked_about_a_code(turn, text)
    topic = topic_of(text)
    if topic is None:
        return None
    words = say(f"talk.{topic}", name=addressed(turn.person))
    due = deadline_line(turn.work, turn.part.sheet) if topic == "later" else ""
    return _said(turn, words, due)


def _changes_by(text: str, value: str) -> bool:
    """ "giảm 1": by how much it changes, and no figure."""
    front = fold(text).partition(value)[0].split()
    return bool(front) and front[-1] in folded("told", "changes")


def _asked_about_a_code(turn: ReportTurn, text: str) -> Reply | None:
    """ "cho em hỏi mục 4.1 là gì": how to ask for its explanation."""
    code = _CODE.search(fold(text))
    if code is None or not _asks(text):
        return None
    return _said(turn, say("talk.ask_code", code=code[0].upper()))


def _correction(turn: ReportTurn, text: str) -> str:
    """How a correction is typed, with the figure that the person speaks of: "sửa 4.2 = 13"."""
    if found := becomes_in(text):
        return say("talk.correction", code=found[0], value=found[1])
    code = _CODE.search(fold(text))
    own = example_in(turn.part.sheet.form, turn.part.codes)
    shown = code[0].upper() if code else own.code
    return say("talk.correction", code=shown, value=say("talk.number"))


def topic_of(text: str) -> str | None:
    """What words that are neither a figure nor an order are about; "yes" for a plain yes."""
    for topic in TOPICS:
        found = places("small_talk", topic, text)
        if topic == "hello":
            found = tuple(at for at in found if not at)
        if found or (topic == "later" and _will_be_done(text)) or (topic == "ask" and _asks(text)):
            return topic
    return "yes" if read_verdict(text) == YES or read_courtesy(text) else None


def _will_be_done(text: str) -> bool:
    """ "mai em gửi": first when, then what."""
    when, done = places("small_talk", "when", text), places("small_talk", "done_then", text)
    return bool(when) and any(at > when[0] for at in done)


def _asks(text: str) -> bool:
    return bool(places("small_talk", "ask", text)) or says("small_talk", "whether", _last(text))


def _last(text: str) -> str:
    """The last word where the text ends as a question."""
    plain = text.rstrip()
    return plain.rstrip("? ").rpartition(" ")[2] if plain.endswith("?") else ""


def _said(turn: ReportTurn, *lines: str) -> Reply:
    return Reply("\n".join(filter(None, [*lines, _awaited(turn)])))


def _awaited(turn: ReportTurn) -> str:
    """The figures that are waited for; nothing where a question is open, which says so itself."""
    question = open_question(turn.work, turn.incoming.address)
    if question is not None and not question.light:
        return ""
    sheet = turn.part.sheet
    block = turn.block
    if block is None:
        return say("talk.go_on")
    if sheet.form.is_written(block):
        return say("talk.awaited_words", block=block.id)
    return say("talk.awaited", block=block.id, count=len(open_in(block, sheet.figures)))
