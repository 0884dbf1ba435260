"""The heads of the columns of figures, as they are printed and read again."""

from __future__ import annotations

from reports.document import Annex, ValueColumn
from reports.style import Style


def value_heads(annex: Annex, style: Style) -> tuple[str, ...]:
    """`Số liệu`; of several columns `Số liệu năm 2021 (a)` for each, `Số liệu chung` for the lines
    that have one figure."""
    if not annex.columns:
        return (style.words["value"],)
    return tuple(_head(column, style) for column in annex.columns)


def _head(column: ValueColumn, style: Style) -> str:
    if not column.letter:
        return style.words["value_alone"]
    return style.words["value_of"].format(words=column.words, letter=column.letter)
