"""Work that is killed (SIGKILL) at one of its statements, in a process of its own."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

from sqlalchemy import event
from sqlalchemy.engine import Engine

NEVER = -1


def in_child(act: Callable[[], object], at_statement: int = NEVER) -> int:
    """Run in a forked process that is killed before so many statements and commits; the status."""
    child = os.fork()
    if child == 0:
        try:
            if at_statement != NEVER:
                _listen(at_statement)
            act()
            os._exit(0)
        except BaseException:  # the child must not run the parent's tests
            os._exit(1)
    return os.waitpid(child, 0)[1]


def was_killed(status: int) -> bool:
    return os.WIFSIGNALED(status)


def statements_of(act: Callable[[], object]) -> int:
    """How many statements and commits some work makes, done here."""
    seen = 0

    def count(*_: object) -> None:
        nonlocal seen
        seen += 1

    event.listen(Engine, "before_cursor_execute", count)
    event.listen(Engine, "commit", count)
    try:
        act()
    finally:
        event.remove(Engine, "before_cursor_execute", count)
        event.remove(Engine, "commit", count)
    return seen


def _listen(at_statement: int) -> None:
    seen = 0

    def count(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen == at_statement:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)
    event.listen(Engine, "commit", count)
