"""Telling a commune's office what the superior has done with its report."""

from __future__ import annotations

from domain.messages import Reply
from domain.people import Official
from handlers.complete import office
from handlers.desk_find import Meant, report_mark, verb
from handlers.desk_fitting import newest, opened
from handlers.desk_nudge import who
from handlers.outgoing import send_to
from handlers.say import say
from handlers.sheet import Sheet
from handlers.show_moments import period_words
from handlers.work import Work, addressed

SHORTEST_REASON = 3


def tell_office(
    work: Work, person: Official, sheet: Sheet, text_id: str, reason: str = "", **fields: str
) -> str:
    """Queue the notice for everybody who puts the report together; who that is, in words."""
    words = say(
        text_id,
        superior=who(work, person),
        report=report_words(sheet),
        reason=reason,
        **fields,
    )
    people = office(work, sheet)
    for official in people:
        key = f"{text_id}:{sheet.obligation.id}:{work.now.isoformat()}:{official.id}"
        send_to(work, official, Reply(words), kind="judged", key=key)
    return ", ".join(map(addressed, people)) or say("complete.nobody")


def report_words(sheet: Sheet) -> str:
    """`Báo cáo công tác cải cách hành chính quý III năm 2024 của xã Bắc Sơn`."""
    return say(
        "desk.report",
        title=sheet.regime.title,
        period=period_words(sheet.obligation.period_code),
        unit=sheet.unit.name,
    )


def reason_in(work: Work, meant: Meant, word: str) -> str | Reply:
    """The reason behind the unit, or the request for one."""
    reason = meant.rest.strip(" .:-")
    if len(reason) >= SHORTEST_REASON:
        return reason
    named = meant.report in newest(opened(work, meant.unit.id))
    example = f"{verb(word)} {meant.unit.slug if named else report_mark(meant.report.id)}: "
    return Reply(say("desk.reason_needed", example=example))
