"""Files drawn on the spot, for whoever needs the bytes now: a terminal, a folder, a link, and the
process that draws for the outbox."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache

from domain.talk.messages import Attachment
from storage.catalogue.folders import CATALOGUE


def drawn(file: Attachment) -> Attachment:
    """The file with its bytes; what is there already is not drawn again."""
    if not file.undrawn:
        return file
    return replace(file, content=bytes_of(json.dumps(file.drawing, ensure_ascii=False)))


@lru_cache(maxsize=32)
def bytes_of(written: str) -> bytes:
    """The bytes of a drawing that is written as JSON; the same one is drawn once. A terminal
    for which nothing is drawn does not load what draws."""
    from reports.drawing import draw

    return draw(json.loads(written), CATALOGUE / "styles")
