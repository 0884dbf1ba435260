"""Each morning: has everything gone out that should have? Where not, the administrators hear of it.

bot  > Sáng nay có 0 lời nhắc chưa được soạn và 2 tin nhắc chưa đến người nhận. ...
"""

from __future__ import annotations

from datetime import time, timedelta

from domain.dates.moments import at_local, local
from handlers.delivery.alarm import alarm
from handlers.wording.say import say
from handlers.work import Work
from storage.messages.silence import overdue_steps, undelivered_digests

BEGIN, END = time(8, 0), time(11, 30)
GRACE = timedelta(minutes=30)  # what is on its way is not yet late


def watch_reminders(work: Work) -> bool:
    """Tell once a day, in the morning, how much is late; False where nothing is, or it is told."""
    if not BEGIN <= local(work.now).time() < END:
        return False
    before = work.now - GRACE
    steps = overdue_steps(work.session, before)
    messages = undelivered_digests(work.session, at_local(work.today, time(0, 0)), before)
    if not steps and not messages:
        return False
    words = say("outbox.watch", steps=steps, messages=messages)
    return alarm(work, f"watch:{work.today.isoformat()}", words) > 0
