"""Figures told by the words of their lines: each in its line, or none at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.reading.line_by_line import Around, Wordings, is_mended, of_lines
from domain.reading.tokens import Lexicon, tokens
from domain.report.figures import State
from domain.words import fold

AROUND = Around(
    beside=frozenset(fold("à số là còn chị ghi mới phải thôi có ai rõ cái tạm chứ đúng").split()),
    later=frozenset(["lat"]),
    slip=frozenset(["nham", "quen"]),
)
FLOOD = {"1": [["so", "ho", "ngap"]], "2": [["so", "nguoi", "chet"]]}
TASKS = {
    "on_time": [["hoan", "thanh", "dung", "han"]],
    "late": [["hoan", "thanh", "qua", "han"]],
    "open": [["qua", "han", "chua", "hoan", "thanh"]],
}


def read(text: str, labels: Wordings) -> dict[str, Decimal | State]:
    told = of_lines(tokens(text, Lexicon()), labels, AROUND)
    return {"/".join(each.lines): each.value for each in told}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("3 ho ngap", {"1": 3}),
        ("so ho ngap 8", {"1": 8}),
        ("12 ho, 40 nguoi", {"1": 12, "2": 40}),
        ("12 ho 40 nguoi", {"1": 12, "2": 40}),
        ("ho 12 nguoi 40", {"1": 12, "2": 40}),
        ("khong co ai chet", {"2": State.NONE_ARISEN}),
        ("so ho ngap 8, chua ro nguoi chet", {"1": 8, "2": State.MISSING}),
        ("tam 8 ho, con so nguoi lat", {"1": 8}),
        ("a nham 14 ho", {"1": 14}),
        ("so ho ngap 107 a quen 108", {"1": 108}),
        ("cai so ho ngap chi ghi 5 la nham, 6 moi phai", {"1": 6}),
        ("ho ngap 15 chu khong phai 14", {"1": 15}),
    ],
)
def test_a_figure_goes_to_the_line_whose_words_are_said(
    text: str, told: dict[str, Decimal | State]
) -> None:
    assert read(text, FLOOD) == told


@pytest.mark.parametrize(
    "text",
    [
        "3 ho ngap va 2 nha sap",  # one word that no line has may turn the sense of the others
        "khong co ai",
        "8",
        "ho ngap",
        "3 ho, 4 ho ngap, 5 ho ngap",
        "khong",
    ],
)
def test_nothing_is_read_where_a_word_is_strange_or_a_figure_has_no_line(text: str) -> None:
    assert read(text, FLOOD) == {}


def test_words_that_fit_two_lines_tell_both_of_them() -> None:
    assert read("qua han 1", TASKS) == {"late/open": 1}


def test_a_word_of_no_meaning_tells_the_line_in_front_of_a_word_of_its_label() -> None:
    assert read("dung han 13", TASKS) == {"on_time": 13}
    assert read("13 moi dung", TASKS) == {}


def test_a_slip_is_told_from_a_new_figure() -> None:
    assert is_mended(tokens("a nham 14 ho", Lexicon()), AROUND)
    assert not is_mended(tokens("14 ho", Lexicon()), AROUND)
