"""What counts as a yes, as a no, as "leave it", and as a reason."""

from __future__ import annotations

import re

from domain.words import Vocabulary, clean, fold, words

YES, NO, DROP = "yes", "no", "drop"
ANSWERS: Vocabulary[str] = Vocabulary(
    {
        YES: (
            "đúng", "đúng rồi", "đúng vậy", "đúng thế", "đúng đó", "đúng đấy", "phải", "phải rồi",
            "vâng", "dạ", "ừ", "uh", "um", "uk", "uhm", "ừm", "ok", "oke", "okay", "okie", "oki",
            "okla", "yes", "y", "yep", "có", "đồng ý", "chính xác", "chuẩn", "chuẩn rồi",
            "chuẩn luôn", "đã đúng", "đúng r", "dung r", "ok rồi", "nhất trí", "chốt", "chốt luôn",
            "được", "được rồi", "duoc", "phải đó", "đúng như vậy", "dạ có", "đúng ý", "đúng số đó",
            "ghi đi", "ừ đúng", "ok đúng", "đúng hết", "xác nhận",
        ),
        NO: (
            "sai", "sai rồi", "sai r", "không phải", "không đúng", "không", "ko", "k", "kh", "hk",
            "no", "nope", "chưa đúng", "nhầm", "nhầm rồi", "nhầm r", "ko phải", "ko đúng",
            "không phải vậy", "không phải thế", "không đồng ý", "đâu có", "sai số", "sai mất rồi",
            "k phải", "k đúng", "hk phải", "hong", "hông", "hổng phải", "chưa", "đâu phải",
            "không đúng rồi", "lộn rồi", "bậy rồi", "không ghi", "đừng ghi", "chưa chính xác",
        ),
        DROP: (
            "thôi", "hủy", "hủy đi", "hủy bỏ", "bỏ", "bỏ đi", "bỏ qua", "thôi bỏ", "thôi bỏ đi",
            "thôi khỏi", "khỏi", "khỏi đi", "dừng", "dừng lại", "thôi không cần", "không cần",
            "không cần nữa", "thôi không", "cancel", "bq",
        ),
    }
)  # fmt: skip
_BEFORE = ("da", "vang", "u", "uh", "uk", "um", "ok", "oke", "a", "thi")
_BEHIND = (
    "a", "nhe", "nha", "nghe", "em", "bot", "roi", "r", "oi", "ban", "chau", "do", "day", "nghen",
    "hen", "luon", "e", "c", "chi", "anh", "co", "chu", "bac", "di", "ha", "vay", "the", "nhi",
)  # fmt: skip
_MARKS = re.compile(r"[\U0001f000-\U0001faff☀-➿️‍]")
_THUMB = re.compile("[\U0001f44d\U0001f44c✅✔]")


def read_verdict(text: str) -> str:
    """YES, NO, DROP, or "" for a text that is none of them; words of politeness do not matter.

    >>> read_verdict("Dạ đúng rồi ạ"), read_verdict("ko phải em ơi"), read_verdict("thôi bỏ đi")
    ('yes', 'no', 'drop')
    >>> read_verdict("đúng không?"), read_verdict("14 14 0 0"), read_verdict("👍")
    ('', '', 'yes')
    """
    said = clean(text).lower()
    if "?" in said:
        return ""
    plain = _MARKS.sub(" ", said).strip(" .,!;~")
    if not plain:
        return YES if _THUMB.search(said) else ""
    tokens = words(plain)
    for front in range(min(3, len(tokens))):
        if any(fold(word.base) not in _BEFORE for word in tokens[:front]):
            break
        for back in range(len(tokens), front, -1):
            if any(word.base not in _BEHIND for word in tokens[back:]):
                break
            if found := ANSWERS.find(tokens[front:back]):
                return found.meaning
    return ""


YES_WORDS = frozenset(
    [
        "dung",
        "dung roi",
        "dung vay",
        "dung the",
        "phai",
        "phai roi",
        "vang",
        "da",
        "u",
        "uh",
        "um",
        "ok",
        "oke",
        "okay",
        "yes",
        "y",
        "co",
        "dong y",
        "chinh xac",
        "chuan",
        "dung a",
        "vang a",
        "da dung",
        "chuan roi",
    ]
)


NO_WORDS = frozenset(
    [
        "sai",
        "sai roi",
        "khong phai",
        "khong dung",
        "khong",
        "ko",
        "no",
        "chua dung",
        "nham",
        "nham roi",
        "ko phai",
        "ko dung",
    ]
)


SHORTEST_REASON = 3
