"""A message without what it names: the words by which its wish is known.

"Nhắc xã Bắc Sơn nộp trước 16h nhé" -> nhac {unit} nop {due} nhe.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.reading.tokens import Token
from domain.talk.mentions import Mention

_SILENT = frozenset('.,!;:–-"()=/')
_TOLD_APART = frozenset(
    [
        "dung",
        "toi",
        "chi",
        "nhac",
        "co",
        "so",
        "may",
        "nam",
        "bo",
        "la",
        "hoi",
        "tra",
        "xong",
        "thieu",
        "chua",
        "de",
        "ban",
        "duoc",
        "dang",
        "con",
        "muc",
        "mat",
        "sua",
        "khoa",
        "giao",
        "mai",
        "ma",
        "hay",
        "dau",
    ]
)
"""Words that are another word with another mark: the mark counts besides, where it was typed."""


def masked(found: Sequence[Token], mentioned: Sequence[Mention]) -> tuple[str, ...]:
    """The folded words, each mention as its kind in braces, any other number as {n}."""
    said: list[str] = []
    for token in found:
        mention = next((m for m in mentioned if m.start <= token.start < m.end), None)
        if mention is None:
            said += _words_of(token)
        elif token.start == mention.start:
            said.append("{" + mention.kind + "}")
    return tuple(said)


def _words_of(token: Token) -> list[str]:
    base = token.base
    if base in _SILENT:
        return []
    if base[0].isdigit():
        return ["{n}"]
    if base == "?" or base[0] == "{" or base[0].isalpha():
        told = token.tone and base in _TOLD_APART
        return [f"{base}/{token.tone}", base] if told else [base]
    return ["{sign}"] if not base.isascii() else []
