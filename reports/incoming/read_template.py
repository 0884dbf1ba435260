"""A report text out of a Word file that somebody has edited."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from domain.reading.cells import Opened

_KEYWORDS = re.compile(r"^nhacviec-mau[;\s]\s*(?P<name>[\w.-]+)$")
_MARKED = re.compile(r"\{[{%]")
_INSIDE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})
SHOWN = 40  # letters of a paragraph, by which it is found


@dataclass(frozen=True, slots=True)
class ReadTemplate:
    """The text, and where its paragraphs begin: by them a person finds a place in Word."""

    name: str  # of the report text, where the file tells
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """As a report text is kept."""
        return "\n\n".join(self.paragraphs) + "\n"

    def place(self, line: int) -> tuple[int, str]:
        """The number of the paragraph in which a line of the text stands, and how it begins."""
        starts, at = [], 1
        for paragraph in self.paragraphs:
            starts.append(at)
            at += paragraph.count("\n") + 2
        number = max(1, bisect_right(starts, line))
        words = " ".join(self.paragraphs[number - 1].split()) if self.paragraphs else ""
        return number, words if len(words) <= SHOWN else words[: SHOWN - 1] + "…"


def template_in(opened: Opened) -> ReadTemplate | None:
    """The report text in a document; None where it is none. Word makes typographic quotes of those
    that surround a code: inside the marks they are made plain again."""
    named = _KEYWORDS.match(opened.keywords.strip())
    marked = any(_MARKED.search(paragraph) for paragraph in opened.text)
    if opened.refused or opened.kind != "docx" or not (named or marked):
        return None
    return ReadTemplate(named["name"] if named else "", tuple(_plain(opened.text)))


def _plain(paragraphs: Sequence[str]) -> list[str]:
    return [
        _INSIDE.sub(lambda found: found[0].translate(_QUOTES), paragraph)
        for paragraph in paragraphs
    ]
