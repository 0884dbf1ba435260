"""What people say to be polite after a message: no figure, no order."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum

from domain.talk.yes_no import POLITE_AT_MOST
from domain.words import Vocabulary, clean, words


class Courtesy(StrEnum):
    """What a polite word says."""

    NOTED = "noted"  # "đã nắm": whoever was reminded has taken note
    THANKS = "thanks"  # "vâng", "cảm ơn", a thumb: nothing but politeness


_MARKS = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d\U0001f3fb-\U0001f3ff]"
)  # thumbs, hearts, flowers


def read_courtesy(
    text: str, known: Vocabulary[Courtesy], before: Collection[str], behind: Collection[str]
) -> Courtesy | None:
    """What a text says that is nothing but polite, with the folded words `before` and `behind`
    about it or without; None for any other.

    >>> known = Vocabulary({Courtesy.NOTED: ["đã nắm"], Courtesy.THANKS: ["vâng"]})
    >>> read_courtesy("dạ vâng ạ", known, {"da"}, {"a"}), read_courtesy("da nam", known, (), ())
    (<Courtesy.THANKS: 'thanks'>, <Courtesy.NOTED: 'noted'>)
    >>> read_courtesy("👍", known, (), ()), read_courtesy("năm", known, (), ())
    (<Courtesy.THANKS: 'thanks'>, None)
    """
    said = clean(text)
    plain = _MARKS.sub("", said).strip(" .,!")
    if not plain:
        return Courtesy.THANKS if said and plain != said and _MARKS.search(said) else None
    found = known.find_within(words(plain.lower()), before, behind, POLITE_AT_MOST)
    return found.meaning if found else None
