"""A block is put off until somebody was asked, or it is asked whether it is done.

lan  < VII.5.1 thì để chị hỏi cái
bot  > Vâng, chị Lan. Mục VII.5.1 để sau. Điền mục khác trước, gửi ví dụ: mục IV.2
lan  < rứa là xong mục này chưa
bot  > Tiếp theo, còn 12 mục: Mục I.1 ...
"""

from __future__ import annotations

from domain.talk.messages import Reply
from handlers.figures.report_turn import ReportTurn
from handlers.talk.give_figures import turn_of
from handlers.talk.go_on import block_named, go_on
from handlers.talk.intent import Request
from handlers.wording.say import say
from handlers.wording.understood import places
from handlers.work import addressed

WORDS_AT_MOST = 12


def put_off(request: Request) -> Reply | None:
    """What is heard of it, nothing being noted, or the block as it stands; None for any other
    text, and for one that tells figures besides."""
    text = request.incoming.text
    if not request.incoming.typed or len(text.split()) > WORDS_AT_MOST:
        return None
    if "{n}" in request.said.masked.split():
        return None
    asks = places("put_off", "whether_done", text)
    if not asks and not places("put_off", "asks_first", text):
        return None
    turn = turn_of(request)
    if turn is None or not turn.part.open_blocks or turn.block is None:
        return None
    return go_on(request) if asks else _heard(request, turn)


def _heard(request: Request, turn: ReportTurn) -> Reply:
    block = block_named(turn.part, request.said.text) or turn.block
    assert block is not None  # one is asked
    others = [each.id for each in turn.part.open_blocks if each.id != block.id]
    told = {"name": addressed(request.person), "block": block.id}
    if not others:
        return Reply(say("talk.put_off_last", **told))
    return Reply(say("talk.put_off", next_block=others[0], **told))
