"""Figures for what the conversation awaits, for a named report, or as the answer to a question.

lan  < 14 14 0 0
bot  > Đã ghi 4 số: ...
"""

from __future__ import annotations

import re

from domain.people.people import Official
from domain.reading.answers import is_row, read_answer
from domain.reading.awaited import Stop
from domain.reading.by_label import labelled
from domain.reading.numerals_said import number_said
from domain.reading.readings import Treatment
from domain.reading.shortcuts import shortcut
from domain.talk.conversation import Conversation, from_plain
from domain.talk.messages import Reply
from domain.words import clean, fold, without_rim, words
from handlers.figures.answer import answer, awaited_by, holds_nothing, passes_by
from handlers.figures.correct import instead
from handlers.figures.named_report import take_named
from handlers.figures.report_turn import ReportTurn
from handlers.figures.settle import kept_reason
from handlers.figures.which_report import choose_report
from handlers.office.figures import headed_part, whole_part
from handlers.report.parts import Part, part_of, part_to_correct, parts, units_of
from handlers.talk.intent import Request
from handlers.wording.say import say
from handlers.wording.understood import without_courtesy
from handlers.work import Work
from storage.catalogue.words import folded
from storage.messages import conversations
from storage.reports.figures import CLOSED
from storage.reports.rounds import obligation, open_obligations


def figures(request: Request) -> Reply | None:
    """The message read against what is awaited; None where it holds no figures at all."""
    request, turn = _bare(request)
    work, person, incoming = request.work, request.person, request.incoming
    conversation = turn.conversation if turn else conversation_of(request)
    if reply := take_named(work, person, incoming, conversation):
        return reply
    if turn is None:
        return None
    if reply := choose_report(turn):
        return reply
    if kept_reason(incoming) is not None:
        return Reply(say("answer.nothing_to_keep"))
    return instead(turn) or (None if holds_nothing(turn) or passes_by(turn) else answer(turn))


def row_of_figures(request: Request) -> Reply | None:
    """The message where it is numbers by their places alone, "14 14 0 0"."""
    return figures(request) if is_row(request.incoming.text) else None


def turn_of(request: Request) -> ReportTurn | None:
    """The message, said about the report whose figures are awaited; None where there is none."""
    work, person, incoming = request.work, request.person, request.incoming
    conversation = conversation_of(request)
    part = _awaited_part(work, person, conversation)
    part = whole_part(work, person, incoming, conversation, part) or part
    if part is None:
        return None
    return ReportTurn(work, person, incoming, part, conversation, guessed=request.guessed)


def headed_turn(request: Request) -> ReportTurn | None:
    """The message, said by a head of office about the whole report; None for everybody else."""
    conversation = conversation_of(request)
    whole = headed_part(request.work, request.person, conversation)
    if whole is None:
        return None
    return ReportTurn(request.work, request.person, request.incoming, whole, conversation)


def conversation_of(request: Request) -> Conversation:
    """What is awaited from the address."""
    return from_plain(conversations.load(request.work.session, request.incoming.address))


def reads_plainly(request: Request) -> bool:
    """The message has one reading without any help, at once or after a yes."""
    return _read_plainly(turn_of(request))


def _read_plainly(turn: ReportTurn | None) -> bool:
    if turn is None:
        return False
    read = read_answer(turn.incoming.text, awaited_by(turn))
    return read.trouble is None and bool(read.entries) and read.action is not Treatment.ASK


def names_others(request: Request) -> bool:
    """The message names a part of the form, or a figure, that somebody else gives: "V kps"."""
    turn = turn_of(request)
    trouble = read_answer(request.incoming.text, awaited_by(turn)).trouble if turn else None
    return trouble is not None and trouble.reason is Stop.FOREIGN_CODE


def bare(request: Request) -> Request:
    """ "à 4.1 = 14 thôi" as "4.1 = 14", where that is read and the whole is not; of thanks and a
    row in one sentence the row, whose numbers are counted without the words."""
    return _bare(request)[0]


def _bare(request: Request) -> tuple[Request, ReportTurn | None]:
    """The same, with what it is said about."""
    turn, typed = turn_of(request), request.incoming.text
    if is_row(typed):
        return request, turn
    read_within = bool(request.said.values.by_code)  # shown and asked about as it is
    alone = typed if read_within else without_courtesy(typed)
    inner = without_rim(alone, folded("around_answer", "before"), folded("around_answer", "behind"))
    if request.incoming.choice or inner == typed or _read_plainly(turn):
        return request, turn
    without = request.retyped(inner)
    again = turn_of(without)
    row = alone != typed and is_row(inner)
    return (without, again) if row or _read_plainly(again) else (request, turn)


