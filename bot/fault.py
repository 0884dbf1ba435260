"""What stops a command: one clear line for the person at the keyboard, exit code 2."""

from __future__ import annotations

import errno
from decimal import Decimal

from domain.report.shown import show
from handlers.wording.say import say

_WHY = {
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.EROFS: "read_only",
    errno.ENOSPC: "full",
    errno.EISDIR: "is_folder",
    errno.ENOTDIR: "not_folder",
    errno.EEXIST: "exists",
    errno.ENOENT: "missing",
    errno.ENAMETOOLONG: "too_long",
}


class UsageFault(Exception):
    """A command cannot go on; the message is Vietnamese and says what to do."""

    def __init__(self, text_id: str, **fields: object) -> None:
        super().__init__(say(text_id, **fields))


def too_big(name: str, most: int) -> UsageFault:
    """A file of more than so many bytes is not read."""
    return UsageFault("fault.too_big", name=name, most=show(Decimal(most) / 1_000_000))


def file_fault(error: OSError, name: object = None) -> UsageFault:
    """What the system says of a file, in Vietnamese."""
    detail = say(f"fault.os.{_WHY.get(error.errno or 0, 'other')}")
    return UsageFault("fault.os.line", name=name or error.filename or "?", detail=detail)
