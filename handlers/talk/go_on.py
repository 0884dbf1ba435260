"""Take up the work where it was left, days later too, or at a block that is named.

lan  < tiếp
bot  > Tiếp theo, còn 3 mục: Mục I.4 ...
lan  < cho em điền mục VI trước
bot  > Mục VI.1 ...
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from domain.report.forms import Block
from domain.talk.conversation import Asked, Conversation, TakenBack, step, to_plain
from domain.talk.messages import Reply
from domain.words import clean, fold, without_end
from handlers.figures.ask_block import ask_block
from handlers.figures.of_others import filling_now
from handlers.figures.questions import left_for_later
from handlers.figures.record import in_asking_order, what_waits
from handlers.figures.report_turn import ReportTurn
from handlers.question import ask_again
from handlers.report.on_page import page_tap
from handlers.report.parts import Part, parts, responsible
from handlers.talk.give_figures import conversation_of
from handlers.talk.intent import Request
from handlers.wording.say import say
from handlers.wording.understood import behind, places, says
from handlers.work import addressed
from storage.catalogue.words import folded
from storage.messages import conversations

NAMED_AT_MOST = 8
_ROMAN = re.compile(r"[ivx]+(?:\.\w+)*", re.IGNORECASE)
_AMID = re.compile(r"(?<![\w.])([ivx]+(?:\.\w+)+|(?<=mục )[ivx]+)(?![\w.]\w)", re.IGNORECASE)
_NUMBERED = re.compile(r"\w+(?:\.\w+)*")


def go_on(request: Request) -> Reply:
    """Take up the work where it was left, days later too."""
    if named := block_said(request):
        return named
    conversation = conversation_of(request)
    part = next(iter(_open_parts(request, conversation.obligation_id)), None)
    if part is None:
        return Reply(say("router.nothing_due"))
    blocks = part.open_blocks
    block = next((b for b in blocks if b.id == conversation.block_id), blocks[0])
    return _ask(request, conversation, part, block, say("answer.next", left=len(blocks)))


def next_said(request: Request) -> Reply | None:
    """ "qua mục sau": the block behind the one that waits is asked; "mục sau là gì": it is shown,
    and the one that waits still does. None for any other text, and while a heading is written."""
    text = clean(request.incoming.text).strip(" .!?")
    if not request.incoming.typed or not places("block", "next", text):
        return None
    goes, asks = (says("block", each, text) for each in ("go_next", "what_next"))
    conversation = conversation_of(request)
    part = next(iter(_open_parts(request, conversation.obligation_id)), None)
    block = part.sheet.form.blocks_by_id.get(conversation.block_id or "") if part else None
    if part is None or block is None or part.sheet.form.is_written(block) or not (goes or asks):
        return None
    others = [each for each in part.open_blocks if each is not block]
    if not others:
        return Reply(say("block.last"))
    behind_it = in_asking_order(part, others, block)[0]
    if goes:
        return _ask(request, conversation, part, behind_it)
    return Reply("\n\n".join([ask_block(part.sheet, behind_it), what_waits(part, block)]))


def block_said(request: Request) -> Reply | None:
    """The question for the block, or for the first open one of the section, that the message names
    and says nothing else of; None for any other message."""
    name = _name_in(request.incoming.text) if not request.incoming.choice else ""
    if not name:
        return None
    conversation = conversation_of(request)
    every = parts(request.work, request.person)
    here = sorted(every, key=lambda p: p.sheet.obligation.id != conversation.obligation_id)
    for part in here:
        if not part.as_head and (block := _block(part, part.blocks, name)):
            return _ask(request, conversation, part, block)
    for part in here:
        if block := _block(part, part.sheet.form.blocks, name):
            return _of_others(request, part, block)
    return _unknown(here, name)


def _unknown(mine: Sequence[Part], name: str) -> Reply | None:
    """That there is no such block, and which there are; None where nothing is owed at all, and for
    a word that only looks like one."""
    said = name.casefold()
    forms = [part.sheet.form for part in mine]
    known = {each.casefold() for form in forms for each in (*form.blocks_by_id, *form.indicators)}
    blocks = [block.id for part in mine for block in part.open_blocks][:NAMED_AT_MOST]
    if not blocks or not _ROMAN.fullmatch(name) or any(each.startswith(said) for each in known):
        return None
    return Reply(say("block.unknown", block=name.upper(), blocks=", ".join(blocks)))


def block_named(part: Part, text: str) -> Block | None:
    """The block of the person's part that a sentence names: "mục III.2 chưa có, chờ công an"."""
    names = (found[1] for found in _AMID.finditer(clean(text)))
    return next(filter(None, (_block(part, part.blocks, name) for name in names)), None)


def without_block(text: str) -> str:
    """What is said of the block that is named: "mục I.4 14 việc, 13 đúng hạn" without "mục I.4"."""
    found = _AMID.search(text)
    if found is None:
        return text
    front = text[: found.start()].split()
    if front and fold(front[-1]) in folded("block", "lead"):
        front.pop()
    return " ".join([*front, text[found.end() :].strip()])


def _name_in(text: str) -> str:
    """ "cho em điền mục VI trước" -> "VI"; a number alone is none."""
    while polite := behind("block", "before", text):
        text = polite
    rest = behind("block", "at", text)
    named = without_end(clean(text if rest is None else rest), folded("block", "behind"), least=1)
    named = named.strip(" .,!")
    return named if (_ROMAN if rest is None else _NUMBERED).fullmatch(named) else ""


def _block(part: Part, blocks: Iterable[Block], name: str) -> Block | None:
    """The block of figures of that name; of a section the first one that is open, or its first.
    Headings that are written are shown and added to by their name."""
    said = name.casefold()
    known = tuple(block for block in blocks if not part.sheet.form.is_written(block))
    if same := next((block for block in known if block.id.casefold() == said), None):
        return same
    section = [block for block in known if block.id.casefold().startswith(f"{said}.")]
    waiting = [b for b in section if any(code not in part.sheet.figures for code in b.codes)]
    return next(iter((*waiting, *section)), None)


def _ask(
    request: Request, conversation: Conversation, part: Part, block: Block, intro: str = ""
) -> Reply:
    work, address = request.work, request.incoming.address
    asked = step(step(conversation, TakenBack()), Asked(part.sheet.obligation.id, block.id))
    conversations.save(work.session, address, to_plain(asked), work.now)
    turn = ReportTurn(work, request.person, request.incoming, part, asked)
    if later := left_for_later(turn, block):
        return ask_again(turn, later)
    others = filling_now(work, request.person, part.sheet, block)
    question = "\n".join(filter(None, [intro, ask_block(part.sheet, block)]))
    return Reply("\n\n".join([*others, question]), page_tap(work, block))


def _of_others(request: Request, part: Part, block: Block) -> Reply:
    """Whose the block is."""
    people = responsible(
        request.work, part.sheet.obligation.unit_id, block.owner, request.work.today
    )
    field = part.sheet.form.owners.get(block.owner, block.owner)
    if not people:
        return Reply(say("block.of_nobody", block=block.id, field=field))
    names = ", ".join(map(addressed, people))
    return Reply(say("block.of_others", block=block.id, names=names, field=field))


def _open_parts(request: Request, report_id: int | None) -> list[Part]:
    """The report that was being filled, then the others."""
    every = [part for part in parts(request.work, request.person) if part.open_blocks]
    return sorted(every, key=lambda part: part.sheet.obligation.id != report_id)
