"""An assigning letter or a conclusion notice as prose: the numbered items, and the document in
which they stand.

"Thông báo số 45/TB-UBND ngày 19/8/2024 … 1. Giao xã Bắc Sơn rà soát TTHC, trước ngày 30/8. 2. …"
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import count

from domain.dates.due_wording import DueReason, DueVerdict, read_due
from domain.talk.moments_said import ends_in_orders
from domain.words import aligned, clean, fold

FEWEST, MOST = 2, 60  # items
LEAST_WORDS = 4
_STROKE = re.compile(r"^\s*[-–•+*]\s+(?=\S)")
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
    numbered: bool = True  # else strokes stand in front of them


def read_letter(text: str, today: date, before_due: Collection[str]) -> PastedLetter | None:
    """The items of a letter; None where the text is no list of sentences. `before_due`: words that
    only announce the due day."""
    head, found = _parted(text)
    numbered = bool(found)
    if not numbered:
        head, found = _parted(_with_numbers(text))
    if not FEWEST <= len(found) <= MOST:
        return None
    if any(len(words.split()) < LEAST_WORDS for _, words in found):
        return None
    items = tuple(_item(number, words, today, before_due) for number, words in found)
    return PastedLetter(head, items, numbered)


def _with_numbers(text: str) -> str:
    """The same with a number in the place of each stroke in front of a line."""
    at = count(1)
    return "\n".join(_STROKE.sub(lambda _: f"{next(at)}. ", line) for line in text.splitlines())


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
    title, due = parted_from_due(words, today, before_due)
    return Item(number, title, due)


def parted_from_due(words: str, today: date, before_due: Collection[str]) -> tuple[str, str]:
    """What is ordered, and how the due day is worded; empty where none is named.

    >>> parted_from_due("phòng chống hạn hán, hạn quý IV/2024.", date(2024, 8, 20), ["hạn"])
    ('phòng chống hạn hán', 'quý IV/2024')
    """
    for start, end in reversed(ends_in_orders(aligned(words), [*map(fold, before_due)])):
        if _is_end(words[start:end], today):
            front = without_announcement(words[:start], before_due)
            rest = f"{front} {words[end:].lstrip(' ,;.)')}"
            return rest.strip(" ,;.:"), words[start:end].strip()
    return words.strip(" ,;.:"), ""


def _is_end(said: str, today: date) -> bool:
    """A day that can be, or one that cannot and is asked about: "ngày 31/9"; "số hộ nghèo trong
    quý I" names what is reported, where that is over."""
    read = read_due(said, today)
    if read.verdict is DueVerdict.REFUSE:
        return True
    over = read.verdict is DueVerdict.ASK and read.reason is DueReason.PAST
    return read.on is not None and read.reason is not DueReason.STARTS and not over


def without_announcement(front: str, before_due: Collection[str]) -> str:
    """The words before a due day, without "hoàn thành", "thời hạn"; typed with marks or without."""
    kept = front.rstrip(" ,;:(")
    for phrase in sorted({*before_due, *map(fold, before_due)}, key=len, reverse=True):
        if kept.lower().endswith(f" {phrase}"):
            return without_announcement(kept[: -len(phrase)], before_due)
    return kept
