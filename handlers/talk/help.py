"""The commands of the desk and of tasks, for the role of who asks, with a commune of their own as
example."""

from __future__ import annotations

from collections.abc import Sequence

from domain.people.people import Official
from domain.people.permissions import Action
from domain.people.units import Unit
from domain.talk.messages import Reply
from handlers.desk.scope import overseen
from handlers.figures.ask_block import ask_block
from handlers.report.parts import parts
from handlers.talk.intent import Request
from handlers.talk.show import part_meant
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


def help_page(request: Request) -> Reply:
    work, person = request.work, request.person
    every = parts(work, person)
    part = part_meant(request) or next(iter(every), None)
    reports = part is not None or not work.below(person, Action.SEE_STATUS)
    lines = [say("help.general")] if reports else []
    if part is not None and part.sheet.told_as:
        names = "; ".join(each.sheet.told_as for each in every)
        lines[0] += "\n" + say("switch.help", reports=names)
    lines += filter(None, [desk_help(work, person), task_help(work, person)])
    if part is not None and part.blocks:
        block = (part.open_blocks or part.blocks)[0]
        lines.append(say("help.example") + "\n" + ask_block(part.sheet, block))
    return Reply("\n\n".join(lines))
