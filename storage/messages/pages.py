"""Pages by link: to whom each was given, until when, and what was typed into it so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from domain.talk.messages import Address
from storage.database import tables
from storage.database.database import Session
from storage.database.overtaken import require_changed
from storage.database.states import PagePurpose

PAGES = tables.PAGES


@dataclass(frozen=True, slots=True)
class Page:
    """One link. `block_id` is empty where the page is about the person's whole part; `draft` is
    what was typed by field, in the order of the page."""

    id: int
    purpose: PagePurpose
    official_id: str
    address: Address
    obligation_id: int | None
    block_id: str
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None
    draft: Mapping[str, str] | None = None


def make_page(
    session: Session,
    purpose: PagePurpose,
    official_id: str,
    address: Address,
    at: datetime,
    expires_at: datetime,
    obligation_id: int | None = None,
    block_id: str = "",
) -> Page:
    """A new page. Earlier ones of the same person for the same thing open nothing any more, but
    what was typed into the latest of them goes on in this one."""
    same = (
        (PAGES.c.official_id == official_id)
        & (PAGES.c.purpose == purpose)
        & PAGES.c.obligation_id.is_not_distinct_from(obligation_id)
        & (PAGES.c.block_id == block_id)
        & PAGES.c.used_at.is_(None)
        & PAGES.c.revoked_at.is_(None)
    )
    drafts = select(PAGES.c.draft).where(same).order_by(PAGES.c.id.desc()).limit(1)
    draft = session.execute(drafts).scalar_one_or_none() or {}
    session.execute(update(PAGES).where(same).values(revoked_at=at))
    row = {
        "purpose": purpose,
        "official_id": official_id,
        "channel": address.channel,
        "chat": address.chat,
        "obligation_id": obligation_id,
        "block_id": block_id,
        "expires_at": expires_at,
        "draft": draft,
    }
    made = insert(PAGES).values(**row, made_at=at).returning(PAGES.c.id)
    id_ = int(session.execute(made).scalar_one())
    return Page(
        id_, purpose, official_id, address, obligation_id, block_id, expires_at, draft=draft
    )


def page(session: Session, page_id: int) -> Page | None:
    """The page of that number."""
    row = session.execute(select(PAGES).where(PAGES.c.id == page_id)).mappings().one_or_none()
    if row is None:
        return None
    kept = {name: row[name] for name in ("id", "purpose", "official_id", "obligation_id")}
    times = {name: row[name] for name in ("expires_at", "used_at", "revoked_at")}
    address = Address(row["channel"], row["chat"])
    return Page(**kept, **times, address=address, block_id=row["block_id"], draft=row["draft"])


def save_draft(session: Session, page_id: int, draft: Mapping[str, str]) -> None:
    """What was typed so far; of a page that was sent nothing is kept any more."""
    open_ = (PAGES.c.id == page_id) & PAGES.c.used_at.is_(None)
    session.execute(update(PAGES).where(open_).values(draft=dict(draft)))


def use_page(session: Session, page_id: int, at: datetime) -> None:
    """The page was sent, which it can be once: Overtaken where it had been."""
    open_ = (PAGES.c.id == page_id) & PAGES.c.used_at.is_(None) & PAGES.c.revoked_at.is_(None)
    require_changed(session.execute(update(PAGES).where(open_).values(used_at=at, draft={})))


def revoke_pages(session: Session, official_id: str, at: datetime) -> int:
    """All pages of a person open nothing any more; how many there were."""
    theirs = (
        (PAGES.c.official_id == official_id)
        & PAGES.c.revoked_at.is_(None)
        & PAGES.c.used_at.is_(None)
        & (PAGES.c.expires_at > at)
    )
    return int(session.execute(update(PAGES).where(theirs).values(revoked_at=at)).rowcount)  # type: ignore[attr-defined]
