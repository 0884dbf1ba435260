"""A file that is there, whole and on the disk, once it has been written."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def write_durably(file: Path, content: bytes) -> None:
    """Replace a file at once, readable by its owner alone, and on the disk when this returns."""
    draft = file.with_name(f"{file.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)
    _flush_folder(file.parent)


def _flush_folder(folder: Path) -> None:
    if sys.platform == "win32":  # a folder cannot be opened there, nor need it be
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
