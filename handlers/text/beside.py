"""What is said to the bot while a heading is being written: shown, taken back, asked about.

mai  < đọc lại chị nghe
bot  > Mục I.1.T1 – thủ tục hay đổi: ...
son  < khoan, mục này để anh hỏi lại trưởng thôn đã
bot  > Ghi câu này vào mục I.1.T4 – ...? “khoan, mục này ...”                 [đúng] [không]
"""

from __future__ import annotations

import re
from dataclasses import replace

from domain.report.forms import Kind
from domain.talk.messages import Reply
from domain.talk.yes_no import NO, YES
from domain.words import aligned, clean, fold
from domain.writing.register import is_typed_row
from domain.writing.text_named import TextAct, TextNamed
from handlers.figures.report_turn import ReportTurn
from handlers.figures.undo import undo
from handlers.question import Answering
from handlers.text.asked import ask_about, place_decided, report_turn
from handlers.text.which import TextPlace
from handlers.text.write import act_on, awaited_of, open_heading
from handlers.wording.say import say, say_ask
from handlers.wording.understood import behind, parted, places, read_verdict, says, state_said
from storage.catalogue.words import phrases

BESIDE = "text.beside"
WORDS_AT_MOST = 12  # a longer sentence is written: it says more than a remark
WORDS_NAMING_AT_MOST = 20  # the same where it names a colleague
WORDS_AT_LEAST = 4  # of what is written without a question
WORDS_UNCLEAR_AT_MOST = 8  # so short it is written only where it surely is of a report


def take_order(turn: ReportTurn, place: TextPlace) -> Reply | None:
    """What the bot is told to do with the heading: show it, take back its last words or all of
    them, put other words there, write in the person's place. None for anything else."""
    text = turn.incoming.text
    if read_verdict(text) in (YES, NO) and state_said(text) is None:  # nothing is asked
        return Reply(say("text.beside.waits", code=place.line.code))
    if says("writing_beside", "show", text):
        return open_heading(turn, place, show=True)
    if says("writing_beside", "take_back", text):
        return undo(turn.work, turn.person, turn.incoming)
    if says("writing_beside", "remove", text):
        return _emptied(turn, place)
    wished = places("writing_beside", "for_me", text)
    if _is_short(text) and wished and wished[0] <= 1:  # "chị không biết viết gì", and no citizen
        asked = open_heading(turn, place, show=False)
        return replace(asked, text=f"{say('text.beside.by_yourself')}\n\n{asked.text}")
    if words := behind("writing_beside", "instead", text):
        return _ask(turn, place, words, instead=True)
    changed = behind("writing_beside", "change", text)
    pair = parted("in_place", "into", changed) if changed else None
    return _other_words(turn, place, *pair) if pair else None


def _other_words(turn: ReportTurn, place: TextPlace, old: str, new: str) -> Reply:
    """ "sửa chữ quý thành năm": the text with the other words, asked about; where these words stand
    nowhere in it, or at several places, that is said."""
    standing = place.part.sheet.figure(place.line.code)
    words = clean(standing.words) if standing is not None else ""
    old, new = old.strip(" “”\"'.,"), new.strip(" “”\"'.,")
    found = _within(old, words)
    if len(found) == 1:
        at, end = found[0].span()
        return _ask(turn, place, f"{words[:at]}{new}{words[end:]}", instead=True)
    text_id = "text.beside.several" if found else "text.beside.not_there"
    return Reply(say(text_id, code=place.line.code, old=old))


def _within(old: str, words: str) -> list[re.Match[str]]:
    """Where the words stand; typed without marks they are those with marks as well."""
    exact = _places_of(old.lower(), words.lower())
    return exact or (_places_of(fold(old), aligned(words)) if old.isascii() else [])


def _places_of(old: str, words: str) -> list[re.Match[str]]:
    return list(re.finditer(rf"(?<!\w){re.escape(old)}(?!\w)", words))


