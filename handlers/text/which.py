"""Which heading or register of which report is meant, and whether the person may write it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from domain.people.people import Official
from domain.report.forms import Indicator, Kind
from domain.talk.conversation import Conversation
from domain.writing.text_named import lines_called
from handlers.owed.people import heads_unit
from handlers.report.parts import (
    CORRECTED_WITHIN,
    Part,
    finished_parts,
    part_of,
    parts,
    units_of,
)
from handlers.report.sheet import open_sheet
from handlers.work import Work
from storage.reports.rounds import Obligation, open_obligations, recently_completed


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A heading of a report; `own` False: somebody else's, which this person may not write."""

    part: Part
    line: Indicator
    own: bool = True


def awaited_place(part: Part | None, conversation: Conversation) -> TextPlace | None:
    """The heading that the conversation is about."""
    if part is None or part.sheet.obligation.id != conversation.obligation_id:
        return None
    block = part.sheet.form.blocks_by_id.get(conversation.block_id or "")
    line = part.sheet.indicator(block.codes[0]) if block else None
    return TextPlace(part, line) if line is not None and line.kind.written else None


def places_called(
    work: Work, person: Official, conversation: Conversation, named: str
) -> tuple[TextPlace, ...]:
    """What a code means in the person's reports, the one that is being filled first; of one
    report, own headings before those of others."""
    near = (conversation.block_id or "") if conversation.obligation_id else ""
    for part in _reports(work, person, conversation):
        every = part.sheet.form.written
        mine = [line for line in every if _may_write(work, person, part, line)]
        if found := lines_called(named, mine, near):
            return tuple(TextPlace(part, line) for line in found)
        if found := lines_called(named, every, near):
            return tuple(TextPlace(part, line, own=False) for line in found)
    return ()


def own_registers(
    work: Work, person: Official, conversation: Conversation
) -> tuple[TextPlace, ...]:
    """The registers that the person may write, of the first of their reports that has any."""
    for part in _reports(work, person, conversation):
        tables = [line for line in part.sheet.form.written if line.kind is Kind.TABLE]
        mine = [line for line in tables if _may_write(work, person, part, line)]
        if mine:
            return tuple(TextPlace(part, line) for line in mine)
    return ()


def _may_write(work: Work, person: Official, part: Part, line: Indicator) -> bool:
    return line.owner in part.fields or heads_unit(work, person, part.sheet.obligation.unit_id)


def _reports(work: Work, person: Official, conversation: Conversation) -> Iterator[Part]:
    """The reports of the person's units that have headings: open ones first."""
    found: dict[int, Part] = {}
    for part in (*parts(work, person), *finished_parts(work, person), *_of_heads(work, person)):
        if part.sheet.form.written:
            found.setdefault(part.sheet.obligation.id, part)
    first = found.pop(conversation.obligation_id or 0, None)
    yield from filter(None, [first])
    yield from found.values()


def _of_heads(work: Work, person: Official) -> Iterator[Part]:
    """For a head, the reports of the unit as a whole: nothing of them is asked."""
    units = {unit_id for unit_id in units_of(work, person) if heads_unit(work, person, unit_id)}
    if not units:
        return
    since = work.now - CORRECTED_WITHIN
    recent = reversed(recently_completed(work.session, units, since))
    for report in (*open_obligations(work.session, units), *recent):
        if work.unit(report.unit_id).valid_on(report.closes):
            yield _whole(work, report)


def _whole(work: Work, report: Obligation) -> Part:
    sheet = open_sheet(work, report)
    return Part(sheet, tuple(sheet.form.owners), (), as_head=True)


def place_in(work: Work, person: Official, report: Obligation, code: str) -> TextPlace | None:
    """A heading of one report, of which the person owes a part or whose unit they head; None
    where neither is so."""
    part = part_of(work, person, report)
    if part is None:
        heads = heads_unit(work, person, report.unit_id)
        if not heads or not work.unit(report.unit_id).valid_on(report.closes):
            return None
        part = _whole(work, report)
    return as_whole(work, person, TextPlace(part, part.sheet.indicator(code)))


def as_whole(work: Work, person: Official, place: TextPlace) -> TextPlace:
    """For a head who writes what others owe, the report as one part of which nothing is asked."""
    part = place.part
    if place.line.owner in part.fields:
        return place
    whole = replace(part, fields=tuple(part.sheet.form.owners), as_head=True)
    return replace(place, part=whole)
