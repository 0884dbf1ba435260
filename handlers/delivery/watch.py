"""Each morning: has everything gone out that should have, was the night's backup made? Where not,
the administrators hear of it.

bot  > Sáng nay có 0 lời nhắc chưa được soạn và 2 tin nhắc chưa đến người nhận. ...
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from domain.dates.moments import at_local, local
from handlers.delivery.alarm import alarm
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment
from handlers.work import Work
from storage.messages.silence import overdue_steps, undelivered_digests

BEGIN, END = time(8, 0), time(11, 30)
GRACE = timedelta(minutes=30)  # what is on its way is not yet late
OLD_BACKUP = timedelta(days=2)


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


def watch_backups(work: Work, made: datetime | None) -> bool:
    """Tell once a day, in the morning, that the last backup is old; False where it is not, where it
    is told, and where none was ever made here: there somebody else may see to it."""
    morning = BEGIN <= local(work.now).time() < END
    if not morning or made is None or work.now - made <= OLD_BACKUP:
        return False
    words = say("outbox.backup_old", at=show_moment(made))
    return alarm(work, f"backup:{work.today.isoformat()}", words) > 0
