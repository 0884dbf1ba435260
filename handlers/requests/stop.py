"""A request is taken back: nothing is asked for any more, and who was asked hears it; what has
come stays.

quynh < dừng yêu cầu yc1
bot   > Đã dừng yêu cầu yc1 ... Đã báo chị Lan.
"""

from __future__ import annotations

from datetime import timedelta

from domain.people.people import Official
from domain.people.permissions import Action
from domain.report.requests import ReportRequest, request_mark
from domain.talk.messages import Reply
from handlers.desk.nudge import awaited_of, who
from handlers.owed.tell import send_to_all
from handlers.wording.say import say
from handlers.wording.told import Told, told_words
from handlers.work import Work
from storage.catalogue.requests import all_requests, end_request
from storage.database.states import ObligationState
from storage.reports.rounds import open_obligations, set_obligation_state

LISTED_AT_MOST = 8
JUST_NOW = timedelta(minutes=30)


def stop(work: Work, person: Official, text: str) -> Reply:
    """End the request that is named; without a name, which ones stand."""
    mine = [request for request in all_requests(work.session) if _is_mine(work, person, request)]
    mark = request_mark(text)
    if not mark:
        return _listed(mine)
    named = next((each for each in mine if each.mark == mark), None)
    if named is None:
        return Reply(say("request.no_such", mark=mark))
    if named.ended_on is not None:
        return Reply(say("request.stopped_already", mark=named.mark))
    end_request(work.session, named.id, work.today)
    told = _close(work, person, named)
    return Reply(
        say("request.stopped", mark=named.mark, title=named.title, told=told_words(told)).strip()
    )


def just_sent(work: Work, person: Official) -> str:
    """The mark of a request that the person has sent a moment ago and that stands; else empty."""
    mine = (each for each in all_requests(work.session) if each.asked_by == person.id)
    newest = max(mine, key=lambda request: request.sent_at, default=None)
    if newest is None or newest.ended_on is not None:
        return ""
    return newest.mark if work.now - newest.sent_at <= JUST_NOW else ""


def _is_mine(work: Work, person: Official, request: ReportRequest) -> bool:
    """Whoever has sent it, and others who roll up the figures of all its units."""
    below = work.below(person, Action.ROLL_UP)
    return request.asked_by == person.id or below.issuperset(request.unit_ids)


def _listed(mine: list[ReportRequest]) -> Reply:
    standing = [request for request in mine if request.ended_on is None][-LISTED_AT_MOST:]
    if not standing:
        return Reply(say("request.none_stands"))
    lines = [say("request.one", mark=each.mark, title=each.title) for each in standing]
    return Reply("\n".join([say("request.which_to_stop", mark=standing[-1].mark), *lines]))


def _close(work: Work, person: Official, request: ReportRequest) -> Told:
    """Lock what is still open of it and tell who was awaited."""
    owed = open_obligations(work.session, request.unit_ids)
    mine = [report for report in owed if report.regime_id == request.mark]
    people = {each.id: each for report in mine for each in awaited_of(work, report)}
    state, reason = ObligationState.LOCKED, say("request.stop_reason")
    for report in mine:
        set_obligation_state(work.session, report, state, person.id, work.now, reason)
    words = say("request.stopped_told", superior=who(work, person), title=request.title)
    key = f"request:stopped:{request.id}"
    return send_to_all(work, people.values(), Reply(words), kind="judged", key=key)
