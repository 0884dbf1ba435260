"""Two hundred messages to a bot, reading and writing, and every word that it says to them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.inbox.inbox import receive
from domain.talk.messages import Address, Incoming
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database
from storage.messages.outbox import OUTBOX, OUTBOX_FILES

PEOPLE = ("lan", "tuan", "hoa", "dung", "quynh", "thanh", "tam", "minh")
SAID = (
    "/status",
    "còn thiếu",
    "14 7 5 1 0 0",
    "14 14 0 0",
    "sửa I.1 = 15",
    "đúng",
    "lịch",
    "việc",
    "việc 1",
    "xong 1 68/BC-UBND",
    "/tre",
    "/tonghop",
    "/bao-cao",
    "/bieu-do",
    "còn ai chưa nộp",
    "xã mình đến đâu rồi",
    "nghỉ 3/9-5/9",
    "không",
    "nhắc lại 15h",
    "/suc-khoe",
    "nhắc xa-bac-son",
    "giao xa-phu-ung: rà soát TTHC, báo cáo, hạn 20/9",
    "giao",
    "trợ giúp",
    "1 1 0 0",
)
QUESTIONS = tuple((who, text) for text in SAID for who in PEOPLE)
assert len(QUESTIONS) == 200


def answers(database: Database, catalogue: Catalogue, now: datetime) -> list[str]:
    """All that is queued because of them, in its order, as bytes would show it."""
    return list(_answers(database, catalogue, now))


def _answers(database: Database, catalogue: Catalogue, now: datetime) -> Iterator[str]:
    last = _newest(database)
    for number, (who, text) in enumerate(QUESTIONS):
        at = now + timedelta(seconds=number)
        receive(database, catalogue, Incoming(f"q{number}", Address("test", who), text, at), at)
    files = (OUTBOX_FILES.c.name, OUTBOX_FILES.c.digest)
    said = (OUTBOX.c.id, OUTBOX.c.key, OUTBOX.c.chat, OUTBOX.c.text, OUTBOX.c.choices)
    with database.read() as session:
        for row in session.execute(select(*said).where(OUTBOX.c.id > last).order_by(OUTBOX.c.id)):
            mine = OUTBOX_FILES.c.outbox_id == row.id
            found = session.execute(select(*files).where(mine).order_by(OUTBOX_FILES.c.position))
            shown = [*row, *(tuple(file) for file in found)]
            yield json.dumps(shown, ensure_ascii=False)


def _newest(database: Database) -> int:
    with database.read() as session:
        newest = session.execute(select(OUTBOX.c.id).order_by(OUTBOX.c.id.desc()).limit(1))
        return int(newest.scalar_one_or_none() or 0)
