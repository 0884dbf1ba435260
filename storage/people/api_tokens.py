"""Tokens of programs that read reports: of each only a hash, the unit it may see, and its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update

from storage.database import tables
from storage.database.database import Session

API_TOKENS = tables.API_TOKENS
USE_NOTED_EVERY = timedelta(days=1)  # reading shall not write each time


@dataclass(frozen=True, slots=True)
class ApiToken:
    """What is known of a token; itself it is known only to whoever has it."""

    id: int
    name: str
    unit_id: str
    made_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


_COLUMNS = [getattr(API_TOKENS.c, name) for name in ApiToken.__slots__]


def add_token(session: Session, name: str, unit_id: str, token_hash: str, at: datetime) -> int:
    """Keep a new token; its number."""
    row = {"name": name, "unit_id": unit_id, "token_hash": token_hash, "made_at": at}
    made = insert(API_TOKENS).values(**row).returning(API_TOKENS.c.id)
    return int(session.execute(made).scalar_one())


def token_of(session: Session, token_hash: str) -> ApiToken | None:
    """The token of this hash, unless it was revoked."""
    good = (API_TOKENS.c.token_hash == token_hash) & API_TOKENS.c.revoked_at.is_(None)
    row = session.execute(select(*_COLUMNS).where(good)).one_or_none()
    return ApiToken(*row) if row else None


def all_tokens(session: Session) -> tuple[ApiToken, ...]:
    """Every token that was ever made, oldest first."""
    rows = session.execute(select(*_COLUMNS).order_by(API_TOKENS.c.id))
    return tuple(ApiToken(*row) for row in rows)


def revoke_token(session: Session, token_id: int, at: datetime) -> bool:
    """It opens nothing any more; False where there is none, or it was revoked before."""
    good = (API_TOKENS.c.id == token_id) & API_TOKENS.c.revoked_at.is_(None)
    done = session.execute(update(API_TOKENS).where(good).values(revoked_at=at))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def note_use(session: Session, token: ApiToken, at: datetime) -> None:
    """It was seen today."""
    session.execute(update(API_TOKENS).where(API_TOKENS.c.id == token.id).values(used_at=at))
