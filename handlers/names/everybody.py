"""All at once: "tất cả các xã", "cả huyện", "toàn tỉnh", "hết": everybody below whoever says it.

One meaning for every command: status, nudge, assign, lists of tasks. The words are those of
`catalogue/words/vi.toml`.
"""

from __future__ import annotations

import re

from domain.words import clean, without_end, words
from handlers.wording.understood import behind, says
from storage.catalogue.words import folded, vocabulary

_SIGNS = re.compile(r"[\s,.:;!?/()&+]+")


def means_everybody(text: str) -> bool:
    """True for words that name all units and nothing else."""
    return _meaning(text) == "all"


def means_own_unit(text: str) -> bool:
    """True for the whole unit of whoever says it: "cả xã", "xã mình", or all of it."""
    return _meaning(text) in ("all", "own")


def means_who_owes(text: str) -> bool:
    """ "những người chưa nộp", "ai còn nợ số": all who still owe something, and nobody by name."""
    owes = behind("who_owes", "whoever", text)
    return owes is not None and says("who_owes", "owes", owes)


def _meaning(text: str) -> str:
    """`all`, `own`, or nothing; small words of politeness behind do not matter."""
    said = _SIGNS.sub(" ", clean(text).lower()).strip()
    bare = without_end(said, folded("sentence", "polite"), least=1)
    found = vocabulary("all").find(words(said)) or vocabulary("all").find(words(bare))
    return found.meaning if found else ""
