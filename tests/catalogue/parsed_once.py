"""The bundled forms read once for all tests of a process.

Each test that plays a day of its own loads the catalogue, and nearly always the same seven files:
reading them again costs as much as ten messages. What is read depends on their text alone, and
nobody can change it afterwards, so the same text gives the same forms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from storage.catalogue import catalogue, form_files

KEPT = 64  # sets of forms


@contextmanager
def parsed_once() -> Iterator[None]:
    """As long as this is open, forms of the same texts are read once."""
    load, known = form_files.load_forms, {}

    def known_forms(folder: Path, *layers: Mapping[str, str]) -> Any:
        files = tuple((file, file.read_bytes()) for file in sorted(folder.glob("*.toml")))
        key = (files, tuple(tuple(layer.items()) for layer in layers))
        if key not in known:
            if len(known) == KEPT:
                known.pop(next(iter(known)))
            known[key] = load(folder, *layers)
        return known[key]

    catalogue.load_forms = known_forms
    try:
        yield
    finally:
        catalogue.load_forms = load
