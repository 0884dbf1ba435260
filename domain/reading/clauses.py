"""The clauses of a message, and which of them are nothing but polite."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import zip_longest

from domain.reading.tokens import Token

_ENDS = frozenset(".,!?;:\n")
JOINS_A_LABEL = frozenset([":", "="])
"""Between the words of a line and its number."""
_WHETHER = frozenset(["khong", "ko", "k", "chua"])
_IT_IS, _IT_HAS = "co", "da"
_THANKS = frozenset([("cam", "on"), ("xin", "loi"), ("xin", "chao"), ("thong", "cam")])
_POLITE_DA = "j"  # the tone of "dạ"; "đã" and "da" typed without marks say what was done


def clauses(found: Sequence[Token]) -> list[tuple[Token, ...]]:
    """The tokens between signs; a clause of signs alone is none."""
    parts: list[list[Token]] = [[]]
    for token, after in zip_longest(found, found[1:]):
        if token.base in _ENDS and not _inside_a_code(token, after, parts[-1]):
            if token.base == "?":
                parts[-1].append(token)
            parts.append([])
        else:
            parts[-1].append(token)
    return [tuple(part) for part in parts if part]


def without_denied(
    found: Sequence[Token], goes_along: Callable[[Token], bool]
) -> tuple[Token, ...]:
    """ "ba chứ không phải hai" -> "ba chứ": without "không phải" and what `goes_along` with it."""
    kept: list[Token] = []
    denied = False
    for token in found:
        if token.base == "phai" and kept and kept[-1].base == "khong":
            kept.pop()
            denied = True
        elif not (denied and goes_along(token)):
            denied = False
            kept.append(token)
    return tuple(kept)


def asks_whether(said: Sequence[str]) -> bool:
    """ "có hoàn thành chưa", "cái này có phải ghi không", "đã có chưa": folded words that ask
    instead of telling anything. "có không không" and "có 120 phát phiếu không" are answers.

    >>> asks_whether("1 co hoan thanh chua".split()), asks_whether("co 120 khong".split())
    (True, False)
    """
    if len(said) < 3 or said[-1] not in _WHETHER:
        return False
    for at in range(len(said) - 2):
        between = said[at + 1 : -1]
        if said[at] not in (_IT_IS, _IT_HAS) or (at and said[at - 1] in _WHETHER):
            continue
        if said[at] == _IT_HAS and said[-1] == "chua" and all(map(str.isalpha, between)):
            return True
        told = set(between) - _WHETHER - {_IT_IS, _IT_HAS}
        if told and len(told) == len(set(between)) and all(map(str.isalpha, between)):
            return True
    return False


def _inside_a_code(point: Token, after: Token | None, before: Sequence[Token]) -> bool:
    """The point of "I.4"."""
    glued = after is not None and after.start == point.end and after.base[:1].isdigit()
    return point.base == "." and glued and bool(before) and before[-1].end == point.start


def without_polite_clauses(
    found: Sequence[Token], polite: Collection[str]
) -> tuple[tuple[Token, ...], ...]:
    """The clauses that say something besides being polite; all where none does."""
    every = clauses(found)
    told = [_without_thanks(clause, polite) for clause in every if not is_polite(clause, polite)]
    return tuple(told or every)


def _without_thanks(clause: Sequence[Token], polite: Collection[str]) -> tuple[Token, ...]:
    """ "đúng rồi em cảm ơn" -> "đúng rồi": the polite words from the thanks on, or up to it."""
    words = [token.base for token in clause]
    for at in range(len(words) - 1):
        if (words[at], words[at + 1]) in _THANKS:
            begin = at
            while begin and words[begin - 1] in polite and begin - 1 > 0:
                begin -= 1
            if is_polite(clause[at:], polite):
                return tuple(clause[:begin]) or tuple(clause)
            end = at + 2
            while end < len(words) and words[end] in polite and not _for(clause[end]):
                end += 1
            if end < len(words) and _for(clause[end]):
                return tuple(clause)
            if is_polite(clause[:end], polite) and end < len(words):
                return tuple(clause[end:])
    return tuple(clause)


def _for(word: Token) -> bool:
    """ "cảm ơn em đã …", "cảm ơn vì …": what follows is what the thanks are for, and no wish."""
    return word.base == "vi" or (word.base == "da" and word.tone != _POLITE_DA)


def is_polite(clause: Sequence[Token], polite: Collection[str]) -> bool:
    """True where the clause is made of polite words and phrases alone."""
    words = [token.base for token in clause if token.base.isalpha()]
    if len(words) < len(clause) or not words:
        return False
    at = 0
    while at < len(words):
        size = next(
            (
                n
                for n in (3, 2, 1)
                if " ".join(words[at : at + n]) in polite and at + n <= len(words)
            ),
            0,
        )
        if not size:
            return False
        at += size
    return True
