"""An assigning letter or a conclusion notice as prose: the numbered items, and the document in
which they stand.

"Thông báo số 45/TB-UBND ngày 19/8/2024 … 1. Giao xã Bắc Sơn rà soát TTHC, trước ngày 30/8. 2. …"
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from domain.dates.due_wording import DueReason, read_due
from domain.talk.moments_said import moments
from domain.words import aligned, clean

FEWEST, MOST = 2, 60  # items
LEAST_WORDS = 4
_ITEM = re.compile(r"^\s*(?:[-–•]\s*)?(?P<number>\d{1,2})\s*[.)/:]\s+(?P<words>\S.*)$")


@dataclass(frozen=True, slots=True)
class Item:
    """One numbered item: its words without the due day, and how that is worded."""

    number: int
    words: str
    due: str = ""


@dataclass(frozen=True, slots=True)
class PastedLetter:
    """What stands before the first item, and the items."""

    head: str
    items: tuple[Item, ...]


def read_letter(text: str, today: date, before_due: Collection[str]) -> PastedLetter | None:
    """The items of a letter; None where the text is no list of sentences. `before_due`: folded
    words that only announce the due day."""
    head, found = _parted(text)
    if not FEWEST <= len(found) <= MOST:
        return None
    if any(len(words.split()) < LEAST_WORDS for _, words in found):
        return None
    return PastedLetter(
        head, tuple(_item(number, words, today, before_due) for number, words in found)
    )


def _parted(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The head and the items; a line without a number goes on with the item before it."""
    head: list[str] = []
    items: list[tuple[int, str]] = []
    for line in clean(text).splitlines():
        found = _ITEM.match(line)
        if found and int(found["number"]) == (items[-1][0] if items else 0) + 1:
            items.append((int(found["number"]), found["words"].strip()))
        elif items and line.strip():
            number, words = items[-1]
            items[-1] = (number, f"{words} {line.strip()}")
        else:
            head.append(line.strip())
    return " ".join(filter(None, head)), items


def _item(number: int, words: str, today: date, before_due: Collection[str]) -> Item:
    """The due day is the last moment that says when it ends."""
    plain = aligned(words)
    for start, end in reversed(list(_ends(words, plain, today))):
        cut = _without_announcement(plain[:start], before_due)
        rest = f"{words[:cut]} {words[end:].lstrip(' ,;.)')}"
        return Item(number, rest.strip(" ,;.:"), words[start:end].strip())
    return Item(number, words.strip(" ,;.:"))


def _without_announcement(plain: str, before_due: Collection[str]) -> int:
    """Where the words before a due day end, without "hoàn thành", "thời hạn"."""
    kept = plain.rstrip(" ,;:(")
    for phrase in sorted(before_due, key=len, reverse=True):
        if kept.endswith(f" {phrase}"):
            return _without_announcement(kept.removesuffix(phrase), before_due)
    return len(kept)


def _ends(words: str, plain: str, today: date) -> Iterator[tuple[int, int]]:
    for start, end in moments(plain):
        read = read_due(words[start:end], today)
        if read.on is not None and read.reason is not DueReason.STARTS:
            yield start, end
