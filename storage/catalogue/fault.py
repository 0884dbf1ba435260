"""A fault of the catalogue, by file and key, in words for the person who edits it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """`message` is Vietnamese: who edits the catalogue is an official, not a programmer."""

    file: str  # relative to the catalogue folder: "forms/par-quarter.toml"
    key: str  # "indicators.I.4.1.kind", or "" for the whole file
    message: str

    def __str__(self) -> str:
        return (
            f"{self.file}: {self.key}: {self.message}"
            if self.key
            else f"{self.file}: {self.message}"
        )
