"""A link to a page, given in the chat to the person who asks for it.

lan  < điền trên trang
bot  > Trang điền số của chị Lan – quý III năm 2024, 45 số: https://…
       Mở được đến 10:00 thứ Bảy 31/8/2024, chỉ dành cho chị; điền đủ thì hết hiệu lực.
"""

from __future__ import annotations

from datetime import timedelta

from domain.people.people import Official
from domain.people.permissions import Action
from domain.report.forms import Block
from domain.talk.messages import Address, Reply
from domain.words import fold
from handlers.figures.report_turn import ReportTurn
from handlers.report.heading import noun
from handlers.report.name import report_words
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment
from handlers.work import Work, addressed
from storage.database.states import PagePurpose
from storage.messages.pages import make_page, revoke_pages

FORM_FOR = timedelta(days=3)
DESK_FOR = timedelta(hours=12)


def give_form(turn: ReportTurn | None, argument: str) -> Reply:
    """The link to the person's part of the report that is being filled, or to one block of it."""
    if turn is None:
        return Reply(say("page.form.none"))
    work, part = turn.work, turn.part
    if work.page_link is None:
        return Reply(say("page.none"))
    block = _block(part.blocks, argument)
    if argument and block is None:
        return Reply(say("page.form.no_block", block=argument, first=part.blocks[0].id))
    until = work.now + FORM_FOR
    made = make_page(
        work.session,
        PagePurpose.FORM,
        turn.person.id,
        turn.incoming.address,
        work.now,
        until,
        part.sheet.obligation.id,
        block.id if block else "",
    )
    codes = block.codes if block else tuple(code for each in part.blocks for code in each.codes)
    text = say(
        "page.form.link",
        name=addressed(turn.person),
        report=report_words(part.sheet),
        count=len(codes),
        what=noun(part.sheet.form, codes),
        url=work.page_link(made),
        until=show_moment(until),
    )
    return Reply(text)


def _block(blocks: tuple[Block, ...], argument: str) -> Block | None:
    return next((block for block in blocks if fold(block.id) == fold(argument)), None)


def give_desk(work: Work, person: Official, address: Address) -> Reply:
    """The link to the superior's desk."""
    if not work.below(person, Action.SEE_STATUS):
        return Reply(say("desk.nobody_below"))
    if work.page_link is None:
        return Reply(say("page.no_desk"))
    until = work.now + DESK_FOR
    made = make_page(work.session, PagePurpose.DESK, person.id, address, work.now, until)
    url, moment = work.page_link(made), show_moment(until)
    return Reply(say("page.desk.link", name=addressed(person), url=url, until=moment))


def close_pages(work: Work, person: Official) -> Reply:
    """Every link of the person opens nothing any more."""
    count = revoke_pages(work.session, person.id, work.now)
    return Reply(say("page.closed", count=count) if count else say("page.none_open"))
