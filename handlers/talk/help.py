"""The help page: out of the table of intents, for what the person who asks may do, with a commune
of their own as example."""

from __future__ import annotations

from domain.people.people import Official
from domain.people.permissions import HEADS, SUPERIORS, Action
from domain.people.units import Unit
from domain.talk.messages import Reply
from handlers.desk.scope import overseen
from handlers.figures.ask_block import ask_block, example_of, open_in
from handlers.people.colleague import colleague
from handlers.report.own_example import own_example
from handlers.report.parts import Part, parts
from handlers.talk.intent import Request
from handlers.talk.show import part_meant
from handlers.wording.example import first_counted
from handlers.wording.say import say
from handlers.work import Work

FOR_WHO_FILLS: frozenset[str] = frozenset(
    {"practise", "missing", "progress", "annex_file", "check_file"}
)
"""Understood of everybody; the page of whoever fills nothing is short without them."""


def command_lines(request: Request, code: str) -> list[str]:
    """A line for every command of the table that the person may use; `code` is of their form."""
    work, person = request.work, request.person
    units = overseen(work, person) or own_units(work, person)
    slug = min((unit.slug for unit in units), key=len, default="")
    left_out = frozenset() if work.scope(person, Action.GIVE_FIGURES) else FOR_WHO_FILLS
    one = colleague(work, person)
    people = {"colleague": one, "other": colleague(work, person, nth=1)}
    grants = bool(work.scope(person, Action.EXTEND_REPORT))
    return [
        say(_line_of(intent.id, grants=grants), slug=slug, code=code, **people)
        for intent in request.intents
        if intent.id not in left_out and intent.offered(work, person)
    ]


def _line_of(id_: str, *, grants: bool) -> str:
    """The id of the text; whoever grants no time only asks for it."""
    return "help.asks_more_time" if id_ == "more_time" and not grants else f"help.line.{id_}"


def own_units(work: Work, person: Official) -> list[Unit]:
    """The units in which the person holds a post."""
    held = dict.fromkeys(post.unit_id for post in person.posts_on(work.today))
    return [work.units[unit_id] for unit_id in held]


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
    """How figures are given, the commands of this person, tasks, and the block that is awaited."""
    work, person = request.work, request.person
    every = parts(work, person)
    part = part_meant(request) or next(iter(every), None)
    examples = _examples(work, person, part)
    paragraphs = []
    if part is not None:
        lines = [say("help.figures", **examples)]
        if part.sheet.told_as:
            names = "; ".join(each.sheet.told_as for each in every)
            lines.append(say("switch.help", reports=names))
        paragraphs.append("\n".join(lines))
    paragraphs.append("\n".join([say("help.commands"), *command_lines(request, examples["code"])]))
    paragraphs += filter(None, [task_help(work, person)])
    if part is not None and part.blocks:
        block = (part.open_blocks or part.blocks)[0]
        paragraphs.append(say("help.example") + "\n" + ask_block(part.sheet, block))
    return Reply("\n\n".join(paragraphs))


def _examples(work: Work, person: Official, part: Part | None) -> dict[str, str]:
    """A row, a code and a figure of the form that the person fills; of whoever fills none a code
    of the first report that there is."""
    if part is None or not part.blocks:
        return {"code": own_example(work, person).code}
    sheet, block = part.sheet, (part.open_blocks or part.blocks)[0]
    line = first_counted(sheet.form, block.codes)
    row = example_of(sheet, open_in(block, sheet.figures))
    return {"row": row, "code": line.printed, "value": example_of(sheet, (line.code,))}
