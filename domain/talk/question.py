"""A question of the bot that has no answer yet: versioned plain data, one kind for all of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from domain.talk.messages import Choice
from domain.words import Vocabulary, clean, fold, words

VERSION = 1
TAP = "q:"
_BEFORE = re.compile(
    r"(yes|no|keep)|annex:(write|drop)|annex:of:(\d+)|task:(?:draft|table):(go|day|drop)"
    r"|(?:task|leave):(yes|no|figures):.*"
)
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Wanted(StrEnum):
    """Which answers a question knows, besides a tap and "thôi"."""

    YES_NO = "yes_no"
    ONE_OF = "one_of"  # one of its options, by its words
    NAME = "name"  # of a person or a unit
    REASON = "reason"
    DAYS = "days"  # how long: "3 ngày", "đến 20/9"
    DATE = "date"
    FIGURES = "figures"
    FILE = "file"  # what a file would write was shown: a yes, or "ghi"
    DRAFT = "draft"  # what a draft lacks, or other words for what it holds
    WORDS = "words"  # any other free text


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `about` names the act that its answer is for ("figures.confirm",
    "task.done"); `data` is all that the act needs, as plain JSON.

    An option's `data` is a short word ("yes", "drop"), or a command ("/duyet bc12") that means
    the same wherever it comes from. `name` is what the question is about, in words that follow
    "câu hỏi về"; `text` asks it once more. A `light` question holds nothing back: it goes when
    something else is said.
    """

    about: str
    wanted: Wanted
    data: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    options: tuple[Choice, ...] = ()
    name: str = ""
    text: str = ""
    light: bool = False
    asked_by: str = ""  # the key of the message that asks
    source: str = ""  # the message of the person that it is about
    at: datetime | None = None
    id: int = 0  # by which a tap knows its question; 0 until it is stored

    def taps(self) -> tuple[Choice, ...]:
        """The options as they go out: each with the question that it answers."""
        return tuple(
            option
            if option.data.startswith("/")
            else Choice(option.words, f"{TAP}{self.id}:{option.data}")
            for option in self.options
        )

    @property
    def of_figures(self) -> bool:
        """A yes writes figures, or makes them final."""
        return "figures" in self.data or "reports" in self.data

    def option_typed(self, text: str) -> str:
        """The data of the option whose words are typed; empty where it is none.

        >>> Question("x", Wanted.ONE_OF, options=(Choice("quý III", "3"),)).option_typed("Quy iii.")
        '3'
        """
        said = fold(text).strip(" .!,")
        exact = {fold(option.words): option.data for option in self.options}
        if said in exact:
            return exact[said]
        raw = Vocabulary({o.data: [o.words] for o in self.options}).find(words(clean(text).lower()))
        return raw.meaning if raw else ""

    def option_told_apart(self, text: str) -> str:
        """The data of the only one of several options whose words hold the text; else empty."""
        said = fold(text).strip(" .!,")
        if self.wanted is not Wanted.ONE_OF or len(self.options) < 2 or not said[:1].isalpha():
            return ""
        shown = {option.data: fold(option.words).replace(",", "") for option in self.options}
        found = [data for data, words in shown.items() if f" {said} " in f" {words} "]
        return found[0] if len(found) == 1 else ""


def tapped(choice: str) -> tuple[int, str] | None:
    """The question and the word of a tap, `q:17:yes` -> (17, "yes"); None for any other tap."""
    head, _, word = choice.removeprefix(TAP).partition(":")
    if not choice.startswith(TAP) or not head.isdecimal():
        return None
    return int(head), word


def tapped_before(choice: str) -> str:
    """The word of a tap under a question of an earlier version; empty for any other.

    >>> tapped_before("annex:write"), tapped_before("task:yes:done:3"), tapped_before("task:done:3")
    ('write', 'yes', '')
    """
    found = _BEFORE.fullmatch(choice)
    return next(filter(None, found.groups()), "") if found else ""


def to_plain(question: Question) -> dict[str, Any]:
    """The question as JSON-ready data with its version; who asks when stands beside it."""
    return {
        "v": VERSION,
        "about": question.about,
        "wanted": question.wanted.value,
        "data": dict(question.data),
        "options": [[option.words, option.data] for option in question.options],
        "name": question.name,
        "text": question.text,
        "light": question.light,
        "source": question.source,
    }


def from_plain(plain: Mapping[str, Any]) -> Question:
    """The reverse of `to_plain`; ValueError for a version that this program does not know."""
    if plain.get("v") != VERSION:
        raise ValueError(f"question version {plain.get('v')!r}")
    return Question(
        plain["about"],
        Wanted(plain["wanted"]),
        plain["data"],
        tuple(Choice(words, data) for words, data in plain["options"]),
        plain["name"],
        plain["text"],
        plain["light"],
        source=plain["source"],
    )
