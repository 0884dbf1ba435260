"""Office files with the same bytes for the same content."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip can tell


def stable_zip(content: bytes) -> bytes:
    """The same archive without the moments at which its parts were written."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = ZipInfo(name, EPOCH)
            part.compress_type = ZIP_DEFLATED
            part.create_system = 0  # else the bytes would tell the operating system
            new.writestr(part, old.read(name))
    return target.getvalue()
