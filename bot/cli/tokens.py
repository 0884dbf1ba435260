"""`nhacviec token`: who may read reports by a program, made and revoked by whoever looks after the
bot."""

from __future__ import annotations

import secrets
import sys
from datetime import UTC, datetime

from bot.fault import UsageFault
from bot.named import unit_named
from bot.web.api.routes import hash_of_token
from bot.wiring import open_store
from domain.dates.moments import local
from handlers.wording.say import say
from handlers.wording.show_moments import show_date
from handlers.work import Work
from storage.database.audit import note
from storage.people.api_tokens import ApiToken, add_token, all_tokens, revoke_token

PREFIX = "nhacviec_"  # by which a token is known where it was left lying about


def run_make(name: str, unit: str, db: str | None) -> None:
    """Print a new token, which is never shown again."""
    if not name.strip():
        raise UsageFault("token.nameless")
    database, catalogue = open_store(db)
    now = datetime.now(UTC)
    token = PREFIX + secrets.token_urlsafe(32)
    with database.work() as session:
        work = Work(session, catalogue, now)
        seen = work.units[unit_named(work, unit)]
        number = add_token(session, name.strip(), seen.id, hash_of_token(token), now)
        detail = {"name": name.strip(), "unit": seen.id}
        note(session, now, None, "token.made", f"token:{number}", detail)
    _write([token, say("token.made", number=number, name=name.strip(), unit=seen.name)])


def run_list(db: str | None) -> None:
    """Every token by its number, without itself."""
    database, catalogue = open_store(db)
    with database.read() as session:
        units = Work(session, catalogue, datetime.now(UTC)).units
        lines = [_line(each, units[each.unit_id].name) for each in all_tokens(session)]
    _write(lines or [say("token.none")])


def run_revoke(number: int, db: str | None) -> None:
    """It opens nothing from now on."""
    database, _ = open_store(db)
    now = datetime.now(UTC)
    with database.work() as session:
        if not revoke_token(session, number, now):
            raise UsageFault("token.missing", number=number)
        note(session, now, None, "token.revoked", f"token:{number}", {})
    _write([say("token.revoked", number=number)])


def _line(token: ApiToken, unit: str) -> str:
    fields = {"number": token.id, "name": token.name, "unit": unit}
    if token.revoked_at is not None:
        return say("token.line_revoked", **fields, day=show_date(local(token.revoked_at).date()))
    if token.used_at is None:
        return say("token.line_unused", **fields, day=show_date(local(token.made_at).date()))
    return say("token.line", **fields, day=show_date(local(token.used_at).date()))


def _write(lines: list[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
