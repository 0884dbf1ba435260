"""The bundled forms read once for all tests of a process.

Each test that plays a day of its own loads the catalogue, and nearly always the same seven files:
reading them again costs as much as ten messages. What is read depends on their text alone, and
nobody can change it afterwards, so the same text gives the same forms.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from storage.catalogue import catalogue, form_files

KEPT = 64  # sets of forms
_known: dict[object, Any] = {}
_load = form_files.load_forms


def read_forms_once() -> None:
    """From here on, in this process and in those that it forks: forms of the same texts are read
    once, also by modules of tests that have not been imported yet."""
    catalogue.load_forms = form_files.load_forms = _known_forms


def _known_forms(folder: Path, *layers: Mapping[str, str]) -> Any:
    files = tuple((file, file.read_bytes()) for file in sorted(folder.glob("*.toml")))
    key = (files, tuple(tuple(layer.items()) for layer in layers))
    if key not in _known:
        if len(_known) == KEPT:
            _known.pop(next(iter(_known)))
        _known[key] = _load(folder, *layers)
    return _known[key]
