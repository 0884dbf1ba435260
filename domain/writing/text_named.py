"""A heading or a register that is named in front of what is written: "ý kiến II.2: …"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.report.forms import Indicator
from domain.words import Vocabulary, fold, words

_CODE = re.compile(r"((?:[ivxl]+(?:\.[a-z0-9]{1,3})*|\d{1,2}(?:\.[a-z0-9]{1,3})*))[.:)]*", re.I)
_SUFFIX = re.compile(r"\.?[TB](?=[a-z]?\d*$)")
_ROW = re.compile(r"\s*dong (\d{1,3})\b")
_COLON = re.compile(r"[^:\n]{0,40}:|\s*$")
BEFORE_CODE = 5  # words that may stand in front of the code: "cho em viết thêm mục II.2"
BEFORE_COLON = 5  # words between the code and the colon: "mục II.1 để tôi viết: …"


class TextAct(StrEnum):
    """What is to be done with a text; the words for it stand in the catalogue."""

    WRITE = "write"  # one more passage
    ADD = "add"
    REWRITE = "rewrite"  # in place of what stands
    REMOVE = "remove"
    SHOW = "show"


@dataclass(frozen=True, slots=True)
class TextNamed:
    """`named` as typed, `row` of a register where one is named, and what stands behind; `plain`:
    no word in front says that a text is meant."""

    act: TextAct
    named: str
    words: str = ""
    row: int = 0
    plain: bool = False


def read_named(text: str, known: Vocabulary[str]) -> TextNamed | None:
    """The heading with which a text begins; None where it begins with none."""
    acts, rest = _acts(text, known)
    found = _CODE.match(rest)
    if found is None or (rest[found.end() : found.end() + 1] or " ") not in " \n\t":
        return None
    behind = rest[found.end() :]
    said = [act for act in acts if act != TextAct.WRITE]
    act = TextAct(said[-1] if said else TextAct.WRITE)
    row, behind = _row(behind)
    between = behind.partition(":")[0] if ":" in behind else ""
    if later := [act for act in _acts(between, known)[0] if act != TextAct.WRITE]:
        act = TextAct(later[-1])  # "ý kiến X.Tb viết lại: …"
    colon = found[0].endswith(":")
    if found[1].isdigit() and not colon and not _COLON.match(behind):
        return None
    return TextNamed(act, found[1], _written(behind, colon, bool(acts)), row, not acts)


def is_code(text: str) -> bool:
    """True for the code of a heading, or of a figure, and nothing beside it."""
    return _CODE.fullmatch(text.strip()) is not None


def _acts(text: str, known: Vocabulary[str]) -> tuple[list[str], str]:
    """The words in front of the code, the longest first, and what stands behind them."""
    acts, rest = [], text.lstrip()
    for _ in range(BEFORE_CODE):
        for length in range(min(known.longest, len(rest.split())), 0, -1):
            taken = rest.split(None, length)
            meant = known.find(words(" ".join(taken[:length]).lower().strip(":,")))
            if meant is not None:
                acts.append(meant.meaning)
                rest = taken[length] if len(taken) > length else ""
                break
        else:
            break
    return acts, rest


def _row(behind: str) -> tuple[int, str]:
    found = _ROW.match(fold(behind[:12]))
    return (int(found[1]), behind[found.end() :]) if found else (0, behind)


def _written(behind: str, colon: bool, called: bool) -> str:
    if colon:
        return behind.strip()
    front, sign, rest = behind.partition(":")
    if sign and called and "\n" not in front and len(front.split()) <= BEFORE_COLON:
        return rest.strip()
    return behind.lstrip(" -–:=").strip()


def lines_called(named: str, lines: Iterable[Indicator], near: str = "") -> tuple[Indicator, ...]:
    """The headings and registers that a code can mean: by its whole code, without the letter of
    the text, or by its last number, of those beside `near` first.

    "I.1.T2" is called I.1.T2, I.1.2, or 2.
    """
    typed, every = named.strip(".:)").lower(), tuple(lines)
    if whole := tuple(line for line in every if line.code.lower() == typed):
        return whole
    if bare := tuple(line for line in every if _bare(line.code).lower() == typed):
        return bare
    if not typed.isdigit():
        return ()
    found = tuple(line for line in every if _bare(line.code).rpartition(".")[2] == typed)
    stem = near.rpartition(".")[0]
    return tuple(line for line in found if line.code.rpartition(".")[0] == stem) or found


def _bare(code: str) -> str:
    """I.1.T2 -> I.1.2, II.T3 -> II.3, I.1.T -> I.1, I.1.Tb -> I.1.b"""
    found = _SUFFIX.search(code)
    if found is None:
        return code
    rest = code[found.end() :]
    return code[: found.start()] + (f".{rest}" if rest else "")
