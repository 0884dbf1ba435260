"""A yes, a no or "leave it", however politely it is said."""

from __future__ import annotations

import re
from collections.abc import Collection

from domain.words import Vocabulary, clean, words

YES, NO, DROP = "yes", "no", "drop"
SHORTEST_REASON = 3
POLITE_AT_MOST = 2  # words in front
_MARKS = re.compile(r"[\U0001f000-\U0001faff☀-➿️‍]")
_THUMB = re.compile("[\U0001f44d\U0001f44c✅✔]")


def read_verdict(
    text: str, answers: Vocabulary[str], before: Collection[str], behind: Collection[str]
) -> str:
    """YES, NO, DROP, or "" for a text that is none of them; the folded words `before` and `behind`
    do not matter.

    >>> known = Vocabulary({YES: ["đúng"], NO: ["không phải"]})
    >>> read_verdict("Dạ đúng rồi ạ", known, {"da"}, {"roi", "a"})
    'yes'
    >>> read_verdict("đúng không?", known, (), ()), read_verdict("14 14", known, (), ())
    ('', '')
    >>> read_verdict("👍", known, (), ())
    'yes'
    """
    said = clean(text).lower()
    if "?" in said:
        return ""
    plain = _MARKS.sub(" ", said).strip(" .,!;~")
    if not plain:
        return YES if _THUMB.search(said) else ""
    found = answers.find_within(words(plain), before, behind, POLITE_AT_MOST)
    return found.meaning if found else ""
