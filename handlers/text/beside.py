"""What is said to the bot while a heading is being written: shown, taken back, asked about.

mai  < đọc lại chị nghe
bot  > Mục I.1.T1 – thủ tục hay đổi: ...
son  < khoan, mục này để anh hỏi lại trưởng thôn đã
bot  > Ghi câu này vào mục I.1.T4 – ...? “khoan, mục này ...”                 [đúng] [không]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.report.forms import Indicator, Kind
from domain.talk.messages import Choice, Reply
from domain.talk.question import Question, Wanted
from domain.talk.yes_no import DROP, NO, YES
from domain.words import aligned, clean, fold
from domain.writing.register import is_typed_row
from domain.writing.text_named import TextAct, TextNamed
from handlers.figures.report_turn import ReportTurn
from handlers.figures.undo import undo
from handlers.question import Answering, ask, open_questions, settle
from handlers.report.sheet import read_again
from handlers.text.around import (
    ToldAround,
    codes_in,
    headings_meant,
    read_around,
    without_small,
)
from handlers.text.asked import ask_about, place_asked, place_decided, report_turn
from handlers.text.which import TextPlace
from handlers.text.write import act_on, awaited_of, open_heading, take_end
from handlers.wording.say import say, say_ask
from handlers.wording.understood import (
    behind,
    ended,
    parted,
    places,
    read_verdict,
    says,
    state_said,
)
from storage.catalogue.words import phrases

BESIDE, WHERE = "text.beside", "text.where"
WORDS_AT_MOST = 12  # a longer sentence is written: it says more than a remark
WORDS_NAMING_AT_MOST = 20  # the same where it names a colleague
WORDS_AT_LEAST = 4  # of what is written without a question
WORDS_UNCLEAR_AT_MOST = 8  # so short it is written only where it surely is of a report


def take_for_several(turn: ReportTurn, place: TextPlace) -> Reply | None:
    """ "mục I.1.T2 và I.1.T6 viết chung một câu: …"; None for anything else."""
    around = read_around(turn.incoming.text)
    several = around is not None and len(codes_in(around.order)) > 1
    return _propose(turn, place, around) if around and several else None


def take_order(turn: ReportTurn, place: TextPlace) -> Reply | None:
    """What the bot is told to do with the heading: show it, take back its last words or all of
    them, put other words there, write in the person's place. None for anything else."""
    text = without_small(turn.incoming.text)
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
    if around := read_around(turn.incoming.text):
        return _propose(turn, place, around)
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
    naming = named and len(text.split()) <= WORDS_NAMING_AT_MOST
    if naming or _is_remark(text):
        return _ask(turn, place, text)
    plain = place.line.kind is Kind.TABLE or is_sentence(text)
    return None if plain else _ask(turn, place, text, holds=True)


def is_sentence(text: str) -> bool:
    """A sentence of a report, written without a question."""
    return _is_of_a_report(text) and not _is_remark(text)


def is_for_the_bot(text: str) -> bool:
    """Never words of a report: "còn mấy mục nữa em", "ai chưa xong", "bản này gửi được chưa"."""
    return _is_short(text) and ":" not in text and bool(places("writing_beside", "never", text))


def tells_of_work(text: str) -> bool:
    """A sentence of a report, though a command stands in it: "còn thiếu trang thiết bị"."""
    words = places("writing_beside", "topic", text)
    return len(text.split()) >= WORDS_AT_LEAST and bool(words) and not _is_remark(text)


def ask_anyway(turn: ReportTurn, place: TextPlace) -> Reply:
    """What may be a command as well as a sentence."""
    return _ask(turn, place, turn.incoming.text.strip(), holds=True)


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


def _propose(turn: ReportTurn, place: TextPlace, around: ToldAround) -> Reply:
    """The sentence without what was said to the bot, for the headings that are meant; which of
    several, or of all where none can be told, is asked."""
    lines = headings_meant(place, around.order)
    several = len(codes_in(around.order)) > 1
    told = say("text.beside.as_typed") if around.mends else ""
    if lines is None or (len(lines) > 1 and not several):
        return _ask_where(turn, place, around.words, lines or _own(place))
    if len(lines) == 1:
        there = replace(place, line=lines[0])
        return _ask(turn, there, around.words, told=told, instead=around.instead)
    codes = ", ".join(line.code for line in lines)
    text = say_ask("ask.text.several", codes=codes, words=around.words).behind(told)
    data = {"words": around.words, "codes": codes}
    return ask_about(turn, replace(place, line=lines[0]), BESIDE, text, **data)


def _own(place: TextPlace) -> tuple[Indicator, ...]:
    part = place.part
    return tuple(line for line in part.sheet.form.written if line.owner in part.fields)


