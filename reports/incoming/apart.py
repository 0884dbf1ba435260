"""A file of somebody, read in a process of its own, which may die of it without hurting anybody."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from threading import Timer

from domain.reading.cells import Opened, from_plain
from reports.incoming.open_file import FORM_KINDS, kind_of, refusal
from reports.incoming.unreadable import Unreadable

COMMAND = (sys.executable, "-m", "reports.incoming.child")
WALL_SECONDS = 15.0  # on a busy machine; of the processor it gets less: `child.CPU_SECONDS`
MOST_ANSWERED = 40_000_000  # bytes; no more than a child tells that keeps to `MOST_LETTERS`
_KEPT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "LANG")  # no setting, no secret goes along


def open_apart(name: str, content: bytes, *, seconds: float = WALL_SECONDS) -> Opened:
    """The cells of a file, or why there are none. Takes as long as `seconds`: never call it
    inside a transaction."""
    if reason := refusal(name, content):
        return Opened(kind_of(name), refused=reason)
    kind = kind_of(name)
    code, answer = _read(f"file.{kind}", content, seconds)
    if code:
        return Opened(kind, refused=_why(kind, code))
    return from_plain(json.loads(answer))


def _read(name: str, content: bytes, seconds: float) -> tuple[int, bytes]:
    """How the process ended (negative: it was ended), and what it told."""
    with subprocess.Popen(
        [*COMMAND, name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={key: os.environ[key] for key in _KEPT if key in os.environ},
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        timer = Timer(seconds, child.kill)
        timer.start()
        try:
            with suppress(BrokenPipeError), child.stdin:  # it reads all before it tells anything
                child.stdin.write(content)
            answer = child.stdout.read(MOST_ANSWERED + 1)
            if len(answer) > MOST_ANSWERED:
                child.kill()
            return child.wait(), answer
        finally:
            timer.cancel()


def _why(kind: str, code: int) -> Unreadable:
    """What ended the process: a bound, or a file that is broken in a new way."""
    if code < 0:
        return Unreadable.TOO_MUCH
    return Unreadable.ENCRYPTED if kind in FORM_KINDS else Unreadable(f"not_{kind}")
