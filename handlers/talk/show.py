"""What is only looked at: how far a report is, what it lacks, its pictures, files and figures.

lan  < /status xa-bac-son quý III
bot  > Xã Bắc Sơn – Báo cáo công tác cải cách hành chính quý III năm 2024 ...
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from domain.dates.span_reading import read_span
from domain.people.people import Official
from domain.people.permissions import Action
from domain.people.units import COMMUNE_KINDS, subtree
from domain.reading.codes import section_of
from domain.report.requests import request_mark
from domain.talk.conversation import from_plain
from domain.talk.messages import Reply
from domain.words import fold
from handlers.comparison.asked import (
    bare_name,
    first_phrase,
    means_on_time,
    without_periods,
)
from handlers.comparison.compare import compare
from handlers.comparison.on_time import on_time_course, on_time_grid
from handlers.desk.find import ask_report, tapped_report, verb
from handlers.desk.overview import overview
from handlers.desk.silent import silent_lines
from handlers.desk.status import REPORTS_AT_MOST, current_obligations, older_lines, older_open
from handlers.desk.status import status as status_of
from handlers.desk.which_code import ask_which, codes_hinted, codes_worded, split_code, which_code
from handlers.desk.which_unit import NamedUnit, which_unit
from handlers.documents.files import annex_reply, pdf_reply, report_reply
from handlers.documents.pictures import all_pictures
from handlers.documents.pictures import progress as progress_of
from handlers.documents.trend import newest
from handlers.documents.trend import trend as trend_of
from handlers.figures.history import history_of
from handlers.figures.missing import missing as missing_of
from handlers.figures.switch import choices_for
from handlers.names.everybody import means_everybody
from handlers.names.units import find_unit
from handlers.question import ask_for
from handlers.report.name import report_name
from handlers.report.own_example import own_example
from handlers.report.parts import Part, part_of, parts, reports_of
from handlers.report.sheet import Sheet, open_sheet
from handlers.report.which import read_regime
from handlers.report.who_owes import reports_alone
from handlers.talk.intent import Request
from handlers.tasks.list import show_list
from handlers.wording.onward import read_start
from handlers.wording.said_periods import read_period
from handlers.wording.say import say
from handlers.wording.show_moments import period_words
from handlers.work import Work
from storage.catalogue.words import folded
from storage.messages import conversations
from storage.reports.rounds import obligations_opened_by

PDF = "pdf"


def status(request: Request) -> Reply:
    """A commune by its name; all units below for a superior who names none."""
    work, person = request.work, request.person
    start, text = read_start(request.argument)
    period, name = read_period(text, work.today)
    regime, name = read_regime(work, name)
    if regime is None and (mark := request_mark(name)):
        return Reply(say("request.no_such", mark=mark))
    if means_everybody(name) and work.below(person, Action.SEE_STATUS):
        return overview(work, person, period, start=start, regime=regime)
    if not name and _looks_down(work, person):
        return overview(work, person, period, start=start, regime=regime)
    named = which_unit(work, person, Action.SEE_STATUS, "status", request.argument)
    if not isinstance(named, NamedUnit):
        return ask_for(request, named)
    if reports_alone(work, work.units[named.unit_id]):
        shown = status_of(work, named.unit_id, named.period, named.regime)
        return _with_silent(work, person, named, shown)
    return overview(work, person, named.period, named.unit_id, regime=named.regime)


def _looks_down(work: Work, person: Official) -> bool:
    """Units below are what the person asks about first: but for the departments of a commune in
    which they have a post."""
    held = (work.units[post.unit_id] for post in person.posts_on(work.today))
    own = (subtree(work.units, unit.id) for unit in held if unit.kind in COMMUNE_KINDS)
    return bool(work.below(person, Action.SEE_STATUS).difference(*own))


def _with_silent(work: Work, person: Official, named: NamedUnit, shown: Reply) -> Reply:
    """For whoever may remind them: who was reminded and has not reacted."""
    if not work.may(person, Action.NUDGE, named.unit_id):
        return shown
    reports = current_obligations(work, named.unit_id, named.period, named.regime)
    lines = silent_lines(work, reports, with_unit=False)
    return replace(shown, text="\n".join([shown.text, *lines]))


def part_meant(request: Request) -> Part | None:
    """Of several open reports of the person the one that is being filled, otherwise the first;
    None where there are not several."""
    work, person = request.work, request.person
    if len(reports_of(work, person)) < 2:
        return None
    every = parts(work, person)
    conversation = from_plain(conversations.load(work.session, request.incoming.address))
    now = (part for part in every if part.sheet.obligation.id == conversation.obligation_id)
    return next(now, next(iter(every), None))


def sheet_meant(request: Request, action: Action, word: str, *, ask: bool = True) -> Sheet | Reply:
    """The report that a command means; what to ask or to refuse where it means none. With `ask`
    the reply asks which one where the unit has several now; a tap names it."""
    work, person = request.work, request.person
    if not request.argument and (part := part_meant(request)):
        return part.sheet
    if tapped := tapped_report(work, person, action, request.argument):
        return open_sheet(work, tapped)
    named = which_unit(work, person, action, word, request.argument)
    if not isinstance(named, NamedUnit):
        return ask_for(request, named)
    meant = current_obligations(work, named.unit_id, named.period, named.regime)
    if not meant and named.period:
        unit, period = work.units[named.unit_id].name, period_words(named.period)
        return Reply(say("status.none_of_period", unit=unit, period=period))
    if not meant:
        return Reply(say("status.none"))
    if ask and len(meant) > 1:
        return ask_for(request, ask_report(work, word, meant))
    return open_sheet(work, meant[0])


def _of_each(request: Request, action: Action, word: str, show: Callable[[Sheet], Reply]) -> Reply:
    """What a command shows, of every report that the person has open where none is named; of one
    unit the newest report, with a word on older ones that are still open."""
    work, person = request.work, request.person
    own = parts(work, person) if not request.argument and len(reports_of(work, person)) > 1 else ()
    if not own:
        sheet = sheet_meant(request, action, word)
        return sheet if isinstance(sheet, Reply) else _beside_older(request, sheet, show(sheet))
    shown = [show(part.sheet) for part in own[:REPORTS_AT_MOST]]
    return Reply(
        "\n\n".join(reply.text for reply in shown),
        choices_for([part for part in own if part.open_blocks]),
        tuple(file for reply in shown for file in reply.files),
    )


def _beside_older(request: Request, sheet: Sheet, shown: Reply) -> Reply:
    """Where a report of before is still open it is said which one is shown, and what is open."""
    lines = [] if request.argument else older_lines(request.work, sheet.unit.id)
    if not lines:
        return shown
    named = say("files.of", report=report_name(sheet), words=shown.text) if shown.text else ""
    return replace(shown, text="\n\n".join(filter(None, [named, "\n".join(lines)])))


def task_list(request: Request) -> Reply:
    """The tasks of the person, or of the unit that is named."""
    return show_list(request.turn, request.argument)


def missing(request: Request) -> Reply:
    def show(sheet: Sheet) -> Reply:
        if not sheet.open_codes() and (older := older_open(request.work, sheet.unit.id)):
            sheet = open_sheet(request.work, older[0])
        part = part_of(request.work, request.person, sheet.obligation, sheet)
        return missing_of(request.work, sheet, part)

    return _of_each(request, Action.SEE_STATUS, "con-thieu", show)


def progress(request: Request) -> Reply:
    show = partial(progress_of, request.work)
    return _of_each(request, Action.SEE_STATUS, "tien-do", show)


def charts(request: Request) -> Reply:
    """All charts; with a code (`biểu đồ 3.1.1`) that figure over the periods."""
    _, code = split_code(request.argument)
    if code:
        return trend(request, "bieu-do")
    return _of_each(request, Action.SEE_STATUS, "bieu-do", partial(all_pictures, request.work))


def trend(request: Request, word: str = "xu-huong") -> Reply:
    """A figure over the periods (`xu hướng 3.1.1 quý I/2023 đến nay`), or how many reports came in
    time (`xu hướng đúng hạn`)."""
    if means_on_time(request.argument):
        return ask_for(request, on_time_course(request.work, request.person))
    first, rest = read_span(request.argument, request.work.today)
    return course(request, first, rest, word)


def course(request: Request, first: str | None, rest: str, word: str = "xu-huong") -> Reply:
    """The figure that the rest names, over the periods from a first one on."""
    name, code = split_code(without_periods(rest)[0])
    if find_unit(name, request.work.units, request.work.today).unit_id is None:
        name = bare_name(name)
    rest = f"{name} {code}".strip()
    if code and not name and _sees_others_alone(request):
        return ask_for(
            request, compare(request.work, request.person, f"{code} {first_phrase('over_periods')}")
        )
    until_now = read_period(split_code(rest)[0], request.work.today)[0] is None

    def show(work: Work, sheet: Sheet, code: str) -> Reply:
        return trend_of(work, newest(work, sheet, code) if until_now else sheet, code, first)

    return _of_figure(replace(request, argument=rest), Action.SEE_FIGURES, word, show)


def _sees_others_alone(request: Request) -> bool:
    """True for a superior, whose own body gives no figures: every unit below is meant."""
    work, person = request.work, request.person
    held = {post.unit_id for post in person.posts_on(work.today)}
    own = any(work.may(person, Action.SEE_FIGURES, unit_id) for unit_id in held)
    return not own and bool(work.below(person, Action.SEE_FIGURES))


def side_by_side(request: Request) -> Reply:
    """A figure of every unit below (`so sánh III.3.1`), or how their reports came in time."""
    work, person, text = request.work, request.person, request.argument
    if means_on_time(text):
        return ask_for(request, on_time_grid(work, person, text))
    return ask_for(request, compare(work, person, text))


def report(request: Request) -> Reply:
    argument, pdf = _without_pdf(request)

    def show(sheet: Sheet) -> Reply:
        made = pdf_reply if pdf else report_reply
        reply = made(request.work, request.person, sheet)
        if not sheet.told_as:
            return reply
        return replace(reply, text=say("files.of", report=sheet.told_as, words=reply.text))

    return _of_each(request.with_argument(argument), Action.SEE_FIGURES, "bao-cao", show)


def _without_pdf(request: Request) -> tuple[str, bool]:
    """What is behind the command, and whether the report is wanted as pdf."""
    rest = [word for word in request.argument.split() if fold(word).strip(".,") != PDF]
    said = fold(request.incoming.text).replace(".", " ").replace(",", " ").split()
    return " ".join(rest), PDF in said


def to_fill(request: Request) -> Reply:
    return _of_each(request, Action.SEE_FIGURES, "mau", partial(annex_reply, request.work))


def history(request: Request) -> Reply:
    """`4.2` of the own unit, `xa-bac-son 4.2` of one that may be seen."""
    return _of_figure(request, Action.SEE_FIGURES, "lich-su", history_of)


def _of_figure(
    request: Request, action: Action, word: str, show: Callable[[Work, Sheet, str], Reply]
) -> Reply:
    """Something about one figure, named by its code."""
    work, person = request.work, request.person
    name, typed = split_code(request.argument)
    if not typed:
        return _of_worded(request, action, word, show)
    sheet = sheet_meant(replace(request, argument=name), action, word, ask=False)
    if isinstance(sheet, Reply):
        return sheet
    part = part_of(work, person, sheet.obligation, sheet)
    nearer = (_asked_section(request, sheet), part.codes if part else frozenset())
    code = which_code(work, sheet, typed, nearer, word)
    return show(work, sheet, code) if isinstance(code, str) else ask_for(request, code)


def _of_worded(
    request: Request, action: Action, word: str, show: Callable[[Work, Sheet, str], Reply]
) -> Reply:
    """Something about one figure that is told by the words of its label."""
    work, person, said = request.work, request.person, request.said
    named = [work.units[unit_id].slug for unit_id in said.units[:1] if unit_id in work.units]
    of = " ".join(filter(None, [*named, request.period_named()]))
    sheet = sheet_meant(replace(request, argument=of), action, word, ask=False)
    if isinstance(sheet, Reply):
        return sheet
    words = label_words(said.masked)
    sheet = _sheet_with(work, sheet, words)
    codes = codes_worded(sheet.form, words)
    if len(codes) == 1:
        return show(work, sheet, codes[0])
    if codes := codes or codes_hinted(sheet.form, words):
        return ask_for(request, ask_which(work, sheet, codes, word))
    return Reply(say("history.how", word=verb(word), **own_example(work, person).fields))


def _sheet_with(work: Work, sheet: Sheet, words: str) -> Sheet:
    """This report, or the newest one of the unit whose form has such a line where this has none."""
    if codes_worded(sheet.form, words):
        return sheet
    every = obligations_opened_by(work.session, [sheet.unit.id], work.today)
    newest = {each.form_id: each for each in sorted(every, key=lambda each: each.due)}
    others = sorted(newest.values(), key=lambda each: each.due, reverse=True)[:REPORTS_AT_MOST]
    fitting = (
        each
        for each in others
        if codes_worded(work.catalogue.form(each.form_id, each.closes), words)
    )
    meant = next(fitting, None)
    return open_sheet(work, meant) if meant else sheet


def label_words(masked: str) -> str:
    """What may be the words of a label: without the command, the periods and what is named."""
    small = {each for name in ("trend", "history", "chart") for each in _words_of(name)}
    small |= {each for phrase in folded("side_by_side", "over_periods") for each in phrase.split()}
    said = (each for each in masked.split() if not each.startswith("{"))
    return " ".join(each for each in said if each not in small)


def _words_of(intent: str) -> set[str]:
    return {each for phrase in folded("order", intent) for each in phrase.split()}


def _asked_section(request: Request, sheet: Sheet) -> tuple[str, ...]:
    """The codes of the section that this address is asked about."""
    conversation = from_plain(conversations.load(request.work.session, request.incoming.address))
    block = sheet.form.blocks_by_id.get(conversation.block_id or "")
    section = section_of(block.codes[0]) if block else ""
    return tuple(code for code in sheet.form.indicators if section_of(code) == section)
