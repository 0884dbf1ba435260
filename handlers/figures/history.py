"""Who changed a figure, when, from what to what.

lan  < /lich-su 4.2
bot  > 4.2 Hoàn thành đúng hạn: 08:05 28/8 chị Lan: 13; 08:06 chị Lan: 13 → 14
"""

from __future__ import annotations

from domain.report.shown import show_figure
from domain.talk.messages import Reply
from handlers.report.sheet import Sheet
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment
from handlers.work import Work, addressed
from storage.people.officials import official
from storage.reports.figures import HistoryEntry, history

ENTRIES_AT_MOST = 10


def history_of(work: Work, sheet: Sheet, code: str) -> Reply:
    """The history of one figure."""
    entries = history(work.session, sheet.obligation.id, code)
    if not entries:
        return Reply(say("history.none", code=code))
    lines = [say("history.title", code=code, label=sheet.short(code))]
    lines += [_line(work, sheet, code, entry) for entry in entries[-ENTRIES_AT_MOST:]]
    return Reply("\n".join(lines))


def _line(work: Work, sheet: Sheet, code: str, entry: HistoryEntry) -> str:
    indicator = sheet.indicator(code)
    new = say("echo.taken_back") if entry.new is None else show_figure(entry.new, indicator)
    if entry.old is not None:
        new = say("echo.from_to", old=show_figure(entry.old, indicator), new=new)
    person = official(work.session, entry.official_id)
    return say("history.line", at=show_moment(entry.at), name=addressed(person), figure=new)
