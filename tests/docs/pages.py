"""The pages of the documentation and the examples that stand in them.

What a fenced block is, its first word says; a comment on the line before it names its source:

    console   commands after `$ ` with what they print; `...` stands for any lines
    sh        commands that are not run here; their targets, words and options must exist
    toml, jinja, python
              `# path` in the first line: a quotation from that file of the repository, or a file
              of the reader's own, which the commands of the page then find
    script    a conversation for `nhacviec play`, after `<!-- FILE -->`: a file of the reader's own
    text      after `<!-- tests/transcripts/x.txt -->` or `<!-- rehearsal bac-son -->` a piece of
              that conversation, `…` standing for any lines; after `<!-- drawing -->` a drawing
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
_BLOCK = re.compile(
    r"^(?:<!-- (?P<source>[^>]+) -->\n+)?```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.M | re.S
)
_TABLE = re.compile(r"^<!-- read (?P<kind>\S+) -->\n+(?P<rows>(?:\|.*\n)+)", re.M)


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    page: Path
    line: int
    kind: str
    source: str
    text: str

    @property
    def quoted(self) -> Path | None:
        """The file of the repository that the block quotes; None: it is the reader's own."""
        path = ROOT / self.file
        return path if self.file and path.is_file() else None

    @property
    def file(self) -> str:
        """The path in the first line, empty where there is none."""
        found = re.match(r"# ([\w./-]+\.\w+)\n", self.text)
        return found[1] if found else ""

    @property
    def body(self) -> str:
        """The text without the line that names the file."""
        return self.text.partition("\n")[2] if self.file else self.text

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks(page: Path) -> list[Block]:
    """All fenced blocks of a page."""
    text = page.read_text("utf-8")
    return [
        Block(page, text.count("\n", 0, m.start()) + 1, m["kind"], m["source"] or "", m["text"])
        for m in _BLOCK.finditer(text)
    ]


def every_block(*kinds: str) -> list[Block]:
    """The blocks of these kinds on all pages."""
    return [block for page in PAGES for block in blocks(page) if block.kind in kinds]


@dataclass(frozen=True)
class Command:
    """A command of a console block and what it prints."""

    words: str
    printed: tuple[str, ...]


def commands(block: Block) -> Iterator[Command]:
    """The commands of a block in order; a line that ends with a backslash goes on."""
    words, printed, open_ = "", [], False
    for line in block.text.splitlines():
        if open_:
            words, open_ = f"{words}\n{line}", line.endswith("\\")
        elif line.startswith("$ "):
            if words:
                yield Command(words, tuple(printed))
            words, printed, open_ = line[2:], [], line.endswith("\\")
        else:
            printed.append(line)
    if words:
        yield Command(words, tuple(printed))


def stands_in(pieces: str, whole: str, gap: str) -> bool:
    """True where the lines of `pieces` stand in `whole`; `gap` stands for any lines."""
    lines, at = whole.splitlines(), 0
    for piece in _split(pieces.splitlines(), gap):
        for start in range(at, len(lines) - len(piece) + 1):
            if lines[start : start + len(piece)] == piece:
                at = start + len(piece)
                break
        else:
            return False
    return True


def _split(lines: list[str], gap: str) -> Iterator[list[str]]:
    piece: list[str] = []
    for line in [*lines, gap]:
        if line.strip() != gap:
            piece.append(line)
        elif piece:
            yield piece
            piece = []


@dataclass(frozen=True)
class Reading:
    """A row of a table that tells how the bot reads a text."""

    page: Path
    kind: str
    typed: str
    reply: str


def readings(page: Path) -> Iterator[Reading]:
    """The rows of the tables after `<!-- read KIND -->`: `typed` | reply."""
    for table in _TABLE.finditer(page.read_text("utf-8")):
        for row in table["rows"].splitlines()[2:]:
            typed, reply, *_ = (cell.strip() for cell in row.strip("|").split("|"))
            yield Reading(page, table["kind"], typed.strip("`"), reply)
