"""The wording of every message: TOML files under stable ids."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def load_texts(*files: Path) -> Mapping[str, str]:
    """Read texts by dotted id; a later file overrides single ids of an earlier one."""
    texts: dict[str, str] = {}
    for file in files:
        texts.update(flat_texts(tomllib.loads(file.read_text("utf-8"))))
    return texts


def flat_texts(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Texts by dotted id."""
    flat: dict[str, str] = {}
    for key, entry in table.items():
        if isinstance(entry, Mapping):
            flat |= flat_texts(entry, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = str(entry).strip("\n")
    return flat
