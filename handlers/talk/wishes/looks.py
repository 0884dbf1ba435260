"""What is only asked: how far, what is missing, who owes, when it is due, where it is.

thanh < xã mình đến đâu rồi
bot   > Xã Bắc Sơn – Báo cáo công tác cải cách hành chính quý III năm 2024: đã có 22/97 số ...
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.people.people import Official
from domain.people.permissions import Action
from domain.report.shown import show_figure
from domain.talk.mentions import codes_typed
from domain.talk.messages import Choice, Reply
from domain.talk.said import Situation
from domain.tasks.tasks import Task
from domain.tasks.words import Act, Verb
from handlers.desk.board import boards
from handlers.desk.find import tap_data, verb
from handlers.desk.late import late_list
from handlers.desk.overview import overview
from handlers.desk.rank import rank
from handlers.desk.rollup import rollup
from handlers.desk.scope import overseen
from handlers.desk.status import current_obligations, headline
from handlers.desk.which_code import codes_worded
from handlers.figures.complete import waiting_lines
from handlers.figures.explain import explain
from handlers.figures.missing import missing as missing_of
from handlers.question import ask_for
from handlers.reminders.agenda import schedule
from handlers.report.completeness import completeness
from handlers.report.deadline import deadline_words
from handlers.report.heading import noun
from handlers.report.name import report_words
from handlers.report.parts import part_of, parts
from handlers.report.sheet import Sheet, open_sheet
from handlers.talk import show
from handlers.talk.give_figures import figures, turn_of
from handlers.talk.intent import Request
from handlers.talk.stands import stands
from handlers.talk.wishes.named import UNITS_AT_MOST, of_each_unit, order_words
from handlers.talk.wishes.tasks import of_unit, shown_tasks
from handlers.tasks.answer import act_on
from handlers.tasks.lines import due_words, title_of
from handlers.tasks.list import my_tasks, show_list, tasks_of
from handlers.tasks.people import may_see
from handlers.tasks.which import tasks_meant
from handlers.wording.example import example_in
from handlers.wording.refuse import refuse
from handlers.wording.say import say
from handlers.wording.show_moments import period_words
from handlers.wording.understood import places
from handlers.work import Work, addressed_first
from storage.tasks.tasks import task


def status(request: Request) -> Reply:
    """Of the units named; of all below; of the own unit."""
    return of_each_unit(request, show.status)


def missing(request: Request) -> Reply:
    """The figures that are not there yet; of a superior who names no unit, who lacks some."""
    if not request.said.units and oversees(request):
        return overview(request.work, request.person, request.said.period)
    if not request.said.units:
        return show.missing(request.with_argument(request.period_named()))
    return of_each_unit(request, _missing_of_unit)


def _missing_of_unit(request: Request) -> Reply:
    """Under the name of the unit, since it is not the own one."""
    sheet = show.sheet_meant(request, Action.SEE_STATUS, "con-thieu")
    if isinstance(sheet, Reply):
        return sheet
    shown = missing_of(request.work, sheet, None)
    return Reply(f"{headline(sheet)}: {completeness(sheet)}\n{shown.text}", shown.choices)


def who_owes(request: Request) -> Reply:
    """The people who have not sent their figures, of the own unit or of those named."""
    work, person = request.work, request.person
    if not request.said.units and oversees(request):
        return late_list(work, person)
    units = request.said.units or tuple(
        dict.fromkeys(post.unit_id for post in person.posts_on(work.today))
    )
    allowed = [unit_id for unit_id in units if work.may(person, Action.SEE_STATUS, unit_id)]
    if not allowed:
        return refuse(work, person, f"who owes {units}")
    sheets = [
        open_sheet(work, report)
        for unit_id in allowed
        for report in current_obligations(work, unit_id, request.said.period)
    ]
    if not sheets:
        return Reply(say("status.none"))
    asked = [work.people[id_] for id_ in request.said.people if id_ in work.people]
    return Reply("\n\n".join(_owed(work, sheet, asked) for sheet in sheets))


def _owed(work: Work, sheet: Sheet, asked: list[Official]) -> str:
    """Of one report: those who were asked about by name, or everybody who owes some."""
    lines = [f"{headline(sheet)}: {completeness(sheet)}"]
    for person in asked:
        part = part_of(work, person, sheet.obligation, sheet)
        if part is None:
            continue
        owed = {"count": len(part.open_codes), "what": noun(sheet.form, part.open_codes)}
        text_id = "owes.still" if part.open_codes else "owes.done"
        lines.append(say(text_id, name=addressed_first(person), **owed))
    if not asked and (waiting := waiting_lines(work, sheet)):
        lines += [say("owes.title"), *waiting]
    return "\n".join(lines)


def late_units(request: Request) -> Reply:
    """Which units are late; for whoever has none below, how the own one stands."""
    if not oversees(request):
        return status(request)
    if request.said.period:
        return overview(request.work, request.person, request.said.period)
    return late_list(request.work, request.person)


def ranking(request: Request) -> Reply:
    """How often reports came in time; nobody sees the record of a unit beside the own one."""
    unit_ids = request.said.units if oversees(request) else ()
    name = unit_ids[0] if len(unit_ids) == 1 else ""
    return ask_for(request, rank(request.work, request.person, name))


def roll_up(request: Request) -> Reply:
    """The roll-up of the newest round, or of the period that is named."""
    return rollup(request.work, request.person, request.period_named())


def report_file(request: Request) -> Reply:
    """The report as a file; the bot sends it to nobody else, and says so. Whoever wants to send a
    file of their own is told which are read."""
    if places("help_about", "own_file", request.said.text):
        return Reply(say("help.of_file"))
    if not request.said.units and oversees(request):
        return _of_which(request, "bao-cao")
    reply = of_each_unit(request, show.report)
    text = request.incoming.text
    if not (places("sent", "gave", text) and places("sent", "upward", text)):
        return reply
    return replace(reply, text=f"{say('wish.not_sent_up')}\n{reply.text}")


def sent_up(request: Request) -> Reply | None:
    """ "gửi huyện đi" of whoever has nobody below: the files to send it by, and that the bot sends
    none. None where it is said or asked whether it was sent."""
    text, said = request.incoming.text, request.said
    if not request.incoming.typed or oversees(request) or said.units or said.tasks:
        return None
    if not (places("sent", "gave", text) and places("sent", "upward", text)):
        return None
    if places("sent", "already", text) or places("sent", "not_so", text):
        return None
    likely = request.understood.intent in ("approve", "report_file")
    return report_file(request) if likely else None


def annex_file(request: Request) -> Reply:
    """The annex to be filled, or as it stands."""
    if not request.said.units and oversees(request):
        return _of_which(request, "mau")
    return of_each_unit(request, show.to_fill)


def chart(request: Request) -> Reply:
    """Pictures of a unit; of all below, side by side."""
    codes = request.said.codes[:1]
    if not request.said.units and oversees(request):
        if codes:
            words = " ".join([*codes, request.period_named()])
            return show.side_by_side(request.with_argument(words.strip()))
        return overview(request.work, request.person, request.said.period)
    units = request.said.units[:1]
    if codes:
        words = " ".join([*units, request.period_named(), *codes])
        return show.charts(request.with_argument(words.strip()))
    return of_each_unit(request, show.charts)


def history(request: Request) -> Reply:
    """Who changed a figure."""
    words = [*request.said.units[:1], request.period_named(), *request.said.codes[:1]]
    return show.history(request.with_argument(" ".join(filter(None, words))))


def deadline(request: Request) -> Reply:
    """The due day of a task that is named or was shown, otherwise of the reports."""
    if reply := _task_deadline(request):
        return reply
    work, person = request.work, request.person
    period = request.said.period
    own = dict.fromkeys(post.unit_id for post in person.posts_on(work.today))
    sheets = [
        open_sheet(work, report)
        for unit_id in (request.said.units or own)
        if work.may(person, Action.SEE_STATUS, unit_id)
        for report in current_obligations(work, unit_id, period)
    ]
    lines = [f"{report_words(s)}. {deadline_words(work, s.obligation)}" for s in sheets]
    if not lines and oversees(request):
        lines = [
            say(
                "deadline.of_round",
                title=work.catalogue.regime(board.regime_id).title,
                period=period_words(board.period_code),
                due=deadline_words(work, board.typical),
            )
            for board in boards(work, overseen(work, person), period)
        ]
    return Reply("\n".join(lines)) if lines else schedule(work, person)


def _task_deadline(request: Request) -> Reply | None:
    turn, said = request.turn, request.said
    tasks: Sequence[Task] = ()
    if said.tasks:
        act = Act(Verb.SHOW, said.tasks, of_unit(request))
        choices = tasks_meant(turn, act).choices
        if len(choices) != 1:
            return act_on(turn, act)
        tasks = choices[0]
    elif request.situation is Situation.TASK:
        tasks = [each for id_ in shown_tasks(request) if (each := task(turn.work.session, id_))]
    lines = [
        say(
            "task.due_is",
            number=turn.number(each),
            title=title_of(each),
            due=due_words(turn.work, each),
        )
        for each in tasks
        if may_see(turn.work, turn.person, each)
    ]
    return Reply("\n".join(lines)) if lines else None


def explained(request: Request) -> Reply:
    """What a figure counts, how it was before; without a code, every line that is asked now."""
    codes = request.said.codes
    if (turn := turn_of(request)) is not None:
        # a code of several sections, or of none, is asked about like any other
        typed = codes[:1] or codes_typed(request.said.text)[:1]
        reply = figures(request.retyped("? " + " ".join(typed)))
        own = example_in(turn.part.sheet.form, turn.part.codes)
        return reply or Reply(say("explain.which", **own.fields))
    sheet = show.sheet_meant(
        request.with_argument(order_words(request)), Action.SEE_STATUS, "status"
    )
    if isinstance(sheet, Reply):
        return sheet
    known = [code for code in codes if code in sheet.form.indicators]
    known = known or codes_worded(sheet.form, request.said.masked)[:1]
    if not known:
        return Reply(say("explain.which", **example_in(sheet.form).fields))
    return Reply("\n".join(_explained_now(sheet, code) for code in known))


def _explained_now(sheet: Sheet, code: str) -> str:
    """What it counts, and what stands there now."""
    words, now = explain(sheet, None, code).text, sheet.figures.get(code)
    if now is None:
        return words
    return words + " " + say("explain.now", figure=show_figure(now, sheet.indicator(code)))


def tasks(request: Request) -> Reply:
    """The own tasks; those of somebody of the own unit, or of a unit below."""
    if request.said.units:
        return show_list(request.turn, request.said.units[0])
    if request.said.people and request.said.people[0] != request.person.id:
        return tasks_of(request.turn, request.said.people[0])
    listed = show_list(request.turn)
    if my_tasks(request.turn) or not parts(request.work, request.person):
        return listed
    return replace(listed, text=f"{listed.text}\n{stands(request.work, request.person)}")


def _of_which(request: Request, word: str) -> Reply:
    """Nobody below was named: each unit as a tap."""
    units = overseen(request.work, request.person)[:UNITS_AT_MOST]
    taps = tuple(
        Choice(f"{verb(word)} {unit.name}", tap_data(request.work, word, unit.id)) for unit in units
    )
    return Reply(say("wish.which_unit", words=taps[0].words), taps)


def oversees(request: Request) -> bool:
    return bool(request.work.below(request.person, Action.SEE_STATUS))
