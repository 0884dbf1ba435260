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
    return _whoever(text, "owes")


def means_who_is_late(text: str) -> bool:
    """ "đơn vị chậm", "mấy xã trễ hạn": of these only those whose due day has gone by."""
    return _whoever(text, "late")


def _whoever(text: str, meaning: str) -> bool:
    said = without_end(text, folded("sentence", "polite"))
    rest = behind("who_owes", "whoever", said)
    return rest is not None and says("who_owes", meaning, rest)


def _meaning(text: str) -> str:
    """`all`, `own`, or nothing; small words of politeness behind do not matter."""
    said = _SIGNS.sub(" ", clean(text).lower()).strip()
    bare = without_end(said, folded("sentence", "polite"), least=1)
    found = vocabulary("all").find(words(said)) or vocabulary("all").find(words(bare))
    return found.meaning if found else ""
