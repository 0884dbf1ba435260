"""Figures taken from what stands elsewhere: the counts of the assigned tasks, and what the units
below have reported, added up.

lan  < theo sổ
bot  > Đã ghi 4 số: 4.1 tổng số được giao: 14 nhiệm vụ ...
hang < theo tổng hợp
bot  > Đã ghi 30 số: 4.1.a tiếp nhận, các cơ quan chuyên môn: 1.320 hồ sơ ...
       Chưa lấy vì chưa đủ đơn vị: 4.1.b mới 14/15. ...
"""

from __future__ import annotations

from collections.abc import Mapping

from domain.people.people import Official
from domain.report.figures import Figure, State
from domain.talk.conversation import Asked, from_plain, step
from domain.talk.messages import Incoming, Reply
from domain.tasks.tasks import ANNEX_CODES
from handlers.figures.record import record
from handlers.figures.report_turn import ReportTurn
from handlers.report.added_up import AddedUp
from handlers.report.parts import Part, part_to_correct, parts
from handlers.report.register import Register, basis
from handlers.wording.say import say
from handlers.wording.understood import says
from handlers.work import Work
from storage.messages import conversations

NAMED_AT_MOST = 6  # sums that lack a unit, in one answer


def take_counts(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    """Write the counts as figures of the report; None for another text."""
    if not says("counts", "take", incoming.text):
        return None
    found = _asked(work, person)
    if found is None:
        return Reply(say("task.counts.none"))
    part, register = found
    sheet = part.sheet
    block = sheet.form.block_of[ANNEX_CODES[0]]
    conversation = from_plain(conversations.load(work.session, incoming.address))
    asked = step(conversation, Asked(sheet.obligation.id, block.id))
    turn = ReportTurn(work, person, incoming, part, asked)
    return record(
        turn, tuple(register.figures.values()), [say("task.counts.basis", basis=basis(register))]
    )


def _asked(work: Work, person: Official) -> tuple[Part, Register] | None:
    """The first report in which this person gives these figures."""
    recent = part_to_correct(work, person)
    for part in (*parts(work, person), *([recent] if recent else [])):
        register = part.sheet.register
        if register is not None and set(ANNEX_CODES) <= part.codes:
            return part, register
    return None


def take_sums(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    """Write the sums as figures of the report; None for another text. Only what all units have
    sent is taken, and only where nothing stands yet: without one of them it is nobody's figure."""
    if not says("sums", "take", incoming.text):
        return None
    part = next((each for each in parts(work, person) if each.sheet.of_units), None)
    if part is None:
        return Reply(say("added_up.none"))
    waiting = {
        code: added for code, added in part.sheet.of_units.items() if code in part.open_codes
    }
    whole = {code: added for code, added in waiting.items() if added.whole}
    lacking = _lacking(part, {code: waiting[code] for code in waiting if code not in whole})
    if not whole:
        return Reply("\n".join([say("added_up.nothing"), *lacking]))
    block = part.sheet.form.block_of[next(iter(whole))]
    conversation = from_plain(conversations.load(work.session, incoming.address))
    asked = step(conversation, Asked(part.sheet.obligation.id, block.id))
    figures = tuple(Figure(code, State.VALUE, added.total) for code, added in whole.items())
    turn = ReportTurn(work, person, incoming, part, asked)
    return record(turn, figures, [say("added_up.basis"), *lacking])


def _lacking(part: Part, waiting: Mapping[str, AddedUp]) -> list[str]:
    """The sums that lack a unit, the first few by their codes."""
    if not waiting:
        return []
    told = [
        say(
            "added_up.lacking_one",
            code=part.sheet.indicator(code).printed,
            counted=added.counted,
            units=added.units,
        )
        for code, added in list(waiting.items())[:NAMED_AT_MOST]
    ]
    if len(waiting) > NAMED_AT_MOST:
        told.append(say("added_up.lacking_more", count=len(waiting) - NAMED_AT_MOST))
    return [say("added_up.lacking", lines="; ".join(told))]
