"""How many files of the product one turn of `14 14 0 0` enters.

`python -m benchmarks.files_entered` prints a line a file, and how many there are in each floor.
Fewer files are fewer places to read for whoever follows a message. Not a speed, so not in the table
of ratios.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from benchmarks.stage import NOW, reminded_sample
from benchmarks.turn import LAN
from bot.inbox.inbox import receive
from domain.talk.messages import Incoming

ROOT = Path(__file__).parents[1]
FLOORS = ("bot", "handlers", "reports", "storage", "charts", "domain")


def files_entered(act: Callable[[], object]) -> tuple[str, ...]:
    """The files of the product in which a function ran, by path below the project."""
    seen: set[str] = set()

    def look(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            seen.add(frame.f_code.co_filename)

    sys.setprofile(look)
    try:
        act()
    finally:
        sys.setprofile(None)
    paths = (Path(name) for name in seen)
    inside = (path.relative_to(ROOT) for path in paths if path.is_relative_to(ROOT))
    return tuple(sorted(str(path) for path in inside if path.parts[0] in FLOORS))


def of_one_turn() -> tuple[str, ...]:
    """The files of a turn in which everything has run once before."""
    with tempfile.TemporaryDirectory(prefix="nhacviec-bench-") as folder:
        database, catalogue = reminded_sample(Path(folder) / "turn.db")
        for number, text in enumerate(("14 13 1 0", "14 14 0 0")):
            incoming = Incoming(f"files-{number}", LAN, text, NOW)
            entered = files_entered(lambda: receive(database, catalogue, incoming, NOW))  # noqa: B023
        database.close()
    return entered


def main() -> None:
    """A line a file, then how many there are in each floor."""
    entered = of_one_turn()
    counts = Counter(path.partition("/")[0] for path in entered)
    told = ", ".join(f"{floor} {counts[floor]}" for floor in FLOORS if counts[floor])
    print(*entered, f"{len(entered)} files: {told}", sep="\n")


if __name__ == "__main__":
    main()
