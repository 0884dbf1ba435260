"""`make bench`: a table of ratios beside those of the last run, which it then takes the place of.

`--quick` measures little, to see that everything runs, and keeps nothing.
"""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Iterator

from benchmarks.kept import keep, kept
from benchmarks.sides import Ratio, shown

PARTS = (
    "reading",
    "turn",
    "whole_turn",
    "files",
    "pictures",
    "ticks",
    "country",
    "desk",
    "start",
    "telegram_drivers",
    "delivery",
)


def main() -> None:
    """Print the table line by line as it is measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few runs: no figures to quote")
    parser.add_argument("--only", choices=PARTS, help="one part of the table")
    chosen = parser.parse_args()
    before = kept()
    print("| what | ours | bare | ratio | before | bare is |")
    print("|---|---:|---:|---:|---:|---|")
    for part in (chosen.only,) if chosen.only else PARTS:
        for ratio in measured(part, chosen.quick):
            print(line(ratio, before.get(ratio.what)), flush=True)
            if not chosen.quick:
                keep(ratio)


def measured(part: str, quick: bool) -> Iterator[Ratio]:
    """The ratios of one module."""
    yield from importlib.import_module(f"benchmarks.{part}").main(quick)


def line(ratio: Ratio, before: float | None) -> str:
    """One line of the table; `before`: the ratio of the last run that was kept."""
    columns = (
        ratio.what,
        shown(ratio.ours),
        shown(ratio.bare),
        f"{ratio.times:.1f}",
        "–" if before is None else f"{before:.1f}",
        ratio.against,
    )
    return f"| {' | '.join(columns)} |"


if __name__ == "__main__":
    main()
