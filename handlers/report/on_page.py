"""The tap that leads to a page, for figures that are easier typed there than in a chat."""

from __future__ import annotations

from domain.report.forms import Block
from domain.talk.messages import Choice
from handlers.wording.say import say
from handlers.work import Work

LONG = 5  # figures of a block


def page_tap(work: Work, block: Block | None = None) -> tuple[Choice, ...]:
    """The tap where pages are served: for a whole report, or a block that is long for one line."""
    if work.page_link is None or (block is not None and len(block.codes) < LONG):
        return ()
    return (Choice(say("page.form.tap"), "/dien-tren-trang"),)
