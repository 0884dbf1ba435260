"""What is said to the bot while a heading is being written: shown, taken back, asked about.

mai  < đọc lại chị nghe
bot  > Mục I.1.T1 – thủ tục hay đổi: ...
son  < khoan, mục này để anh hỏi lại trưởng thôn đã
bot  > Ghi câu này vào mục I.1.T4 – ...? “khoan, mục này ...”                 [đúng] [không]
"""

from __future__ import annotations

from domain.people.people import Official
from domain.talk.conversation import from_plain
from domain.talk.messages import Incoming, Reply
from domain.talk.yes_no import NO
from domain.writing.text_named import TextAct, TextNamed
from handlers.figures.report_turn import ReportTurn
from handlers.figures.undo import undo
from handlers.question import Answering
from handlers.text.asked import ask_about, place_decided, report_turn
from handlers.text.which import TextPlace
from handlers.text.write import act_on, awaited_of, open_heading
from handlers.wording.say import say, say_ask
from handlers.wording.understood import behind, places, says
from handlers.work import Work
from storage.messages import conversations

BESIDE = "text.beside"
WORDS_AT_MOST = 12  # a longer sentence is written: it says more than a remark


def take_beside(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    """Show the heading, take back its last words, go to the one before; a remark that may be meant
    for the bot is asked about. None for what is plainly written."""
    conversation = from_plain(conversations.load(work.session, incoming.address))
    place, text = awaited_of(work, person, conversation), incoming.text
    if place is None:
        return None
    turn = ReportTurn(work, person, incoming, place.part, conversation)
    if says("writing_beside", "show", text):
        return open_heading(turn, place, show=True)
    if says("writing_beside", "take_back", text):
        return undo(work, person, incoming)
    if _is_remark(text):
        before = behind("writing_beside", "back", text) is not None
        return open_heading(turn, _before(place), show=False) if before else _ask(turn, place)
    return None


def _is_remark(text: str) -> bool:
    """Short, and with words that hardly stand in a report: "mục này", "ai viết", "... vậy"."""
    said = text.split()
    if len(said) > WORDS_AT_MOST or "\n" in text.strip():
        return False
    if any(behind("writing_beside", each, text) is not None for each in ("back", "first")):
        return True
    ends = places("writing_beside", "last", text)
    return bool(places("writing_beside", "within", text)) or ends[-1:] == (len(said) - 1,)


def _before(place: TextPlace) -> TextPlace:
    """The heading in front of this one, of those that the person writes; the first is its own."""
    part = place.part
    own = [line for line in part.sheet.form.written if line.owner in part.fields]
    at = own.index(place.line) if place.line in own else 0
    return TextPlace(part, own[max(0, at - 1)]) if own else place


def _ask(turn: ReportTurn, place: TextPlace) -> Reply:
    code, words = place.line.code, turn.incoming.text.strip()
    label = place.part.sheet.short(code)
    text = say_ask("ask.text.beside", code=code, label=label, words=words)
    return ask_about(turn, place, BESIDE, text, words=words)


def decided(turn: Answering) -> Reply | None:
    """Written after a yes, left out after a no."""
    place = place_decided(turn)
    if place is None:
        return None
    code = place.line.code
    if turn.word == NO:
        about = report_turn(turn, place)
        here = awaited_of(turn.work, turn.person, about.conversation)
        written = here is not None and here.line.code == code
        return Reply(say("text.beside.left", code=code) if written else say("text.beside.not_put"))
    return act_on(
        report_turn(turn, place), place, TextNamed(TextAct.WRITE, code, turn.question.data["words"])
    )
