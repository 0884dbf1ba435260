"""Killed anywhere and done again, every kind of work ends as if nobody had disturbed it. The run in
full, at every statement, is `python -m tests.soak work`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.kinds_of_work import KINDS, WorkKind, run


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_killed_work_that_is_done_again_ends_as_if_undisturbed(
    kind: WorkKind, migrated_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NHACVIEC_DATA", str(tmp_path))
    report = run(kind, migrated_file, tmp_path, points=5)
    assert report.statements > 10
    assert report.kills == 5
    assert report.differing == []
