"""Something is in the way: no figure, and never "no data yet". It may be written into the report,
where that has a heading for it.

lan  < vướng quá, chưa có kinh phí
bot  > Ghi câu này vào mục X.Tb – Tồn tại, hạn chế ...? “vướng quá, chưa có kinh phí” [đúng] [sai]
"""

from __future__ import annotations

from domain.report.forms import Kind
from domain.talk.messages import Reply
from domain.talk.said import Situation
from domain.words import fold
from handlers.figures.questions import asked_besides
from handlers.figures.report_turn import ReportTurn
from handlers.talk.give_figures import headed_turn, turn_of
from handlers.talk.intent import Request
from handlers.talk.stands import stands
from handlers.tasks.list import my_tasks
from handlers.text.asked import ask_about
from handlers.text.beside import BESIDE
from handlers.text.which import TextPlace
from handlers.text.write import is_awaited
from handlers.wording.say import say, say_ask
from handlers.wording.understood import behind, places, read_acts
from handlers.work import addressed
from storage.catalogue.words import folded

WORDS_OF_A_NAME = 5  # "phần khó khăn, vướng mắc"


def in_the_way(request: Request) -> Reply | None:
    """Asked whether it is for the report, or heard; None for anything else, and for what is said
    of a task."""
    work, incoming = request.work, request.incoming
    if not incoming.typed or any(map(str.isdigit, incoming.text)):
        return None
    words = _under_its_name(incoming.text) or incoming.text.strip()
    named = words != incoming.text.strip()
    turn = turn_of(request) or (headed_turn(request) if named else None)
    if turn is None or (request.situation is Situation.TASK and not named):
        return None
    if not (named or _is_told(incoming.text)):
        return None
    if incoming.text.rstrip().endswith("?") or is_awaited(work, request.person, incoming):
        return None
    if asked_besides(turn) or (read_acts(incoming.text) and my_tasks(request.turn)):
        return None
    place = _heading(turn)
    if place is None:
        name = addressed(request.person)
        return Reply(say("talk.in_the_way", name=name) + "\n" + stands(work, request.person))
    code, label = place.line.code, place.part.sheet.short(place.line.code)
    text = say_ask("ask.text.beside", code=code, label=label, words=words)
    return ask_about(turn, place, BESIDE, text, words=words)


def _under_its_name(text: str) -> str:
    """ "thêm khó khăn: thiếu kinh phí" -> "thiếu kinh phí"; empty where the heading is not named by
    its words."""
    front, _, words = text.partition(":")
    name = (behind("writing", "add", front) or "").strip()
    named = places("difficulty", "heading", name) and len(name.split()) <= WORDS_OF_A_NAME
    return words.strip() if named else ""


def _is_told(text: str) -> bool:
    """ "vướng quá", or that something is lacking which is no figure: "chưa có kinh phí"."""
    if places("difficulty", "hard", text):
        return True
    lacks, means = places("difficulty", "lacks", text), places("difficulty", "means", text)
    return any(0 < at - before <= 2 for before in lacks for at in means)


def _heading(turn: ReportTurn) -> TextPlace | None:
    """The heading of this person's part that is for difficulties."""
    part, named = turn.part, folded("difficulty", "heading")
    for line in part.sheet.form.written:
        label = fold(line.label)
        here = line.kind is Kind.TEXT and line.owner in part.fields
        if here and any(words in label for words in named):
            return TextPlace(part, line)
    return None