def each_named(request: Request) -> Reply | None:
    """Figures each of which is told with its code or its block: "4.3 một, 4.4 không có"."""
    if request.incoming.choice:
        return None
    said = _one_a_line(request.incoming.text)
    plain = request.retyped(said)
    return figures(plain) if said and reads_plainly(plain) else None


def told_about(request: Request) -> Reply | None:
    """ "giải ngân được gần 3,5 tỷ", "kế hoạch 17.465 tỷ": named lines of which one is only told
    about, or has two readings: the exact figure is asked for; None for any other text."""
    typed = request.incoming.text
    if request.incoming.choice or not any(map(str.isdigit, typed)) or is_row(typed):
        return None
    turn = turn_of(request)
    awaited = awaited_by(turn) if turn else None
    if awaited is None or awaited.block is None:
        return None
    inner = without_rim(typed, folded("around_answer", "before"), folded("around_answer", "behind"))
    read = labelled(clean(inner).lower().strip(), awaited.block, awaited)
    unclear = [entry for entry in read[0] if not entry.reading.sure] if read else []
    return figures(request.retyped(inner)) if unclear else None


_PIECE = re.compile(
    r"^(?P<place>[ivx]+(?:\.\w+)+|\d+(?:\.\d+)+)\s*(?:là|=|:)?\s*(?P<said>\S.*)$", re.IGNORECASE
)


def _one_a_line(text: str) -> str:
    """ "4.1 là 14, 4.2 mười ba, còn 4.3 chị chưa rõ" as three lines of the short form, "mục III.2
    nkt, mục X.1 chưa có" as two; empty where a piece is neither."""
    pieces = [piece.strip() for piece in re.split(r"[,;\n]\s+", text) if piece.strip()]
    lead = folded("block", "lead")
    found = [_PIECE.match(without_rim(piece.strip(" .!"), lead, ())) for piece in pieces]
    if len(pieces) < 2 or not all(found):
        return ""
    lines = [_short_form(each["place"], each["said"]) for each in found if each]
    return "\n".join(lines) if all(lines) else ""


def _short_form(place: str, said: str) -> str:
    if shortcut(words(said.lower())):
        return f"{place} {said}"
    polite = folded("sentence", "polite")
    typed = [word for word in said.split() if fold(word).strip(".,!") not in polite]
    rest = " ".join(typed)
    number = number_said([word.lower() for word in typed]) if typed else None
    if number is not None and fold(rest) != "khong":
        return f"{place} = {number}"
    if rest.replace(".", "").replace(",", "").isdigit():
        return f"{place} = {rest}"
    return f"{place} {rest}" if shortcut(words(rest.lower())) else ""


_FIGURE = re.compile(r"[^\w\s]?\d|[ivxlc]+\.\d|[^\W\d]{1,4}[=:]\d")
WORDS_OF_A_SENTENCE = 4  # without a digit; "98 phẩy 5 phần trăm" has three


def holds_figures_amid_words(text: str) -> bool:
    """ "tuyển người làm, lương 300k một ngày", a link: a digit is in it, but no row of figures."""
    tokens = text.split()
    given = sum(1 for token in tokens if _FIGURE.match(token.lower()))
    plain = len(tokens) - given
    if not any(char.isdigit() for char in text):
        return False
    return not given or (plain >= WORDS_OF_A_SENTENCE and plain > 2 * given)


def _awaited_part(work: Work, person: Official, conversation: Conversation) -> Part | None:
    """The report that the conversation is about, otherwise the first open one of this person, or
    the newest that may be meant by a correction, even one that the superior has closed."""
    awaited = _part_asked(work, person, conversation)
    if awaited is not None and awaited.sheet.obligation.state not in CLOSED:
        return awaited
    every = parts(work, person)
    if first := next((part for part in every if part.open_blocks), next(iter(every), None)):
        return first
    candidates = (part_to_correct(work, person), awaited)
    return max(filter(None, candidates), key=lambda part: part.sheet.obligation.due, default=None)


def _part_asked(work: Work, person: Official, conversation: Conversation) -> Part | None:
    if conversation.obligation_id is None:
        return None
    open_obligations(work.session, units_of(work, person))  # of which it is mostly one
    found = obligation(work.session, conversation.obligation_id)
    return part_of(work, person, found) if found else None
