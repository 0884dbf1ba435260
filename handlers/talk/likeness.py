"""How near a sentence is to example sentences, by weighted pieces of words.

Two measures together: the nearest examples of an intent (what was written like this before), and
how typical each piece is of it over all its examples. Both are sums over sparse counts.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import accumulate, pairwise
from typing import Any, Literal

Numbers = memoryview
SMOOTHING = 0.3
LEAST_TYPICAL = -2.0  # one strange piece does not outweigh a sentence
_PAIR, _TRIPLE, _SKIPPED = 0.8, 0.6, 0.3
_UNITS = 10_000  # of a weight; more is not known
_KINDS: Mapping[str, Literal["Q", "I", "H", "i"]] = {
    "keys": "Q",
    "postings": "I",
    "examples": "H",
    "weights": "H",
    "typically": "I",
    "meaning": "H",
    "scores": "i",
}
"""Each array of what is learnt, and how its numbers are held."""
LAYOUT = 4  # one more whenever that changes
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
    """All examples, ready to be compared with. `told`: intent, situations, roles of each.

    There are 80,000 pieces in half a million places: as numbers beside each other they take 4 MiB,
    as dictionaries 110. `keys` are the pieces by a digest, in order; what belongs to one stands in
    each array from where `postings` or `typically` says, to where the next begins.
    """

    told: tuple[tuple[str, frozenset[str], frozenset[str]], ...]
    intents: tuple[str, ...]
    keys: Numbers
    postings: Numbers
    examples: Numbers  # in which the piece stands
    weights: Numbers  # of it in them, in ten thousandths
    typically: Numbers
    meaning: Numbers  # the intents in which it was seen
    scores: Numbers  # how typical it is of them, in ten thousandths

    def near(self, found: Mapping[str, float]) -> list[float]:
        """The cosine with every example, in their order; 0 with one that shares no piece."""
        near = [0.0] * len(self.told)
        for at, weight in self._weighted(found):
            its, share = slice(self.postings[at], self.postings[at + 1]), weight / _UNITS
            # Read at once: number by number a view takes twice as long.
            both = zip(self.examples[its].tolist(), self.weights[its].tolist(), strict=True)
            for number, other in both:
                near[number] += share * other
        return near

    def typical(self, found: Mapping[str, float]) -> dict[str, float]:
        """How typical the pieces are of each intent, averaged over the sentence."""
        scores: dict[int, float] = defaultdict(float)
        vector = self._weighted(found)
        total = sum(weight for _, weight in vector) or 1.0
        for at, weight in vector:
            its = slice(self.typically[at], self.typically[at + 1])
            both = zip(self.meaning[its].tolist(), self.scores[its].tolist(), strict=True)
            for intent, score in both:
                scores[intent] += weight * score
        whole = total * _UNITS
        return {self.intents[intent]: score / whole for intent, score in scores.items()}

    def _weighted(self, found: Mapping[str, float]) -> list[tuple[int, float]]:
        """The known pieces by their place, with their weight in the whole."""
        known = [(at, w) for piece, w in found.items() if (at := self._place(piece)) is not None]
        vector = [(at, w * _rarity(len(self.told), self._seen(at))) for at, w in known]
        length = math.sqrt(sum(w * w for _, w in vector)) or 1.0
        return [(at, weight / length) for at, weight in vector]

    def _place(self, piece: str) -> int | None:
        key = _key(piece)
        at = bisect_left(self.keys, key)
        return at if at < len(self.keys) and self.keys[at] == key else None

    def _seen(self, at: int) -> int:
        return self.postings[at + 1] - self.postings[at]

    def to_plain(self) -> tuple[Any, bytes]:
        """Built-in types, and the numbers as they lie, to be kept beside the catalogue. What is
        told of thousands of examples is a few things: each is kept, and held, once."""
        once = {each: each for each in self.told}
        told = tuple(once[each] for each in self.told)
        numbers = [bytes(getattr(self, name)) for name in _KINDS]
        return (told, self.intents, list(map(len, numbers))), b"".join(numbers)


def from_plain(plain: Any, whole: memoryview) -> Likeness:
    """The reverse of `to_plain`."""
    told, intents, lengths = plain
    ends = list(accumulate(lengths, initial=0))
    numbers = [whole[start:end] for start, end in pairwise(ends)]
    kinds = zip(_KINDS.values(), numbers, strict=True)
    return Likeness(told, intents, *(each.cast(kind) for kind, each in kinds))


def _key(piece: str) -> int:
    return int.from_bytes(blake2b(piece.encode(), digest_size=8).digest(), "little")


def _rarity(examples: int, seen: int) -> float:
    return math.log(1 + examples / seen)


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
    rarity = {piece: _rarity(len(examples), count) for piece, count in seen.items()}
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    totals: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for number, (example, found) in enumerate(zip(examples, counted, strict=True)):
        own = totals[example.intent]
        for piece, weight in _weighted(found, rarity).items():
            postings[piece].append((number, weight))
            own[piece] += weight
    told = tuple((each.intent, each.situations, each.roles) for each in examples)
    return _packed(told, postings, _typically(totals))


def _packed(
    told: tuple[tuple[str, frozenset[str], frozenset[str]], ...],
    postings: Mapping[str, Sequence[tuple[int, float]]],
    typically: Mapping[str, Mapping[str, float]],
) -> Likeness:
    intents = tuple(dict.fromkeys(intent for intent, _, _ in told))
    place = {intent: number for number, intent in enumerate(intents)}
    numbers: dict[str, array[int]] = {name: array(kind) for name, kind in _KINDS.items()}
    ordered = sorted(postings, key=_key)
    numbers["keys"].extend(map(_key, ordered))
    for piece in ordered:
        numbers["postings"].append(len(numbers["examples"]))
        numbers["typically"].append(len(numbers["meaning"]))
        for number, weight in postings[piece]:
            numbers["examples"].append(number)
            numbers["weights"].append(round(weight * _UNITS))
        for intent, score in typically[piece].items():
            numbers["meaning"].append(place[intent])
            numbers["scores"].append(round(score * _UNITS))
    numbers["postings"].append(len(numbers["examples"]))
    numbers["typically"].append(len(numbers["meaning"]))
    assert len(set(numbers["keys"])) == len(ordered)  # no two pieces have the same digest
    kinds = ((numbers[name].tobytes(), kind) for name, kind in _KINDS.items())
    return Likeness(told, intents, *(memoryview(n).cast(kind) for n, kind in kinds))


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
            typically[piece][intent] = max(score, LEAST_TYPICAL)
    return dict(typically)
