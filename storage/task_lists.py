"""The numbers of tasks on a person's lists, and what was said last about tasks to an address.

A task keeps its number at an address as long as it lives, and for a month after it was shown
last: so "xong 3" can never hit another task than the one that stood there as 3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import bindparam, delete, func, select

from domain.messages import Address
from storage.database import Session, upsert
from storage.outbox import OUTBOX
from storage.rows import TaskNumberRow, TaskTalkRow, table
from storage.tasks import TASKS

NUMBERS = table(TaskNumberRow)
TALKS = table(TaskTalkRow)

KEPT_FOR = timedelta(days=30)
TALKS_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class SavedTalk:
    """What was said last about tasks. `standing`: no answer to another message came after it;
    `newest`: nothing at all did, not even an unasked message."""

    data: Mapping[str, Any]
    standing: bool
    newest: bool


def number_tasks(
    session: Session, address: Address, task_ids: Sequence[int], at: datetime
) -> dict[int, int]:
    """The number of each task at this address, in the order given; new ones get free numbers."""
    here = (NUMBERS.c.channel == address.channel) & (NUMBERS.c.chat == address.chat)
    columns = (NUMBERS.c.number, NUMBERS.c.task_id, NUMBERS.c.shown_at)
    over = TASKS.c.accepted_on.is_not(None) | TASKS.c.withdrawn_on.is_not(None)
    joined = select(*columns, over).join(TASKS, TASKS.c.id == NUMBERS.c.task_id).where(here)
    known: dict[int, int] = {}
    taken: set[int] = set()
    gone: list[int] = []
    for number, task_id, shown_at, is_over in session.execute(joined):
        known[task_id] = number
        if is_over and shown_at < at - KEPT_FOR and task_id not in task_ids:
            gone.append(number)
        else:
            taken.add(number)
    session.execute(delete(NUMBERS).where(here, NUMBERS.c.number.in_(gone)))
    free = (number for number in count(1) if number not in taken)
    numbers = {id_: known.get(id_) or next(free) for id_ in dict.fromkeys(task_ids)}
    rows = [
        {"channel": address.channel, "chat": address.chat, "number": n, "task_id": id_}
        for id_, n in numbers.items()
    ]
    renewed = [{**row, "shown_at": at} for row in rows]
    upsert(session, NUMBERS, renewed, ["channel", "chat", "number"])
    return numbers


@dataclass(frozen=True, slots=True)
class Numbered:
    """Which task stands under a number, and when it was shown there last."""

    task_id: int
    shown_at: datetime


def tasks_numbered(
    session: Session, address: Address, numbers: Sequence[int]
) -> dict[int, Numbered]:
    """Number -> task at this address; a number that was never given is left out."""
    statement = select(NUMBERS.c.number, NUMBERS.c.task_id, NUMBERS.c.shown_at).where(
        NUMBERS.c.channel == address.channel,
        NUMBERS.c.chat == address.chat,
        NUMBERS.c.number.in_(list(numbers)),
    )
    return {number: Numbered(*rest) for number, *rest in session.execute(statement)}


def save_talk(
    session: Session, address: Address, data: Mapping[str, Any], message_key: str, at: datetime
) -> None:
    """Remember what the message of that key, which is queued now or next, shows or asks."""
    newest = session.execute(select(func.coalesce(func.max(OUTBOX.c.id), 0))).scalar_one()
    row: dict[str, Any] = {"channel": address.channel, "chat": address.chat, "data": dict(data)}
    row |= {"message_key": message_key, "after": newest, "saved_at": at}
    upsert(session, TALKS, [row], ["channel", "chat"])


# Asked at every turn, so built once.
_TALK = select(TALKS).where(
    TALKS.c.channel == bindparam("channel"),
    TALKS.c.chat == bindparam("chat"),
    TALKS.c.saved_at > bindparam("after"),
)


def load_talk(session: Session, address: Address, now: datetime) -> SavedTalk | None:
    """What was said last about tasks, None where that is a day ago or more."""
    known = {"channel": address.channel, "chat": address.chat, "after": now - TALKS_FOR}
    row = session.execute(_TALK, known).mappings().one_or_none()
    if row is None:
        return None
    later = select(OUTBOX.c.kind).where(
        OUTBOX.c.id > row["after"],
        OUTBOX.c.channel == address.channel,
        OUTBOX.c.chat == address.chat,
        OUTBOX.c.key != row["message_key"],
        OUTBOX.c.kind != "edit",  # changes an old message, shows nothing new
    )
    kinds = session.execute(later).scalars().all()
    return SavedTalk(row["data"], "reply" not in kinds, not kinds)


def end_talk(session: Session, address: Address) -> None:
    """Nothing about tasks is awaited any more."""
    here = (TALKS.c.channel == address.channel) & (TALKS.c.chat == address.chat)
    session.execute(delete(TALKS).where(here))
