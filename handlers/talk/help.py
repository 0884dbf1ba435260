"""The commands of the desk and of tasks, for the role of who asks, with a commune of their own as
example."""

from __future__ import annotations

from collections.abc import Sequence

from domain.people.people import Official
from domain.people.permissions import Action
from domain.people.units import Unit
from handlers.desk.scope import overseen
from handlers.tasks.people import HEADS, SUPERIORS
from handlers.wording.say import say
from handlers.work import Work


def _short(units: Sequence[Unit]) -> str:
    return min((unit.slug for unit in units), key=len)


def desk_help(work: Work, person: Official) -> str:
    """The lines of the help that concern the units below; empty for whoever has none."""
    lines = []
    if below := overseen(work, person, Action.ROLL_UP):
        lines.append(say("desk.help.superior", slug=_short(below)))
    elif below := overseen(work, person):
        lines.append(say("desk.help.overseer", slug=_short(below)))
    if work.scope(person, Action.HAND_OVER):
        lines.append(say("desk.help.hand_over"))
    return "\n".join(lines)


def task_help(work: Work, person: Official) -> str:
    """The lines of the help that concern tasks."""
    roles = {post.role for post in person.posts_on(work.today)}
    lines = []
    if roles & set(SUPERIORS):
        lines.append(say("task.help.superior"))
    if roles - set(SUPERIORS):
        lines.append(say("task.help.own"))
    if roles & set(HEADS):
        lines.append(say("task.help.head"))
    return "\n".join(lines) if work.scope(person, Action.ACT_ON_TASK) else ""
