"""Whoever fills several reports names one of them beside the figures, asks what each lacks, or goes
over to it.

mai  < 42 219 25 là của đợt cao điểm nghe
bot  > Cần 4 số, mới có 3: ...
mai  < cao điểm thiếu mấy số, quý thiếu mấy
bot  > Anh/chị có 2 báo cáo đang mở: ...
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.talk.conversation import Asked, step
from domain.talk.messages import Choice, Reply
from domain.words import aligned, clean, fold, without_rim
from handlers.figures.answer import answer
from handlers.figures.report_turn import ReportTurn
from handlers.figures.switch import go_to, named_in, offer
from handlers.figures.undo import last_given
from handlers.report.parts import Part, parts, reports_of
from handlers.talk.give_figures import conversation_of
from handlers.talk.intent import Request
from handlers.wording.say import say
from handlers.wording.understood import behind, places
from storage.catalogue.words import folded, phrases

_ROW = re.compile(r"(?<![\w.,/])\d+(?:[.,]\d+)?(?: \d+(?:[.,]\d+)?)+(?![\w/])")
WORDS_AT_MOST = 14


def of_report(request: Request) -> Reply | None:
    """What a text that names one of several open reports comes to; None for any other."""
    work, person, text = request.work, request.person, request.incoming.text
    if not request.incoming.typed:
        return None
    if len(text.split()) > WORDS_AT_MOST or len(reports_of(work, person)) < 2:
        return None
    every = parts(work, person)
    if places("switch", "lacks", text) and named_in(every, text):
        return offer(request, every)
    if other := _other(request, every) or _gone_to(every, text):
        return go_to(work, person, request.incoming, conversation_of(request), other)
    named = named_in(every, text)
    if len(named) != 1:
        return None
    text = _without_name(text, named[0])
    rows = _ROW.findall(text)
    if not rows and places("switch", "wrong", text):
        return _wrong_report(request, named[0])
    return _row(request, named[0], rows[0]) if len(rows) == 1 and _says_no_more(text) else None


def _without_name(text: str, part: Part) -> str:
    """Without the name in full: the 30 of "Cao điểm 30 ngày đêm: 42 219 25" is no figure."""
    plain = clean(text)
    at = aligned(plain).find(aligned(clean(part.sheet.told_as)))
    return plain if at < 0 else plain[:at] + plain[at + len(part.sheet.told_as) :]


def _says_no_more(text: str) -> bool:
    """Beside the row and the name of the report there are only small words."""
    small = folded("switch", "beside") | folded("sentence", "polite") | folded("told", "beside")
    strange = [word for word in fold(text).split() if word.strip(",.:").isalpha()]
    return sum(word.strip(",.:") not in small for word in strange) <= NAME_AT_MOST


NAME_AT_MOST = 3  # words by which a report is named: "cao điểm", "cải cách hành"


def _row(request: Request, part: Part, row: str) -> Reply:
    """The row, read for the block of that report which is asked, else for its first open one."""
    conversation, report = conversation_of(request), part.sheet.obligation.id
    spoken = replace(request.incoming, text=row)
    if conversation.obligation_id != report and part.open_blocks:
        conversation = step(conversation, Asked(report, part.open_blocks[0].id))
    return answer(ReportTurn(request.work, request.person, spoken, part, conversation))


def _other(request: Request, every: Sequence[Part]) -> Part | None:
    """ "quay lại cái kia" of two."""
    now = conversation_of(request).obligation_id
    others = [part for part in every if part.sheet.obligation.id != now]
    told = places("switch", "other", request.incoming.text) == (0,)
    return others[0] if told and len(every) == 2 and len(others) == 1 else None


def _gone_to(every: Sequence[Part], text: str) -> Part | None:
    """ "sang cao điểm đi", "thôi bên cao điểm": the report that is named, and nothing besides."""
    polite = folded("sentence", "polite") | folded("around_answer", "behind")
    rest = behind("switch", "loosely", without_rim(text, folded("around_answer", "before"), ()))
    named = named_in(every, rest) if rest else ()
    alone = len(without_rim(rest or "", frozenset(), polite).split()) <= NAME_AT_MOST
    return named[0] if len(named) == 1 and alone and not re.search(r"\d", text) else None


def _wrong_report(request: Request, part: Part) -> Reply | None:
    """ "lộn báo cáo rồi, mấy số nãy của cao điểm": how these go from the one to the other."""
    recent = last_given(request.work, request.person)
    if recent is None or recent[0].sheet.obligation.id == part.sheet.obligation.id:
        return None
    undo, block = phrases("command")["undo"][0], recent[0].sheet.form.block_of[recent[1][0].code].id
    words = {"here": recent[0].sheet.told_as, "block": block, "there": part.sheet.told_as}
    return Reply(say("switch.wrong_report", undo=undo, **words), (Choice(undo, undo),))
