"""The word of a superior on a task that was reported done, in whatever order it is said.

quynh < việc 1 đạt
bot   > Duyệt: việc 1 Bắc Sơn “Rà soát TTHC”. Đúng không?                        [đúng] [sai]
quynh < việc 1 Bắc Sơn làm lại, thiếu phụ lục
bot   > Đã trả lại: việc 1 Bắc Sơn “Rà soát TTHC”. Lý do: thiếu phụ lục. Đã báo chị Lan.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import accumulate
from operator import and_

from domain.talk.messages import Reply
from domain.tasks.words import Act, Verb
from domain.words import fold
from handlers.talk.intent import Request
from handlers.talk.said import read_said
from handlers.talk.wishes.tasks import of_unit
from handlers.tasks.answer import on_numbers
from handlers.tasks.ask import ask_guessed
from handlers.tasks.people import may_do, may_judge
from handlers.tasks.which import tasks_meant
from handlers.wording.understood import read_acts
from storage.catalogue.words import either_way, folded, of_words

VERDICTS = (Verb.ACCEPT, Verb.RETURN)


def task_judged(request: Request) -> Reply | None:
    """A word of [task] is done, any other one is asked about; None for what says more or something
    else, and from those who do not judge the task."""
    text = request.of_tasks or request.incoming.text
    if not request.incoming.typed or not _is_left(text):
        return None
    if not _names_a_verdict(request.said.masked):
        return None
    front, reason = _apart(text)
    told = read_said(request.work, request.person, front).said
    verb, plainly = _verdict(told.masked)
    if verb is None or not told.tasks or (reason and verb is Verb.ACCEPT):
        return None
    turn = request.turn
    act = Act(verb, told.tasks, of_unit(request, reason))
    meant = tasks_meant(turn, act)
    tasks = [task for choice in meant.choices for task in choice]
    if not tasks or not all(may_judge(turn.work, turn.person, task) for task in tasks):
        return None
    if any(may_do(turn.work, turn.person, task) for task in tasks):
        return None
    undecided = all(task.awaits_verdict or task.asked_extension for task in tasks)
    if plainly or len(meant.choices) > 1 or not undecided:
        return on_numbers(turn, act)
    return ask_guessed(turn, tasks, Act(verb, told.tasks, meant.rest))


def _is_left(text: str) -> bool:
    """What no task word reads: "duyệt 1" and "việc 1 vướng" are read as they are taught."""
    acts = read_acts(text)
    return not acts or all(act.verb in (Verb.SHOW, Verb.PROGRESS) for act in acts)


def _names_a_verdict(masked: str) -> bool:
    """Whether one of the words stands there at all: a part is not read anew for nothing."""
    words = f" {masked} "
    tables = ("task", "task_judged")
    said = (phrase for verb in VERDICTS for table in tables for phrase in folded(table, verb))
    return any(f" {phrase} " in words for phrase in said)


@of_words
@cache
def _because() -> re.Pattern[str]:
    """What stands in front of a reason, typed with marks or without."""
    words = either_way("sentence", "because")
    return re.compile(rf"\s*[,;:]\s+(?:(?:{words})\s+)?|\s+(?:{words})\s+", re.IGNORECASE)


def _apart(text: str) -> tuple[str, str]:
    """What is decided, and why: "việc 1 làm lại vì thiếu phụ lục"; polite words in front of a
    comma are no verdict."""
    polite = folded("sentence", "polite")
    for found in _because().finditer(text):
        front = text[: found.start()]
        if not all(fold(word) in polite for word in front.split()):
            return front, text[found.end() :].strip(" .!")
    return text, ""


def _verdict(masked: str) -> tuple[Verb | None, bool]:
    """Which one the words are that are left without what they name; whether by a word of [task]."""
    said = [word for word in masked.split() if not word.startswith("{") and "/" not in word]
    polite = folded("sentence", "polite")
    for words in _shorter(said, polite):
        for verb in VERDICTS:
            if words in folded("task", verb):
                return verb, True
            if words in folded("task_judged", verb):
                return verb, False
    return None, False


def _shorter(said: Sequence[str], polite: Collection[str]) -> Iterator[str]:
    """The words, and with less and less polite ones at their ends: "lam" may be "làm" or "lắm"."""
    fronts = list(accumulate((word in polite for word in said), and_))
    ends = list(accumulate((word in polite for word in reversed(said)), and_))
    cuts = ((a, b) for a in range(sum(fronts) + 1) for b in range(sum(ends) + 1))
    for front, end in sorted(cuts, key=sum):
        yield " ".join(said[front : len(said) - end])
