"""The items of a letter as assignments: who has to do it stands in front, until when behind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from domain.people.permissions import Action
from domain.people.units import Unit
from domain.talk.letter_said import Item, PastedLetter, read_letter
from domain.tasks.assignment import LONGEST_WORDS, Assignment
from domain.tasks.details import read_document
from domain.words import aligned
from domain.words import words as spelt
from handlers.names.units import unit_and_rest
from handlers.turn import TaskTurn
from handlers.wording.say import say
from handlers.wording.show_moments import show_date
from storage.catalogue.words import folded, phrases, vocabulary

_SIGNS = " ,;&"
_DOCUMENT = re.compile(r"\d{1,5}\s?/\s?[A-ZĐa-zđ]{2,6}\s?-\s?[A-ZĐa-zđ&]{2,8}")
LONGEST_GROUP = 5  # words that name all at once


def letter_in(text: str, today: date) -> PastedLetter | None:
    """A letter with tasks; a list of lines that nobody has to do is none."""
    letter = read_letter(text, today, phrases("letter")["before_due"])
    if letter is None:
        return None
    ordered = any(_ordered(item.words) != item.words for item in letter.items)
    announced = any(word in f" {aligned(letter.head)} " for word in _heads())
    return letter if ordered or announced else None


def _heads() -> Iterator[str]:
    return (f" {word} " for word in sorted(folded("letter", "head")))


def drafts_of(turn: TaskTurn, letter: PastedLetter) -> tuple[Assignment, ...]:
    """An assignment for each item, with the letter as its document."""
    work = turn.work
    reach = work.scope(turn.person, Action.ASSIGN_TASK)
    units = {unit_id: work.units[unit_id] for unit_id in reach}
    document = _document(letter.head, work.today)
    return tuple(_draft(turn, units, item, document) for item in letter.items)


def _document(head: str, today: date) -> str:
    """ "45/TB-UBND ngày 19/8/2024" out of the head of the letter."""
    found = _DOCUMENT.search(head)
    if found is None:
        return ""
    read = read_document(head[found.start() :], today)
    number = "".join(found[0].split())
    return say("letter.dated", number=number, date=show_date(read.on)) if read.on else number


def _draft(turn: TaskTurn, units: Mapping[str, Unit], item: Item, document: str) -> Assignment:
    to, rest = _units_in_front(turn, units, _ordered(item.words))
    rest = _cut(rest, "leads")
    helpers, rest = "", rest
    if (behind := _cut(rest, "helps")) != rest:
        helpers, rest = _units_in_front(turn, units, behind)
        rest = rest if helpers else behind
    title = rest.strip(" ,;:.-–")
    return Assignment(
        to=to,
        title=(title[:1].lower() + title[1:])[:LONGEST_WORDS],
        due=item.due,
        coordinators=helpers,
        document=document,
        row=item.number,
    )


def _ordered(words: str) -> str:
    """Without what only says that it is an order: "Giao", "Yêu cầu", "Đề nghị"."""
    return _cut(words, "orders")


def _cut(words: str, meaning: str) -> str:
    """The words without the phrases of that meaning at their beginning."""
    plain = aligned(words)
    for phrase in sorted(folded("letter", meaning), key=len, reverse=True):
        if re.match(rf"{re.escape(phrase)}(?!\w)", plain):
            return _cut(words[len(phrase) :].lstrip(" ,:;"), meaning)
    return words


def _units_in_front(turn: TaskTurn, units: Mapping[str, Unit], words: str) -> tuple[str, str]:
    """The units with which the words begin, as they are called, and what stands behind them."""
    words = _cut(words, "bodies")
    if group := _everybody_in_front(words):
        left = words[len(group) :].lstrip(" ,:;")
        names, behind_names = _units_in_front(turn, units, left)
        return (names, behind_names) if names else (group, left)
    named: list[str] = []
    rest = words
    while rest:
        found, behind = unit_and_rest(rest, units, turn.work.today, turn.work.units)
        if found.unit_id is None or found.guessed or behind == rest:
            break
        named.append(turn.work.units[found.unit_id].name)
        rest = _cut(behind.lstrip(_SIGNS), "bodies")
    return ", ".join(dict.fromkeys(named)), rest


def _everybody_in_front(words: str) -> str:
    """ "các xã", "UBND các xã": all of them, unless names follow."""
    spaced = words.split()
    for length in range(min(LONGEST_GROUP, len(spaced)), 0, -1):
        head = " ".join(spaced[:length])
        found = vocabulary("all").find(spelt(head.lower()))
        if found and found.meaning == "all" and words.startswith(head):
            return head
    return ""
