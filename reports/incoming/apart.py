"""A file of somebody, read in a process of its own, which may die of it without hurting anybody."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from domain.reading.cells import Opened, from_plain
from reports.incoming.open_file import FORM_KINDS, kind_of, refusal
from reports.incoming.unreadable import Unreadable

COMMAND = (sys.executable, "-m", "reports.incoming.child")
WALL_SECONDS = 15.0  # on a busy machine; of the processor it gets less: `child.CPU_SECONDS`
_KEPT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "LANG")  # no setting, no secret goes along


def open_apart(name: str, content: bytes, *, seconds: float = WALL_SECONDS) -> Opened:
    """The cells of a file, or why there are none. Takes as long as `seconds`: never call it
    inside a transaction."""
    if reason := refusal(name, content):
        return Opened(kind_of(name), refused=reason)
    kind = kind_of(name)
    try:
        ended = subprocess.run(
            [*COMMAND, f"file.{kind}"],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            env={key: os.environ[key] for key in _KEPT if key in os.environ},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Opened(kind, refused=Unreadable.TOO_MUCH)
    if ended.returncode:
        return Opened(kind, refused=_why(kind, ended.returncode))
    return from_plain(json.loads(ended.stdout))


def _why(kind: str, code: int) -> Unreadable:
    """What ended the process: a bound, or a file that is broken in a new way."""
    if code < 0:
        return Unreadable.TOO_MUCH
    return Unreadable.ENCRYPTED if kind in FORM_KINDS else Unreadable(f"not_{kind}")
