"""A command is a command however the keyboard program left it: in raw Telex, in raw VNI."""

from __future__ import annotations

import unicodedata

import pytest

from domain.words import fold
from handlers.talk.commands import command_in
from storage.catalogue.words import phrases

TONES = {"\u0301": ("s", "1"), "\u0300": ("f", "2"), "\u0309": ("r", "3"), "\u0303": ("x", "4")}
TONES |= {"\u0323": ("j", "5")}
HATS = {"\u0302": ("", "6"), "\u031b": ("w", "7"), "\u0306": ("w", "8")}
TELEX, VNI = 0, 1
WORDS = [
    (id_, word)
    for table in ("order", "command")
    for id_, listed in phrases(table).items()
    for word in listed
]


def raw(syllable: str, way: int) -> str:
    """The keys that a person pressed: "trợ" -> trowj, tro75."""
    typed = tone = ""
    for letter in syllable:
        base, *marks = unicodedata.normalize("NFD", letter)
        typed += ("dd", "d9")[way] if letter == "đ" else base
        for mark in marks:
            if mark in TONES:
                tone = TONES[mark][way]
            else:
                typed += HATS[mark][way] or base
    return typed + tone


@pytest.mark.parametrize(("id_", "word"), WORDS, ids=[f"{i}-{fold(w)}" for i, w in WORDS])
def test_a_command_is_found_however_it_is_typed(id_: str, word: str) -> None:
    for way in (TELEX, VNI):
        typed = " ".join(raw(each, way) for each in word.split())
        assert command_in(typed) == (id_, ""), typed
        assert command_in(f"/{typed}") == (id_, ""), typed
    assert command_in(word.upper()) == (id_, "")


def test_what_stands_behind_a_raw_command_stays_as_it_is_typed() -> None:
    assert command_in("tinhf hinhf xã Bắc Sơn") == ("status", "xã Bắc Sơn")
    assert command_in("ti2nh hi2nh xa-bac-son") == ("status", "xa-bac-son")
