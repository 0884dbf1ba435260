"""At the due moment whoever has asked hears what has come, with the roll-up as a file.

bot  > Đến hạn yêu cầu yc1: đã có 4/4 đơn vị. ...
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.dates.ladder import next_allowed
from domain.people.people import Official
from domain.talk.messages import Choice, Reply
from handlers.desk.board import boards
from handlers.desk.rolled import Rolled
from handlers.desk.rollup import rollup_text
from handlers.desk.rollup_files import rollup_files
from handlers.report.which import called
from handlers.wording.say import say
from handlers.wording.show_moments import period_words
from handlers.work import Work, addressed
from storage.catalogue.requests import all_requests
from storage.database.states import ReminderState
from storage.messages.outbox import queue
from storage.reports.reminders import DueReminder, postpone, settle
from storage.reports.rounds import Obligation

KIND = "rolled"


def tell_rolled(
    work: Work,
    person: Official,
    rows: Sequence[DueReminder],
    found: Mapping[int, Obligation],
) -> None:
    """One message for each round of a request; its steps, one of every unit, are settled."""
    rounds: dict[tuple[str, str], list[DueReminder]] = {}
    for row in rows:
        report = found[row.subject.id]
        rounds.setdefault((report.regime_id, report.period_code), []).append(row)
    for (regime_id, period), steps in rounds.items():
        _tell(work, person, regime_id, period, [row.id for row in steps])


def _tell(work: Work, person: Official, regime_id: str, period: str, ids: list[int]) -> None:
    quiet, calendar = work.catalogue.regime(regime_id).quiet, work.catalogue.calendar
    later = next_allowed(work.now, quiet, calendar, urgent=True)
    if later > work.now:
        postpone(work.session, ids, later)
        return
    addresses = work.addresses(person.id)
    if not addresses:
        settle(work.session, ids, ReminderState.NO_ADDRESS, "", None, work.now)
        return
    reply = _reply(work, person, regime_id, period)
    key = f"rolled:{regime_id}:{period}:{person.id}"
    sent = queue(work.session, key, addresses[0], person.id, KIND, reply, work.now)
    state = ReminderState.SENT if sent else ReminderState.NOT_WANTED
    settle(work.session, ids, state, "" if sent else "told_today", sent, work.now)


def _reply(work: Work, person: Official, regime_id: str, period: str) -> Reply:
    request = next(each for each in all_requests(work.session) if each.mark == regime_id)
    units = [work.units[unit_id] for unit_id in request.unit_ids]
    (board,) = boards(work, units, period, regime_id)
    rolled = Rolled(work, board, work.unit(request.body_id).name)
    head = say(
        "request.rolled",
        name=addressed(person),
        title=request.title,
        period=period_words(period),
    )
    taps: tuple[Choice, ...] = ()
    if board.unfinished:
        nudge = say("request.tap_nudge", report=called(work, regime_id, period))
        taps = (Choice(nudge, f"/nhac {regime_id}"),)
    return Reply(f"{head}\n{rollup_text(rolled)}", taps, rollup_files(rolled))
