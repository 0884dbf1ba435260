"""Take up the work where it was left, days later too.

lan  < tiếp
bot  > Tiếp theo, còn 3 mục: Mục I.4 ...
"""

from __future__ import annotations

from domain.talk.conversation import Asked, TakenBack, from_plain, step, to_plain
from domain.talk.messages import Reply
from handlers.figures.ask_block import ask_block
from handlers.figures.of_others import filling_now
from handlers.report.on_page import page_tap
from handlers.report.parts import Part, parts
from handlers.talk.intent import Request
from handlers.wording.say import say
from storage.messages import conversations


def go_on(request: Request) -> Reply:
    """Take up the work where it was left, days later too."""
    work, address = request.work, request.incoming.address
    conversation = from_plain(conversations.load(work.session, address))
    part = _first_open(request, conversation.obligation_id)
    if part is None:
        return Reply(say("router.nothing_due"))
    blocks = part.open_blocks
    block = next((b for b in blocks if b.id == conversation.block_id), blocks[0])
    asked = step(step(conversation, TakenBack()), Asked(part.sheet.obligation.id, block.id))
    conversations.save(work.session, address, to_plain(asked), work.now)
    intro = say("answer.next", left=len(blocks))
    others = filling_now(work, request.person, part.sheet, block)
    words = [*others, intro + "\n" + ask_block(part.sheet, block)]
    return Reply("\n\n".join(words), page_tap(work, block))


def _first_open(request: Request, report_id: int | None) -> Part | None:
    """The report that was being filled, otherwise the first one."""
    every = [part for part in parts(request.work, request.person) if part.open_blocks]
    same = (part for part in every if part.sheet.obligation.id == report_id)
    return next(same, next(iter(every), None))
