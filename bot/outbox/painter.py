"""A process of its own that draws: neither the loop that answers people nor the threads that
handle messages wait for it, and what breaks it breaks nothing else.

The parent writes the drawing as one line of JSON and reads one line that tells how long the answer
is, then the answer. The process ends when its input does, so it never outlives its parent.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
from threading import Timer
from typing import IO

from bot.drawn import bytes_of

log = logging.getLogger(__name__)

SECONDS = 40.0  # for one drawing, the start of the process included
POLITENESS = 5  # whoever answers people goes first
DRAWN, FAULT = b"drawn", b"fault"


class NotDrawn(Exception):
    """There is no picture; the text is a code, or the name of what was raised."""


class Painter:
    """Draws one thing at a time; called by one thread. The process starts with the first drawing
    and, where it died, anew with the next one."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def draw(self, written: str) -> bytes:
        """The bytes of a drawing, given as JSON in one line; raises NotDrawn."""
        process = self._process = self._process or _start()
        late = Timer(self._seconds, process.kill)
        late.start()
        try:
            return _ask(process, written)
        except (OSError, EOFError):
            self.close()
            raise NotDrawn("process_ended") from None
        finally:
            late.cancel()

    def close(self) -> None:
        """Give the memory back."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _start() -> subprocess.Popen[bytes]:
    order = [sys.executable, "-m", "bot.outbox.painter"]
    return subprocess.Popen(order, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _ask(process: subprocess.Popen[bytes], written: str) -> bytes:
    assert process.stdin is not None  # both are pipes
    assert process.stdout is not None
    process.stdin.write(written.encode() + b"\n")
    process.stdin.flush()
    outcome, _, length = process.stdout.readline().partition(b" ")
    answer = process.stdout.read(int(length or 0))
    if outcome not in (DRAWN, FAULT) or len(answer) != int(length):
        raise EOFError
    if outcome == FAULT:
        raise NotDrawn(answer.decode())
    return answer


# -- the other side ------------------------------------------------------------------------------


def main() -> None:
    """Draw what comes in until nothing more can come. Only answers go to the standard output,
    whatever a library may print."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when it is over
    if hasattr(os, "nice"):
        os.nice(POLITENESS)
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        for line in sys.stdin.buffer:
            _answer(answers, line)


def _answer(answers: IO[bytes], line: bytes) -> None:
    try:
        outcome, content = DRAWN, bytes_of(line.decode())
    except Exception as error:
        log.exception("action=draw")
        outcome, content = FAULT, type(error).__name__.encode()
    answers.write(b"%s %d\n" % (outcome, len(content)))
    answers.write(content)
    answers.flush()


if __name__ == "__main__":
    main()
