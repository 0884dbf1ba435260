"""The settings: environment variables `NHACVIEC_*` or a `.env` file; every default runs offline."""

from __future__ import annotations

import os
from pathlib import Path

from storage.folders import data_folder


def database_url(chosen: str | None) -> str:
    """The database of a command: `--db`, else `NHACVIEC_DB`, else a file in the data folder."""
    if url := chosen or os.environ.get("NHACVIEC_DB"):
        return url if "://" in url else f"sqlite:///{Path(url).expanduser()}"
    return f"sqlite:///{data_folder() / 'nhacviec.db'}"
