"""Reminding all that are late at once; of those that were reminded a short while ago none again.

quynh < nhắc tất cả
bot   > Đã nhắc xã Đa Lộc: anh Nam.
        Đã nhắc xã Quang Vinh lúc 08:00. Có thể nhắc lại sau 12:00.
"""

from __future__ import annotations

from domain.messages import Reply
from domain.people import Official
from domain.permissions import Action
from handlers import desk_fitting
from handlers.desk_board import boards
from handlers.desk_find import Meant
from handlers.desk_nudge import remind, why_not_now
from handlers.desk_scope import overseen
from handlers.say import say
from handlers.work import Work

EVERYBODY = desk_fitting.EVERYBODY
LINES_AT_MOST = 15


def nudge_all(work: Work, person: Official) -> Reply:
    """Those that are late; where none is, those that have not everything yet."""
    units = overseen(work, person, Action.NUDGE)
    if not units:
        return Reply(say("desk.nobody_below"))
    found = boards(work, units)
    late = [line for board in found for line in board.late]
    lines = late or [line for board in found for line in board.unfinished]
    if not lines:
        return Reply(say("desk.nothing_waits", verb=say("desk.verb.nhac")))
    owed = [Meant(line.obligation, line.unit, "") for line in lines if line.obligation]
    said = [(why_not_now(work, meant) or remind(work, person, meant)).text for meant in owed]
    said = list(dict.fromkeys(said))  # outside office hours all are told the same
    if more := len(said) - LINES_AT_MOST:
        said[LINES_AT_MOST:] = [say("desk.more", count=more)] if more > 0 else []
    return Reply("\n".join(said))
