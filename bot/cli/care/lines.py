"""What a command of this room prints: one sentence a line, at once."""

from __future__ import annotations

import sys
from decimal import Decimal

from domain.report.shown import show
from handlers.wording.say import say


def tell(text_id: str, **fields: object) -> None:
    """A sentence of the catalogue."""
    sys.stdout.write(say(text_id, **fields) + "\n")
    sys.stdout.flush()


def counted(number: int) -> str:
    """A count as people here write it: 17.465."""
    return show(Decimal(number))
