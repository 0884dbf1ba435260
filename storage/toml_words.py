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
    kind = next((name for pattern, name in _KINDS if re.match(pattern, said)), "value")
    what = texts[f"toml.{kind}"]
    place = re.search(r"at line (\d+), column (\d+)", said)
    if place is None:
        return texts["toml.at_end"].format(what=what)
    return texts["toml.at_line"].format(line=place[1], column=place[2], what=what)
