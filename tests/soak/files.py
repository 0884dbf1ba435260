"""What reading one file costs: seconds of the processor and resident memory of its process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.hostile_files import HOSTILE

FIELD = Path(__file__).parents[1] / "data" / "field"
MOST_SECONDS, MOST_MIB = 3.0, 200

# A small process between: what Linux tells of a child's memory begins with that of its parent.
MEASURE = """
import json, resource, subprocess, sys
content = sys.stdin.buffer.read()
ended = subprocess.run(
    [sys.executable, "-m", "reports.incoming.child", sys.argv[1]],
    input=content,
    stdout=subprocess.PIPE,
    check=False,
)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
refused = json.loads(ended.stdout)["refused"] if ended.returncode == 0 else "ended"
print(json.dumps([refused, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """One file, read."""

    name: str
    size: int
    refused: str
    seconds: float
    mib: float


def run() -> Iterator[Cost]:
    """Every file of the field, and every one that is made to do harm."""
    for path in sorted(FIELD.iterdir()):
        yield cost(path.name, path.read_bytes())
    for name, make in HOSTILE.items():
        yield cost(name, make())


def cost(name: str, content: bytes) -> Cost:
    """Read one file as the bot does."""
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, name], input=content, stdout=subprocess.PIPE, check=True
    )
    refused, seconds, mib = json.loads(measured.stdout)
    return Cost(name, len(content), refused, seconds, mib)
