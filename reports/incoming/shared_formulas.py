"""A formula that several cells share: written once, meant from each cell's own place."""

from __future__ import annotations

import re

from reports.incoming.columns import column_name, column_number

_PIECE = re.compile(
    r"""(?P<kept>"[^"]*"|'[^']*'!)"""
    r"""|(?<![A-Za-z0-9_.])(?P<fixed_c>\$?)(?P<letters>[A-Za-z]{1,3})(?P<fixed_r>\$?)"""
    r"""(?P<digits>[1-9][0-9]{0,6})(?![A-Za-z0-9_.(!])"""
)


def shifted(formula: str, rows: int, columns: int) -> str:
    """The formula as it stands so many rows below and columns beside where it was written.

    >>> shifted("SUM(B5:$C5)/D$4", 2, 1)
    'SUM(C7:$C7)/E$4'
    """

    def moved(piece: re.Match[str]) -> str:
        if piece["kept"]:
            return piece[0]
        letters, digits = piece["letters"].upper(), piece["digits"]
        if not piece["fixed_c"]:
            letters = column_name(max(column_number(letters) + columns, 0))
        if not piece["fixed_r"]:
            digits = str(max(int(digits) + rows, 1))
        return f"{piece['fixed_c']}{letters}{piece['fixed_r']}{digits}"

    return _PIECE.sub(moved, formula)
