"""What people type about tasks: "xong 3 68/BC-UBND", "3 80%", "vuong 3 cho so lieu", "giao ...".

A number is the one that stands before a task on the person's own list. A task word makes a text
a task answer; a bare "3 80%" may as well be two figures, so it comes back marked `bare`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.words import Vocabulary, clean, fold, without_end, words


class Verb(StrEnum):
    """What is to be done with a task."""

    SHOW = "show"
    DONE = "done"
    PROGRESS = "progress"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    EXTEND = "extend"
    ACCEPT = "accept"  # a finished task, or a request for more time
    RETURN = "return"  # the opposite of both
    WITHDRAW = "withdraw"
    HAND_OVER = "hand_over"
    REOPEN = "reopen"
    ACKNOWLEDGE = "acknowledge"
    SNOOZE = "snooze"
    NUDGE = "nudge"  # the superior reminds whoever owes it


@dataclass(frozen=True, slots=True)
class TaskWords:
    """How the verbs are called, and the folded words behind an act that mean nothing."""

    verbs: Vocabulary[Verb]
    behind: frozenset[str]


_NUMBER_FIRST = frozenset(
    {
        Verb.DONE, Verb.PROGRESS, Verb.BLOCKED, Verb.UNBLOCKED, Verb.EXTEND, Verb.REOPEN,
        Verb.ACKNOWLEDGE,
    }
)  # fmt: skip
"""Verbs that may stand behind the number: "3 xong", "3 vướng ..."."""

_SEVERAL = frozenset(
    {Verb.DONE, Verb.ACCEPT, Verb.ACKNOWLEDGE, Verb.HAND_OVER, Verb.WITHDRAW, Verb.NUDGE}
)
_NEEDS_NO_NUMBER = frozenset({Verb.BLOCKED, Verb.EXTEND, Verb.SNOOZE, Verb.HAND_OVER})


@dataclass(frozen=True, slots=True)
class Act:
    """A text that is about tasks. `rest` stands behind the numbers, as it was typed."""

    verb: Verb
    numbers: tuple[int, ...] = ()
    rest: str = ""
    percent: int | None = None
    sure: bool = True  # False: "xong 3 5" may be two tasks or one
    bare: bool = False  # "3 80%", "80%": as well figures


_PLAIN = frozenset({Verb.DONE, Verb.PROGRESS, Verb.ACKNOWLEDGE, Verb.REOPEN, Verb.UNBLOCKED})
"""Need no words besides their number."""
_CLAUSES = re.compile(r"\s*[,;]\s+")
_NUMBER = re.compile(r"#?(\d{1,3})[.):;]?")
_PERCENT = re.compile(r"(\d{1,3})\s?(?:%|phan tram\b)")
_BARE = re.compile(r"#?(\d{1,3})\s?[:.)=-]?\s(\d{1,3})\s?%")
_NOUN = re.compile(r"(?:cong viec|nhiem vu|viec|nv)(?: so)?|so")
_COUNTED = re.compile(r"(?:ngay|hom|tuan|thang|gio)\b(?! \d)")  # "gia hạn 3 ngày": days, not task 3
_LETTER_DIGIT = re.compile(r"^([^\W\d]+)(\d)")


def read_acts(text: str, known: TaskWords) -> tuple[Act, ...]:
    """Every act of a message: one a line, or one whose reason runs over several lines.

    Empty where the text is about something else.
    """
    lines = [line for line in clean(text).split("\n") if line.strip()]
    if len(lines) > 1 and all(acts := [read_act(line, known) for line in lines]):
        return tuple(act for act in acts if act)
    whole = " ".join(lines)
    if each := _one_a_clause(whole, known):
        return each
    act = read_act(whole, known) if lines else None
    return (act,) if act else ()


def _one_a_clause(line: str, known: TaskWords) -> tuple[Act, ...]:
    """ "xong 1, xong 2", "việc 1 xong, việc 2 80%": clauses each of which is an act by itself, with
    its own task and no words besides; empty for any other text."""
    pieces = [piece for piece in _CLAUSES.split(line.strip(" ,;.")) if piece]
    acts = [act for piece in pieces if (act := read_act(piece, known))]
    alone = len(acts) == len(pieces) > 1 and all(act.numbers and not act.rest for act in acts)
    return tuple(acts) if alone and all(act.verb in _PLAIN and not act.bare for act in acts) else ()


def read_act(line: str, known: TaskWords) -> Act | None:
    """One act.

    >>> known = TaskWords(Vocabulary({Verb.BLOCKED: ["vướng"]}), frozenset())
    >>> read_act("vuong 3 cho so lieu", known).rest
    'cho so lieu'
    >>> read_act("3 80%", known).bare, read_act("14 14 0 0", known)
    (True, None)
    """
    tokens = _LETTER_DIGIT.sub(r"\1 \2", clean(line).removeprefix("/")).split()
    if not tokens:
        return None
    if found := _BARE.fullmatch(" ".join(tokens)):
        return Act(Verb.PROGRESS, (int(found[1]),), percent=int(found[2]), bare=True)
    if found := _PERCENT.fullmatch(fold(" ".join(tokens))):
        return Act(Verb.PROGRESS, percent=int(found[1]), bare=True)
    return _verb_first(tokens, known) or _number_first(tokens, known)


def _verb_at(tokens: Sequence[str], known: TaskWords) -> tuple[Verb, int] | None:
    """The longest verb with which the tokens begin, and its length."""
    for length in range(min(known.verbs.longest, len(tokens)), 0, -1):
        found = known.verbs.find(words(" ".join(tokens[:length]).lower()))
        if found:
            return found.meaning, length
    return None


def _noun_length(tokens: Sequence[str]) -> int:
    """How many tokens say "việc số" before a number."""
    for length in (3, 2, 1):
        if len(tokens) >= length and _NOUN.fullmatch(fold(" ".join(tokens[:length]))):
            return length
    return 0


def _verb_first(tokens: Sequence[str], known: TaskWords) -> Act | None:
    found = _verb_at(tokens, known)
    if found is None:
        return None
    verb, length = found
    rest = tokens[length:]
    rest = rest[_noun_length(rest) :]
    numbers, taken, sure = _numbers(rest, verb)
    return _finished(Act(verb, numbers, " ".join(rest[taken:]), sure=sure), known)


def _number_first(tokens: Sequence[str], known: TaskWords) -> Act | None:
    """ "3 xong", "việc 3 vướng ...", "việc 3 80%", "việc 3"."""
    noun = _noun_length(tokens)
    behind = tokens[noun:]
    if not behind or not (found := _NUMBER.fullmatch(behind[0])):
        return None
    number, rest = int(found[1]), behind[1:]
    verb = _verb_at(rest, known)
    if verb and verb[0] in _NUMBER_FIRST:
        return _finished(Act(verb[0], (number,), " ".join(rest[verb[1] :])), known)
    if not noun:
        return None
    if percent := _PERCENT.fullmatch(fold(" ".join(rest))):
        return Act(Verb.PROGRESS, (number,), percent=int(percent[1]))
    return Act(Verb.SHOW, (number,), " ".join(rest))


def _numbers(tokens: Sequence[str], verb: Verb) -> tuple[tuple[int, ...], int, bool]:
    """The numbers at the beginning, how many tokens they take, and whether that is sure.

    "3, 5 và 7" are three; "3 5" without a comma is two only where nothing else follows.
    """
    found: list[int] = []
    taken, joined, sure = 0, True, True
    for at, token in enumerate(tokens):
        if fold(token) in (",", "va", "&") and found:
            joined = True
            continue
        pieces = [piece for piece in token.split(",") if piece]
        matches = [_NUMBER.fullmatch(piece) for piece in pieces]
        if not pieces or not all(matches) or (found and verb not in _SEVERAL):
            break
        if not joined:
            if not all(_NUMBER.fullmatch(other.strip(",")) for other in tokens[at:]):
                break
            sure = False
        found += [int(match[1]) for match in matches if match]
        taken, joined = at + 1, token.endswith(",")
    return tuple(dict.fromkeys(found)), taken, sure


def _finished(act: Act, known: TaskWords) -> Act | None:
    """Percent and politeness taken out of the rest; None where it is no act after all."""
    rest = without_end(act.rest.lstrip(":;,.-= "), known.behind)
    act = replace(act, rest=rest)
    percent = _PERCENT.match(fold(rest))
    if act.verb in (Verb.DONE, Verb.PROGRESS):
        if percent:
            number = act.numbers or _behind_percent(rest)
            verb = Verb.PROGRESS if int(percent[1]) < 100 else act.verb
            return Act(verb, number, "", int(percent[1])) if number else None
        if act.verb is Verb.PROGRESS:
            return None
    if (
        act.verb in (Verb.EXTEND, Verb.SNOOZE)
        and len(act.numbers) == 1
        and _COUNTED.match(fold(rest))
    ):
        return replace(act, numbers=(), rest=f"{act.numbers[0]} {rest}")
    if act.verb is Verb.HAND_OVER:
        return act if "cho" in fold(rest).split() and ":" not in rest else None
    if act.numbers or not rest:
        return act
    return act if act.verb in _NEEDS_NO_NUMBER else None


def _behind_percent(rest: str) -> tuple[int, ...]:
    """ "xong 80% việc 3": the number behind."""
    found = re.search(r"(?:%|phan tram) (?:viec|nhiem vu|nv)(?: so)? (\d{1,3})$", fold(rest))
    return (int(found[1]),) if found else ()
