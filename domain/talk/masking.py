"""A message without what it names: the words by which its wish is known.

"Nhắc xã Bắc Sơn nộp trước 16h nhé" -> nhac {unit} nop {due} nhe.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from domain.reading.tokens import Token
from domain.talk.mentions import Mention

BESIDE = frozenset({"{due}", "{time}", "{date}", "{period}", "{person}", "?"})
"""What may stand beside a wish that does not ask for it."""
_SILENT = frozenset('.,!;:–-"()=/')


def masked(
    found: Sequence[Token], mentioned: Sequence[Mention], told_apart: Collection[str]
) -> tuple[str, ...]:
    """The folded words, each mention as its kind in braces, any other number as {n}. Of the words
    that are `told_apart` by their mark the mark counts besides, where it was typed."""
    said: list[str] = []
    for token in found:
        mention = next((m for m in mentioned if m.start <= token.start < m.end), None)
        if mention is None:
            said += _words_of(token, told_apart)
        elif token.start == mention.start:
            said.append("{" + mention.kind + "}")
    return tuple(said)


def _words_of(token: Token, told_apart: Collection[str]) -> list[str]:
    base = token.base
    if base in _SILENT:
        return []
    if base[0].isdigit():
        return ["{n}"]
    if base == "?" or base[0] == "{" or base[0].isalpha():
        told = token.tone and base in told_apart
        return [f"{base}/{token.tone}", base] if told else [base]
    return ["{sign}"] if not base.isascii() else []
