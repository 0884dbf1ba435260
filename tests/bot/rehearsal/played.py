"""A rehearsal that was played, and what it has left: each sample once in a run of the tests, by the
first process of it that asks."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.rehearsal.rehearse import run_rehearsal
from tests.once_in_a_run import once_in_a_run


@dataclass(frozen=True)
class Played:
    """The folder of a rehearsal; several processes read it, nobody writes in it."""

    folder: Path

    @property
    def summary(self) -> dict[str, Any]:
        return json.loads((self.folder / "summary.json").read_text("utf-8"))

    @property
    def transcript(self) -> str:
        return (self.folder / "transcript.txt").read_text("utf-8").replace("\u00a0", " ")

    @property
    def report(self) -> Path:
        """The last version of the report."""
        (file,) = self.folder.glob("bao-cao-*.docx")
        return file

    @property
    def annex(self) -> Path | None:
        """The annex as a workbook; None where the report has none."""
        return next(self.folder.glob("phu-luc-*.xlsx"), None)


def played(sample: str, factory: pytest.TempPathFactory) -> Played:
    """What a bundled sample leaves when it is played whole."""
    return Played(once_in_a_run(f"played-{sample}", factory, partial(run_rehearsal, sample)))
