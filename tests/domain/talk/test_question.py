"""A question survives being stored, and its options are known however they come back."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from domain.report.figures import Figure, State
from domain.talk.held import Held, SentFile, held_from_plain, held_to_plain
from domain.talk.messages import Choice
from domain.talk.question import Question, Wanted, from_plain, tapped, to_plain

FIGURE = Figure("I.4.1", State.VALUE, Decimal("14"))
NONE = Figure("I.4.2", State.NONE_ARISEN)
YES, NO = Choice("đúng", "yes"), Choice("sai", "no")


@pytest.mark.parametrize(
    "held",
    [
        Held(),
        Held(7, (FIGURE, NONE), ("I.4.1", "I.4.2"), ("V05",), (NONE,)),
        Held(7, file=SentFile("phu-luc.xlsx", "1f0c")),
        Held(said="I.1 = 3"),
    ],
)
def test_held_figures_come_back_the_same(held: Held) -> None:
    assert held_from_plain(json.loads(json.dumps(held_to_plain(held)))) == held


def test_a_stored_question_comes_back_the_same() -> None:
    data = {"report": 7}
    asked = Question("figures.confirm", Wanted.YES_NO, data, (YES, NO), "4.1", "Đúng không?", True)
    assert from_plain(json.loads(json.dumps(to_plain(asked)))) == asked


def test_a_question_of_an_unknown_version_is_refused() -> None:
    with pytest.raises(ValueError, match="99"):
        from_plain({"v": 99})


def test_a_tap_carries_its_question_and_a_command_means_the_same_everywhere() -> None:
    asked = Question("x", Wanted.ONE_OF, options=(YES, Choice("duyệt xã A", "/duyet bc1")), id=17)
    assert [tap.data for tap in asked.taps()] == ["q:17:yes", "/duyet bc1"]
    assert tapped("q:17:yes") == (17, "yes")
    assert tapped("yes") is None
    assert tapped("q:x:yes") is None


@pytest.mark.parametrize(("typed", "word"), [("Dung", "yes"), ("sai.", "no"), ("có", ""), ("", "")])
def test_an_option_is_known_by_its_words(typed: str, word: str) -> None:
    assert Question("x", Wanted.YES_NO, options=(YES, NO)).option_typed(typed) == word
