"""Long lists go out page by page: which part this is, and how to get the next one.

quynh < tình hình từ 31
quynh < xem tiếp            (the part behind that which was shown last)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TypeVar

from domain.words import aligned, clean
from handlers.wording.say import say

PAGE = 30
_FROM = re.compile(r"(?:^|\s)tu (?P<n>\d{1,4})\s*$")

T = TypeVar("T")


def read_start(text: str) -> tuple[int, str]:
    """The number from which on a list is wanted, counted from 1, and the text without it."""
    text = clean(text)
    found = _FROM.search(aligned(text))
    if found is None or not int(found["n"]) or len(found["n"]) == 4:  # 4 digits: a year
        return 1, text
    return int(found["n"]), text[: found.start()].strip()


def page_of(every: Sequence[T], start: int) -> Sequence[T]:
    """The page that begins there; of a list that is shorter, the last page."""
    start = begin(len(every), start)
    return every[start - 1 : start - 1 + PAGE]


def begin(total: int, start: int) -> int:
    """Where the page begins: never behind the end."""
    return start if start <= total else max(1, total - PAGE + 1)


def page_line(total: int, start: int, command: str) -> str:
    """`Số 1–30 trong 150. Xem tiếp: xếp hạng từ 31`; nothing where all is shown."""
    if total <= PAGE:
        return ""
    start = begin(total, start)
    last = min(total, start + PAGE - 1)
    if last < total:
        way = say("desk.page.on", command=command, next=last + 1)
    else:
        way = say("desk.page.again", command=command)
    return say("desk.page.part", first=start, last=last, total=total, way=way)


def next_page(told: str) -> str:
    """The command by which a list that was shown goes on, as it says itself; empty where it is at
    its end, or no list.

    >>> next_page("Số 1–30 trong 150. Xem tiếp: xếp hạng từ 31")
    'xếp hạng từ 31'
    """
    page = say("desk.page.on", command="<0>", next="<1>")
    ways = _ways(page, say("task.list.more", count="<0>", page="<1>"))
    found = (each for line in told.splitlines() for each in ways.finditer(line))
    return next((each[each.lastgroup or 0].strip() for each in reversed([*found])), "")


@cache
def _ways(page: str, tasks: str) -> re.Pattern[str]:
    """The sentences that tell how a list goes on, read backwards."""
    command = tasks[tasks.index("/") :].replace("<1>", r"\d+")
    before = page[: page.index("<0>")]
    middle = page[page.index("<0>") + 3 : page.index("<1>")]
    listed = rf"{re.escape(before)}(?P<list>.+{re.escape(middle)}\d+)"
    return re.compile(rf"{listed}|(?P<tasks>{command})$")
