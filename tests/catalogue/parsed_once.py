"""The bundled forms, regimes and days off read once for all tests of a process.

Each test that plays a day of its own loads the catalogue, and nearly always the same files: reading
them again costs as much as ten messages. What is read depends on their text alone, and nobody can
change it afterwards, so the same text gives the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from storage.catalogue import catalogue, form_files

KEPT = 64  # of each kind
Load = Callable[..., Any]


def read_files_once() -> None:
    """From here on, in this process and in those that it forks: what the same texts say is read
    once, forms also by modules of tests that have not been imported yet."""
    catalogue.load_forms = form_files.load_forms = _once(form_files.load_forms, _in_folder)
    catalogue.load_regimes = _once(catalogue.load_regimes, _in_folder)
    catalogue.load_calendar = _once(catalogue.load_calendar, lambda file: [file])


def _in_folder(folder: Path) -> Iterable[Path]:
    return sorted(folder.glob("*.toml"))


def _once(load: Load, files: Callable[[Path], Iterable[Path]]) -> Load:
    known: dict[object, Any] = {}

    def known_or_read(place: Path, *layers: Mapping[str, str]) -> Any:
        texts = tuple(
            (file, file.read_bytes() if file.is_file() else None) for file in files(place)
        )
        key = (place, texts, tuple(tuple(layer.items()) for layer in layers))
        if key not in known:
            if len(known) == KEPT:
                known.pop(next(iter(known)))
            known[key] = load(place, *layers)
        return known[key]

    return known_or_read
