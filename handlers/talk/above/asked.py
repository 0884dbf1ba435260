"""What those above ask in passing: a short answer of what was looked up, and nothing is done.

quynh < hôm nay có gì cần duyệt không
bot   > Chờ chị Quỳnh duyệt:
        - Báo cáo đã đủ số (1): xã Bắc Sơn
quynh < còn mấy xã chưa nộp
bot   > Báo cáo … quý III năm 2024: còn 7/8 đơn vị chưa đủ: ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from domain.dates.due_wording import read_due
from domain.dates.moments import local
from domain.people.people import Role
from domain.people.permissions import Action
from domain.talk.masking import BESIDE
from domain.talk.messages import Choice, Reply
from domain.tasks.tasks import Task, TaskState, state_at, urgency
from domain.tasks.words import Verb
from domain.words import fold
from handlers.desk.board import Board, boards, older_boards
from handlers.desk.find import report_mark, verb
from handlers.desk.late import late_list, worst
from handlers.desk.more_time import waiting, waiting_words
from handlers.desk.overview import in_a_row
from handlers.desk.owed import decision_taps
from handlers.desk.scope import overseen
from handlers.desk.status import current_obligations
from handlers.report.deadline import deadline_words
from handlers.report.name import report_words
from handlers.report.parts import units_of
from handlers.report.presented import changed_since
from handlers.report.sheet import open_sheet
from handlers.report.which import called
from handlers.talk.above.who_knows import in_the_way, noted, returned, unreached
from handlers.talk.intent import Request
from handlers.talk.wishes.looks import oversees, who_owes
from handlers.tasks.lines import due_words, named
from handlers.tasks.list import my_tasks, show_list, tasks_of
from handlers.tasks.notices import tap
from handlers.tasks.people import may_judge
from handlers.wording.say import say
from handlers.wording.show_moments import show_day
from handlers.wording.understood import places
from handlers.work import addressed
from storage.catalogue.words import folded, single_words
from storage.database.states import UNFINISHED, ObligationState
from storage.reports.figures import came_loaded
from storage.reports.presenting import Presenting, presented
from storage.reports.rounds import Obligation, open_obligations

TAPS_AT_MOST, TASKS_AT_MOST = 6, 8
OF_A_UNIT = frozenset({"tasks", "time_of", "blocked"})
"""Questions that name one."""


def asked(request: Request) -> Reply | None:
    """The answer to one of these questions; None for any other message, and for those who are over
    nobody."""
    incoming = request.incoming
    if not incoming.typed:
        return None
    if not request.said.bases & single_words("asks", "word"):
        return None
    if not request.work.scope(request.person, Action.ASSIGN_TASK):
        return None  # whoever fills figures asks of their own
    meant = (act for meaning, act in ANSWERED.items() if _asks(request, meaning))
    return next(filter(None, (act(request) for act in meant)), None)


def _asks(request: Request, meaning: str) -> bool:
    """The question stands there, and nothing else that would mean something."""
    said = request.said
    small = folded("sentence", "polite") | folded("asks", "beside") | BESIDE
    if meaning == "tasks":
        small |= single_words("asks", "how_far")
    if meaning in OF_A_UNIT:
        small |= {"{unit}"}
    if not said.masked_words <= single_words("asks", meaning) | small:
        return False
    return bool(places("asks", meaning, said.folded))


# What waits for the person


def _waits(request: Request) -> Reply | None:
    """Reports and tasks to be judged, and who asks for more time."""
    work, person, turn = request.work, request.person, request.turn
    lines, taps = list[str](), list[Choice]()
    for words, found in (_complete(request), _more_time(request), _before_chairman(request)):
        lines += words
        taps += found
    tasks = [task for task in my_tasks(turn) if _to_judge(request, task)]
    lines += _first_of(request, tasks)
    taps += [tap(Verb.ACCEPT, task, turn.number(task)) for task in tasks]
    name = addressed(person)
    if not lines:
        judges = work.scope(person, Action.JUDGE_TASK) or oversees(request)
        return Reply(say("asks.waits.nothing", name=name)) if judges else None
    turn.shows(*tasks)
    text = "\n".join([say("asks.waits.title", name=name), *lines])
    return Reply(text, tuple(taps[:TAPS_AT_MOST]))


def _complete(request: Request) -> tuple[list[str], list[Choice]]:
    """Reports of the units below that nobody has approved."""
    work, allowed = request.work, request.work.below(request.person, Action.JUDGE_REPORT)
    found = [
        (board, line)
        for board in boards(work, overseen(work, request.person))
        for line in board.lines
        if line.obligation
        and line.obligation.state is ObligationState.COMPLETE
        and line.unit.id in allowed
    ]
    loaded = came_loaded(work.session, [line.obligation.id for _, line in found if line.obligation])
    found = [pair for pair in found if pair[1].obligation and pair[1].obligation.id not in loaded]
    if not found:
        return [], []
    names = in_a_row([line.unit.name for _, line in found])
    taps = [
        Choice(f"{verb('duyet')} {line.unit.name}", f"/duyet {report_mark(line.obligation.id)}")
        for _, line in found
        if line.obligation
    ]
    return [say("asks.waits.complete", count=len(found), names=names)], taps


def _more_time(request: Request) -> tuple[list[str], list[Choice]]:
    work = request.work
    found = waiting(work, request.person)
    words = waiting_words(work, found)
    if not words:
        return [], []
    taps = [each for report in found for each in decision_taps(work, report)]
    return [say("asks.waits.more_time", count=len(words), names="; ".join(words))], taps


def _before_chairman(request: Request) -> tuple[list[str], list[Choice]]:
    """Reports of the own unit that were put before its chairman, who has not said anything."""
    work, person, lines = request.work, request.person, list[str]()
    chairs = (p.unit_id for p in person.posts_on(work.today) if p.role is Role.CHAIRMAN)
    for unit_id in chairs:
        for report in current_obligations(work, unit_id):
            done = presented(work.session, report.id)
            waits = done and done.state is Presenting.PRESENTED
            if done and waits and not changed_since(work, report, done):
                report_named = report_words(open_sheet(work, report))
                lines.append(say("asks.waits.presented", report=report_named))
    return lines, []


def _to_judge(request: Request, task: Task) -> bool:
    waits = task.awaits_verdict or (task.open and task.asked_extension is not None)
    return waits and may_judge(request.work, request.person, task)


def _first_of(request: Request, tasks: Sequence[Task]) -> list[str]:
    """A line for each of the first tasks, and how many more there are."""
    lines = [say("asks.waits.task", line=_task(request, task)) for task in tasks[:TASKS_AT_MOST]]
    more = len(tasks) - TASKS_AT_MOST
    return [*lines, say("asks.waits.more", count=more)] if more > 0 else lines


def _task(request: Request, task: Task) -> str:
    number = request.turn.number(task)
    return f"{named(task, number)}, {due_words(request.work, task)}"


# Who is late, who owes


def _worst(request: Request) -> Reply | None:
    if not oversees(request):
        return who_owes(request)
    return worst(request.work, request.person)


def _late(request: Request) -> Reply | None:
    if not oversees(request):
        return who_owes(request)
    return late_list(request.work, request.person)


def _how_many(request: Request) -> Reply | None:
    """Of each round how many have not everything, by name."""
    work, person = request.work, request.person
    if not oversees(request):
        return who_owes(request)
    units = overseen(work, person)
    found = [*older_boards(work, units), *boards(work, units, request.said.period)]
    lines = [_counted(request, board) for board in found]
    return Reply("\n".join(lines) or say("desk.late.none"))


def _finished(request: Request) -> Reply | None:
    """Of each round who has everything."""
    if not oversees(request):
        return who_owes(request)
    units = overseen(request.work, request.person)
    found = boards(request.work, units, request.said.period)
    lines = [_counted(request, board, done=True) for board in found]
    return Reply("\n".join(lines) or say("desk.late.none"))


def _counted(request: Request, board: Board, *, done: bool = False) -> str:
    named = board.finished if done else board.unfinished
    names = in_a_row([line.unit.name for line in named])
    report = called(request.work, board.regime_id, board.period_code)
    fields = {"report": report[:1].upper() + report[1:]}
    fields |= {"total": str(len(board.lines)), "done": str(len(board.finished))}
    if not named:
        return say("asks.how_many.none_yet" if done else "asks.how_many.none", **fields)
    if done:
        return say("asks.how_many.finished", names=names, **fields)
    return say("asks.how_many.some", count=len(board.unfinished), names=names, **fields)


def _who_asks_for_time(request: Request) -> Reply | None:
    """Reports and tasks for which more time is asked."""
    lines, taps = _more_time(request)
    tasks = [t for t in my_tasks(request.turn) if t.open and t.asked_extension is not None]
    tasks = [task for task in tasks if may_judge(request.work, request.person, task)]
    lines += [say("asks.waits.task", line=_task(request, task)) for task in tasks]
    taps += [tap(Verb.ACCEPT, task, request.turn.number(task)) for task in tasks]
    if own := waiting_words(request.work, _own_open(request)):
        lines.append(say("desk.extension.waiting", names=", ".join(own)))
    if not lines:
        return Reply(say("asks.time.nobody"))
    request.turn.shows(*tasks)
    return Reply("\n".join(lines), tuple(taps[:TAPS_AT_MOST]))


def _asks_this_one(request: Request) -> Reply | None:
    """ "Bắc Sơn xin gia hạn chưa": whether one unit asks for more time."""
    work, units = request.work, request.said.units
    if len(units) != 1 or not work.may(request.person, Action.SEE_STATUS, units[0]):
        return None
    if not folded("asks", "whether") & set(request.said.folded.replace("?", " ").split()):
        return None
    found = waiting_words(work, open_obligations(work.session, units))
    if found:
        mine = [each for each in waiting(work, request.person) if each.unit_id in units]
        taps = [tap for report in mine for tap in decision_taps(work, report)]
        words = say("desk.extension.waiting", names=", ".join(found))
        return Reply(words, tuple(taps[:TAPS_AT_MOST]))
    return Reply(say("asks.time.not_asked", unit=work.unit(units[0]).name))


def _own_open(request: Request) -> Sequence[Obligation]:
    units = units_of(request.work, request.person)
    return open_obligations(request.work.session, units)


# What is due


def _due_then(request: Request) -> Reply | None:
    """What is due by the end of the week, or on the day, that is named."""
    days = _days(request)
    if days is None:
        return None
    first, last = days
    lines = [*_reports_due(request, first, last), *_tasks_due(request, first, last)]
    told = show_day(first) if first == last else say("asks.due.until", day=show_day(last))
    if not lines:
        return Reply(say("asks.due.nothing", days=told))
    return Reply("\n".join([say("asks.due.title", days=told), *lines]))


def _days(request: Request) -> tuple[date, date] | None:
    """From the day that is named to it; of a week from today on."""
    today, due = request.work.today, fold(request.said.due)
    on = read_due(due, today).on if due else None
    if on is None:
        return None
    if due not in folded("away", "weeks"):
        return on, on
    monday = on - timedelta(days=on.weekday())
    return max(today, monday), monday + timedelta(days=6)


def _reports_due(request: Request, first: date, last: date) -> Iterator[str]:
    work = request.work
    for board in boards(work, overseen(work, request.person)):
        if board.unfinished and first <= local(board.typical.due).date() <= last:
            yield say(
                "asks.due.round",
                report=work.catalogue.regime(board.regime_id).title,
                due=deadline_words(work, board.typical),
                done=len(board.finished),
                total=len(board.lines),
            )
    for unit_id in sorted(units_of(work, request.person)):
        for report in current_obligations(work, unit_id):
            open_still = report.state in UNFINISHED and report.opens_on <= work.today
            if open_still and first <= local(report.due).date() <= last:
                sheet = open_sheet(work, report)
                left = len(sheet.open_codes())
                due = deadline_words(work, report)
                yield say("asks.due.report", report=report_words(sheet), due=due, count=left)


def _tasks_due(request: Request, first: date, last: date) -> list[str]:
    due = [(task.due, task) for task in my_tasks(request.turn) if task.open and task.due]
    near = [
        task for at, task in sorted(due, key=lambda p: p[0]) if first <= local(at).date() <= last
    ]
    return _first_of(request, near)


def _overdue_tasks(request: Request) -> Reply | None:
    """Of all tasks that the person oversees."""
    turn, today = request.turn, request.work.today
    late = [t for t in my_tasks(turn) if state_at(t, today) is TaskState.OVERDUE]
    late.sort(key=lambda task: urgency(task, today))
    if not late:
        return Reply(say("asks.due.none_overdue"))
    turn.shows(*late)
    return Reply("\n".join([say("task.list.overdue", count=len(late)), *_first_of(request, late)]))


# How far the tasks of a unit are


def _tasks(request: Request) -> Reply | None:
    """ "việc giao Bắc Sơn đến đâu rồi": the tasks, and not the report."""
    said = request.said
    if not places("asks", "how_far", said.folded):
        return None
    if len(said.units) == 1:
        return show_list(request.turn, said.units[0])
    known = len(said.people) == 1 and said.people[0] in request.work.people
    return tasks_of(request.turn, said.people[0]) if known else None


ANSWERED: Mapping[str, Callable[[Request], Reply | None]] = {
    "waits": _waits,
    "worst": _worst,
    "time": _who_asks_for_time,
    "time_of": _asks_this_one,
    "how_many": _how_many,
    "finished": _finished,
    "overdue_tasks": _overdue_tasks,
    "late": _late,
    "due": _due_then,
    "tasks": _tasks,
    "noted": noted,
    "unreached": unreached,
    "returned": returned,
    "blocked": in_the_way,
}
