"""Whether those above have answered a request for more time: of whoever owes, what was decided.

lan  < huyện đã trả lời chưa
bot  > Chưa có trả lời: Báo cáo … của xã Bắc Sơn, xin gia hạn đến thứ Tư 18/9 ...
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.people.permissions import Action
from domain.talk.messages import Reply
from domain.tasks.tasks import Deed, Task
from domain.words import without_rim
from handlers.desk.owed import OwedReport
from handlers.owed.extension import show_due
from handlers.owed.subject import Owed
from handlers.report.parts import units_of
from handlers.talk.intent import Request
from handlers.tasks.list import my_tasks
from handlers.tasks.owed import OwedTask
from handlers.tasks.people import may_do
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment, show_until_seen
from handlers.wording.understood import says
from handlers.work import addressed
from storage.catalogue.words import folded
from storage.reports.report_extensions import REFUSED, last_of_extension
from storage.reports.rounds import EXTENDED, obligations_of
from storage.tasks.tasks import events

LATELY = timedelta(days=30)


def time_answered(request: Request) -> Reply | None:
    """Of each own request what has become of it; None for anything else, and for those who
    decide."""
    work, person, incoming = request.work, request.person, request.incoming
    if not incoming.typed or not _asks(incoming.text):
        return None
    if work.below(person, Action.EXTEND_REPORT):
        return None
    lines = [*_reports(request), *_tasks(request)]
    return Reply("\n".join(lines) or say("time_answered.none"))


def _asks(text: str) -> bool:
    polite = folded("sentence", "polite")
    bare = without_rim(text.strip(" ?.!"), polite - {"cho"}, polite)
    return says("time_asked", "asks", text.strip(" ?.!")) or says("time_asked", "asks", bare)


def _reports(request: Request) -> Iterator[str]:
    work = request.work
    for unit_id in sorted(units_of(work, request.person)):
        for report in obligations_of(work.session, unit_id):
            last = last_of_extension(work.session, report.id)
            if last is None or last.at < work.now - LATELY:
                continue
            owed = OwedReport(work, request.person, report)
            if owed.asked_until:
                yield _waits(owed, last.at)
            elif last.action == EXTENDED:
                yield _decided(owed, "granted", last.official_id, last.at)
            elif last.action == REFUSED:
                yield _decided(owed, "refused", last.official_id, last.at, last.detail["reason"])


def _tasks(request: Request) -> Iterator[str]:
    work, person = request.work, request.person
    for task in my_tasks(request.turn):
        if task.extensions and may_do(work, person, task):
            yield from _task(request, task)


def _task(request: Request, task: Task) -> Iterator[str]:
    owed, deeds = OwedTask(request.turn, task), events(request.work.session, task.id)
    last = next((each for each in reversed(deeds) if each.deed in _OF_TIME), None)
    if last is None or last.at < request.work.now - LATELY:
        return
    if owed.asked_until:
        yield _waits(owed, last.at)
    elif last.deed is Deed.EXTENDED:
        yield _decided(owed, "granted", last.official_id, last.at)
    elif last.deed is Deed.EXTENSION_REFUSED:
        yield _decided(owed, "refused", last.official_id, last.at, last.words)


_OF_TIME = (Deed.EXTENSION_ASKED, Deed.EXTENDED, Deed.EXTENSION_REFUSED)


def _waits(owed: Owed, asked_at: datetime) -> str:
    assert owed.asked_until is not None  # it waits
    day = show_until_seen(owed.asked_until, owed.work.today)
    fields = {"day": day, "at": show_moment(asked_at), "due": show_due(owed)}
    return say("time_answered.waits", what=owed.name, **fields)


def _decided(owed: Owed, how: str, by: str | None, at: datetime, why: str = "") -> str:
    who = owed.work.people.get(by or "")
    return say(
        f"time_answered.{how}",
        what=owed.name,
        due=show_due(owed),
        reason=say("owed.extension.reason", reason=why) if why else "",
        name=addressed(who) if who else owed.deciders()[0],
        at=show_moment(at),
    )
