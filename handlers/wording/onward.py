"""Long lists go out page by page: which part this is, and how to get the next one.

quynh < tình hình từ 31
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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
