"""The settings: environment variables `NHACVIEC_*` or a `.env` file; every default runs offline."""

from __future__ import annotations

import os
from pathlib import Path

from storage.folders import data_folder

KEY = "NHACVIEC_DB"


def database_url(chosen: str | None) -> str:
    """The database of a command: `--db`, else `NHACVIEC_DB` of the environment or of `.env`, else a
    file in the data folder."""
    if url := chosen or os.environ.get(KEY) or _from_file():
        return url if "://" in url else f"sqlite:///{Path(url).expanduser()}"
    return f"sqlite:///{data_folder() / 'nhacviec.db'}"


def _from_file() -> str | None:
    if not Path(".env").is_file():
        return None
    from dotenv import dotenv_values

    return dotenv_values(".env").get(KEY)
