"""A report on paper: a .docx taken apart into what its readers see, and how each piece looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

COPIES = "Nơi nhận:"
KIND = "BÁO CÁO"


def look(paragraph: Any) -> tuple[float, bool, bool]:
    """(size, bold, italic) of a paragraph of one look."""
    looks = {(run.font.size.pt, bool(run.bold), bool(run.italic)) for run in paragraph.runs}
    assert len(looks) == 1, paragraph.text
    return looks.pop()


def rule_length(paragraph: Any, room: float) -> float | None:
    """Points of the solid line that an empty paragraph draws, None where it draws none."""
    border = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:pBdr')}/{qn('w:top')}")
    if border is None:
        return None
    assert border.get(qn("w:val")) == "single"
    shape = paragraph.paragraph_format
    assert shape.left_indent == shape.right_indent  # centred
    return room - shape.left_indent.pt - shape.right_indent.pt


@dataclass(frozen=True)
class Paper:
    """A report as it was written into a file."""

    word: Any

    @classmethod
    def at(cls, path: Path) -> Paper:
        return cls(docx.Document(str(path)))

    @cached_property
    def blocks(self) -> list[Any]:
        """Paragraphs and tables in their order."""
        return list(self.word.iter_inner_content())

    @property
    def _ending(self) -> int:
        """Where the table of copies and signature stands."""
        return next(
            at
            for at, block in enumerate(self.blocks)
            if isinstance(block, Table) and block.cell(0, 0).text.startswith(COPIES)
        )

    @property
    def head(self) -> list[Any]:
        """The four cells at the head: issuer, state, number, day."""
        return [cell for row in self.blocks[0].rows for cell in row.cells]

    @property
    def title(self) -> list[Any]:
        """From "BÁO CÁO" to the addressees: what stands above the text."""
        found = [block for block in self.blocks[: self._ending] if isinstance(block, Paragraph)]
        return found[: self._first_of_text(found)]

    @property
    def text(self) -> list[Any]:
        """The paragraphs of the text with words."""
        found = [block for block in self.blocks[: self._ending] if isinstance(block, Paragraph)]
        return [each for each in found[self._first_of_text(found) :] if each.text.strip()]

    @staticmethod
    def _first_of_text(paragraphs: list[Any]) -> int:
        """Titles are centred; so is one addressee. A list of addressees ends with a full stop."""
        at = next(i for i, each in enumerate(paragraphs) if each.text.startswith("Kính gửi:"))
        if paragraphs[at].text.strip() != "Kính gửi:":
            return at + 1
        ends = (i for i in range(at, len(paragraphs)) if paragraphs[i].text.endswith("."))
        return next(ends) + 1

    @property
    def registers(self) -> list[Any]:
        """The tables inside the text."""
        return [each for each in self.blocks[1 : self._ending] if isinstance(each, Table)]

    @property
    def ending(self) -> Any:
        return self.blocks[self._ending]

    @property
    def annexes(self) -> list[tuple[list[Any], Any]]:
        """Behind the signature: the lines above each table, and the table."""
        found: list[tuple[list[Any], Any]] = []
        above: list[Any] = []
        for block in self.blocks[self._ending + 1 :]:
            if isinstance(block, Table):
                found.append((above, block))
                above = []
            elif block.text.strip():
                above.append(block)
        return found

    @property
    def figures(self) -> Any | None:
        """The annex of figures; None where there is none."""
        return next(
            (table for _, table in self.annexes if "Chỉ tiêu" in table.cell(0, 1).text), None
        )

    @property
    def words(self) -> str:
        """All that is printed, with plain spaces."""
        found = (node.text or "" for node in self.word.element.body.iter(qn("w:t")))
        return "\n".join(found).replace("\u00a0", " ")

    def runs(self) -> Iterator[Any]:
        for part in (self.word.element.body, self.word.sections[0].header._element):
            yield from part.iter(qn("w:r"))
