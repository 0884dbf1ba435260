"""What is worked out from the catalogue's files and takes long: kept in a file until they change.

Only plain data of this program's own making, in the user's cache folder; where it cannot be read or
written, or is not whole, it is worked out again. An image brings it along, worked out once when it
was built. It is kept as Python keeps its compiled modules, which is read three times as fast as
JSON. Long rows of numbers stand behind it and stay in the file: a process holds what it looks at.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import marshal
import mmap
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from storage.catalogue.folders import KEPT_AHEAD, cache_folder

_DIGEST, _LENGTH = hashlib.sha256().digest_size, 8
OLD = 30 * 24 * 3600  # seconds; another installation of this user may still want it


Source = Path | str
"""A file, or a text that stands in none."""


def kept(name: str, sources: Iterable[Source], version: int, make: Callable[[], Any]) -> Any:
    """The plain data that `make` gives for these sources, made once for each state of them."""
    return kept_with_numbers(name, sources, version, lambda: (make(), b""))[0]


def kept_with_numbers(
    name: str, sources: Iterable[Source], version: int, make: Callable[[], tuple[Any, bytes]]
) -> tuple[Any, memoryview]:
    """The same, and beside it as many bytes as one likes, which are read where they are used."""
    called = f"{name}-{_state(sources, version)}"
    found = _found(called)
    if found is not None:
        return found
    made, numbers = make()
    _keep(called, made, numbers)
    return made, memoryview(numbers)


def _keep(name: str, made: Any, numbers: bytes) -> None:
    plain = marshal.dumps(made)
    content = len(plain).to_bytes(_LENGTH) + plain + numbers
    with contextlib.suppress(OSError):
        _write(cache_folder() / _called(name), hashlib.sha256(content).digest() + content)


def _called(name: str) -> str:
    return f"{name}.{sys.implementation.cache_tag}"


def _found(name: str) -> tuple[Any, memoryview] | None:
    for folder in (cache_folder(), KEPT_AHEAD):
        with contextlib.suppress(OSError, ValueError, EOFError, TypeError):
            return _read(folder / _called(name))
    return None


def _read(file: Path) -> tuple[Any, memoryview]:
    """The data; ValueError where the file is not what was written."""
    with file.open("rb") as opened:
        mapped = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
    whole = memoryview(mapped)
    told, content = whole[:_DIGEST], whole[_DIGEST:]
    if hashlib.sha256(content).digest() != told:
        raise ValueError("not as it was written")
    end = _LENGTH + int.from_bytes(content[:_LENGTH])
    with _uncollected():
        plain = marshal.loads(content[_LENGTH:end])
    if sys.platform == "linux":
        mapped.madvise(mmap.MADV_DONTNEED)  # the look at the whole of it is over
        mapped.madvise(mmap.MADV_RANDOM)  # and of its neighbours nobody wants anything
    return plain, content[end:]


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


def _state(sources: Iterable[Source], version: int) -> str:
    """A name for what the sources hold and how it is worked out."""
    digest = hashlib.sha256(str(version).encode())
    for source in sources:
        digest.update(source.encode() if isinstance(source, str) else source.read_bytes())
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
