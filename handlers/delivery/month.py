"""What is used of a month's messages on networks that sell them by number."""

from __future__ import annotations

from collections.abc import Collection
from datetime import time

from domain.dates.moments import at_local
from handlers.delivery.lost_address import network_name
from handlers.wording.say import say
from handlers.work import Work
from storage.messages.delivery import count_parts


def quota_lines(work: Work, channels: Collection[str] | None = None) -> list[str]:
    """A line for each network that has a limit, or for those of them that are named."""
    limits = work.vitals().month_limits if work.vitals else {}
    start = at_local(work.today.replace(day=1), time(0, 0))
    return [
        say(
            "outbox.quota",
            used=count_parts(work.session, name, start),
            limit=most,
            network=network_name(name),
        )
        for name, most in limits.items()
        if channels is None or name in channels
    ]
