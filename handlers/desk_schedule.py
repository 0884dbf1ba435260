"""The due days of the rounds below, for the `/lich` of a superior or an administrator."""

from __future__ import annotations

from domain.moments import local
from domain.people import Official
from handlers.deadline import deadline_words
from handlers.desk_board import Board, boards
from handlers.desk_scope import body_names, overseen
from handlers.say import say
from handlers.show_moments import period_words
from handlers.work import Work
from reports.ics import Deadline


def desk_deadlines(work: Work, person: Official) -> tuple[tuple[str, Deadline], ...]:
    """Of every current round that somebody below still owes: what is said, and the entry."""
    units = overseen(work, person)
    if not units:
        return ()
    found = [board for board in boards(work, units) if board.unfinished]
    body = body_names(work, person)
    return tuple((_words(work, board, body), _entry(work, board, body)) for board in found)


def _words(work: Work, board: Board, body: str) -> str:
    title = work.catalogue.regime(board.regime_id).title
    period = period_words(board.period_code)
    lines = [
        say("desk.headline", body=body[:1].upper() + body[1:], title=title, period=period),
        deadline_words(work, board.typical),
        say("desk.counts", done=len(board.finished), total=len(board.lines)),
    ]
    return "\n".join(lines)


def _entry(work: Work, board: Board, body: str) -> Deadline:
    title = work.catalogue.regime(board.regime_id).title
    period = period_words(board.period_code)
    return Deadline(
        uid=f"desk/{board.regime_id}/{board.period_code}",
        title=say("schedule.entry", title=title, period=period),
        due=local(board.typical.due).date(),
        details=body,
    )
