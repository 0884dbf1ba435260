"""Taking back the last answer within ten minutes.

lan  < hoan tac
bot  > Đã trả lại số cũ: 4.2: 13 → 14
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from domain.conversation import Asked, from_plain, step, to_plain
from domain.messages import Incoming, Reply
from domain.people import Official
from handlers.ask_block import ask_block
from handlers.echo import echo
from handlers.parts import part_of, part_to_correct, parts
from handlers.say import say
from handlers.turn import source_of
from handlers.work import Work
from storage import conversations
from storage.figures import Change, last_answer, take_back
from storage.rounds import Obligation, ObligationState, set_obligation_state

WITHIN = timedelta(minutes=10)


def undo(work: Work, person: Official, incoming: Incoming) -> Reply:
    """Give every figure of the person's last message its value of before."""
    recent = part_to_correct(work, person)
    for part in (*parts(work, person), *([recent] if recent else [])):
        obligation = part.sheet.obligation
        entries = last_answer(work.session, obligation.id, person.id, work.now - WITHIN)
        if entries:
            source = source_of(incoming)
            changes = take_back(work.session, obligation.id, entries, person.id, source, work.now)
            return _undone(work, person, incoming, obligation, changes)
    return Reply(say("undo.nothing"))


def _undone(
    work: Work,
    person: Official,
    incoming: Incoming,
    obligation: Obligation,
    changes: Sequence[Change],
) -> Reply:
    """Say what stands now and ask its block again; a report that lacks figures is open again."""
    part = part_of(work, person, obligation)
    if part is None or not changes:
        return Reply(say("undo.nothing"))
    sheet = part.sheet
    if obligation.completed_at and sheet.open_codes():
        state = ObligationState.OPEN
        set_obligation_state(work.session, obligation.id, state, person.id, work.now, "undo")
    text = say("undo.done") + "\n" + echo(sheet, changes)
    block = sheet.form.block_of.get(changes[0].code)
    if block is None:
        return Reply(text)
    conversation = from_plain(conversations.load(work.session, incoming.address))
    asked = step(conversation, Asked(obligation.id, block.id))
    conversations.save(work.session, incoming.address, to_plain(asked), work.now)
    return Reply(text + "\n\n" + ask_block(sheet, block))
