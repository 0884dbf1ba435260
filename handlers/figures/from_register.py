"""The counts of the tasks taken as the answer to the block that asks for them.

lan  < theo sổ
bot  > Đã ghi 4 số: 4.1 tổng số được giao: 14 nhiệm vụ ...
"""

from __future__ import annotations

from domain.people.people import Official
from domain.talk.conversation import Asked, from_plain, step
from domain.talk.messages import Incoming, Reply
from domain.tasks.tasks import ANNEX_CODES
from handlers.figures.record import record
from handlers.figures.report_turn import ReportTurn
from handlers.report.parts import Part, part_to_correct, parts
from handlers.report.register import Register, basis
from handlers.wording.say import say
from handlers.wording.understood import says
from handlers.work import Work
from storage.messages import conversations


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
