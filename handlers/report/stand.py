"""Do the estimates still stand? Asked of everybody once, on the last working day before the report
is due; a yes makes them final, other figures correct them.

bot  > Báo cáo … của xã Bắc Sơn có 4 số chị gửi trước ngày chốt:
       - Mục I.4: 4.1 = 14 nhiệm vụ; 4.2 = 14 nhiệm vụ; ...
       Các số này vẫn đúng chứ?                                          [Vẫn đúng] [Sửa]
lan  < vẫn đúng
bot  > Đã chốt 4 số của báo cáo … của xã Bắc Sơn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from domain.people.people import Official
from domain.report.shown import show_figure
from domain.talk.messages import Address, Choice, Incoming, Reply
from domain.talk.question import Question, Wanted
from domain.talk.yes_no import NO, YES
from handlers.question import Answering, open_questions, settle, which_is_wrong
from handlers.report.name import report_words
from handlers.report.parts import Part, finished_parts, part_of, parts
from handlers.report.sheet import Sheet
from handlers.turn import source_of
from handlers.wording.say import Asking, say, say_ask
from handlers.wording.show_moments import show_day
from handlers.wording.understood import says
from handlers.work import Work, addressed_first
from storage.messages.questions import end_questions, renew_question
from storage.reports.figures import CLOSED, newest_entries, write_figures
from storage.reports.rounds import obligations_by_id

STAND = "figures.stand"


def stand(work: Work, person: Official, incoming: Incoming) -> Reply:
    """ "vẫn đúng": every estimate of the person becomes final, in all reports in which it may."""
    asked = (q for q in open_questions(work, incoming.address) if q.about == STAND)
    turns = (Answering(work, person, incoming, question) for question in asked)
    if which := next(filter(None, map(which_is_wrong, turns)), None):
        return which
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


def question_of(work: Work, person: Official, found: Sequence[Part]) -> tuple[Question, Asking]:
    """Whether the estimates of these parts stand, all at once."""
    options = (Choice(say("estimates.tap"), YES), Choice(say("estimates.correct"), NO))
    reports = [part.sheet.obligation.id for part in found]
    name = say("question.estimates", count=sum(len(part.estimated_codes) for part in found))
    question = Question(STAND, Wanted.YES_NO, {"reports": reports}, options, name)
    told = (_told(work, person, part) for part in found)
    return question, say_ask("ask.figures.stand", figures="\n".join(told))


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
        now, text = question_of(work, person, found)
        if (now.name, text.words) == (question.name, question.text):
            continue
        told = replace(question, data=now.data, name=now.name, text=text.words)
        renew_question(work.session, address, told, question.asked_by)


def _asked_about(work: Work, person: Official, question: Question) -> list[Part]:
    """The parts of the question in which there still are estimates."""
    asked = obligations_by_id(work.session, question.data["reports"]).values()
    found = [part for each in asked if (part := part_of(work, person, each))]
    return [part for part in found if part.estimated_codes]


def _told(work: Work, person: Official, part: Part) -> str:
    """All of them, however many, and whose they are: a yes makes final what was shown, and nothing
    else."""
    sheet, lines, others = part.sheet, list[str](), _of_others(work, person, part)
    for block in (*part.owned.blocks, *part.owned.extra):
        codes = [code for code in sheet.estimated_codes(block.codes) if code not in others]
        if codes:
            shown = "; ".join(_shown(sheet, code) for code in codes)
            lines.append(say("estimates.of_block", block=block.id, figures=shown))
    count, report = len(part.estimated_codes), report_words(sheet)
    text_id = "estimates.of_report_too" if others else "estimates.of_report"
    first = say(text_id, report=report, count=count)
    return "\n".join([first, *lines, *_lines_of_others(sheet, others)])


def given_by_others(work: Work, person: Official, found: Iterable[Part]) -> list[str]:
    """The estimates of these parts that somebody else has given, a line for each person."""
    each = ((part.sheet, _of_others(work, person, part)) for part in found)
    return [line for sheet, others in each for line in _lines_of_others(sheet, others)]


def _of_others(work: Work, person: Official, part: Part) -> Mapping[str, Official]:
    """Code -> who else has given the estimate that stands there."""
    codes = part.estimated_codes
    entries = newest_entries(work.session, part.sheet.obligation.id, codes)
    return {
        code: work.people[entries[code].official_id]
        for code in codes
        if code in entries and entries[code].official_id != person.id
    }


def _lines_of_others(sheet: Sheet, others: Mapping[str, Official]) -> Iterator[str]:
    """ "- Bà Dung gửi: VI.1.2 = 3.598 triệu đồng", each figure by its full code."""
    for other in dict.fromkeys(others.values()):
        codes = (code for code, who in others.items() if who == other)
        shown = "; ".join(_brief(sheet, code, code) for code in codes)
        yield say("estimates.of_other", name=addressed_first(other), figures=shown)


def _shown(sheet: Sheet, code: str) -> str:
    return _brief(sheet, code, sheet.indicator(code).printed)


def _brief(sheet: Sheet, code: str, called: str) -> str:
    figure = show_figure(sheet.figures[code], sheet.indicator(code))
    return say("echo.brief", code=called, figure=figure)


def decided(turn: Answering) -> Reply | None:
    """A yes, or that they are what they were, makes them final; a no tells how to correct. Figures
    are read like any others."""
    word = YES if says("own_report", "still", turn.said) else turn.word
    if word not in (YES, NO):
        return None
    if word == YES and (which := which_is_wrong(turn)):
        return which
    settle(turn, turn.question)
    found = _asked_about(turn.work, turn.person, turn.question)
    if not found:
        return Reply(say("estimates.nothing"))
    if word == YES:
        said = (_final(turn.work, turn.person, turn.incoming, part) for part in found)
        return Reply("\n".join(said))
    return Reply(say("estimates.how", code=found[0].estimated_codes[0]))
