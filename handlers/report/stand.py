"""Do the estimates still stand? Asked of everybody once, on the last working day before the report
is due; a yes makes them final, other figures correct them.

bot  > Báo cáo … của xã Bắc Sơn có 4 số chị gửi trước ngày chốt:
       - Mục I.4: 4.1 = 14 nhiệm vụ; 4.2 = 14 nhiệm vụ; ...
       Các số này vẫn đúng chứ?                                          [Vẫn đúng] [Sửa]
lan  < vẫn đúng
bot  > Đã chốt 4 số của báo cáo … của xã Bắc Sơn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain.people.people import Official
from domain.report.shown import show_figure
from domain.talk.messages import Address, Choice, Incoming, Reply
from domain.talk.question import Question, Wanted
from domain.talk.yes_no import NO, YES
from handlers.question import Answering, open_questions, settle
from handlers.report.name import report_words
from handlers.report.parts import Part, finished_parts, part_of, parts
from handlers.report.sheet import Sheet
from handlers.turn import source_of
from handlers.wording.say import Asking, say, say_ask
from handlers.wording.show_moments import show_day
from handlers.wording.understood import says
from handlers.work import Work
from storage.messages.questions import end_questions, renew_question
from storage.reports.figures import CLOSED, write_figures
from storage.reports.rounds import obligations_by_id

STAND = "figures.stand"


def stand(work: Work, person: Official, incoming: Incoming) -> Reply:
    """ "vẫn đúng": every estimate of the person becomes final, in all reports in which it may."""
    found = [part for part in _parts(work, person) if part.estimated_codes]
    if not found:
        return Reply(say("estimates.nothing"))
    return Reply("\n".join(_final(work, person, incoming, part) for part in found))


def _parts(work: Work, person: Official) -> Iterable[Part]:
    """Of the open reports, and of those that were completed lately."""
    yield from parts(work, person)
    yield from finished_parts(work, person)


def _final(work: Work, person: Official, incoming: Incoming, part: Part) -> str:
    sheet, codes = part.sheet, part.estimated_codes
    if sheet.obligation.state in CLOSED:
        return say("estimates.closed", report=report_words(sheet), count=len(codes))
    if sheet.estimating:
        return _too_early(sheet)
    given = [sheet.figures[code].settled for code in codes]
    source, seen = source_of(incoming), sheet.figures
    write_figures(work.session, sheet.obligation.id, given, person.id, source, work.now, seen)
    return say("estimates.final", count=len(codes), report=report_words(sheet))


def _too_early(sheet: Sheet) -> str:
    closes, asked = show_day(sheet.obligation.closes), sheet.estimates_asked
    if asked is None:
        return say("estimates.only", report=report_words(sheet), closes=closes)
    told = {"report": report_words(sheet), "closes": closes, "asked": show_day(asked)}
    return say("estimates.too_early", **told)


# The question


def question_of(found: Sequence[Part]) -> tuple[Question, Asking]:
    """Whether the estimates of these parts stand, all at once."""
    options = (Choice(say("estimates.tap"), YES), Choice(say("estimates.correct"), NO))
    reports = [part.sheet.obligation.id for part in found]
    name = say("question.estimates", count=sum(len(part.estimated_codes) for part in found))
    question = Question(STAND, Wanted.YES_NO, {"reports": reports}, options, name)
    return question, say_ask("ask.figures.stand", figures="\n".join(map(_told, found)))


def keep_true(work: Work, person: Official, address: Address) -> None:
    """The question as it has to be asked now: figures that were corrected since are no estimates
    any more, and nobody shall make final what was not shown."""
    for question in open_questions(work, address):
        if question.about != STAND:
            continue
        found = _asked_about(work, person, question)
        if not found:
            end_questions(work.session, address, [question.id])
            continue
        now, text = question_of(found)
        if (now.name, text.words) == (question.name, question.text):
            continue
        told = replace(question, data=now.data, name=now.name, text=text.words)
        renew_question(work.session, address, told, question.asked_by)


def _asked_about(work: Work, person: Official, question: Question) -> list[Part]:
    """The parts of the question in which there still are estimates."""
    asked = obligations_by_id(work.session, question.data["reports"]).values()
    found = [part for each in asked if (part := part_of(work, person, each))]
    return [part for part in found if part.estimated_codes]


def _told(part: Part) -> str:
    """All of them, however many: a yes makes final what was shown, and nothing else."""
    sheet, lines = part.sheet, list[str]()
    for block in part.blocks:
        if codes := sheet.estimated_codes(block.codes):
            shown = "; ".join(_shown(sheet, code) for code in codes)
            lines.append(say("estimates.of_block", block=block.id, figures=shown))
    count, report = len(part.estimated_codes), report_words(sheet)
    return "\n".join([say("estimates.of_report", report=report, count=count), *lines])


def _shown(sheet: Sheet, code: str) -> str:
    line = sheet.indicator(code)
    return say("echo.brief", code=line.printed, figure=show_figure(sheet.figures[code], line))


def decided(turn: Answering) -> Reply | None:
    """A yes, or "vẫn thế", makes them final; a no tells how to correct. Figures are read like any
    others."""
    if not turn.word and says("own_report", "still", turn.said):
        turn = replace(turn, word=YES)
    if turn.word not in (YES, NO):
        return None
    settle(turn, turn.question)
    found = _asked_about(turn.work, turn.person, turn.question)
    if not found:
        return Reply(say("estimates.nothing"))
    if turn.word == YES:
        said = (_final(turn.work, turn.person, turn.incoming, part) for part in found)
        return Reply("\n".join(said))
    return Reply(say("estimates.how", code=found[0].estimated_codes[0]))
