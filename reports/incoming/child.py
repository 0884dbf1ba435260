"""The process that reads one file and ends: `python -m reports.incoming.child KIND-NAME < file`.

It bounds itself before it reads a byte, so that the worst file costs three seconds and half a
gigabyte of addresses, and nobody else anything. It prints the cells as JSON.
"""

from __future__ import annotations

import json
import sys

from domain.reading.cells import to_plain
from reports.incoming.open_file import open_file

CPU_SECONDS = 3
ADDRESSES = 512 * 1024 * 1024


def main() -> None:
    """Read the file of the standard input; its name is the one argument."""
    bound()
    opened = open_file(sys.argv[1], sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(to_plain(opened), ensure_ascii=True, separators=(",", ":")))


def bound() -> None:
    """No more time, memory or files than reading needs, where the system can do that."""
    try:
        import resource
    except ImportError:  # the parent's clock bounds it alone
        return
    for what, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, ADDRESSES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        if hard == resource.RLIM_INFINITY or most <= hard:
            resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main()
