"""Short answers that are no number: "kps", "chưa", "bq", "nkt", "0 hết"."""

from __future__ import annotations

import re
from enum import StrEnum

from domain.words import FoundPhrase, SplitWord, Vocabulary, words


class Shortcut(StrEnum):
    """What a short answer stands for, of one figure or of a whole block."""

    NONE_ARISEN = "none_arisen"  # không phát sinh
    NOTHING = "nothing"  # không có: most likely the same
    BARE_NO = "bare_no"  # không: 0, or no figures
    NOT_YET = "not_yet"  # chưa có số liệu
    SKIP = "skip"  # bỏ qua
    AS_BEFORE = "as_before"  # như kỳ trước
    ALL_ZERO = "all_zero"  # 0 hết
    EXPLAIN = "explain"  # giải thích


_NO = ("không", "ko", "k", "kg", "hông", "hok", "khg", "0")
_NOUNS = ("", " gì", " nào", " hồ sơ", " hồ sơ nào", " trường hợp", " trường hợp nào", " hs")
_COUNTED = (
    "cuộc", "người", "hồ sơ", "văn bản", "nhiệm vụ", "trường hợp", "vụ", "thủ tục", "đơn vị",
    "vấn đề", "lượt", "buổi", "phiếu", "cái", "đồng chí", "việc",
)  # fmt: skip
_PERIODS = ("kỳ", "kì", "quý", "lần", "tháng", "đợt")

SHORTCUTS: Vocabulary[Shortcut] = Vocabulary(
    {
        Shortcut.NONE_ARISEN: (
            "kps", "kpsinh", "ko psinh", "không phát sinh trong kỳ", "không phát sinh mới",
            *(f"{no} {arisen}" for no in _NO for arisen in ("ps", "có ps", "có phát sinh")),
            *(f"{no} phát sinh{noun}" for no in _NO for noun in _NOUNS),
        ),
        Shortcut.NOTHING: (
            "chưa phát sinh", "chưa ps", *(f"{no} có{noun}" for no in _NO for noun in _NOUNS),
            *(f"{no} {noun} nào" for no in _NO for noun in _COUNTED),
            *(f"{no} có {noun} nào" for no in _NO for noun in _COUNTED),
        ),
        Shortcut.BARE_NO: ("không", "ko", "k", "kg", "hông", "hok", "khg", "no", "kô"),
        Shortcut.NOT_YET: (
            "chưa", "chưa có", "chưa có số liệu", "chưa có sl", "chưa có số", "chưa số liệu", "ch",
            "chưa rõ", "chưa biết", "chưa nắm", "chưa thống kê", "chưa tổng hợp", "để trống",
            "trống", "đang tổng hợp", "chưa tổng hợp xong", "chưa thống kê xong", "chưa có đâu",
            *(f"{no} {known}" for no in ("không", "ko", "k") for known in (
                "biết", "rõ", "có số liệu", "có sl", "có số",
            )),
        ),
        Shortcut.SKIP: ("bỏ qua", "bq", "boqua", "/boqua", "/bq", "bỏ qua ô này", "xin bỏ qua"),
        Shortcut.AS_BEFORE: (
            "nkt", "nqt", "như cũ", "vẫn như cũ", "giữ nguyên", "không đổi", "không thay đổi",
            "ko đổi", "như trước",
            *(
                f"{how} {period} {when}"
                for how in ("như", "giống", "bằng", "theo", "giống như", "y như", "vẫn như", "số")
                for period in _PERIODS
                for when in ("trước", "rồi")
            ),
        ),
        Shortcut.ALL_ZERO: (
            "0 hết", "0 hết cả", "0 tất cả", "0 cả", "0 toàn bộ", "0 tất", "toàn 0", "đều 0",
            "tất cả 0", "tất cả là 0", "tất cả bằng 0", "tất cả đều 0", "tất cả đều bằng 0",
            "toàn bộ 0", "toàn bộ bằng 0", "toàn bộ là 0", "đều bằng 0", "đều là 0", "bằng 0 hết",
            "bằng 0 tất cả", "là 0 hết", "o hết", "o tất cả", "tất cả o",
        ),
        Shortcut.EXPLAIN: ("giải thích", "là gì", "nghĩa là gì", "hướng dẫn", "help", "là sao"),
    }
)  # fmt: skip

FOR_MANY = {
    Shortcut.NONE_ARISEN,
    Shortcut.NOTHING,
    Shortcut.NOT_YET,
    Shortcut.SKIP,
    Shortcut.AS_BEFORE,
    Shortcut.ALL_ZERO,
}
"""The short answers that one word gives for a whole block or section."""


