"""What one person is to be told of now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.dates.ladder import Step
from domain.dates.owed import StepKind
from handlers.report.parts import Part
from handlers.report.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Due:
    """One report about which one person is to be told now."""

    sheet: Sheet
    step: Step
    part: Part | None  # None: told as head of office or chairman alone
    heads: bool = False  # told who else owes something

    @property
    def urgent(self) -> bool:
        """The last call: it may come beside the day's digest, and at noon."""
        return self.step.urgent

    @property
    def estimates(self) -> Part | None:
        """The part whose estimates are asked about; None of any other step."""
        return self.part if self.step.name.kind is StepKind.ESTIMATES else None

    @property
    def asked_for(self) -> bool:
        """The person has asked for it at this hour: it may come beside the day's digest."""
        return self.step.name.asked_for


def only_block(dues: Sequence[Due]) -> tuple[Part, str] | None:
    """Where all estimates stand in one block, a row corrects it."""
    asked = [part for due in dues if (part := due.estimates)]
    blocks = dict.fromkeys(
        (place, part.sheet.form.block_of[code].id)
        for place, part in enumerate(asked)
        for code in part.estimated_codes
    )
    if len(blocks) != 1:
        return None
    ((place, block_id),) = blocks
    return asked[place], block_id


def first_own(dues: Sequence[Due]) -> Part | None:
    """The first part of which something is asked."""
    parts = (due.part for due in dues if due.part and not due.estimates)
    return next((part for part in parts if part.open_blocks), None)
