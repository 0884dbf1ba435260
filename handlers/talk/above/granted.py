"""Right behind more time that was given: another day, asked about and told once more.

quynh < cho gia hạn Bắc Sơn đến 30/9
quynh < nhầm, gia hạn đến 27/9 thôi
bot   > Sửa hạn đã gia hạn: Báo cáo … của xã Bắc Sơn, thứ Hai 30/9 → thứ Sáu 27/9. Đúng không?
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.dates.owed import of_report
from domain.people.permissions import Action
from domain.talk.messages import Reply
from domain.talk.question import Question, Wanted
from domain.talk.yes_no import DROP, NO, YES
from domain.tasks.tasks import Deed, Extension
from handlers.desk.owed import OwedReport
from handlers.owed.extension import (
    grant_instead,
    show_change,
    until_instead,
    why_not_instead,
)
from handlers.owed.subject import Owed
from handlers.question import Answering, ask, yes_or_no
from handlers.talk.above.put_right import JUST, let_be
from handlers.talk.intent import Request
from handlers.tasks.lines import title_of
from handlers.tasks.owed import OwedTask
from handlers.tasks.people import may_judge
from handlers.turn import TaskTurn
from handlers.wording.other_day import corrected
from handlers.wording.say import say, say_ask
from handlers.wording.understood import behind
from storage.catalogue.words import single_words
from storage.database.audit import trail
from storage.messages.outbox import words_last
from storage.reports.rounds import EXTENDED, obligation, open_obligations
from storage.tasks.tasks import last_deed_by

GRANTED = "owed.granted"


@dataclass(frozen=True, slots=True)
class _Granted:
    """What got more time, and until when it was due before."""

    owed: Owed
    before: datetime | None
    mark: dict[str, Any]  # by which it is found again


def granted_otherwise(request: Request) -> Reply | None:
    """The other day, asked about; None for anything else."""
    incoming = request.incoming
    if not incoming.typed or not _may_be(request):
        return None
    words = corrected(incoming)
    if not words or not request.work.scope(request.person, Action.EXTEND_REPORT):
        return None
    found = _just_granted(request.turn)
    if found is None:
        return None
    said = behind("order", "more_time", words)
    until = until_instead(found.owed, words if said is None else said, found.before)
    if until is None:
        return None
    if refused := why_not_instead(found.owed, until, found.before):
        return Reply(refused)
    data = {**found.mark, "until": until.isoformat()}
    data["before"] = found.before.isoformat() if found.before else ""
    text = say_ask("ask.owed.changed", what=found.owed.name, **show_change(found.owed, until))
    question = Question(GRANTED, Wanted.YES_NO, data, yes_or_no(), found.owed.name, light=True)
    return ask(request.turn, question, text)


def _may_be(request: Request) -> bool:
    """A word of another day stands there at all."""
    tables = ("to", "slip", "denied", "end")
    return any(single_words("other_day", each) & request.said.bases for each in tables)


def may_change(turn: Answering) -> bool:
    """Whoever may give more time for what the question is about."""
    data, work = turn.question.data, turn.work
    if "task" in data:
        return may_judge(work, turn.person, turn.task_turn.locked(data["task"]))
    report = obligation(work.session, data["report"])
    return report is not None and work.may(turn.person, Action.EXTEND_REPORT, report.unit_id)


def decided(turn: Answering) -> Reply | None:
    """A yes moves the due day."""
    if turn.word not in (YES, NO, DROP):
        return None
    if stays := let_be(turn):
        return stays
    data, here = turn.question.data, turn.task_turn
    owed: Owed | None = None
    if "task" in data:
        owed = OwedTask(here, here.locked(data["task"]))
    elif report := obligation(turn.work.session, data["report"]):
        owed = OwedReport(turn.work, turn.person, report)
    assert owed is not None  # what was owed stays
    before = datetime.fromisoformat(data["before"]) if data["before"] else None
    until = datetime.fromisoformat(data["until"])
    if refused := why_not_instead(owed, until, before):
        return Reply(refused)
    return grant_instead(owed, until)


def _just_granted(turn: TaskTurn) -> _Granted | None:
    """What the last words of the bot say that this person has given more time."""
    last = words_last(turn.work.session, turn.incoming.address)
    return _task(turn, last) or _report(turn, last)


def _task(turn: TaskTurn, last: str) -> _Granted | None:
    entry = last_deed_by(turn.work.session, turn.person.id, turn.work.now - JUST)
    if entry is None or entry.deed is not Deed.EXTENDED:
        return None
    task = turn.locked(entry.task_id)
    first = _first(task.extensions)
    if not task.open or first is None or f"“{title_of(task)}”" not in last:
        return None
    return _Granted(OwedTask(turn, task), first.old_due, {"task": task.id})


def _first(extensions: Sequence[Extension]) -> Extension | None:
    """What was granted last, before it was put right."""
    granted = [each for each in extensions if each.granted]
    whole = [each for each in granted if each.reason != say("task.amend.reason")]
    return next(reversed(whole or granted), None)


def _report(turn: TaskTurn, last: str) -> _Granted | None:
    work, since = turn.work, turn.work.now - JUST
    below = open_obligations(work.session, work.below(turn.person, Action.EXTEND_REPORT))
    for report in below:
        if report.extended_due_at is None or work.unit(report.unit_id).name not in last:
            continue
        deeds = [d for d in trail(work.session, str(of_report(report.id))) if d.action == EXTENDED]
        mine = deeds and deeds[-1].official_id == turn.person.id and deeds[-1].at >= since
        owed = OwedReport(work, turn.person, report)
        if mine and owed.name in last:
            whole = [each for each in deeds if each.detail["reason"] != say("task.amend.reason")]
            old = (whole or deeds)[-1].detail["old"]
            before = datetime.fromisoformat(old) if old else report.due_at
            return _Granted(owed, before, {"report": report.id})
    return None
