"""What is said in the place of something else that was shown and has not gone out.

quynh < giao phù ủng thống kê lao động trước 20/9
quynh < không phải phù ủng mà đa lộc
quynh < nhầm, 25/9
"""

from __future__ import annotations

from domain.reading.spoken import NUMBER_WORDS
from domain.words import clean, without_rim
from handlers.wording.other_day import behind_slip
from handlers.wording.understood import behind, parted
from storage.catalogue.words import folded


def in_place_of(text: str) -> tuple[str, str] | None:
    """What is denied and what is meant: "không phải A mà B", "B chứ không phải A", "đổi A thành
    B"; None for any other text."""
    said = without_slip(text)
    for front, middle in (("denied", "but"), ("change", "into")):
        rest = behind("in_place", front, said)
        if rest is not None and (parts := _parted(middle, rest)):
            return parts
        if front == "denied" and rest is not None and "," in rest:
            wrong, _, right = rest.partition(",")
            return (wrong.strip(), right.strip()) if right.strip() else None
    right, wrong = _parted("rather_than", said) or ("", "")
    return (wrong, right) if right else None


def without_slip(text: str) -> str:
    """The words without "à nhầm," in front and without what means nothing at the end: "ủa thêm Đa
    Lộc nữa" -> "thêm Đa Lộc"."""
    plain = clean(text).strip(" .!")
    said = behind_slip(plain) or plain
    front = folded("other_day", "before") | folded("in_place", "front")
    end = folded("sentence", "polite") | folded("other_day", "end") | folded("in_place", "end")
    end -= NUMBER_WORDS  # "lắm" is no "lăm"
    return without_rim(said, front, end).strip(" ,.")


def behind_a_slip(text: str) -> str:
    """What is meant where the text begins with a slip, "à nhầm, 20/9"; otherwise all of it."""
    return text if behind_slip(text) is None else without_slip(text)


def _parted(meaning: str, text: str) -> tuple[str, str] | None:
    parts = parted("in_place", meaning, text)
    return (parts[0].strip(" ,"), parts[1].strip(" ,")) if parts else None