def take_beside(turn: ReportTurn, place: TextPlace, *, named: bool) -> Reply | None:
    """Go to the heading before; ask about a remark that may be meant for the bot. None for what is
    plainly written. `named`: it names a colleague."""
    text = turn.incoming.text.strip()
    if is_typed_row(text):
        return None
    if _is_short(text) and behind("writing_beside", "back", text) is not None:
        return open_heading(turn, _before(place), show=False)
    unclear = place.line.kind is not Kind.TABLE and not _is_of_a_report(text)
    naming = named and len(text.split()) <= WORDS_NAMING_AT_MOST
    return _ask(turn, place, text) if unclear or naming or _is_remark(text) else None


def _is_short(text: str) -> bool:
    return len(text.split()) <= WORDS_AT_MOST and "\n" not in text.strip()


def _is_of_a_report(text: str) -> bool:
    """Long enough, or about what such reports tell of, or written as a sentence is: "tạm thời chưa
    có, bữa sau bổ sung" is none of it, and may be said to the bot."""
    count = len(text.split())
    if count > WORDS_UNCLEAR_AT_MOST:
        return True
    if count < WORDS_AT_LEAST:
        return False
    return (text[:1].isupper() and text.endswith(".")) or bool(
        places("writing_beside", "topic", text)
    )


def _is_remark(text: str) -> bool:
    """Short, and with words that hardly stand in a report: "mục này", "ai viết", "... vậy"."""
    if not _is_short(text):
        return False
    if behind("writing_beside", "first", text) is not None:
        return True
    ends = places("writing_beside", "last", text)
    within = places("writing_beside", "within", text) or _names_a_speaker(text)
    return bool(within) or ends[-1:] == (len(text.split()) - 1,)


def _names_a_speaker(text: str) -> bool:
    """ "chị", "em" in a text with marks; without any, "chi" and "anh" may be other words."""
    said = {word.strip(" .,;:!()") for word in text.lower().split()}
    return not text.isascii() and not said.isdisjoint(phrases("writing_beside")["person"])


def _emptied(turn: ReportTurn, place: TextPlace) -> Reply:
    """Nothing stands there any more, and it is asked again."""
    if place.part.sheet.figure(place.line.code) is None:
        return open_heading(turn, place, show=False)
    return act_on(turn, place, TextNamed(TextAct.REMOVE, place.line.code))


def _before(place: TextPlace) -> TextPlace:
    """The heading in front of this one, of those that the person writes; the first is its own."""
    part = place.part
    own = [line for line in part.sheet.form.written if line.owner in part.fields]
    at = own.index(place.line) if place.line in own else 0
    return TextPlace(part, own[max(0, at - 1)]) if own else place


def _ask(turn: ReportTurn, place: TextPlace, words: str, *, instead: bool = False) -> Reply:
    code, label = place.line.code, place.part.sheet.short(place.line.code)
    standing = place.part.sheet.figure(code)
    instead = instead and standing is not None and bool(standing.words)
    text_id = "ask.text.instead" if instead else "ask.text.beside"
    text = say_ask(text_id, code=code, label=label, words=words)
    act = TextAct.REWRITE if instead else TextAct.WRITE
    return ask_about(turn, place, BESIDE, text, words=words, act=act.value)


def decided(turn: Answering) -> Reply | None:
    """Written after a yes, left out after a no."""
    place = place_decided(turn)
    if place is None:
        return None
    code, data = place.line.code, turn.question.data
    if turn.word == NO:
        about = report_turn(turn, place)
        here = awaited_of(turn.work, turn.person, about.conversation)
        written = here is not None and here.line.code == code
        return Reply(say("text.beside.left", code=code) if written else say("text.beside.not_put"))
    act = TextAct(data.get("act", TextAct.WRITE))
    return act_on(report_turn(turn, place), place, TextNamed(act, code, data["words"]))
