"""What people write under a heading, and the rows of a register: as figures, and changed piecewise.

A text is kept as its paragraphs, one a line; a register as its rows, the cells between tabs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from domain.report.figures import Figure, State

FEWEST_WORDS = 5  # of a text that says something
_ENDS = (".", "!", "?", ":", ";", "”", '"', ")")
_MARK = re.compile(r"[-+•*–]\s")
_SPACES = re.compile(r"[^\S\n]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

Rows = tuple[tuple[str, ...], ...]


def text_figure(code: str, words: str) -> Figure:
    """A text as it stands under a heading."""
    return Figure(code, State.VALUE, Decimal(len(words.split())), words)


def table_figure(code: str, rows: Rows) -> Figure:
    """The rows of a register."""
    words = "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)
    return Figure(code, State.VALUE, Decimal(len(rows)), words)


def rows_of(figure: Figure | None) -> Rows:
    """The rows of a register; none where none was given."""
    if figure is None or not figure.words:
        return ()
    return tuple(tuple(line.split("\t")) for line in figure.words.split("\n"))


def paragraphs(words: str) -> tuple[str, ...]:
    """The paragraphs of a text; what was put in front of each as a dash is told by the form."""
    return tuple(line for line in map(str.strip, words.split("\n")) if line)


def passage(typed: str) -> str:
    """What somebody has typed or pasted, as it is kept: spaces single, no empty lines, and the
    sign that a word processor puts in front of an item as a dash."""
    plain = _CONTROL.sub(" ", typed.replace("\r", "\n"))
    lines = (_SPACES.sub(" ", line).strip() for line in plain.split("\n"))
    return "\n".join(
        _MARK.sub("- ", line, count=1) if _MARK.match(line) else line for line in lines if line
    )


def unquoted(words: str) -> str:
    """What stands in quotes, where nothing stands outside of them."""
    quoted = len(words) > 2 and words[0] in '"“' and words[-1] in '"”'
    return words[1:-1].strip() if quoted and '"' not in words[1:-1] else words


def joined(words: str, added: str, sign: str = "") -> str:
    """A text with one more passage: in the same paragraph where the one before it is no whole
    sentence, or the new one begins in the middle of one; then behind the sign, if one is needed.

    >>> joined("nên phải làm tay,", "rất vất vả")
    'nên phải làm tay, rất vất vả'
    """
    if not words:
        return added
    whole = words.endswith(_ENDS)
    if _MARK.match(added) or (whole and not added[:1].islower()):
        return f"{words}\n{added}"
    return f"{words}{sign if words[-1].isalnum() else ''} {added}"


def replaced(words: str, old: str, new: str) -> str | None:
    """A text with one passage of it in other words, or without it; None where that passage is not
    in it any more."""
    if not old or old not in words:
        return None
    before, _, after = words.partition(old)
    if new:
        return before + new + after
    return joined(before.rstrip(), after.strip()) if after.strip() else before.rstrip()


def appended(old: str, new: str) -> str:
    """The passage by which a text has grown, wherever it stands; empty where words were lost.

    >>> appended("Một. Hai.", "Một. Ba. Hai."), appended("Một.", "Hai.")
    ('Ba.', '')
    """
    front, behind = _same(old, new)
    return new[front : len(new) - behind].strip() if front + behind == len(old) else ""


def _same(old: str, new: str) -> tuple[int, int]:
    """How many letters are the same in front, and behind that."""
    front = _in_common(old, new)
    return front, _in_common(old[front:][::-1], new[front:][::-1])


def _in_common(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def undone(now: Figure | None, old: Figure | None, new: Figure | None) -> Figure | None:
    """What stands once a change is taken back: the figure of before, or, where others have written
    on since, their words without the passage that it had brought; None where that cannot be told.
    """
    if now is None or new is None or not new.words:
        return None
    before = old.words if old else ""
    brought = appended(before, new.words)
    words = replaced(now.words, brought, "") if brought else None
    return text_figure(now.code, words) if words else None


def brought_in(old: str, new: str) -> str:
    """The words that a change has brought, without what stands the same in front and behind."""
    front, behind = _same(old, new)
    return new[front : len(new) - behind].strip()


def is_brief(words: str) -> bool:
    """Too few words to say something."""
    return len(words.split()) < FEWEST_WORDS


def without(rows: Rows, gone: Iterable[int]) -> Rows:
    """The rows without those of these places, counted from 1."""
    places = set(gone)
    return tuple(row for place, row in enumerate(rows, start=1) if place not in places)
