"""The settings: environment variables `NHACVIEC_*` or a `.env` file; every default runs offline."""

from __future__ import annotations

import os
from pathlib import Path

from bot.fault import UsageFault, file_fault
from storage.catalogue.folders import data_folder

KEY = "NHACVIEC_DB"
SCHEMES = ("sqlite:", "postgresql:", "postgres:", "mysql:", "http:", "https:")


def database_url(chosen: str | None) -> str:
    """The database of a command: `--db`, else `NHACVIEC_DB` of the environment or of `.env`, else a
    file in the data folder."""
    if url := chosen or os.environ.get(KEY) or _from_file():
        if "://" in url or url.startswith(SCHEMES):
            return url
        return f"sqlite:///{Path(url).expanduser()}"
    try:
        return f"sqlite:///{data_folder() / 'nhacviec.db'}"
    except OSError as error:
        raise file_fault(error) from None


def _from_file() -> str | None:
    if not Path(".env").is_file():
        return None
    from dotenv import dotenv_values

    try:
        return dotenv_values(".env").get(KEY)
    except UnicodeDecodeError:
        raise UsageFault("load.not_utf8", name=".env") from None
