"""Write what stands under a heading now, with who, when and by which message."""

from __future__ import annotations

from domain.report.figures import Figure
from domain.report.shown import show_figure
from domain.report.written import appended
from domain.talk.messages import Reply
from handlers.figures.report_turn import ReportTurn
from handlers.owed.tell import send_to
from handlers.report.name import report_name
from handlers.text.which import TextPlace
from handlers.wording.say import say
from handlers.work import addressed_first
from storage.reports.figures import LOADED, Change, HistoryEntry, newest_entries, write_figures


def store(turn: ReportTurn, place: TextPlace, figure: Figure) -> Change | None:
    """The change; None where the same stands there already. Whoever wrote what does not stand any
    more is told."""
    work, sheet = turn.work, place.part.sheet
    before = newest_entries(work.session, sheet.obligation.id, [figure.code])
    author = {code: e.official_id for code, e in before.items() if e.source != LOADED}
    changes = write_figures(
        work.session,
        sheet.obligation.id,
        [figure],
        turn.person.id,
        turn.source,
        work.now,
        sheet.figures,
    )
    if not changes:
        return None
    (change,) = changes
    last = before.get(figure.code)
    if last is not None and not _still_there(last, figure):
        _tell_author(turn, place, change, author.get(figure.code, ""))
    return change


def _still_there(last: HistoryEntry, now: Figure) -> bool:
    """What the last author has written stands in the text, or among the rows."""
    if last.new is None or now.words.startswith(last.new.words):
        return True
    brought = appended(last.old.words if last.old else "", last.new.words)
    return bool(brought) and brought in now.words


def _tell_author(turn: ReportTurn, place: TextPlace, change: Change, author: str) -> None:
    if author in ("", turn.person.id):
        return
    line, work = place.line, turn.work
    assert change.old is not None  # somebody wrote it
    assert change.new is not None  # and it is in other words now
    told = say(
        "text.others_changed",
        name=addressed_first(turn.person),
        code=line.code,
        report=report_name(place.part.sheet),
        old=show_figure(change.old, line),
        new=show_figure(change.new, line),
    )
    send_to(work, work.people[author], Reply(told), kind="changed")
