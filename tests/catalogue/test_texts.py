"""Every text id used in the code exists, every text is used, and the fields agree."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from handlers.load.check import catalogue_faults
from handlers.wording.say import say, texts

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("bot", "handlers", "scheduler", "storage", "reports", "charts", "domain")


@dataclass(frozen=True)
class Code:
    """What all files together say: calls `say("literal", ...)` with their places, strings that
    stand alone, and what strings that are put together begin with."""

    said: Mapping[str, ast.Call]
    constants: frozenset[str]
    prefixes: frozenset[str]


@cache
def _code() -> Code:
    """Read once for all promises: a second for each time."""
    said: dict[str, ast.Call] = {}
    constants, prefixes = set(), set()
    for room in ROOMS:
        for file in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                match node:
                    case ast.Constant(value=str(words)):
                        constants.add(words)
                    case ast.JoinedStr(values=[ast.Constant(value=str(words)), *_]):
                        prefixes.add(words)
                    case ast.Call(func=ast.Name(id="say"), args=[ast.Constant(), *_]):
                        said[f"{file.relative_to(ROOT)}:{node.lineno}:{node.col_offset}"] = node
    return Code(said, frozenset(constants), frozenset(prefixes))


def _said() -> Iterable[tuple[str, ast.Call]]:
    """Every call `say("literal", ...)`."""
    return _code().said.items()


def _constants_and_prefixes() -> tuple[set[str], set[str]]:
    constants = {*_code().constants, *(text_id for text_id, _ in _in_templates())}
    return constants, {prefix for prefix in _code().prefixes if "." in prefix}


_SAID_IN_TEMPLATE = re.compile(r"""say\(["']([\w.]+)["']((?:,\s*\w+=[^,()]+)*)\)""")


def _in_templates() -> Iterator[tuple[str, set[str]]]:
    """Every `say("literal", name=...)` of a page, with the names of its fields."""
    for file in (ROOT / "bot").rglob("*.html.j2"):
        for text_id, fields in _SAID_IN_TEMPLATE.findall(file.read_text("utf-8")):
            yield text_id, set(re.findall(r"(\w+)=", fields))


def test_every_text_that_is_said_exists_and_gets_its_fields() -> None:
    wrong = []
    for place, call in _said():
        text_id = call.args[0].value
        if text_id not in texts():
            wrong.append(f"{place}: {text_id} does not exist")
            continue
        if any(keyword.arg is None for keyword in call.keywords):
            continue
        given = {keyword.arg for keyword in call.keywords}
        needed = {name for _, name, _, _ in string.Formatter().parse(texts()[text_id]) if name}
        if needed - given:
            wrong.append(f"{place}: {text_id} lacks {needed - given}")
    assert wrong == []


def test_every_text_that_a_page_says_exists_and_gets_its_fields() -> None:
    wrong = []
    for text_id, given in _in_templates():
        parts = string.Formatter().parse(texts().get(text_id, "{no_such_text}"))
        if {name for _, name, _, _ in parts if name} - given:
            wrong.append(text_id)
    assert wrong == []


def test_every_text_is_used() -> None:
    constants, prefixes = _constants_and_prefixes()
    unused = [
        text_id
        for text_id in texts()
        if text_id not in constants and not any(text_id.startswith(p) for p in prefixes)
    ]
    assert unused == []


def test_the_catalogue_has_no_fault() -> None:
    faults, counts = catalogue_faults(date(2026, 1, 1))
    assert [str(fault) for fault in faults] == []
    assert counts["forms"] >= 3


def test_an_unknown_text_or_a_missing_field_is_an_error_at_once() -> None:
    with pytest.raises(KeyError):
        say("no.such.text")
    with pytest.raises(KeyError):
        say("echo.title")


ASKED_THROUGH_THE_DOOR = (
    *("answer.is_it_true", "answer.nothing_arose", "others.replace", "annex.ask"),
    *("question.this_one", "task.assign.missing.", "task.file.document", "reading."),
)
"""Parts of a longer question: what they stand in goes out as an `Asking`."""
TO_WHOEVER_RUNS_IT = (
    *("form.", "regime.", "people.", "toml.", "load.", "check.", "play.", "command_line."),
    *("fault.", "fit.", "calendar.", "run."),
)
TEACH_THE_MARK = (
    *("talk.awaited", "talk.ask_code", "remind.words", "help.", "block.", "explain.which"),
)
"""They say what "?" does."""
WITH_TAPS_OF_THEIR_OWN = ("elsewhere.told",)


def test_a_text_that_wants_an_answer_stands_among_those_that_ask() -> None:
    """Such a text is of a type that no reply takes: it goes out remembered, or not at all."""
    known = (
        *("ask.", *ASKED_THROUGH_THE_DOOR, *TO_WHOEVER_RUNS_IT),
        *(*TEACH_THE_MARK, *WITH_TAPS_OF_THEIR_OWN),
    )
    asking = [text_id for text_id, words in texts().items() if "?" in words]
    assert [text_id for text_id in asking if not text_id.startswith(known)] == []


def test_no_text_that_asks_is_said_like_any_other() -> None:
    said = [str(call.args[0].value) for _, call in _said()]  # type: ignore[attr-defined]
    assert [text_id for text_id in said if text_id.startswith("ask.")] == []
