"""Who changed a figure, when, from what to what.

lan  < /lich-su 4.2
bot  > I.4.2 hoàn thành đúng hạn:
       - 08:05 ngày 28/8/2024, chị Lan: 13 nhiệm vụ – tin “14 13 0 0”
       - 08:06 ngày 28/8/2024, chị Lan: 13 nhiệm vụ → 14 nhiệm vụ – tin “sửa 4.2 = 14”
"""

from __future__ import annotations

from domain.report.figures import Figure
from domain.report.forms import Indicator, Kind
from domain.report.shown import show_figure, show_written
from domain.report.written import appended, text_figure
from domain.talk.messages import Reply
from handlers.report.sheet import Sheet
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment
from handlers.work import Work, addressed
from storage.messages.inbox import said_in
from storage.people.officials import official
from storage.reports.figures import LOADED, HistoryEntry, history

ENTRIES_AT_MOST = 10
WORDS_AT_MOST = 60  # of the message, shown in one line


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
    new = say("echo.taken_back") if entry.new is None else _shown(entry.new, indicator)
    if added := _added(entry, indicator):
        new = say("history.added", words=added)
    elif entry.old is not None:
        new = say("echo.from_to", old=_shown(entry.old, indicator), new=new)
    person = official(work.session, entry.official_id)
    line = say("history.line", at=show_moment(entry.at), name=addressed(person), figure=new)
    return line + _message(work, entry)


def _shown(figure: Figure, indicator: Indicator) -> str:
    shown = show_figure(figure, indicator)
    return say("estimates.one", figure=shown) if figure.estimated else shown


def _added(entry: HistoryEntry, line: Indicator) -> str:
    """The words by which a text has grown."""
    if line.kind is not Kind.TEXT or entry.old is None or entry.new is None:
        return ""
    words = appended(entry.old.words, entry.new.words)
    return words and show_written(text_figure(line.code, words), line)


def _message(work: Work, entry: HistoryEntry) -> str:
    """The message behind the change: its words, or that it was a tap or a file."""
    if entry.source == LOADED:
        return say("history.by_loading")
    said = said_in(work.session, entry.source, entry.at)
    if said is None:
        return ""
    if said.tapped:
        return say("history.by_tap")
    words = " ".join(said.text.split())
    if said.let_go:
        return say("history.let_go")
    if not words:
        return say("history.by_file")
    if len(words) > WORDS_AT_MOST:
        words = words[: WORDS_AT_MOST - 1] + "…"
    return say("history.by_words", words=words)
