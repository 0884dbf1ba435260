"""A part is complete: the reminders that asked for it are changed in place, so that nobody who
scrolls up thinks that something is still owed.

bot  > Báo cáo công tác cải cách hành chính quý III năm 2024 của xã Bắc Sơn: chị Lan đã gửi đủ
       lúc 14:05 ngày 28/8/2024.
"""

from __future__ import annotations

from domain.people.people import Official
from domain.talk.messages import Reply
from handlers.report.parts import part_of
from handlers.report.sheet import Sheet
from handlers.wording.say import say
from handlers.wording.show_moments import period_words, show_moment
from handlers.work import Work, addressed
from storage.messages.outbox import Message, messages, queue
from storage.messages.silence import digests_about, obligations_in
from storage.reports.rounds import obligations_by_id

EDITABLE = frozenset({"telegram", "web"})
"""The networks on which a message can be changed after it was sent; elsewhere it stays."""


def close_reminders(work: Work, person: Official, sheet: Sheet) -> None:
    """Queue the change of each digest that spoke only of what this person has now done."""
    ids = digests_about(work.session, person.id, sheet.obligation.id)
    for digest in messages(work.session, ids):
        if digest.address.channel in EDITABLE and " " not in digest.network_id:
            _close(work, person, digest)


def _close(work: Work, person: Official, digest: Message) -> None:
    found = obligations_by_id(work.session, obligations_in(work.session, digest.id))
    parts = [part_of(work, person, obligation) for obligation in found.values()]
    done = [part for part in parts if part is not None and not part.open_codes]
    if not done or len(done) < len(parts):
        return
    reply = Reply("\n".join(_done(work, person, part.sheet) for part in done))
    key = f"edit:{digest.id}"
    queue(work.session, key, digest.address, person.id, "edit", reply, work.now, edits=digest.id)


def _done(work: Work, person: Official, sheet: Sheet) -> str:
    return say(
        "outbox.reminder_done",
        title=sheet.regime.title,
        period=period_words(sheet.obligation.period_code),
        unit=sheet.unit.name,
        name=addressed(person),
        at=show_moment(work.now),
    )
