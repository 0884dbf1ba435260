"""Who knows of what was asked for: who has said so, who has not reacted, whom the bot cannot reach,
and whose report was sent back. Looked up, and nothing is done.

quynh < ai chưa nắm
bot   > Đã nhắc mà chưa thấy trả lời: anh Nam, xã Đa Lộc (12/9). ...
quynh < ai chưa liên kết
bot   > Chưa nhận được tin của bot (3): chị Mai (xã Hạ Lễ, chưa liên kết), ...
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.people.permissions import Action
from domain.people.units import Unit
from domain.talk.messages import Reply
from domain.tasks.tasks import Task
from handlers.desk.board import Board, Line, boards, older_boards
from handlers.desk.returned import last_reason
from handlers.desk.scope import overseen
from handlers.desk.silent import silent_lines
from handlers.names.people import unit_name
from handlers.people.unreachable import unreachable, unreachable_words
from handlers.report.parts import units_of
from handlers.report.which import called
from handlers.talk.intent import Request
from handlers.tasks.lines import title_of
from handlers.tasks.list import my_tasks, show_list
from handlers.tasks.people import doers, may_judge
from handlers.wording.say import say
from handlers.wording.show_moments import show_day_month
from handlers.work import addressed
from storage.reports.rounds import Obligation
from storage.tasks.tasks import taken_note_of

NAMED_AT_MOST = 20


def noted(request: Request) -> Reply:
    """Who has said that they know of a report or a task, and who has not."""
    lines = [*_of_reports(request), *_of_tasks(request), *_unreached(request)]
    return Reply("\n".join(lines) or say("asks.noted.nothing"))


def _of_reports(request: Request) -> Iterator[str]:
    work = request.work
    units = _units(request)
    every = [*older_boards(work, units), *boards(work, units)]
    reports = [line.obligation for board in every for line in board.lines if line.obligation]
    yield from silent_lines(work, reports, with_unit=True)


def _units(request: Request) -> Sequence[Unit]:
    """Those below; of whoever is over nobody the own ones."""
    work, person = request.work, request.person
    own = [work.units[unit_id] for unit_id in sorted(units_of(work, person))]
    return overseen(work, person) or own


def _of_tasks(request: Request) -> Iterator[str]:
    """Of each open task that the person has given: by whom it was noted, and by whom not."""
    tasks = [
        task
        for task in my_tasks(request.turn)
        if task.open and may_judge(request.work, request.person, task)
    ]
    known = taken_note_of(request.work.session, [task.id for task in tasks])
    by_title: dict[str, list[Task]] = {}
    for task in tasks:
        by_title.setdefault(title_of(task), []).append(task)
    for title, same in by_title.items():
        noted = [_whose(request, task) for task in same if task.id in known]
        others = [_whose(request, task) for task in same if task.id not in known]
        yield say(
            "asks.noted.task",
            title=title,
            count=len(noted),
            total=len(same),
            noted=say("asks.noted.by", names=_cut(noted)) if noted else "",
            others=say("asks.noted.not_by", names=_cut(others)) if others else "",
        )


def _whose(request: Request, task: Task) -> str:
    names = ", ".join(addressed(each) for each in doers(request.work, task))
    unit = unit_name(request.work, task.unit_id)
    return say("asks.noted.who", names=names, unit=unit) if names else unit


def _cut(names: Sequence[str]) -> str:
    shown, more = ", ".join(names[:NAMED_AT_MOST]), len(names) - NAMED_AT_MOST
    return say("silent.more", names=shown, more=more) if more > 0 else shown


def unreached(request: Request) -> Reply:
    """Who has no account with the bot, or has blocked it."""
    return Reply("\n".join(_unreached(request)) or say("asks.unreached.nobody"))


def _unreached(request: Request) -> list[str]:
    found = {each.person.id: each for each in unreachable(request.work, _units(request))}
    if not found:
        return []
    names = [unreachable_words([each], with_unit=True) for each in found.values()]
    invites = bool(request.work.scope(request.person, Action.INVITE))
    how = say("asks.unreached.invite") if invites else ""
    return [say("asks.unreached.some", count=len(names), names=_cut(names)) + how]


def returned(request: Request) -> Reply:
    """Whose report was sent back and has not come again, with why."""
    work, units = request.work, _units(request)
    found = [
        (board, line)
        for board in (*older_boards(work, units), *boards(work, units))
        for line in board.lines
        if line.returned and line.obligation
    ]
    if not found:
        return Reply(say("asks.returned.nobody"))
    lines = [
        _returned(request, board, line, line.obligation) for board, line in found if line.obligation
    ]
    return Reply("\n".join([say("asks.returned.title", count=len(lines)), *lines]))


def _returned(request: Request, board: Board, line: Line, report: Obligation) -> str:
    return say(
        "asks.returned.one",
        unit=line.unit.name,
        report=called(request.work, board.regime_id, board.period_code),
        day=show_day_month(report.returned_at) if report.returned_at else "",
        reason=last_reason(request.work, report) or say("asks.returned.no_reason"),
    )


def in_the_way(request: Request) -> Reply | None:
    """ "đa lộc đang vướng gì": the tasks of the unit, each with what is in its way."""
    units = request.said.units
    return show_list(request.turn, units[0]) if len(units) == 1 else None
