"""A whole number in words anywhere in a sentence: "năm", "mười lăm", "ba mươi"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from domain.reading.spoken import below_thousand, sign, signs
from domain.words import SplitWord, word


def number_said(syllables: Sequence[str]) -> int | None:
    """The number that all these words say together; None where they say none, or several.

    >>> number_said(["muoi", "lam"]), number_said(["viec"])
    (15, None)
    """
    found, _ = signs([word(each) for each in syllables])
    spoken = below_thousand(found) if found else None
    return spoken.value if spoken and not spoken.others else None


def cuts_into(said: Sequence[SplitWord], count: int) -> list[tuple[int, ...]]:
    """Every way in which number words are exactly so many numbers, the likelier first.

    >>> from domain.words import words
    >>> cuts_into(words("mười bốn mười bốn không không"), 4)
    [(14, 14, 0, 0)]
    >>> cuts_into(words("một trăm hai mươi"), 4), cuts_into(words("mot tram hai muoi"), 1)
    ([], [(120,)])
    """
    found = "".join(map(_sign, said))
    if not found or len(found) != len(said) or len(found) > _LONGEST:
        return []
    return list(dict.fromkeys(_cuts(found, count)))


def grouped(said: Sequence[SplitWord], count: int) -> list[tuple[int, ...]]:
    """Every way in which digits that are read out one by one are so many numbers, none of which
    begins with a zero; none where each digit is a number of its own.

    >>> from domain.words import words
    >>> grouped(words("ba bảy không"), 2)
    [(37, 0)]
    >>> grouped(words("ba bảy sáu"), 2), grouped(words("ba bảy"), 2)
    ([(3, 76), (37, 6)], [])
    """
    digits = "".join(map(_sign, said)).replace("t", "4")
    if len(digits) != len(said) or not digits.isdecimal() or not count < len(digits) <= _READ_OUT:
        return []
    return list(_groups(digits, count))


def _groups(digits: str, count: int) -> Iterator[tuple[int, ...]]:
    if count == 1:
        yield from [(int(digits),)] if digits == "0" or digits[:1] != "0" else []
        return
    longest = 1 if digits.startswith("0") else len(digits) - count + 1
    for end in range(1, longest + 1):
        for rest in _groups(digits[end:], count - 1):
            yield (int(digits[:end]), *rest)


_READ_OUT = 12  # digits
_LONGEST = 24
_EITHER = "X"  # "muoi" without its mark: ten, or tens


def _sign(syllable: SplitWord) -> str:
    if syllable.base == "muoi" and not syllable.tone:
        return _EITHER
    return sign(syllable)


def _cuts(found: str, count: int) -> list[tuple[int, ...]]:
    if count == 0:
        return [()] if not found else []
    return [
        (value, *rest) for end, value in _heads(found) for rest in _cuts(found[end:], count - 1)
    ]


def _heads(found: str) -> list[tuple[int, int]]:
    """The numbers with which the signs may begin, each with its end; of "một trăm hai mươi" only
    the whole one."""
    ends = range(1, min(6, len(found)) + 1)
    heads = [(end, value) for end in ends if (value := _value(found[:end])) is not None]
    whole = [(end, value) for end, value in heads if _is_one(found[:end])]
    sure = [(end, value) for end, value in whole if not _has_others(found[:end])]
    return sure[-1:] or [head for head in heads if found[head[0] : head[0] + 1] != "T"]


def _is_one(signs_: str) -> bool:
    """Nobody parts "mười chín", "một trăm hai mươi"; "hai muoi chin" may be 2 and 19."""
    return ("T" in signs_ and len(signs_) > 2) or (len(signs_) > 1 and "M" in signs_)


def _has_others(signs_: str) -> bool:
    """ "một trăm hai": 120, or 102, or two numbers."""
    spoken = below_thousand(signs_.replace(_EITHER, "m"))
    return spoken is None or bool(spoken.others)


def _value(signs_: str) -> int | None:
    """One number; "bốn ba" is two, not forty-three."""
    if signs_ == "0":
        return 0
    for meant in ("M", "m"):
        spoken = below_thousand(signs_.replace(_EITHER, meant))
        if spoken and (spoken.sure or len(signs_) == 1 or set(signs_) & set("MmTX")):
            return spoken.value
    return None
