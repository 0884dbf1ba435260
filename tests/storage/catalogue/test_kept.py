"""What takes long is worked out once, and again wherever the file of it is not what was written."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.catalogue import kept as keeping
from storage.catalogue.kept import kept


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(keeping, "cache_folder", lambda: tmp_path / "cache")
    return tmp_path / "cache"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "words.toml"
    file.write_text("yes = 1", "utf-8")
    return file


def test_it_is_worked_out_once_for_each_state_of_the_files(folder: Path, source: Path) -> None:
    made: list[str] = []

    def make() -> object:
        made.append(source.read_text("utf-8"))
        return {"lan": [1, (2.5, "ba")]}

    first = kept("words", [source], 1, make)
    assert kept("words", [source], 1, make) == first == {"lan": [1, (2.5, "ba")]}
    source.write_text("yes = 2", "utf-8")
    kept("words", [source], 1, make)
    kept("words", [source], 2, make)
    assert made == ["yes = 1", "yes = 2", "yes = 2"]


@pytest.mark.parametrize(
    "damaged",
    [
        lambda whole: b"",
        lambda whole: whole[:-1],
        lambda whole: whole[:-1] + b"?",
        lambda whole: b"{}",
    ],
    ids=["empty", "cut", "changed", "of another kind"],
)
def test_a_damaged_file_is_made_anew(folder: Path, source: Path, damaged: object) -> None:
    kept("words", [source], 1, lambda: ["a", "b"])
    (file,) = folder.iterdir()
    assert callable(damaged)
    file.write_bytes(damaged(file.read_bytes()))
    assert kept("words", [source], 1, lambda: ["anew"]) == ["anew"]
    assert kept("words", [source], 1, lambda: ["not asked"]) == ["anew"]


def test_where_nothing_can_be_written_it_is_worked_out_each_time(
    folder: Path, source: Path
) -> None:
    folder.write_text("no folder", "utf-8")
    assert kept("words", [source], 1, lambda: 1) == 1
    assert kept("words", [source], 1, lambda: 2) == 2


def test_what_was_worked_out_ahead_is_read_where_the_user_has_nothing(
    folder: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept("words", [source], 1, lambda: ["ahead"])
    ahead = folder.with_name("ahead")
    folder.rename(ahead)
    monkeypatch.setattr(keeping, "KEPT_AHEAD", ahead)
    assert kept("words", [source], 1, lambda: ["not asked"]) == ["ahead"]
    assert not folder.exists()
    source.write_text("yes = 3", "utf-8")
    assert kept("words", [source], 1, lambda: ["of other words"]) == ["of other words"]
