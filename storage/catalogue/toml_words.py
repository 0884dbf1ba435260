"""What is wrong with a text that is no TOML, in words and with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

_KINDS = (
    (r"Expected '='", "no_equals"),
    (r"Expected newline|Invalid statement|Invalid initial character", "no_statement"),
    (r"Unterminated|Expected .['\"]{3}|Illegal character", "open_quote"),
    (r"Unclosed array|Expected '\]", "open_bracket"),
    (r"Unclosed inline table", "open_brace"),
    (r"Cannot|Duplicate", "twice"),
)
"""How the parser begins its messages -> the id of ours."""


def toml_words(error: tomllib.TOMLDecodeError, texts: Mapping[str, str]) -> str:
    """The parser's message in the words of `[toml]`; what it says otherwise is a wrong value."""
    said = str(error)
    place = re.search(r"at line (\d+), column (\d+)", said)
    kind = next((name for pattern, name in _KINDS if re.match(pattern, said)), "value")
    if place is None:
        return texts["toml.at_end"].format(what=texts[f"toml.{_at_end(kind)}"])
    what = texts[f"toml.{kind}"]
    return texts["toml.at_line"].format(line=place[1], column=place[2], what=what)


def _at_end(kind: str) -> str:
    """Where a text ends in the middle of a value, that is what is wrong with it."""
    return kind if kind == "twice" else "cut"
