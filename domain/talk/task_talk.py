"""What the bot has shown or asked last about tasks at one address: versioned plain data.

It counts only while nothing else was said since; what is awaited for a report is kept elsewhere
(`domain.talk.conversation`) and is not touched by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from domain.tasks.assignment import Assignment
from domain.tasks.words import Verb

VERSION = 1


class Topic(StrEnum):
    """What was shown last, and so what a bare answer is about."""

    LIST = "list"  # a list: "3 80%" is about its third task
    TASK = "task"  # one task: "xong" is about it
    WORDS = "words"  # words are awaited for `verb`: a reason, a document number
    CONFIRM = "confirm"  # a yes or a no for `verb` with `words`
    DRAFT = "draft"  # an assignment that is not sent yet
    TABLE = "table"  # many of them
    PRACTICE = "practice"  # a block with made-up figures
    LEAVE = "leave"  # a leave that is not noted yet; `words` are its person, days and substitute


@dataclass(frozen=True, slots=True)
class Talk:
    """`task_ids` are the tasks that the topic is about."""

    topic: Topic
    task_ids: tuple[int, ...] = ()
    verb: Verb | None = None
    words: str = ""
    percent: int | None = None
    drafts: tuple[Assignment, ...] = ()
    read_on: date | None = None  # the day on which "ngày mai" was said


def to_plain(talk: Talk) -> dict[str, Any]:
    """The talk as JSON-ready data with its version."""
    return {
        "v": VERSION,
        "topic": talk.topic.value,
        "tasks": list(talk.task_ids),
        "verb": talk.verb and talk.verb.value,
        "words": talk.words,
        "percent": talk.percent,
        "drafts": [_said(draft) for draft in talk.drafts],
        "read_on": talk.read_on and talk.read_on.isoformat(),
    }


def _said(draft: Assignment) -> dict[str, Any]:
    return {name: value for name, value in asdict(draft).items() if value}


def from_plain(plain: Mapping[str, Any]) -> Talk:
    """The reverse of `to_plain`; ValueError for a version that this program does not know."""
    if plain.get("v") != VERSION:
        raise ValueError(f"task talk version {plain.get('v')!r}")
    return Talk(
        topic=Topic(plain["topic"]),
        task_ids=tuple(plain["tasks"]),
        verb=Verb(plain["verb"]) if plain["verb"] else None,
        words=plain["words"],
        percent=plain["percent"],
        drafts=tuple(Assignment(**draft) for draft in plain["drafts"]),
        read_on=date.fromisoformat(plain["read_on"]) if plain["read_on"] else None,
    )
