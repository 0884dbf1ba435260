"""A cold start that answers one line, beside importing one library."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.sides import Ratio, compare
from benchmarks.stage import NOW, reminded_sample

ROOT = Path(__file__).parents[1]


def main(quick: bool) -> Iterator[Ratio]:
    """New processes; the files of both are in the machine's memory already."""
    with tempfile.TemporaryDirectory(prefix="nhacviec-bench-") as folder:
        file = Path(folder) / "start.db"
        database, _ = reminded_sample(file)
        database.close()
        chat = ["-m", "bot", "chat", "--as", "lan", "--at", NOW.isoformat()]
        chat += ["--db", f"sqlite:///{file}", "--files", folder]
        yield compare(
            "cold start, one line answered",
            lambda: _python(*chat, typed="lịch\n"),
            'python -c "import sqlmodel"',
            lambda: _python("-c", "import sqlmodel"),
            1 if quick else 9,
        )


def _python(*words: str, typed: str = "") -> None:
    subprocess.run(
        [sys.executable, *words],
        input=typed,
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        cwd=ROOT,
        check=True,
    )
