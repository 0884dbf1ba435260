"""How near a sentence is to example sentences, by weighted pieces of words.

Two measures together: the nearest examples of an intent (what was written like this before), and
how typical each piece is of it over all its examples. Both are sums over sparse counts.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

SMOOTHING = 0.3
PLACES = 4  # of a weight; more is not known
LEAST_TYPICAL = -2.0  # one strange piece does not outweigh a sentence
_PAIR, _TRIPLE, _SKIPPED = 0.8, 0.6, 0.3
_LETTERS: tuple[tuple[int, float], ...] = ((5, 0.3),)


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of the catalogue: its words, and when and by whom it is said (empty: always)."""

    intent: str
    words: tuple[str, ...]
    situations: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Likeness:
    """All examples, ready to be compared with. `told`: intent, situations, roles of each."""

    told: tuple[tuple[str, frozenset[str], frozenset[str]], ...]
    rarity: Mapping[str, float]
    postings: Mapping[str, Sequence[tuple[int, float]]]
    typically: Mapping[str, Mapping[str, float]]

    def near(self, found: Mapping[str, float]) -> dict[int, float]:
        """The cosine with every example that shares a piece, by its number."""
        near: dict[int, float] = defaultdict(float)
        for piece, weight in _weighted(found, self.rarity).items():
            for number, other in self.postings[piece]:
                near[number] += weight * other
        return near

    def typical(self, found: Mapping[str, float]) -> dict[str, float]:
        """How typical the pieces are of each intent, averaged over the sentence."""
        scores: dict[str, float] = defaultdict(float)
        vector = _weighted(found, self.rarity)
        total = sum(vector.values()) or 1.0
        for piece, weight in vector.items():
            for intent, score in self.typically[piece].items():
                scores[intent] += weight * max(score, LEAST_TYPICAL)
        return {intent: score / total for intent, score in scores.items()}

    def to_plain(self) -> Any:
        """Built-in types alone, so that it can be kept beside the catalogue."""
        told = [(intent, sorted(when), sorted(who)) for intent, when, who in self.told]
        postings = {piece: list(found) for piece, found in self.postings.items()}
        typically = {piece: dict(scores) for piece, scores in self.typically.items()}
        return told, dict(self.rarity), postings, typically


def from_plain(plain: Any) -> Likeness:
    """The reverse of `to_plain`."""
    told, rarity, postings, typically = plain
    when = tuple((intent, frozenset(a), frozenset(b)) for intent, a, b in told)
    return Likeness(when, rarity, postings, typically)


def pieces(words: Sequence[str]) -> dict[str, float]:
    """Words, pairs, triples, skipped pairs, and runs of letters, with their weights."""
    found: dict[str, float] = defaultdict(float)
    padded = ["^", *words, "$"]
    for word in words:
        found["1 " + word] += 1.0
    for first, second in pairwise(padded):
        found[f"2 {first} {second}"] += _PAIR
    for first, second, third in zip(padded, padded[1:], padded[2:], strict=False):
        found[f"3 {first} {second} {third}"] += _TRIPLE
        found[f"s {first} {third}"] += _SKIPPED
    line = " " + " ".join(words) + " "
    for size, weight in _LETTERS:
        for at in range(len(line) - size + 1):
            found["c" + line[at : at + size]] += weight
    return dict(found)


def learn(examples: Sequence[Example]) -> Likeness:
    """Count what the examples are made of."""
    counted = [pieces(example.words) for example in examples]
    seen: Counter[str] = Counter()
    for found in counted:
        seen.update(found.keys())
    rarity = {piece: math.log(1 + len(examples) / count) for piece, count in seen.items()}
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    totals: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for number, (example, found) in enumerate(zip(examples, counted, strict=True)):
        own = totals[example.intent]
        for piece, weight in _weighted(found, rarity).items():
            postings[piece].append((number, round(weight, PLACES)))
            own[piece] += weight
    told = tuple((each.intent, each.situations, each.roles) for each in examples)
    return Likeness(told, rarity, dict(postings), _typically(totals))


def _weighted(found: Mapping[str, float], rarity: Mapping[str, float]) -> dict[str, float]:
    vector = {p: w * rarity[p] for p, w in found.items() if p in rarity}
    length = math.sqrt(sum(w * w for w in vector.values())) or 1.0
    return {piece: weight / length for piece, weight in vector.items()}


def _typically(totals: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """How much likelier each piece is inside an intent than outside of it, as a logarithm."""
    everywhere: dict[str, float] = defaultdict(float)
    for counts in totals.values():
        for piece, weight in counts.items():
            everywhere[piece] += weight
    whole, spread = sum(everywhere.values()), SMOOTHING * len(everywhere)
    typically: dict[str, dict[str, float]] = defaultdict(dict)
    for intent, counts in totals.items():
        own = sum(counts.values())
        scale = math.log((whole - own + spread) / (own + spread))
        for piece, weight in counts.items():
            outside = everywhere[piece] - weight + SMOOTHING
            score = math.log((weight + SMOOTHING) / outside) + scale
            typically[piece][intent] = round(score, PLACES)
    return dict(typically)
