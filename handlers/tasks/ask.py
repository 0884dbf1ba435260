"""A question about a task: a yes or no, or words that are still missing."""

from __future__ import annotations

from collections.abc import Sequence

from domain.talk.messages import Choice, Reply
from domain.talk.task_talk import Talk, Topic
from domain.tasks.tasks import Task
from domain.tasks.words import Act, Verb
from handlers.turn import TaskTurn
from handlers.wording.say import say


def ask_yes(turn: TaskTurn, question: str, tasks: Sequence[Task], act: Act) -> Reply:
    """Hold an act until it is confirmed."""
    ids = tuple(task.id for task in tasks)
    turn.shows(Talk(Topic.CONFIRM, ids, act.verb, act.rest, act.percent))
    mark = f"{act.verb.value}:{ids[0]}"
    choices = (
        Choice(say("task.ask.yes"), f"task:yes:{mark}"),
        Choice(say("task.ask.no"), f"task:no:{mark}"),
    )
    return Reply(question, choices)


def ask_words(
    turn: TaskTurn, question: str, task: Task, verb: Verb, so_far: str = "", hint: str = ""
) -> Reply:
    """Wait for a reason, a number of days, a document: `so_far` is what was said of it already."""
    turn.shows(Talk(Topic.WORDS, (task.id,), verb, so_far))
    return Reply(question, hint=hint)
