"""What was typed while the keyboard program was off is read as it was meant, and nothing else is
touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reading.tokens import Lexicon
from domain.talk.retyped import as_meant, spelt
from domain.words import clean, fold, undo_raw, word

WORDS = """
việc chờ số liệu của huyện xin thêm ngày tổng đúng hạn quá chưa xong được người thường thủy
hòa quả quý giờ giúp nghỉ nhiệm vụ đã hoàn thành không
"""
LEXICON = Lexicon(frozenset(fold(WORDS).split()) | {"an", "toan"})

TELEX = {
    "vieecj": "việc",
    "lieeuj": "liệu",
    "huyeenj": "huyện",
    "dduwowcj": "được",
    "dduocwj": "đuợc",
    "nguwowif": "người",
    "chuwa": "chưa",
    "chuaw": "chưa",
    "thuyr": "thủy",
    "hoaf": "hòa",
    "quas": "quá",
    "quys": "quý",
    "giowf": "giờ",
    "hoanf": "hoàn",
    "khoong": "không",
}
VNI = {"nhie65m": "nhiệm", "d9u7o7c5": "được", "kho6ng": "không", "so61": "số", "la82m": "lằm"}


@pytest.mark.parametrize(("typed", "meant"), [*TELEX.items(), *VNI.items()])
def test_a_syllable_gets_its_marks(typed: str, meant: str) -> None:
    assert spelt(typed) in (meant, meant.replace("uợ", "ượ"))


def test_a_sentence_reads_as_it_was_meant() -> None:
    typed = clean("Vieecj 3 chowf soos lieeuj cuar huyeenj, xin theem 3 ngafy")
    assert as_meant(typed, LEXICON)[0] == "Việc 3 chờ số liệu của huyện, xin thêm 3 ngày"


@pytest.mark.parametrize(
    "text", ["sửa 2.1 = 8", "an toan", "14 14 0 0", "https://abc.vn/as", "Đã xong việc 3", "bc q3"]
)
def test_what_is_no_raw_typing_stays(text: str) -> None:
    assert as_meant(text, LEXICON)[0] == text


@given(st.text(alphabet="abcdeghiklmnopqrstuvxywfj 0123456789.,=\n", max_size=60))
def test_numbers_and_words_without_marks_are_never_touched(text: str) -> None:
    typed = clean(text)
    meant, _ = as_meant(typed, LEXICON)
    assert [c for c in meant if c in ".,=\n"] == [c for c in typed if c in ".,=\n"]
    for before, after in zip(typed.split(), meant.split(), strict=True):
        assert after == before or undo_raw(word(before.strip(".,="))).base in fold(after)
