"""Files that people have sent: their content beside that of messages, by what they contain."""

from __future__ import annotations

import hashlib

from sqlalchemy import select

from storage.database.database import Session, insert_many_new
from storage.messages.outbox import FILES


def keep_file(session: Session, content: bytes) -> str:
    """Keep a file; the name by which it is found again. The same file is kept once."""
    digest = hashlib.sha256(content).hexdigest()
    insert_many_new(session, FILES, [{"digest": digest, "content": content}])
    return digest


def kept_file(session: Session, digest: str) -> bytes | None:
    """The content of a file that was kept."""
    found: bytes | None = session.execute(
        select(FILES.c.content).where(FILES.c.digest == digest)
    ).scalar_one_or_none()
    return found
