"""The names of columns: A, B, …, Z, AA."""

from __future__ import annotations


def column_number(letters: str) -> int:
    """`A` -> 0, `AA` -> 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_name(column: int) -> str:
    """0 -> `A`, 26 -> `AA`."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
