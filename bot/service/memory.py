"""What a process that runs for months holds of the machine's memory, and gives back."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import sys

YOUNG = 5_000  # new objects between two searches for garbage: some tens of messages
_MOST_ARENAS = -8  # of <malloc.h>


def share_one_heap() -> None:
    """All threads take their memory from one heap, before the first of them begins. glibc gives
    each its own, which keeps what it once needed; of Python's threads one runs at a time."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # another libc has one anyway
            ctypes.CDLL(None).mallopt(_MOST_ARENAS, 1)


def settle() -> None:
    """Everything is there. It stays, so it is looked through no more; what a message leaves behind
    that holds itself is soon looked for, instead of being held by the megabyte."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 5, 5)
