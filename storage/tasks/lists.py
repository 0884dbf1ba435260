"""The numbers of tasks on a person's lists, and what was said last about tasks to an address.

A task keeps its number at an address as long as it lives, and for a month after it was shown
last: so "xong 3" can never hit another task than the one that stood there as 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import delete, select

from domain.talk.messages import Address
from storage.database.database import Session, upsert
from storage.database.rows import TaskNumberRow, table
from storage.tasks.tasks import TASKS

NUMBERS = table(TaskNumberRow)

KEPT_FOR = timedelta(days=30)


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
