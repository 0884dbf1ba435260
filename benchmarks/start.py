"""A cold start that answers one line, beside importing one library."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
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
        for what, typed in (
            ("cold start, one line answered", "lịch\n"),
            ("cold start, a row of figures answered", "14 14 0 0\n"),
        ):
            yield compare(
                what,
                partial(_python, *chat, typed=typed),
                'python -c "import sqlmodel"',
                partial(_python, "-c", "import sqlmodel"),
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
