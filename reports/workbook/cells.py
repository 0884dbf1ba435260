"""One cell of a sheet as its XML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from html import escape

DIGITS = 15  # what a spreadsheet keeps of a number
_ESCAPE = re.compile("_x[0-9A-Fa-f]{4}_")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_ODD = re.compile("[&<>_\x00-\x08\x0b-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class CellError:
    """What is shown in place of a value: "#DIV/0!"."""

    shown: str


@dataclass(frozen=True, slots=True)
class SharedWords:
    """Words that stand in the table of the workbook, by their number."""

    number: int


Written = Decimal | str | bool | CellError | None


def cell_element(head: bytes, name: bytes, formula: bytes, value: Written | SharedWords) -> bytes:
    """The cell with a value. `head` is its tag up to the last attribute, without the kind of the
    value; `formula` is an element that stays in it."""
    prefix = name[:-1]  # "x:" of "x:c"
    kind, inner = _value(value, prefix, with_formula=bool(formula))
    if not formula and not inner:
        return head + b"/>"
    return b"%b%b>%b%b</%b>" % (head, kind, formula, inner, name)


def _value(
    value: Written | SharedWords, prefix: bytes, *, with_formula: bool
) -> tuple[bytes, bytes]:
    """How the kind of a value is told, and its element."""
    match value:
        case None:
            return b"", b""
        case SharedWords():
            return b' t="s"', _told(prefix, b"%d" % value.number)
        case bool():
            return b' t="b"', _told(prefix, b"1" if value else b"0")
        case Decimal():
            return b"", _told(prefix, number_words(value).encode())
        case CellError():
            return b' t="e"', _told(prefix, words_in_xml(value.shown))
    words = words_in_xml(value)
    if with_formula:
        return b' t="str"', _told(prefix, words)
    return b' t="inlineStr"', b"<%bis><%bt>%b</%bt></%bis>" % (
        prefix,
        prefix,
        words,
        prefix,
        prefix,
    )


def _told(prefix: bytes, value: bytes) -> bytes:
    return b"<%bv>%b</%bv>" % (prefix, value, prefix)


def words_in_xml(words: str) -> bytes:
    """Words as they may stand in a part of a workbook; a letter that XML does not take is told by
    its number, as spreadsheets do."""
    if not _ODD.search(words):  # most words, and it is quicker to see than to do
        return words.encode()
    told = _CONTROL.sub(lambda at: f"_x{ord(at[0]):04X}_", _ESCAPE.sub(r"_x005F\g<0>", words))
    return escape(told, quote=False).encode()


def number_words(number: Decimal) -> str:
    """The number as a spreadsheet keeps it."""
    rounded = Decimal(format(number, f".{DIGITS}g"))
    return format(rounded.normalize(), "f") if rounded else "0"