REST = Vocabulary(
    {
        True: (
            "còn lại", "còn lại thì", "phần còn lại", "số còn lại", "các số còn lại", "mục còn lại",
            "các mục còn lại", "những mục còn lại", "tất cả các mục còn lại", "mọi mục", "các mục",
            "tất cả các mục", "tất cả mục còn lại", "mọi mục còn lại", "còn lại đều", "mọi mục đều",
            "các mục còn lại đều", "tất cả các mục đều", "còn lại là", "mấy mục còn lại",
        )
    }
)  # fmt: skip
"""What is named when all that is still open is meant."""


def shortcut(said: tuple[SplitWord, ...]) -> FoundPhrase[Shortcut] | None:
    """The short answer that the whole text is, None for anything else."""
    return SHORTCUTS.find(said)


_ALL_BEFORE = Vocabulary({True: ("tất cả", "tất cả đều", "cả mục", "mục này", "toàn bộ", "đều")})
_ALL_BEHIND = Vocabulary({True: ("hết", "hết cả", "tất cả", "gì cả", "cả", "tất", "cả mục", "ạ")})


def word_for_all(line: str) -> FoundPhrase[Shortcut] | None:
    """The short answer of a line that speaks for a whole block: "kps", "tất cả kps", "kps hết"."""
    said = words(line)
    if found := shortcut(said):
        return found
    for length in (3, 2, 1):
        if _ALL_BEFORE.find(said[:length]) and (found := shortcut(said[length:])):
            return found
        if _ALL_BEHIND.find(said[-length:]) and (found := shortcut(said[:-length])):
            return found
    return None


_HOW_MUCH_BEFORE = Vocabulary({True: ("tất cả", "tất cả đều", "toàn bộ", "đều")})
_HOW_MUCH_BEHIND = Vocabulary({True: ("hết", "hết cả", "tất cả", "cả", "tất", "toàn bộ")})


def meant_for_all(line: str) -> bool:
    """Is a short answer said to hold for everything: "như kỳ trước hết", "tất cả kps"?"""
    said = words(line)
    if shortcut(said):
        return False
    for length in (3, 2, 1):
        if _HOW_MUCH_BEFORE.find(said[:length]) and shortcut(said[length:]):
            return True
        if _HOW_MUCH_BEHIND.find(said[-length:]) and shortcut(said[:-length]):
            return True
    return False


# The word "ước" beside figures: whoever types it says that they are estimates.
_ESTIMATE = r"(?:ước|uoc|uwowcs)(?: (?:tính|tinh|đạt|dat|thực hiện|thuc hien|là|la))?"
_ESTIMATE_BEFORE = re.compile(rf"(?:(?<=^)|(?<=[\s=:;,|(])){_ESTIMATE}[ :]*(?=[0-9])")
_ESTIMATE_BEHIND = re.compile(rf"(?<=[0-9])\s*[(,]?\s*{_ESTIMATE}\s*\)?(?=\s*(?:[;,.|]|$))")


def without_estimate(line: str) -> tuple[str, bool]:
    """A line of figures without the word, and whether it was there.

    >>> without_estimate("ước tính 14 14 0 0"), without_estimate("4.1 = 14 (ước)")
    (('14 14 0 0', True), ('4.1 = 14', True))
    >>> without_estimate("điều ước quốc tế: 2")
    ('điều ước quốc tế: 2', False)
    """
    plain = _ESTIMATE_BEHIND.sub("", _ESTIMATE_BEFORE.sub("", line))
    return (plain, True) if plain != line else (line, False)


# A row that its sender takes back at once, and the one that is meant.
_SLIP = re.compile(
    r"[0-9 ]+[,.;]?\s(?:à|a|ah)?\s*(?:nhầm|nham|lộn|lon|quên|quen|sai)(?:\s(?:rồi|roi))?"
    r"[,.:;]?\s(?:là |la )?(?P<meant>[0-9 ]+)"
)


def behind_slip(line: str) -> str:
    """The row that is meant where a line of two rows takes the first one back; else empty.

    >>> behind_slip("14 14 0 0 à nhầm 15 14 1 0"), behind_slip("15 14 1 0")
    ('15 14 1 0', '')
    """
    return _meant(_SLIP, line)


# A no in front of figures takes back what was said before; it is no figure of the row.
_NO_BEFORE = re.compile(
    r"(?:(?:à|a|ah|ờ|dạ|da|ý|ủa)\s)?(?:không|khong|ko|kg|hông|hong|hổng)(?:\s(?:phải|phai))?"
    r"(?:\s(?:ạ|rồi|nha|nhé))?\s*[,.;]\s+(?P<meant>\d.*)"
)


def behind_no(line: str) -> str:
    """The figures behind a no with which a line begins; empty where it does not.

    >>> behind_no("à không, 2 tỷ 530"), behind_no("không 14 0 0")
    ('2 tỷ 530', '')
    """
    return _meant(_NO_BEFORE, line)


def _meant(taking_back: re.Pattern[str], line: str) -> str:
    found = taking_back.fullmatch(line)
    return found["meant"].strip() if found else ""
