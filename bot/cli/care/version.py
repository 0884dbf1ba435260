"""`nhacviec --version`."""

from __future__ import annotations

from importlib.metadata import version

from bot.cli.care.lines import tell
from storage.database.schema import HEAD


def run_version() -> None:
    """Of the program, and of the database that it works with."""
    tell("version.line", version=version("nhacviec"), schema=HEAD)
