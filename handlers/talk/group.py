"""In a group the bot says how many, never what, and only to whom it knows.

lan  < @nhacviec_bot tình hình
bot  > Xã Bắc Sơn – Báo cáo công tác cải cách hành chính quý III năm 2024: đã có 62/97 số.
       Chi tiết, xin nhắn riêng cho bot.
"""

from __future__ import annotations

from domain.people.people import Official
from domain.people.permissions import Action
from domain.talk.messages import Address, Incoming, Reply
from domain.words import fold
from handlers.desk.board import boards
from handlers.desk.overview import counts_line
from handlers.desk.scope import body_names, overseen
from handlers.desk.status import completeness, current_obligations, headline
from handlers.report.deadline import deadline_words
from handlers.report.sheet import open_sheet
from handlers.wording.say import say
from handlers.wording.show_moments import period_words
from handlers.work import Work
from storage.people.officials import official_at

COUNTS = frozenset({"", "status", "tinh hinh", "con thieu", "tien do"})
"""What may be asked in a group. Nothing behind the word: a unit that is named may be a secret."""

APART = str.maketrans("-_", "  ")  # a menu of Telegram knows no hyphen: /con_thieu


def in_group(work: Work, incoming: Incoming) -> Reply:
    """Counts of the own unit, or of those below; everything else is for a chat of two."""
    sender = Address(incoming.address.channel, incoming.sender) if incoming.sender else None
    person = official_at(work.session, sender, work.today) if sender else None
    asked = fold(incoming.text).lstrip("/").translate(APART).strip(" .?!")
    if person is None or asked not in COUNTS or incoming.edited or incoming.choice:
        return Reply(say("router.private_only"))
    lines = _below(work, person) or _own(work, person)
    return Reply("\n".join([*lines, say("group.more")]) if lines else say("router.private_only"))


def _below(work: Work, person: Official) -> list[str]:
    found = boards(work, overseen(work, person))
    body = body_names(work, person)
    return [
        say(
            "group.below",
            body=body[:1].upper() + body[1:],
            title=work.catalogue.regime(board.regime_id).title,
            period=period_words(board.period_code),
            counts=counts_line(board),
            due=deadline_words(work, board.typical),
        )
        for board in found[-1:]
    ]


def _own(work: Work, person: Official) -> list[str]:
    held = dict.fromkeys(post.unit_id for post in person.posts_on(work.today))
    own = [unit_id for unit_id in held if work.may(person, Action.SEE_STATUS, unit_id)]
    sheets = [
        open_sheet(work, report)
        for unit_id in own
        for report in current_obligations(work, unit_id)[:1]
    ]
    return [f"{headline(sheet)}: {completeness(sheet)}" for sheet in sheets]
