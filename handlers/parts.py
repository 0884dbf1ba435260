"""Who owes which part of which report today: owner fields, leave, substitutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from domain.forms import Block
from domain.people import Official, Role
from domain.permissions import owner_fields
from handlers.sheet import Sheet, open_sheet
from handlers.work import Work
from storage.officials import all_officials, leave_on, substituted_by
from storage.rounds import Obligation, open_obligations, recently_completed

CORRECTED_WITHIN = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Part:
    """The blocks of one report that one person has to fill today."""

    sheet: Sheet
    fields: tuple[str, ...]  # own owner fields and those of absent colleagues
    absent: tuple[Official, ...]  # the colleagues who are stood in for

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks of the part, in asking order."""
        return tuple(block for block in self.sheet.form.blocks if block.owner in self.fields)

    @property
    def open_blocks(self) -> tuple[Block, ...]:
        """The blocks in which a figure was not yet given."""
        return self.sheet.open_blocks(self.fields)

    @property
    def codes(self) -> frozenset[str]:
        """The codes whose figures the person may give."""
        return frozenset(code for block in self.blocks for code in block.codes)

    @property
    def open_codes(self) -> tuple[str, ...]:
        """The codes that the person still owes."""
        figures = self.sheet.figures
        return tuple(code for block in self.blocks for code in block.codes if code not in figures)


def part_of(work: Work, official: Official, obligation: Obligation) -> Part | None:
    """The person's part of one report; None where they own no block of it today."""
    own = owner_fields(official, obligation.unit_id, work.today)
    absent = substituted_by(work.session, official.id, work.today)
    inherited = tuple(
        field
        for colleague in absent
        for field in owner_fields(colleague, obligation.unit_id, work.today)
    )
    fields = tuple(dict.fromkeys((*own, *inherited)))
    if not fields:
        return None
    part = Part(open_sheet(work, obligation), fields, absent)
    return part if part.blocks else None


def parts(work: Work, official: Official) -> tuple[Part, ...]:
    """The person's parts of all open reports, the earliest due first."""
    unit_ids = {post.unit_id for post in official.posts_on(work.today)}
    found = (
        part_of(work, official, obligation)
        for obligation in open_obligations(work.session, unit_ids)
    )
    return tuple(part for part in found if part is not None)


def part_to_correct(work: Work, official: Official) -> Part | None:
    """The person's part of the report that was completed last and is not locked yet."""
    unit_ids = {post.unit_id for post in official.posts_on(work.today)}
    recent = recently_completed(work.session, unit_ids, work.now - CORRECTED_WITHIN)
    found = (part_of(work, official, obligation) for obligation in reversed(recent))
    return next((part for part in found if part is not None), None)


def responsible(work: Work, unit_id: str, field: str, day: date) -> tuple[Official, ...]:
    """The officials who owe an owner field that day: a holder on leave is replaced by the
    substitute, and stays responsible where none was named."""
    people = all_officials(work.session)
    found: dict[str, Official] = {}
    for official in people.values():
        if field not in owner_fields(official, unit_id, day):
            continue
        leave = leave_on(work.session, official.id, day)
        standing_in = people.get(leave.substitute_id or "") if leave else None
        acting = standing_in or official
        found[acting.id] = acting
    return tuple(found.values())


def with_role(work: Work, unit_id: str, role: Role) -> tuple[Official, ...]:
    """The officials who hold a role in a unit today."""
    return tuple(
        official
        for official in all_officials(work.session).values()
        if any(p.unit_id == unit_id and p.role is role for p in official.posts_on(work.today))
    )
