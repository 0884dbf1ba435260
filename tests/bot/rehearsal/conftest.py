"""The bundled samples, each played once in a run, however many tests look at what came of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.rehearsal.rehearse import run_rehearsal


@dataclass(frozen=True)
class Played:
    """A rehearsal that was played, and what it has left."""

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


Rehearse = Callable[[str], Played]


@pytest.fixture(scope="session")
def rehearse(tmp_path_factory: pytest.TempPathFactory) -> Rehearse:
    """What a bundled sample leaves when it is played whole."""

    @cache
    def played(sample: str) -> Played:
        folder = tmp_path_factory.mktemp(sample)
        run_rehearsal(sample, folder)
        return Played(folder)

    return played
