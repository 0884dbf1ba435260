"""What is worked out from the catalogue's files and takes long: kept in a file until they change.

Only plain data of this program's own making, in the user's cache folder; where it cannot be read or
written, it is worked out again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from storage.catalogue.folders import cache_folder

OLD = 30 * 24 * 3600  # seconds; another installation of this user may still want it


def kept(name: str, sources: Iterable[Path], version: int, make: Callable[[], Any]) -> Any:
    """The plain data that `make` gives for these files, made once for each state of them."""
    file = cache_folder() / f"{name}-{_state(sources, version)}.json"
    with contextlib.suppress(OSError, ValueError):
        return json.loads(file.read_bytes())
    made = make()
    with contextlib.suppress(OSError):
        _write(file, json.dumps(made, separators=(",", ":")).encode())
    return made


def _state(sources: Iterable[Path], version: int) -> str:
    """A name for what the files hold and how it is worked out."""
    digest = hashlib.sha256(str(version).encode())
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:24]


def _write(file: Path, content: bytes) -> None:
    """All of it or nothing; what nobody has wanted for long goes."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, half = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(handle, "wb") as opened:
        opened.write(content)
    os.replace(half, file)
    for old in file.parent.glob(file.name.partition("-")[0] + "-*.json"):
        if time.time() - old.stat().st_mtime > OLD:
            old.unlink(missing_ok=True)
