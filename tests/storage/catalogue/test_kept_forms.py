"""Forms come out of the cache as they were built; a form with a fault is looked at each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.catalogue import kept as keeping
from storage.catalogue.fault import Fault
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.form_files import load_forms
from storage.catalogue.kept_forms import Made, from_plain, kept_forms, plain

IN_COLUMNS = Path(__file__).parents[2] / "data" / "ba-giai-doan" / "bieu-giam-sat.toml"
SOUND: Made = load_forms(CATALOGUE / "forms", {"bieu.toml": IN_COLUMNS.read_text("utf-8")})
FAULTY: Made = ((), (Fault("bieu.toml", "id", "thiếu"),))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(keeping, "cache_folder", lambda: tmp_path / "cache")
    return tmp_path


def read(folder: Path, made: Made, layer: str = "") -> tuple[Made, bool]:
    """What comes of it, and whether it had to be made."""
    asked: list[bool] = []
    found = kept_forms(folder, ({"bieu": layer},), lambda: (asked.append(True), made)[1])
    return found, bool(asked)


def test_every_part_of_a_form_comes_back() -> None:
    forms, faults = SOUND
    assert len(forms) > 5
    assert not faults
    again = from_plain(plain(forms))
    assert again == forms
    assert repr(again) == repr(forms)  # of what a comparison leaves out as well


def test_sound_forms_are_built_once_for_each_state(folder: Path) -> None:
    assert read(folder, SOUND) == (SOUND, True)
    assert read(folder, SOUND) == (SOUND, False)
    assert read(folder, SOUND, layer="loaded") == (SOUND, True)
    (folder / "bieu.toml").write_text("id = 'bieu'", "utf-8")
    assert read(folder, SOUND) == (SOUND, True)


def test_a_fault_is_told_each_time(folder: Path) -> None:
    assert read(folder, FAULTY) == (FAULTY, True)
    assert read(folder, FAULTY) == (FAULTY, True)


def test_what_is_no_part_of_a_form_is_not_kept() -> None:
    with pytest.raises(TypeError, match="set"):
        plain({1})
