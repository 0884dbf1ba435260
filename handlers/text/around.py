"""What is said to the bot around a sentence of a report: the sentence alone, and where to.

nga  < à quên ghi vào mục sau nhé: nhiều người già không biết chữ
bot  > Ghi câu này vào mục I.2.T3 – ...? “nhiều người già không biết chữ”      [đúng] [sai]
mai  < ghi vào phần nguyên nhân: công chức ít người
bot  > Ghi câu này vào mục nào? “công chức ít người”                       [I.2.T1] [I.2.T2]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.report.forms import Indicator, Kind
from domain.words import fold
from domain.writing.text_named import is_code, lines_called
from handlers.text.which import TextPlace
from handlers.wording.understood import behind, parted, places, says
from storage.catalogue.words import folded

WORDS_OF_AN_ORDER = 14  # in front of the colon, at most
_CLAUSE = re.compile(r"[,;:.]\s+")
_LAST = re.compile(r"[,;.]\s+(?=[^,;.]*$)")
_WORD = re.compile(r"[\w.]+")


@dataclass(frozen=True, slots=True)
class ToldAround:
    """The sentence, and the words around it that are the bot's; `mends`: they want its spelling
    put right, which the bot never does."""

    words: str
    order: str
    instead: bool = False
    mends: bool = False


def read_around(text: str) -> ToldAround | None:
    """None for a text that is no order with a sentence; one that only adds is none either."""
    if "\n" in text.strip():
        return None
    front, colon, rest = text.partition(": ")
    if colon and rest.strip() and len(front.split()) <= WORDS_OF_AN_ORDER and _orders(front):
        return _around(rest, front)
    if (placed := _placed(text)) is not None:
        return placed
    cut = _LAST.search(text)
    if cut and _begins_with_order(text[cut.end() :]):
        return _around(text[: cut.start()], text[cut.end() :])
    return None


def _orders(front: str) -> bool:
    """ "ghi giùm chị", "thôi viết lại"; not "Hạn chế" or "Nguyên nhân"."""
    bare = without_small(front)
    return bool(places("writing_around", "order", front)) or says("writing_beside", "instead", bare)


def _begins_with_order(clause: str) -> bool:
    at = places("writing_around", "order", clause)
    return bool(at) and at[0] <= 2


def _placed(text: str) -> ToldAround | None:
    """ "ý mà thiếu, thêm ở mục trước là nhiều người già không biết dùng"."""
    bare = without_small(text)
    rest = behind("writing_around", "place_first", bare)
    if rest is None:
        return None
    if (linked := parted("writing_around", "is", rest)) is None:
        return None
    front, words = linked
    order = f"{bare[: len(bare) - len(rest)]}{front}"
    return _around(words, order) if len(front.split()) <= 3 else None


def _around(words: str, order: str) -> ToldAround:
    bare = without_small(order)
    return ToldAround(
        without_small(words.strip()),
        order,
        instead=says("writing_beside", "instead", bare),
        mends=bool(places("writing_around", "mends", order)),
    )


def without_small(text: str) -> str:
    """Without "khoan," "à quên," "thôi" in front."""
    said = text.strip()
    while True:
        found = _CLAUSE.search(said)
        if found and says("writing_around", "small", said[: found.start()]):
            said = said[found.end() :].strip()
            continue
        rest = behind("writing_around", "small", said)
        if rest is None or not _starts_an_order(rest):
            return said
        said = rest.strip()


def _starts_an_order(rest: str) -> bool:
    at = places("writing_around", "order", rest)
    return at[:1] == (0,) or behind("writing_beside", "instead", rest) is not None


def headings_meant(place: TextPlace, order: str) -> tuple[Indicator, ...] | None:
    """For which of the person's headings the order is: those whose codes it names, the first, the
    one before or behind, those that it calls by words of their name; the one that is asked where
    it names none. None where it names one that there is not."""
    part = place.part
    texts = [line for line in part.sheet.form.written if line.kind is not Kind.TABLE]
    own = [line for line in texts if line.owner in part.fields]
    coded = [line for code in codes_in(order) for line in lines_called(code, own)]
    if coded:
        return tuple(dict.fromkeys(coded))
    at = own.index(place.line) if place.line in own else 0
    spots = {"first": 0, "before": at - 1, "behind": at + 1, "end": len(own) - 1}
    for meaning, spot in spots.items():
        if places("writing_around", meaning, order):
            return (own[spot],) if 0 <= spot < len(own) else None
    return _called(place, own, order)


def codes_in(order: str) -> tuple[str, ...]:
    """The codes of headings that it names: "I.1.T2 và I.1.T6"."""
    said = (word.strip(".") for word in _WORD.findall(order))
    return tuple(word for word in said if "." in word and is_code(word))


def _called(place: TextPlace, own: Sequence[Indicator], order: str) -> tuple[Indicator, ...] | None:
    """ "phần nguyên nhân": the words behind the noun, as they stand in the names."""
    said = fold(order).replace(",", " ").split()
    nouns = [n for n, word in enumerate(said[:-1]) if word in folded("writing_around", "noun")]
    if not nouns:
        return (place.line,)
    words = said[nouns[-1] + 1 :]
    if words[0] in folded("writing_around", "this"):
        return (place.line,)
    for length in range(min(4, len(words)), 0, -1):
        name = " ".join(words[:length])
        found = [line for line in own if name in fold(place.part.sheet.short(line.code))]
        if found:
            return tuple(found)
    return None
