"""The methods of dataclasses are compiled at one start and known at the next, and are the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TOLD = """
import builtins, sys
from bot.compiled import compiled_once
import bot.compiled

texts = []
was = compile
bot.compiled.compile = lambda text, *how, **more: texts.append(text) or was(text, *how, **more)
with compiled_once():
    from dataclasses import dataclass

    @dataclass(frozen=True, slots=True)
    class Point:
        x: int
        y: int = 2

    @dataclass(frozen=True, slots=True)
    class Other:
        x: int
        y: int = 2

print(len(texts) > 0, Point(1), Point(1) == Point(1, 2), Point(1) == Other(1), hash(Other(1)))
"""


def told(cache: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", TOLD],
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


def test_what_one_start_has_compiled_the_next_one_knows(tmp_path: Path) -> None:
    same = f"Point(x=1, y=2) True False {hash((1, 2))}\n"
    assert told(tmp_path) == f"True {same}"
    written = {file: file.read_bytes() for file in tmp_path.rglob("methods*")}
    assert told(tmp_path) == f"False {same}"
    assert {file: file.read_bytes() for file in tmp_path.rglob("methods*")} == written != {}


def test_a_start_that_cannot_keep_anything_begins_all_the_same(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.write_text("no folder", "utf-8")
    assert told(closed) == told(closed) != ""


def test_what_is_kept_and_no_longer_whole_is_compiled_anew(tmp_path: Path) -> None:
    first = told(tmp_path)
    (file,) = tmp_path.rglob("methods*")
    file.write_bytes(file.read_bytes()[:-1])
    assert told(tmp_path) == first
