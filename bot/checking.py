"""`nhacviec check`: every fault of the catalogue, with file and key."""

from __future__ import annotations

import sys

from handlers.check_catalogue import catalogue_faults
from handlers.say import say


def run_check() -> None:
    """Print one fault a line; exit code 1 where there is one."""
    faults, counts = catalogue_faults()
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    sys.stdout.write(say("check.counts", faults=len(faults), **counts) + "\n")
    if faults:
        sys.exit(1)
