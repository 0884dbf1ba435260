"""The month's messages of networks that sell them by number: counted, foretold, told in time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.channels.zalo_quota import alarm as reached
from bot.channels.zalo_quota import forecast, month_start
from handlers.delivery.alarm import alarm
from handlers.delivery.lost_address import network_name
from handlers.wording.say import say
from handlers.wording.show_moments import show_date
from handlers.work import Work
from storage.database.database import Session
from storage.messages.delivery import count_parts


def quota_left(session: Session, limits: Mapping[str, int], now: datetime) -> dict[str, int]:
    """How many messages of this month are left, by channel."""
    start = month_start(now)
    return {name: most - count_parts(session, name, start) for name, most in limits.items()}


def watch_quota(work: Work, limits: Mapping[str, int]) -> None:
    """Tell the administrators at 70, 90 and 100 percent, each once a month."""
    for channel, left in quota_left(work.session, limits, work.now).items():
        most = limits[channel]
        step = reached(most - left, most)
        if step:
            month = f"{month_start(work.now):%Y-%m}"
            words = _words(channel, most - left, most, work.now)
            alarm(work, f"quota:{channel}:{month}:{step}", words, avoid=channel)


def _words(channel: str, used: int, most: int, now: datetime) -> str:
    day = forecast(used, most, now)
    fields = {"used": used, "limit": most, "network": network_name(channel)}
    if day is None:
        return say("outbox.quota", **fields)
    return say("outbox.quota_until", **fields, day=show_date(day))
