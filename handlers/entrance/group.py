"""In a group the bot says how many, never what, and only to whom it knows.

lan  < @nhacviec_bot tình hình
bot  > Xã Bắc Sơn – Báo cáo công tác cải cách hành chính quý III năm 2024: đã có 62/97 số.
       Chi tiết, xin nhắn riêng cho bot.
"""

from __future__ import annotations

from domain.talk.messages import Address, Incoming, Reply
from handlers.talk.stands import stands_below, stands_own
from handlers.wording.say import say
from handlers.wording.understood import says
from handlers.work import Work
from storage.people.officials import official_at

APART = str.maketrans("-_", "  ")  # a menu of Telegram knows no hyphen: /con_thieu


def in_group(work: Work, incoming: Incoming) -> Reply:
    """Counts of the own unit, or of those below; everything else is for a chat of two."""
    sender = Address(incoming.address.channel, incoming.sender) if incoming.sender else None
    person = official_at(work.session, sender, work.today) if sender else None
    asked = incoming.text.lstrip("/").translate(APART).strip(" .?!")
    # Nothing behind the word: a unit that is named may be a secret.
    counts = not asked or says("group", "counts", asked)
    if person is None or not counts or incoming.edited or incoming.choice:
        return Reply(say("router.private_only"))
    lines = stands_below(work, person) or stands_own(work, person)
    return Reply("\n".join([*lines, say("group.more")]) if lines else say("router.private_only"))
