"""What people say to be polite after a message: no figure, no order."""

from __future__ import annotations

import re
from enum import StrEnum

from domain.words import Vocabulary, clean, words


class Courtesy(StrEnum):
    """What a polite word says."""

    NOTED = "noted"  # "đã nắm": whoever was reminded has taken note
    THANKS = "thanks"  # "vâng", "cảm ơn", a thumb: nothing but politeness


_NOTED = (
    "đã nắm", "đã nắm rồi", "nắm rồi", "đã nắm được", "nắm được rồi", "đã nắm thông tin",
    "đã nhận", "đã nhận được", "nhận được rồi", "đã nhận tin", "đã nhận thông tin", "đã rõ",
    "rõ rồi", "rõ", "đã biết", "biết rồi", "đã xem", "đã đọc", "đã tiếp nhận", "xin tiếp nhận",
)  # fmt: skip
_THANKS = (
    "ok", "oke", "okie", "okay", "oki", "ok em", "ok bot", "vâng", "dạ", "dạ vâng", "vâng dạ",
    "ừ", "uh", "được", "được rồi", "cảm ơn", "cám ơn", "xin cảm ơn", "cảm ơn em", "cảm ơn bot",
    "cảm ơn nhiều", "xin cám ơn", "cám ơn em", "cám ơn nhiều", "trân trọng cảm ơn", "thanks",
    "thank you", "tks",
)  # fmt: skip
_POLITE = re.compile(
    r"^(?:dạ|da|vâng|vang|ok|oke)[\s,.!]+|[\s,.!]+(?:ạ|a|nhé|nhe|nha|em|bot)$", re.I
)
_MARKS = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d\U0001f3fb-\U0001f3ff]"
)  # thumbs, hearts, flowers
COURTESIES: Vocabulary[Courtesy] = Vocabulary({Courtesy.NOTED: _NOTED, Courtesy.THANKS: _THANKS})


def read_courtesy(text: str) -> Courtesy | None:
    """What a text says that is nothing but polite; None for any other.

    >>> read_courtesy("dạ vâng ạ"), read_courtesy("da nam"), read_courtesy("👍")
    (<Courtesy.THANKS: 'thanks'>, <Courtesy.NOTED: 'noted'>, <Courtesy.THANKS: 'thanks'>)
    >>> read_courtesy("năm"), read_courtesy("5"), read_courtesy("")
    (None, None, None)
    """
    said = clean(text)
    plain = _MARKS.sub("", said).strip(" .,!")
    if not plain:
        return Courtesy.THANKS if said and plain != said and _MARKS.search(said) else None
    found = _find(plain)
    while found is None and (shorter := _POLITE.sub("", plain)) not in ("", plain):
        plain = shorter
        found = _find(plain)
    return found


def _find(said: str) -> Courtesy | None:
    found = COURTESIES.find(words(said.lower()))
    return found.meaning if found else None
