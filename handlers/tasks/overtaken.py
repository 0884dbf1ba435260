"""Two people decide on one task at once: the second hears who was first, and what stands by now."""

from __future__ import annotations

from domain.tasks.tasks import Deed, Task
from domain.tasks.words import Verb
from handlers.owed.overtaken import last_unseen
from handlers.tasks.lines import due_words, named
from handlers.turn import TaskTurn
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment
from handlers.work import addressed
from storage.tasks.tasks import events

DECIDES = frozenset(
    {
        Verb.DONE,
        Verb.REOPEN,
        Verb.EXTEND,
        Verb.ACCEPT,
        Verb.RETURN,
        Verb.WITHDRAW,
        Verb.HAND_OVER,
    }
)
"""What is decided upon the state of a task; progress and notes stand beside anything else."""

CHANGES = frozenset(
    {
        Deed.DONE,
        Deed.REOPENED,
        Deed.ACCEPTED,
        Deed.RETURNED,
        Deed.EXTENSION_ASKED,
        Deed.EXTENDED,
        Deed.EXTENSION_REFUSED,
        Deed.WITHDRAWN,
        Deed.HANDED_OVER,
        Deed.MOVED,
    }
)


def overtaken(turn: TaskTurn, task: Task, verb: Verb) -> str:
    """What somebody else has done to the task after the person's message was sent, and that
    nothing was done; empty where nobody has, or where it does not matter."""
    if turn.work.sent_at is None or verb not in DECIDES:
        return ""
    deeds = (entry for entry in events(turn.work.session, task.id) if entry.deed in CHANGES)
    late = last_unseen(turn.work, turn.person, deeds)
    if late is None:
        return ""
    doer = turn.work.people[late.official_id or ""]
    deed = say(f"task.deed.{late.deed.value}")
    what = say("overtaken.deed", name=addressed(doer), deed=deed, at=show_moment(late.at))
    which = named(task, turn.number(task))
    return say("overtaken.task", what=what, task=which, due=due_words(turn.work, task))
