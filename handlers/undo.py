"""Taking back the last answer within ten minutes.

lan  < hoan tac
bot  > Đã trả lại số cũ: 4.2: 13 → 14
"""

from __future__ import annotations

from datetime import timedelta

from domain.conversation import Asked, from_plain, step, to_plain
from domain.messages import Incoming, Reply
from domain.people import Official
from handlers.ask_block import ask_block
from handlers.echo import echo
from handlers.parts import parts
from handlers.say import say
from handlers.turn import source_of
from handlers.work import Work
from storage import conversations
from storage.figures import last_answer, take_back

WITHIN = timedelta(minutes=10)


def undo(work: Work, person: Official, incoming: Incoming) -> Reply:
    """Give every figure of the person's last message its value of before."""
    for part in parts(work, person):
        sheet = part.sheet
        entries = last_answer(work.session, sheet.obligation.id, person.id, work.now - WITHIN)
        if not entries:
            continue
        changes = take_back(
            work.session, sheet.obligation.id, entries, person.id, source_of(incoming), work.now
        )
        block = sheet.form.block_of.get(changes[0].code) if changes else None
        text = say("undo.done") + "\n" + echo(sheet, changes)
        if block is None:
            return Reply(text)
        address = incoming.address
        conversation = from_plain(conversations.load(work.session, address))
        asked = step(conversation, Asked(sheet.obligation.id, block.id))
        conversations.save(work.session, address, to_plain(asked), work.now)
        renewed = next(p for p in parts(work, person) if p.sheet.obligation == sheet.obligation)
        return Reply(text + "\n\n" + ask_block(renewed.sheet, block))
    return Reply(say("undo.nothing"))
