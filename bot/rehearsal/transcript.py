"""A conversation as text that an official can read, that can be played again, and that is a test.

    # Xã Bắc Sơn, quý III năm 2024
    unit: hung-yen/an-thi/xa-bac-son

    at 2024-08-28 07:30
    bot -> lan
      Chào chị Lan. ...
    lan
      14 14 0 0

`at` moves the clock, and everything that rings on the way rings. What the bot says is left out on
reading: playing brings it forth again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from domain.dates.moments import local, parse_at

INDENT = "  "
BOT = "bot -> "
_HEADER = re.compile(r"([a-z]+): (.+)")


@dataclass(frozen=True, slots=True)
class Move:
    """The clock moves."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Utterance:
    """A person says something; `edits` counts back to the message that is edited (0: none)."""

    official_id: str
    text: str
    edited: bool = False


@dataclass(frozen=True, slots=True)
class Script:
    """A transcript without the bot's words."""

    title: str
    header: dict[str, str]
    steps: tuple[Move | Utterance, ...]


def read_script(text: str) -> Script:
    """Read a script or a transcript; ValueError names the line that is neither."""
    title, header = "", {}
    steps: list[Move | Utterance] = []
    for number, line in enumerate(lines := text.splitlines()):
        if not line.strip() or line.startswith((INDENT, BOT)):
            continue
        if line.startswith("#"):
            title = title or line.lstrip("# ")
        elif line.startswith("at "):
            steps.append(Move(parse_at(line.removeprefix("at "))))
        elif match := _HEADER.fullmatch(line):
            header[match[1]] = match[2]
        elif re.fullmatch(r"[a-z][a-z0-9-]*( \(sửa tin trước\))?", line):
            name, _, edited = line.partition(" ")
            steps.append(Utterance(name, _indented(lines[number + 1 :]), bool(edited)))
        else:
            raise ValueError(f"line {number + 1}: {line!r}")
    return Script(title, header, tuple(steps))


def _indented(lines: list[str]) -> str:
    """The indented lines that follow, as one message."""
    said = []
    for line in lines:
        if not line.startswith(INDENT):
            break
        said.append(line.removeprefix(INDENT))
    return "\n".join(said)


def opening(script: Script) -> Iterator[str]:
    """The first lines of a transcript."""
    yield f"# {script.title}"
    for key, words in script.header.items():
        yield f"{key}: {words}"


def moved(at: datetime) -> Iterator[str]:
    """The line for a moved clock."""
    yield ""
    yield f"at {local(at):%Y-%m-%d %H:%M}"


def heard(said: Utterance) -> Iterator[str]:
    """What a person said."""
    yield f"{said.official_id} (sửa tin trước)" if said.edited else said.official_id
    for line in said.text.splitlines():
        yield INDENT + line


def told(official_id: str, lines: Iterator[str]) -> Iterator[str]:
    """What the bot said to a person."""
    yield BOT + official_id
    for line in lines:
        yield INDENT + line if line else ""
