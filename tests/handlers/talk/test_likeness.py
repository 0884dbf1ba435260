"""What is learnt of examples: the same numbers as if it were worked out by hand, in little room."""

from __future__ import annotations

import marshal
import math
from collections import defaultdict
from collections.abc import Mapping

import pytest

from handlers.talk.learnt import examples
from handlers.talk.likeness import LEAST_TYPICAL, Example, Likeness, from_plain, learn, pieces

SAID = (
    Example("status", ("xã", "nào", "chưa", "nộp")),
    Example("status", ("ai", "chưa", "nộp"), frozenset({"idle"}), frozenset({"superior"})),
    Example("nudge", ("nhắc", "xã", "chưa", "nộp")),
    Example("due", ("bao", "giờ", "đến", "hạn", "nộp")),
)
LOOKED_AT = [("xã", "chưa", "nộp"), ("đến", "hạn"), ("nhắc",), ("chẳng", "có", "gì"), ()]


def by_hand(words: tuple[str, ...]) -> list[float]:
    """The cosine of weighted pieces with each example."""
    seen: dict[str, int] = defaultdict(int)
    for example in SAID:
        for piece in pieces(example.words):
            seen[piece] += 1

    def vector(found: Mapping[str, float]) -> dict[str, float]:
        long = {p: w * math.log(1 + len(SAID) / seen[p]) for p, w in found.items() if p in seen}
        length = math.sqrt(sum(w * w for w in long.values())) or 1.0
        return {piece: weight / length for piece, weight in long.items()}

    asked = vector(pieces(words))
    found = [0.0] * len(SAID)
    for number, example in enumerate(SAID):
        for piece, weight in vector(pieces(example.words)).items():
            if piece in asked:
                found[number] += asked[piece] * round(weight, 4)
    return found


@pytest.fixture(params=["as learnt", "as kept"])
def learnt(request: pytest.FixtureRequest) -> Likeness:
    made = learn(SAID)
    if request.param == "as learnt":
        return made
    plain, numbers = made.to_plain()
    return from_plain(marshal.loads(marshal.dumps(plain)), memoryview(numbers))


@pytest.mark.parametrize("words", LOOKED_AT)
def test_every_example_is_as_near_as_its_pieces_say(
    learnt: Likeness, words: tuple[str, ...]
) -> None:
    assert learnt.near(pieces(words)) == pytest.approx(by_hand(words), abs=1e-12)


def test_a_piece_of_one_intent_alone_speaks_for_it(learnt: Likeness) -> None:
    typical = learnt.typical(pieces(("đến", "hạn")))
    assert max(typical, key=lambda intent: typical[intent]) == "due"
    assert all(score >= LEAST_TYPICAL for score in learnt.typical(pieces(("nộp",))).values())
    assert learnt.typical(pieces(("chẳng", "gì"))).keys() <= {"status", "nudge", "due"}


def test_what_is_told_of_an_example_stays(learnt: Likeness) -> None:
    assert learnt.told[1] == ("status", frozenset({"idle"}), frozenset({"superior"}))


def test_all_examples_of_the_catalogue_take_little_room() -> None:
    (_, _, lengths), numbers = examples().to_plain()
    places = lengths[2] // 2
    assert places > 100_000
    assert len(numbers) < 16 * places  # a dictionary takes some 200 for each
