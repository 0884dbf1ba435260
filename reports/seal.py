"""The seal of a file: which making of which report it is, and a mark of the figures in it.

It tells a file that was changed by hand from what the bot made, and one making from another. It is
no signature: whoever wants to deceive can make a new one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

FIRST_WORD = "nhacviec"
_LETTERS = 16
_BETWEEN = r"\s*[;\s]\s*"  # LibreOffice makes spaces of the signs between keywords, and of colons
_WORD = r"([^;\s]+)"
_MOMENT = r"(\d{4}-\d\d-\d\dT\d\d[: ]\d\d[-+:.\d ]*)"
_WRITTEN = re.compile(_BETWEEN.join((FIRST_WORD, _WORD, _WORD, r"(\d+)", _MOMENT, _WORD)))


@dataclass(frozen=True, slots=True)
class Seal:
    """What a made file tells of itself."""

    unit_id: str
    round_id: str  # "par/2024-Q3"
    revision: int
    made_at: datetime
    mark: str  # of the figures

    @property
    def written(self) -> str:
        """One line, as it stands among the keywords of a document."""
        told = (self.unit_id, self.round_id, str(self.revision), self.made_at.isoformat())
        return ";".join((FIRST_WORD, *told, self.mark))


def read_seal(written: str) -> Seal | None:
    """The seal in a line; None where there is none."""
    told = _WRITTEN.fullmatch(written.strip())
    if told is None:
        return None
    unit_id, round_id, revision, moment, mark = told.groups()
    try:
        made_at = datetime.fromisoformat(":".join(moment.split()))
    except ValueError:
        return None
    return Seal(unit_id, round_id, int(revision), made_at, mark) if made_at.tzinfo else None


def mark_of(cells: Mapping[str, str]) -> str:
    """The same for the same figures, whatever kind of file they stand in."""
    return sha256(json.dumps(cells, sort_keys=True).encode("utf-8")).hexdigest()[:_LETTERS]


def plain_words(paragraphs: Iterable[str]) -> tuple[str, ...]:
    """Each paragraph as it is compared: spaces and the sign of the end do not matter."""
    plain = (" ".join(text.split()).rstrip(" ./") for text in paragraphs)
    return tuple(filter(None, plain))
