"""What the texts of the bot tell people to type, and how people type it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from domain.words import clean, fold, undo_raw, words

_OFFER = re.compile(
    r"(?:\b[Gg]ửi(?: ví dụ|, ví dụ)?|\b[Hh]oặc|[Nn]hắn cho bot|[Bb]ỏ câu này|Chưa có số"
    r"|Không phát sinh|Như kỳ trước|Sửa một số|Bỏ qua|Xem mọi việc|vừa gửi)"
    r": (?P<said>[^\n]+)"
)
_LINE = re.compile(r"^- (?P<said>[^:,\n]+(?:: <lý do>)?)(?:[:,] |$)", re.M)
_END = re.compile(r" – |,? rồi gửi\b|^rồi gửi\b| \(|\)|[.;](?=\s|$)|,? hoặc\b| · |, ví dụ")
_TELEX = {
    "\u0306": "w", "\u031b": "w", "\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x",
    "\u0323": "j",
}  # fmt: skip
_TONES = "sfrxj"


def offered(text: str) -> Iterator[str]:
    """Every phrase that a sentence offers to type: "xem"; "ghi", "thôi"; "nhắc 1", "thu hồi 1"."""
    for found in _OFFER.finditer(text):
        first, *others = re.split(r" · |; |, hoặc (?!gửi)", found["said"])
        for said in (first, *others) if _END.split(first)[0] == first else (first,):
            if phrase := _END.split(said.rpartition("gửi: ")[2])[0].strip():
                yield phrase


def listed(text: str) -> Iterator[str]:
    """The phrase at the head of every line of a help page."""
    for found in _LINE.finditer(text):
        yield found["said"]


def filled(said: str, known: Mapping[str, str]) -> str:
    """The phrase with its gaps filled; empty where one is not known."""
    for gap, value in known.items():
        said = said.replace(gap, value)
    return "" if re.search(r"[{}<>]", said) else said


def typed(said: str) -> tuple[str, str, str]:
    """With marks, without, and with the keyboard program off."""
    return said, fold(said), re.sub(r"[^\W\d_]+", _raw, said)


def plain(text: str) -> str:
    """A text in which the three typings of the same words do not differ."""
    return " ".join(undo_raw(each).base for each in words(clean(text)))


def _raw(found: re.Match[str]) -> str:
    letters, tone = "", ""
    for char in unicodedata.normalize("NFD", found[0].replace("đ", "dd").replace("Đ", "DD")):
        key = _TELEX.get(char, char)
        if char == "\u0302":
            letters += letters[-1]
        elif key != char and key in _TONES:
            tone = key
        else:
            letters += key
    return letters + tone
