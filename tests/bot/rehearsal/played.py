"""A rehearsal that was played, and what it has left: each sample once in a run of the tests, by the
first process of it that asks."""

from __future__ import annotations

import fcntl
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.rehearsal.rehearse import run_rehearsal


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
    own = factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own  # by all of this run
    folder, done = shared / f"played-{sample}", shared / f"played-{sample}.done"
    with (shared / f"played-{sample}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # whoever comes second waits for the first
        if not done.exists():
            folder.mkdir(exist_ok=True)
            run_rehearsal(sample, folder)
            done.touch()
    return Played(folder)