def _ask_where(turn: ReportTurn, place: TextPlace, words: str, lines: Sequence[Indicator]) -> Reply:
    """Under which of the headings; its code is the answer."""
    label = place.part.sheet.short
    shown = "\n".join(
        say("text.row.named", code=each.code, label=label(each.code)) for each in lines
    )
    held = {"report": place.part.sheet.obligation.id, "code": place.line.code, "words": words}
    options = tuple(Choice(each.code, each.code) for each in lines)
    name = say("text.where.name")
    question = Question(WHERE, Wanted.ONE_OF, held, options, name=name, light=True)
    return ask(turn, question, say_ask("ask.text.where", words=words, headings=shown))


def where_decided(turn: Answering) -> Reply | None:
    """Written under the heading whose code was chosen."""
    place = place_asked(turn) if turn.word and turn.word not in (YES, NO, DROP) else None
    if place is None:
        return None
    settle(turn, turn.question)
    code = turn.word
    there = replace(place, line=place.part.sheet.indicator(code))
    named = TextNamed(TextAct.WRITE, code, turn.question.data["words"])
    return act_on(report_turn(turn, there), there, named)


def _ask(
    turn: ReportTurn,
    place: TextPlace,
    words: str,
    *,
    told: str = "",
    instead: bool = False,
    holds: bool = False,
    sure: str | None = None,
) -> Reply:
    """Whether the words shall stand there; `holds`: they may well be a sentence, so that those
    which were asked about before and have no answer are asked about with them. `sure`: asked for
    the last time, and what is written even after a no."""
    code, label = place.line.code, place.part.sheet.short(place.line.code)
    standing = place.part.sheet.figure(code)
    instead = instead and standing is not None and bool(standing.words)
    waiting = _held(turn, place) if sure is None else []
    every = [*waiting, words] if holds else [words]
    text_id = "ask.text.instead" if instead else "ask.text.beside"
    text = say_ask(text_id, code=code, label=label, words="\n".join(every).replace("\n", "”\n“"))
    text = text.behind(told)
    act = TextAct.REWRITE if instead else TextAct.WRITE
    data = {"words": "\n".join(every), "act": act.value}
    data |= {"held": "\n".join(every if holds else waiting)} if holds or waiting else {}
    data |= {} if sure is None else {"sure": sure}
    return ask_about(turn, place, BESIDE, text, **data)


def _held(turn: ReportTurn, place: TextPlace) -> list[str]:
    """Sentences for this heading that were asked about and have no answer."""
    about = (place.part.sheet.obligation.id, place.line.code)
    for question in open_questions(turn.work, turn.incoming.address):
        data = question.data
        if question.about == BESIDE and (data["report"], data["code"]) == about:
            held = str(data.get("held", "")).split("\n")
            return [] if "sure" in data else [words for words in held if words]
    return []


def ask_held(turn: ReportTurn, place: TextPlace) -> Reply | None:
    """Before the heading is left: what was asked about and neither written nor left out, once; a
    sentence in front of the end goes with it, and is written after a no as well."""
    held = _held(turn, place)
    if not held:
        return None
    sure, _ = ended(turn.incoming.text)
    told = say("text.beside.held", count=len(held))
    every = "\n".join([*held, sure] if sure else held)
    return _ask(turn, place, every, told=told, holds=True, sure=sure)


def decided(turn: Answering) -> Reply | None:
    """Written after a yes, left out after a no; then what had been asked about before it."""
    place = place_decided(turn)
    if place is None:
        return None
    data = turn.question.data
    reply = _left(turn, place) if turn.word == NO else _written(turn, place)
    asked = str(data["words"]).split("\n")
    rest = [words for words in str(data.get("held", "")).split("\n") if words not in asked]
    if not any(rest):
        return reply
    now = replace(place, part=replace(place.part, sheet=read_again(turn.work, place.part.sheet)))
    again = _ask(report_turn(turn, now), now, "\n".join(rest), holds=True)
    return replace(again, text=f"{reply.text}\n\n{again.text}")


def _left(turn: Answering, place: TextPlace) -> Reply:
    code, about = place.line.code, report_turn(turn, place)
    if (sure := turn.question.data.get("sure")) is not None:
        named = TextNamed(TextAct.WRITE, code, str(sure))
        return act_on(about, place, named, closed=True) if sure else take_end(about, place)
    here = awaited_of(turn.work, turn.person, about.conversation)
    written = here is not None and here.line.code == code
    return Reply(say("text.beside.left", code=code) if written else say("text.beside.not_put"))


def _written(turn: Answering, place: TextPlace) -> Reply:
    """Under each of the headings; the last words are for the one that was asked first."""
    code, data = place.line.code, turn.question.data
    named = TextNamed(TextAct(data.get("act", TextAct.WRITE)), code, data["words"])
    others = str(data.get("codes", code)).split(", ")[1:]
    told = []
    for other in others:
        there = replace(place, line=place.part.sheet.indicator(other))
        told.append(
            act_on(report_turn(turn, there), there, replace(named, named=other), last=False)
        )
    now = place_asked(turn) or place
    reply = act_on(report_turn(turn, now), now, named, closed="sure" in data)
    return replace(reply, text="\n\n".join([*(each.text for each in told), reply.text]))
