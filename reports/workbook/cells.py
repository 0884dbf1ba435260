"""One cell of a sheet as its XML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape

DIGITS = 15  # what a spreadsheet keeps of a number
_ESCAPE = re.compile("_x[0-9A-Fa-f]{4}_")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class CellError:
    """What is shown in place of a value: "#DIV/0!"."""

    shown: str


Written = Decimal | str | bool | CellError | None


def cell_element(head: bytes, name: bytes, formula: bytes, value: Written) -> bytes:
    """The cell with a value. `head` is its tag up to the last attribute, without the kind of the
    value; `formula` is an element that stays in it."""
    prefix = name[: name.rfind(b":") + 1] if b":" in name else b""
    kind, inner = _value(value, prefix, with_formula=bool(formula))
    if not formula and not inner:
        return head + b"/>"
    return head + kind + b">" + formula + inner + b"</" + name + b">"


def _value(value: Written, prefix: bytes, *, with_formula: bool) -> tuple[bytes, bytes]:
    def told(words: bytes, tag: bytes = b"v") -> bytes:
        tag = prefix + tag
        return b"<" + tag + b">" + words + b"</" + tag + b">"

    match value:
        case None:
            return b"", b""
        case bool():
            return b' t="b"', told(b"1" if value else b"0")
        case Decimal():
            return b"", told(number_words(value).encode())
        case CellError():
            return b' t="e"', told(words_in_xml(value.shown))
    if with_formula:
        return b' t="str"', told(words_in_xml(value))
    inner = told(words_in_xml(value), b"t")
    return b' t="inlineStr"', b"<" + prefix + b"is>" + inner + b"</" + prefix + b"is>"


def words_in_xml(words: str) -> bytes:
    """Words as they may stand in a part of a workbook; a letter that XML does not take is told by
    its number, as spreadsheets do."""
    told = _CONTROL.sub(lambda at: f"_x{ord(at[0]):04X}_", _ESCAPE.sub(r"_x005F\g<0>", words))
    return escape(told).encode()


def number_words(number: Decimal) -> str:
    """The number as a spreadsheet keeps it."""
    rounded = Decimal(format(number, f".{DIGITS}g"))
    return format(rounded.normalize(), "f") if rounded else "0"
