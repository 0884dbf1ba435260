"""A refusal: it says what to do, tells nothing of what it protects, and is written down."""

from __future__ import annotations

from domain.people.people import Official
from domain.talk.messages import Reply
from handlers.wording.say import say
from handlers.work import Work
from storage.database.audit import note


def refuse(
    work: Work, person: Official, asked: str, text_id: str = "router.not_allowed", **fields: object
) -> Reply:
    """Refuse what a person asked for: `asked` names the act ("nudge"), never the words that were
    typed, since what is written down here is never deleted."""
    detail = {"asked": asked, "said": text_id}
    note(work.session, work.now, person.id, "refused", f"official:{person.id}", detail)
    return Reply(say(text_id, **fields))
