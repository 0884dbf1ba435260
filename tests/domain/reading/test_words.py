"""Vietnamese words as people type them."""

from __future__ import annotations

import unicodedata

import pytest

from domain.words import Vocabulary, clean, fold, matches, undo_raw, word, words


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  14 ", "14"),
        ("14\u00a0", "14"),
        ("1\u202f639", "1 639"),
        ("1\u200b4\ufeff", "14"),
        ("１４，５％", "14,5%"),
        ("−5 – 6", "-5 - 6"),
        ("“14”", '"14"'),
        ("14…", "14..."),
        ("14\r\n15", "14\n\n15"),
        ("14\t15", "14\t15"),
        ("a\x00b", "ab"),
        ("1²", "1²"),  # not 12
        ("½", "½"),  # not 1/2
        ("①", "①"),  # not 1
    ],
)
def test_text_is_cleaned_without_inventing_digits(typed, cleaned):
    assert clean(typed) == cleaned


def test_composed_and_decomposed_letters_are_the_same():
    spelt = "Không phát sinh, đã có, Hoà = Hòa"
    assert clean(unicodedata.normalize("NFD", spelt)) == clean(spelt)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Đã  CÓ", "da co"),
        ("KHÔNG PHÁT SINH", "khong phat sinh"),
        ("nhiệm vụ được giao", "nhiem vu duoc giao"),
        (unicodedata.normalize("NFD", "tỷ lệ"), "ty le"),
        ("xã Bắc Sơn", "xa bac son"),
        ("", ""),
    ],
)
def test_folding_leaves_letters_without_marks(typed, folded):
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        ("khoong", "không"),
        ("cos", "có"),
        ("chuwa", "chưa"),
        ("muwowif", "mười"),
        ("boons", "bốn"),
        ("truwowcs", "trước"),
        ("phats", "phát"),
        ("phast", "phát"),  # the tone typed before the last consonant
        ("trieeju", "triệu"),
        ("ddoongf", "đồng"),
        ("nghinf", "nghìn"),
        ("kho6ng", "không"),
        ("co1", "có"),
        ("chu7a", "chưa"),
        ("tru7o7c1", "trước"),
        ("d9o62ng", "đồng"),
        ("trie65u", "triệu"),
    ],
)
def test_raw_telex_and_vni_are_undone(raw, meant):
    assert undo_raw(word(raw)) == word(meant)


@pytest.mark.parametrize("plain", ["kps", "hs", "hai", "14", "2tr5", "q3", "bq", "tầm", "nkt"])
def test_words_that_are_no_raw_typing_stay(plain):
    assert undo_raw(word(plain)) == word(plain)


@pytest.mark.parametrize(
    ("typed", "meant", "same"),
    [
        ("tám", "tám", True),
        ("tam", "tám", True),
        ("tầm", "tám", False),
        ("tạm", "tám", False),
        ("tâm", "tám", False),  # marks, but another tone
        ("từ", "tư", False),
        ("tu", "tư", True),
        ("mươi", "mười", False),
        ("muoi", "mười", True),
    ],
)
def test_a_word_with_marks_must_carry_the_right_tone(typed, meant, same):
    assert matches(word(typed), word(meant)) is same


def test_a_vocabulary_finds_whole_phrases_however_they_are_typed():
    vocabulary = Vocabulary({"none": ("không phát sinh", "kps"), "later": ("chưa có",)})

    def meaning(text):
        found = vocabulary.find(words(clean(text)))
        return found and (found.meaning, found.raw)

    assert meaning("Không phát sinh.") == ("none", False)
    assert meaning("khong phat sinh") == ("none", False)
    assert meaning("KPS") == ("none", False)
    assert meaning("khoong phats sinh") == ("none", True)
    assert meaning("kho6ng pha1t sinh") == ("none", True)
    assert meaning("chuwa cos") == ("later", True)
    assert meaning("không phát") is None
    assert meaning("không phát sinh gì") is None
    assert meaning("") is None


def test_very_long_words_are_left_alone():
    assert undo_raw(word("a" * 5000)).base == "a" * 5000
