"""What somebody may type just now, as words to tap where a page can show them.

An official who is asked for figures is offered last period's, and the words for having none; a
superior the state of the units below; everybody the way to help.
"""

from __future__ import annotations

from domain.people.people import Official
from domain.people.permissions import Action, Relation, scope
from domain.people.units import Unit
from domain.talk.conversation import from_plain
from domain.talk.messages import Address
from handlers.figures.ask_block import example_of, open_in
from handlers.report.sheet import open_sheet
from handlers.wording.say import say
from handlers.work import Work
from storage.messages.conversations import load
from storage.messages.questions import waiting_questions
from storage.reports.rounds import obligation

LONGEST = 60  # letters of an example that still fit a button


def worth_typing(work: Work, person: Official, address: Address) -> tuple[str, ...]:
    """The words, the likeliest first."""
    if waiting_questions(work.session, address, work.now):
        return _words("question")
    if figures := _figures(work, address):
        return figures
    if below := _below(work, person):
        return (say("typing.status", slug=below.slug), *_words("desk"))
    return _words("idle")


def _figures(work: Work, address: Address) -> tuple[str, ...]:
    """For the block that is awaited; nothing where none is."""
    awaited = from_plain(load(work.session, address))
    owed = obligation(work.session, awaited.obligation_id) if awaited.obligation_id else None
    if owed is None or awaited.block_id is None:
        return ()
    sheet = open_sheet(work, owed)
    block = next((each for each in sheet.form.blocks if each.id == awaited.block_id), None)
    if block is None:
        return ()
    codes = open_in(block, sheet.figures)
    example = example_of(sheet, codes)
    says = any(letter.isalnum() for letter in example)  # what is to be written has no example
    fits = (example,) if says and len(example) <= LONGEST else ()
    before = _words("before") if all(code in sheet.previous for code in codes) else ()
    return (*fits, *before, *_words("block"))


def _below(work: Work, person: Official) -> Unit | None:
    """The first unit below whose reports the person sees."""
    below = (Relation.BELOW,)
    seen = scope(person, Action.ROLL_UP, work.units, work.today, relations=below)
    found = (unit for id_, unit in work.units.items() if id_ in seen)
    return next((unit for unit in found if unit.valid_on(work.today)), None)


def _words(situation: str) -> tuple[str, ...]:
    return tuple(say(f"typing.{situation}").split(" | "))
