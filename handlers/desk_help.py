"""The commands of the desk, for the role of who asks, with a commune of their own as example."""

from __future__ import annotations

from domain.people import Official
from domain.permissions import Action
from handlers.desk_scope import overseen
from handlers.say import say
from handlers.work import Work


def desk_help(work: Work, person: Official) -> str:
    """The lines of the help that concern the units below; empty for whoever has none."""
    lines = []
    if below := overseen(work, person, Action.ROLL_UP):
        lines.append(say("desk.help.superior", slug=below[0].slug))
    elif below := overseen(work, person):
        lines.append(say("desk.help.overseer", slug=below[0].slug))
    if work.scope(person, Action.HAND_OVER):
        lines.append(say("desk.help.hand_over"))
    return "\n".join(lines)
