"""`nhacviec invite`: one-time codes that link people's Zalo or Telegram accounts."""

from __future__ import annotations

import sys

from bot.fault import UsageFault
from bot.named import find_official, unit_named
from bot.wiring import clock_at, open_store
from domain.people.people import Official
from domain.words import fold
from handlers.people.invite import VALID_FOR, invite
from handlers.people.unreachable import unreachable
from handlers.wording.say import say
from handlers.wording.show_moments import show_date
from handlers.work import Work, addressed


def run_invite(name: str | None, unit: str | None, db: str | None, at: str | None) -> None:
    """Print each code once; only its hash is kept."""
    if (name is None) == (unit is None):
        raise UsageFault("fault.invite_whom")
    now = clock_at(at)()
    database, catalogue = open_store(db)
    one = find_official(database, name) if name is not None else None
    with database.work() as session:
        work = Work(session, catalogue, now)
        people = [one] if one else _unlinked(work, unit or "")
        until = show_date((now + VALID_FOR).date())
        lines = [
            say("invite.code", name=addressed(each), code=invite(work, each.id), until=until)
            for each in people
        ]
    sys.stdout.write("\n".join(lines or [say("invite.all_linked")]) + "\n")


def _unlinked(work: Work, name: str) -> list[Official]:
    """Everybody of a unit who has no address that works, by name."""
    here = work.units[unit_named(work, name)]
    lost = {each.person.id: each.person for each in unreachable(work, [here])}
    return sorted(lost.values(), key=lambda person: fold(person.name.split()[-1]))
