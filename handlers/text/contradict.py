"""A text that says another number than the figures: named at once, in one short question.

lan  < kết quả nhận 515 hồ sơ trực tuyến, đạt 99,8%. Xong
bot  > Lời ở mục III.1.T khác số liệu: hồ sơ tiếp nhận trực tuyến viết 515, số liệu là 376; ...
       Gửi: lấy theo số liệu – bot sửa số trong lời; hoặc: giữ nguyên
"""

from __future__ import annotations

import re

from domain.report.figures import Figure
from domain.report.findings import Case, Finding
from domain.report.rules import check
from domain.report.shown import show, show_figure
from domain.report.written import text_figure
from domain.talk.messages import Choice, Reply
from domain.talk.question import Question, Wanted
from domain.talk.yes_no import YES
from handlers.figures.report_turn import ReportTurn
from handlers.question import Answering, ask, open_questions, settle
from handlers.report.sheet import Sheet
from handlers.text.asked import place_asked, report_turn
from handlers.text.store import store
from handlers.text.which import TextPlace
from handlers.wording.findings import phrase_finding
from handlers.wording.say import say, say_ask
from handlers.wording.understood import says

OTHER = "text.other"
RULES = ("told", "claim", "claim_of_all")
KEEP, MEND = "keep", "mend"


def contradictions(sheet: Sheet, code: str, text: Figure | None = None) -> tuple[Finding, ...]:
    """What the text under this heading, or one that is to stand there, says otherwise than the
    figures."""
    beside = {c: f for c, f in sheet.figures.items() if c == code or not f.words}
    if text is not None:
        beside[code] = text
    rules = [rule.id for rule in sheet.form.rules if rule.type in RULES]
    return check(Case(sheet.form, beside), only=rules)


def ask_about(turn: ReportTurn, place: TextPlace, found: tuple[Finding, ...], said: str) -> Reply:
    """The text is written; shall it stay so?"""
    sheet, code = place.part.sheet, place.line.code
    problems = "\n".join(phrase_finding(each, sheet.form, sheet.words) for each in found)
    mends = all(each.reason == "told_otherwise" for each in found)
    text = say_ask("ask.text.other", problems=problems, code=code)
    if mends:
        text = say_ask("ask.text.other_figures", problems=problems)
    keep = Choice(say("text.other.keep_tap"), KEEP)
    options = (Choice(say("text.other.mend_tap"), MEND), keep) if mends else (keep,)
    question = Question(
        OTHER,
        Wanted.ONE_OF,
        {"report": sheet.obligation.id, "code": code},
        options,
        name=say("text.other.name", code=code),
    )
    return ask(turn, question, text.behind(said))


def put_right(turn: ReportTurn, place: TextPlace) -> None:
    """The words are others now and say nothing strange: what was asked of them is answered."""
    about = {"report": place.part.sheet.obligation.id, "code": place.line.code}
    for question in open_questions(turn.work, turn.incoming.address):
        if question.about == OTHER and question.data == about:
            settle(turn, question)


def decided(turn: Answering) -> Reply | None:
    """The text stays, or gets the numbers of the figures; anything else is no answer."""
    keeps = turn.word in (KEEP, YES) or says("writing_other", "keep", turn.said)
    mends = turn.word == MEND or says("writing_other", "mend", turn.said)
    place = place_asked(turn) if keeps or mends else None
    if place is None:
        return None
    settle(turn, turn.question)
    if not mends:
        return Reply(say("text.other.keep"))
    return _mended(turn, place)


def _mended(turn: Answering, place: TextPlace) -> Reply:
    sheet, code = place.part.sheet, place.line.code
    standing = sheet.figures[code]
    words = standing.words
    for finding in contradictions(sheet, code):
        for line in finding.codes[1:]:
            if (told := finding.numbers.get(f"{line}/told")) is not None:
                number = re.compile(rf"(?<![\d.,]){re.escape(show(told))}(?![\d]|[.,]\d)")
                words = number.sub(show(finding.numbers[line]), words)
    change = store(report_turn(turn, place), place, text_figure(code, words))
    if change is None or change.new is None:
        return Reply(say("text.other.keep"))
    shown = {"old": show_figure(standing, place.line), "new": show_figure(change.new, place.line)}
    return Reply(say("text.other.mended", code=code, **shown))
