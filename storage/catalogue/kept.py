"""What is worked out from the catalogue's files and takes long: kept in a file until they change.

Only plain data of this program's own making, in the user's cache folder; where it cannot be read or
written, or is not whole, it is worked out again. An image brings it along, worked out once when it
was built. It is kept as Python keeps its compiled modules,
which is read three times as fast as JSON.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import marshal
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from storage.catalogue.folders import KEPT_AHEAD, cache_folder

_DIGEST = hashlib.sha256().digest_size
OLD = 30 * 24 * 3600  # seconds; another installation of this user may still want it


def kept(name: str, sources: Iterable[Path], version: int, make: Callable[[], Any]) -> Any:
    """The plain data that `make` gives for these files, made once for each state of them."""
    called = f"{name}-{_state(sources, version)}.{sys.implementation.cache_tag}"
    file = cache_folder() / called
    for found in (file, KEPT_AHEAD / called):
        with contextlib.suppress(OSError, ValueError, EOFError, TypeError):
            return _read(found.read_bytes())
    made = make()
    with contextlib.suppress(OSError):
        content = marshal.dumps(made)
        _write(file, hashlib.sha256(content).digest() + content)
    return made


def _read(written: bytes) -> Any:
    """The data; ValueError where the file is not what was written."""
    told, content = written[:_DIGEST], written[_DIGEST:]
    if hashlib.sha256(content).digest() != told:
        raise ValueError("not as it was written")
    with _uncollected():
        return marshal.loads(content)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """What is read stays as long as the process: looking through it for garbage takes longer than
    reading it, each time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was:
            gc.enable()


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
    for old in file.parent.glob(file.name.partition("-")[0] + "-*"):
        if time.time() - old.stat().st_mtime > OLD:
            old.unlink(missing_ok=True)
