"""The code that stands on a printed invitation, as the person who holds the page reads it."""

from __future__ import annotations

import html
import re
from pathlib import Path

_ONE = re.compile(r"<section>(.*?)</section>", re.DOTALL)
_NAME = re.compile(r"<h2>([^<,]+)")
_CODE = re.compile(r'class="code">([^<]+)<')


def code_of(name: str, folder: Path) -> str | None:
    """The code of a person on the pages in a folder and below it; None where there is none."""
    for page in sorted(folder.glob("**/*.html")):
        for section in _ONE.findall(page.read_text("utf-8")):
            named, code = _NAME.search(section), _CODE.search(section)
            if named and code and html.unescape(named[1]).strip() == name:
                return str(code[1])
    return None
