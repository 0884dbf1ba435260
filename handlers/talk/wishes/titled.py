"""A task that is named by words of its title, or by the unit that owes it, and by no number.

lan   < cái báo cáo rà soát hộ nghèo xong rồi
bot   > Có phải chị Lan muốn báo xong: việc 1 “Rà soát hộ nghèo”?             [đúng] [sai]
quynh < thu hồi việc của Đa Lộc, giao nhầm
bot   > Thu hồi: việc 1 Đa Lộc “Kiểm tra đê điều” (giao nhầm). Đúng không?    [đúng] [không]

The message is read once more with the number in the place of those words; what would be written is
asked about first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.reading.tokens import Token
from domain.talk.mentions import Mention
from domain.tasks.tasks import Task
from domain.tasks.titles import Run, run_of
from domain.tasks.words import Verb
from domain.words import fold, without_rim
from handlers.talk.learnt import bases
from handlers.talk.said import Read
from handlers.tasks.list import my_tasks
from handlers.turn import TaskTurn
from handlers.wording.say import say
from handlers.wording.understood import places
from storage.catalogue.words import folded

WORDS_AT_LEAST = 3


@dataclass(frozen=True, slots=True)
class Titled:
    """The message with a number in the place of the words, and the tasks that they may mean."""

    text: str
    tasks: tuple[Task, ...]


def titled(turn: TaskTurn, read: Read, *, of_tasks: bool) -> Titled | None:
    """What a message names so; None where it names a task by its number, or none. `of_tasks`: its
    wish may be about one, whatever words it has."""
    said = read.said
    words = [token.base for token in read.tokens]
    if said.tasks or said.values.by_code or len(words) < WORDS_AT_LEAST:
        return None
    if not (of_tasks or _is_of_tasks(read)):
        return None
    tasks = my_tasks(turn)
    return _by_title(turn, read, tasks) or _by_unit(turn, read, tasks)


def _is_of_tasks(read: Read) -> bool:
    """It has what a task is called, or what is done with one."""
    if not folded("sentence", "task_noun").isdisjoint(token.base for token in read.tokens):
        return True
    return any(places("task", verb.value, read.said.text) for verb in Verb)


def _by_title(turn: TaskTurn, read: Read, tasks: Sequence[Task]) -> Titled | None:
    """The tasks in whose titles the longest run of its words stands; of units that are named, if
    some are."""
    common, said = folded("titled", "common"), _words_outside_units(read)
    runs = [(task, run) for task in tasks if (run := run_of(bases(task.title), said, common))]
    longest = max((run.length for _, run in runs), default=0)
    found = [(task, run) for task, run in runs if run.length == longest]
    found = [(t, run) for t, run in found if t.unit_id in read.said.units] or found
    if not found:
        return None
    first, run = found[0]
    start, end = _widened(read.tokens, run)
    units = [m for m in read.mentions if m.kind == "unit" and m.value == first.unit_id]
    end = _over_unit(read.tokens, end, units)
    return _retyped(turn, read, (start, end), [task for task, _ in found])


def _words_outside_units(read: Read) -> list[str]:
    """The words by their place; a unit's name is no part of a title."""
    units = [mention for mention in read.mentions if mention.kind == "unit"]
    return [
        "" if any(unit.start <= token.start < unit.end for unit in units) else token.base
        for token in read.tokens
    ]


def _widened(found: Sequence[Token], run: Run) -> tuple[int, int]:
    """The run with what only calls it a task: "cái việc", "báo cáo"."""
    start, calls = run.start, folded("around_titled", "before")
    while start and found[start - 1].base in calls:
        start -= 1
    return start, run.start + run.length


def _over_unit(found: Sequence[Token], end: int, units: Sequence[Mention]) -> int:
    """The end behind "của xã Đa Lộc", where the unit that owes the task is named there."""
    at = end
    while at < len(found) and found[at].base in folded("around_titled", "of_unit"):
        at += 1
    named = [unit for unit in units if at < len(found) and unit.start == found[at].start]
    inside = [at for at, token in enumerate(found) if named and token.start < named[0].end]
    return inside[-1] + 1 if inside else end


def _by_unit(turn: TaskTurn, read: Read, tasks: Sequence[Task]) -> Titled | None:
    """ "việc của Đa Lộc": what is open of another unit, where nothing else says which."""
    units = [mention for mention in read.mentions if mention.kind == "unit"]
    theirs = [task for task in tasks if units and task.unit_id == units[0].value]
    own = {post.unit_id for post in turn.person.posts_on(turn.work.today)}
    if len(units) != 1 or not theirs or units[0].value in own:
        return None
    at = next(at for at, token in enumerate(read.tokens) if token.start == units[0].start)
    start = at
    while start and read.tokens[start - 1].base in folded("around_titled", "of_unit"):
        start -= 1
    if not start or read.tokens[start - 1].base not in folded("sentence", "task_noun"):
        return None
    while start and read.tokens[start - 1].base in folded("around_titled", "before"):
        start -= 1
    return _retyped(turn, read, (start, _over_unit(read.tokens, at, units)), theirs)


def _retyped(turn: TaskTurn, read: Read, place: tuple[int, int], tasks: Sequence[Task]) -> Titled:
    """The message with the number of the first of the tasks in that place, from word to word."""
    text, (start, end) = read.said.text, place
    number = say("task.number", number=turn.number(tasks[0]))
    polite, front = folded("sentence", "polite"), text[: read.tokens[start].start]
    before = without_rim(front, polite, frozenset(), least=0)
    behind = _without_polite_word(text[read.tokens[end - 1].end :])
    return Titled(f"{before} {number}{behind}".strip(), tuple(tasks))


def _without_polite_word(behind: str) -> str:
    """ " nhé, giao nhầm" -> ", giao nhầm"."""
    first, comma, rest = behind.partition(",")
    polite = comma and fold(first).strip() in folded("sentence", "behind_reason")
    return f"{comma}{rest}" if polite else behind
