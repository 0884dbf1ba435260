"""The own wish of a moment ago, said otherwise or taken back: more time, leave.

lan  < xin gia hạn đến thứ 3 tuần sau, chờ số liệu công an
bot  > Đã ghi lời xin UBND huyện Ân Thi gia hạn: ... đến thứ Ba 17/9. ...
lan  < nhầm, thứ 4
bot  > Đã ghi lời xin UBND huyện Ân Thi gia hạn: ... đến thứ Tư 18/9. Lời này thay lời xin trước ...
lan  < à thôi ko xin nữa
bot  > Đã rút lời xin gia hạn: ... Hạn vẫn là Chủ nhật 15/9. Đã báo chị Quỳnh.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.people.permissions import Action
from domain.talk.messages import Choice, Reply
from domain.talk.yes_no import DROP, NO
from domain.words import fold, without_rim
from handlers.desk.find import report_mark
from handlers.desk.owed import OwedReport
from handlers.owed.extension import ask_instead, asked_words, take_back
from handlers.owed.subject import Owed
from handlers.people.leave import ask_dropped
from handlers.question import ask_for, to_choose
from handlers.report.parts import units_of
from handlers.report.which import called_report
from handlers.talk.intent import Request
from handlers.tasks.list import my_tasks
from handlers.tasks.owed import OwedTask
from handlers.wording.other_day import corrected
from handlers.wording.say import say, say_ask
from handlers.wording.understood import read_verdict, says
from storage.catalogue.words import folded
from storage.messages.outbox import words_last
from storage.reports.report_extensions import asked_extensions
from storage.reports.rounds import open_obligations

TIME = "take_back_time"
WORDS_AT_MOST = 20


def otherwise(request: Request) -> Reply | None:
    """More time on another day right behind the request, or none any more; None for anything
    else."""
    incoming = request.incoming
    if not incoming.typed:
        return None
    if len(incoming.text.split()) > WORDS_AT_MOST:
        return None  # what is longer says more
    words, gives_up = corrected(incoming), _given_up(incoming.text)
    bare = read_verdict(incoming.text) in (NO, DROP)
    if not (words or gives_up or bare):
        return None
    waiting = _waiting(request)
    last = words_last(request.work.session, incoming.address)
    just = [each for each in waiting if each.asked_until and _told(each) in last]
    if words and just:
        asked = [ask_instead(each, words) for each in just]
        return Reply("\n".join(asked)) if all(asked) else None
    if gives_up and not waiting:
        judges = request.work.below(request.person, Action.EXTEND_REPORT)
        return None if judges else Reply(say("owed.extension.none_waits"))
    if gives_up == _WHOLLY:
        return _taken_back(request, just or waiting)
    if gives_up or (bare and just):
        return _which(request, just or waiting)
    return ask_dropped(request.turn) if bare else None


def time(request: Request) -> Reply:
    """No more time is asked for; where several requests wait, which of them is meant."""
    waiting, mark = _waiting(request), fold(request.argument)
    meant = [each for each in waiting if _mark(each) == mark] if mark else waiting
    return _taken_back(request, meant) if meant else Reply(say("owed.extension.none_waits"))


def _taken_back(request: Request, meant: Sequence[Owed]) -> Reply:
    if len({each.name for each in meant}) > 1:
        return _which(request, meant)
    return Reply("\n".join(map(take_back, meant)))


def _which(request: Request, meant: Sequence[Owed]) -> Reply:
    """Of one whether, of several which one is meant."""
    text_id = "ask.desk.take_back" if len(meant) == 1 else "ask.desk.take_back_which"
    options = tuple(Choice(_tap(each), f"/rut-xin-gia-han {_mark(each)}") for each in meant)
    text = say_ask(text_id, what=meant[0].name)
    return ask_for(request, to_choose(options, text, say("question.take_back")))


def _waiting(request: Request) -> list[Owed]:
    """What this person asks more time for, undecided."""
    work, person = request.work, request.person
    mine = open_obligations(work.session, units_of(work, person))
    asked = asked_extensions(work.session, [report.id for report in mine])
    owed: list[Owed] = [OwedReport(work, person, each) for each in mine if each.id in asked]
    owed += [OwedTask(request.turn, task) for task in my_tasks(request.turn) if task.open]
    return [each for each in owed if each.asked_by == person.id]


def _mark(owed: Owed) -> str:
    if isinstance(owed, OwedReport):
        return report_mark(owed.report.id)
    assert isinstance(owed, OwedTask)
    return owed.turn.number(owed.task)


def _tap(owed: Owed) -> str:
    if isinstance(owed, OwedReport):
        return say("desk.extension.tap_back", what=called_report(owed.work, owed.report))
    return say("desk.extension.tap_back", what=say("task.number", number=_mark(owed)))


def _told(owed: Owed) -> str:
    assert owed.asked_until is not None  # it waits
    return asked_words(owed, owed.asked_until)


_WHOLLY, _AMONG_OTHERS = "wholly", "among_others"


def _given_up(text: str) -> str:
    """Whether no more time is wished, and whether nothing else is said."""
    polite = folded("sentence", "polite") | folded("other_day", "before")
    every = [each.strip() for each in re.split(r"[,.;!]", text) if each.strip()]
    left = [each for each in every if not _says_so(each, polite)]
    if len(left) == len(every):
        return ""
    small = [each for each in left if without_rim(each, polite, frozenset(), least=0)]
    return _AMONG_OTHERS if small else _WHOLLY


def _says_so(clause: str, polite: frozenset[str]) -> bool:
    bare = without_rim(clause, polite, frozenset())
    return says("time_asked", "back", clause) or says("time_asked", "back", bare)
