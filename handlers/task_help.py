"""How tasks are answered and assigned, for the role of who asks."""

from __future__ import annotations

from domain.people import Official
from domain.permissions import Action
from handlers.say import say
from handlers.task_people import HEADS, SUPERIORS
from handlers.work import Work


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
