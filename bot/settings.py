"""The settings: environment variables `NHACVIEC_*` or a `.env` file; every default runs offline."""

from __future__ import annotations

import os
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from bot.fault import UsageFault, file_fault
from storage.catalogue.folders import data_folder

PREFIX = "NHACVIEC_"
KEY, BACKUPS = f"{PREFIX}DB", f"{PREFIX}BACKUPS"
ELSEWHERE = {f"{PREFIX}DATA", BACKUPS}  # the first is read by `storage.catalogue.folders`
SECRET_FILE, TOKENS_FILE = "web-secret", "zalo-oa-tokens"
KEPT_BESIDE = (SECRET_FILE, TOKENS_FILE)
"""What lies in the data folder beside the database and cannot be worked out again."""
_NEAR = 0.88  # NHACVIEC_BD is near NHACVIEC_DB, NHACVIEC_DATA is not
SCHEMES = ("sqlite:", "postgresql:", "postgres:", "mysql:", "http:", "https:")


def database_url(chosen: str | None) -> str:
    """The database of a command: `--db`, else `NHACVIEC_DB` of the environment or of `.env`, else a
    file in the data folder."""
    if url := chosen or value_of(KEY):
        if "://" in url or url.startswith(SCHEMES):
            return url
        return f"sqlite:///{Path(url).expanduser()}"
    for name in named_settings():
        if near_one(name, (KEY,)):  # else the command would open an empty database, unsaid
            raise UsageFault("run.unknown_setting", key=name, near=KEY)
    try:
        return f"sqlite:///{data_folder() / 'nhacviec.db'}"
    except OSError as error:
        raise file_fault(error) from None


def named_settings() -> list[str]:
    """Every name that is set, in the environment or in `.env`."""
    return [*os.environ, *_file()]


def near_one(name: str, known: Iterable[str]) -> str:
    """The setting that a misspelt name is near to; empty where it is near to none.

    >>> near_one("NHACVIEC_TELEGRAM_TOEKN", ["NHACVIEC_TELEGRAM_TOKEN", "NHACVIEC_WEB_HOST"])
    'NHACVIEC_TELEGRAM_TOKEN'
    """
    return next(iter(get_close_matches(name.upper(), known, n=1, cutoff=_NEAR)), "")


def value_of(key: str) -> str:
    """A setting of the environment or of `.env`; empty where it is in neither."""
    return values_of([key])[key]


def values_of(keys: Iterable[str]) -> dict[str, str]:
    """Several of them by their names; what is empty in the environment counts from `.env`."""
    file = _file()
    return {key: os.environ.get(key) or file.get(key) or "" for key in keys}


def _file() -> dict[str, str | None]:
    if not Path(".env").is_file():
        return {}
    from dotenv import dotenv_values

    try:
        return dotenv_values(".env")
    except UnicodeDecodeError:
        raise UsageFault("load.not_utf8", name=".env") from None
