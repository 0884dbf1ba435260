"""`make bench`: a table of ratios beside those of the last run, which it then takes the place of.

`--quick` measures little, to see that everything runs, and keeps nothing; `--kept` shows what the
last run of each line was, which is the table of `docs/benchmarks.md`.
"""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Iterable, Iterator

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
    parser.add_argument("--kept", action="store_true", help="measure nothing")
    chosen = parser.parse_args()
    before = kept()
    if chosen.kept:
        print("\n".join(table(before.values())))
        return
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


def line(ratio: Ratio, before: Ratio | None) -> str:
    """One line of the table; `before`: what was kept of the last run."""
    return _row(ratio, "–" if before is None else f"{before.times:.1f}")


def table(ratios: Iterable[Ratio]) -> list[str]:
    """What was kept, as a page shows it."""
    rows = [_row(ratio) for ratio in ratios]
    return ["| what | ours | bare | ratio | bare is |", "|---|---:|---:|---:|---|", *rows]


def _row(ratio: Ratio, *before: str) -> str:
    columns = (
        ratio.what,
        shown(ratio.ours),
        shown(ratio.bare),
        f"{ratio.times:.1f}",
        *before,
        ratio.against,
    )
    return f"| {' | '.join(columns)} |"


if __name__ == "__main__":
    main()
