"""`nhacviec invite`: a one-time code that links a person's Zalo or Telegram account."""

from __future__ import annotations

import sys

from bot.people import find_official
from bot.wiring import clock_at, open_store
from handlers.say import say
from handlers.show_moments import show_date
from handlers.start import VALID_FOR, invite
from handlers.work import Work, addressed


def run_invite(name: str, db: str | None, at: str | None) -> None:
    """Print the code once; only its hash is kept."""
    now = clock_at(at)()
    database, catalogue = open_store(db)
    official = find_official(database, name)
    with database.work() as session:
        code = invite(Work(session, catalogue, now), official.id)
    until = show_date((now + VALID_FOR).date())
    sys.stdout.write(say("invite.code", name=addressed(official), code=code, until=until) + "\n")
