"""What is asked about what an administrator sends to be loaded, by name."""

from __future__ import annotations

from domain.people.people import Official
from domain.people.permissions import Action
from handlers.question import Answering
from handlers.work import Work

LOAD_FORM = "form.load"
"""Whether the form that was made of a workbook is loaded."""

LOAD_WORDS = "template.load"
"""Whether a report text of a Word file is loaded."""


def units_of_texts(work: Work, person: Official) -> set[str]:
    """For which units the person may load a report text."""
    loads = work.scope(person, Action.MAKE_FORM)
    return loads | work.scope(person, Action.SEE_STATUS) if loads else set()


def may_load(turn: Answering) -> bool:
    """Whoever may load a report text for the unit that the question is about."""
    return turn.question.data["unit"] in units_of_texts(turn.work, turn.person)
