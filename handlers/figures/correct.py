"""A message that its sender has edited: a correction of the figures it brought.

lan  < (sửa tin) 14 13 0 0
bot  > Đã sửa 4.2 Hoàn thành đúng hạn: 14 → 13
"""

from __future__ import annotations

from domain.people.people import Official
from domain.talk.conversation import Asked, from_plain, step
from domain.talk.messages import Incoming, Reply
from handlers.figures.answer import answer
from handlers.figures.report_turn import ReportTurn
from handlers.report.parts import part_of
from handlers.turn import source_of
from handlers.wording.say import say
from handlers.work import Work
from storage.messages import conversations
from storage.reports.figures import brought_by
from storage.reports.rounds import obligation


def correct(work: Work, person: Official, incoming: Incoming) -> Reply:
    """Read the new text against the block that the old text answered."""
    brought = brought_by(work.session, source_of(incoming))
    found = obligation(work.session, brought.obligation_id) if brought else None
    part = part_of(work, person, found) if found else None
    if brought is None or part is None:
        return Reply(say("correct.unknown"))
    blocks = {part.sheet.form.block_of[c].id for c in brought.codes if c in part.codes}
    conversation = from_plain(conversations.load(work.session, incoming.address))
    if len(blocks) == 1:
        conversation = step(conversation, Asked(part.sheet.obligation.id, blocks.pop()))
    return answer(ReportTurn(work, person, incoming, part, conversation))
