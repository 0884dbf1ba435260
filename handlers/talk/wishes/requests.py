"""A request for more time, answered in words: "ừ" right behind it, "đồng ý xa-bac-son" later.

bot   > Xã Bắc Sơn xin gia hạn: ... đến thứ Tư 18/9. Lý do: ...
quynh < ừ
bot   > Đã cho gia hạn: ...

Where several wait, a bare yes asks which one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.people.people import Official
from domain.people.permissions import Action
from domain.talk.messages import Choice, Incoming, Reply
from domain.talk.yes_no import YES
from domain.tasks.tasks import Task
from domain.tasks.words import Act, Verb
from handlers.desk.find import Order, in_state, opened, report_mark, reports_meant
from handlers.desk.more_time import ASKED_AT_MOST, grant, refuse_extension, waiting
from handlers.desk.owed import ASKED_KEY, decision_taps
from handlers.names.units import unit_and_rest
from handlers.question import COMMAND, ask_for, open_question, to_choose
from handlers.talk.intent import Request
from handlers.tasks.answer import perform
from handlers.tasks.list import my_tasks
from handlers.tasks.notices import tap
from handlers.tasks.people import may_judge
from handlers.wording.say import say, say_ask
from handlers.wording.understood import behind, read_verdict, says
from handlers.work import Work
from storage.database.states import ObligationState
from storage.messages.outbox import told_last
from storage.reports.report_extensions import asked_report_extension
from storage.reports.rounds import Obligation, obligation

_REQUEST = re.compile(rf"{ASKED_KEY}:|task:\d+:{ASKED_KEY}:")
_YES = Act(Verb.ACCEPT)


def answered(request: Request) -> Reply | None:
    """What was asked is granted or refused; None where the words answer no request."""
    work, person, incoming = request.work, request.person, request.incoming
    if not incoming.typed:
        return None
    if reply := _of_what_waits(request) or _of_the_only_one(request):
        return reply
    for meaning, decide in (("refuse", refuse_extension), ("agree", grant)):
        rest = behind("request", meaning, incoming.text)
        if rest is None or not work.below(person, Action.EXTEND_REPORT):
            continue
        report, words = _asked_by(work, person, incoming, rest.strip(" .,!:"))
        if report is not None:
            decided = decide(work, person, f"{report_mark(report.id)} {words}".strip())
            return ask_for(request, decided)
    return None


def _of_what_waits(request: Request) -> Reply | None:
    """A bare yes right behind a request: granted where it is the only one that waits, otherwise
    asked about."""
    work, person, text = request.work, request.person, request.incoming.text
    if not _is_yes(text) or not _just_asked(request):
        return None
    reports = waiting(work, person)
    tasks = [task for task in my_tasks(request.turn) if _asks_for_time(request, task)]
    if len(reports) + len(tasks) > 1:
        return _ask_which(request, reports, tasks)
    if reports:
        return ask_for(request, grant(work, person, report_mark(reports[0].id)))
    return perform(request.turn, [request.turn.locked(tasks[0].id)], _YES) if tasks else None


def _of_the_only_one(request: Request) -> Reply | None:
    """ "đồng ý cho lùi", "ko cho, đúng hạn đi": words of more time alone, where one request waits;
    of several it is asked which."""
    work, person, text = request.work, request.person, request.incoming.text.strip(" .!")
    agrees, refuses = says("request", "agree_time", text), _keeps_due(text)
    if not (agrees or refuses) or not work.below(person, Action.EXTEND_REPORT):
        return None
    reports = waiting(work, person)
    tasks = [task for task in my_tasks(request.turn) if _asks_for_time(request, task)]
    if len(reports) + len(tasks) > 1:
        return _ask_which(request, reports, tasks, 0 if agrees else 1)
    if reports:
        decide = grant if agrees else refuse_extension
        return ask_for(request, decide(work, person, report_mark(reports[0].id)))
    act = _YES if agrees else Act(Verb.RETURN)
    if tasks:
        return perform(request.turn, [request.turn.locked(tasks[0].id)], act)
    return ask_for(request, grant(work, person, ""))  # that nobody asks


def _keeps_due(text: str) -> bool:
    front, comma, rest = text.partition(",")
    if comma and says("request", "refuse", front) and says("request", "keep_due", rest):
        return True
    return says("request", "refuse_time", text)


def _just_asked(request: Request) -> bool:
    """A request was the last thing told, or which of several was the last thing asked."""
    work, address = request.work, request.incoming.address
    asked = open_question(work, address)
    which = asked is not None and (asked.about, asked.name) == (COMMAND, say("question.more_time"))
    return which or bool(_REQUEST.match(told_last(work.session, address)))


def _is_yes(text: str) -> bool:
    return read_verdict(text) == YES or not (behind("request", "agree", text) or "-").strip(" .,!")


def _asks_for_time(request: Request, task: Task) -> bool:
    asked = task.open and task.asked_extension is not None
    return asked and may_judge(request.work, request.person, task)


def _ask_which(
    request: Request, reports: Sequence[Obligation], tasks: Sequence[Task], no: int = 0
) -> Reply:
    """`no`: 1 where it shall be refused."""
    work, numbers = request.work, request.turn.numbers(tasks)
    taps = [decision_taps(work, report)[no] for report in reports[:ASKED_AT_MOST]]
    verb = Verb.RETURN if no else Verb.ACCEPT
    taps += [
        Choice(tap(verb, task, numbers[task.id]).words, _command(work, task, verb))
        for task in tasks[: ASKED_AT_MOST - len(taps)]
    ]
    text = say_ask("ask.desk.whose_time", count=len(reports) + len(tasks))
    return ask_for(request, to_choose(tuple(taps), text, say("question.more_time")))


def _command(work: Work, task: Task, verb: Verb) -> str:
    word = "duyet" if verb is Verb.ACCEPT else "tra-lai"
    return f"/{word} {task.number} {work.unit(task.unit_id).slug}"


def _asked_by(
    work: Work, person: Official, incoming: Incoming, rest: str
) -> tuple[Obligation | None, str]:
    """The one report for which the named unit asks; without a name the one just told of."""
    below = {unit_id: work.units[unit_id] for unit_id in work.below(person, Action.EXTEND_REPORT)}
    found, words = unit_and_rest(rest, below, work.today, work.units)
    if found.unit_id is None or found.guessed:
        told = None if rest else _just_told(work, incoming)
        return (told if told and told.unit_id in below else None), ""
    reports = opened(work, found.unit_id)
    asked = [each for each in reports if asked_report_extension(work.session, each.id)]
    if len(asked) != 1 or _to_approve(work, person, found.unit_id):
        return None, ""
    return asked[0], words


def _to_approve(work: Work, person: Official, unit_id: str) -> bool:
    """A complete report of the unit waits as well, which may be what was agreed to."""
    fits = in_state(ObligationState.COMPLETE)
    order = Order(work, person, "duyet", Action.JUDGE_REPORT, fits, "desk.approve.nothing")
    return bool(reports_meant(order, unit_id, None))


def _just_told(work: Work, incoming: Incoming) -> Obligation | None:
    kind, _, rest = told_last(work.session, incoming.address).partition(":")
    report_id = rest.partition(":")[0]
    report = obligation(work.session, int(report_id)) if kind == ASKED_KEY else None
    waits = report is not None and asked_report_extension(work.session, report.id) is not None
    return report if waits else None
