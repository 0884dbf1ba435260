"""The same thing done by several at one moment."""

from __future__ import annotations

import threading
from collections.abc import Callable


def at_once(number: int, act: Callable[[], object]) -> list[Exception]:
    """Let so many threads begin together; what went wrong in any of them."""
    start, failed = threading.Barrier(number), list[Exception]()

    def run() -> None:
        start.wait()
        try:
            act()
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed
