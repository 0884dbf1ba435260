"""Ratios of earlier runs, so that a run says what has become slower."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from benchmarks.sides import Ratio

KEPT = Path(__file__).with_name("results.json")


def kept(file: Path = KEPT) -> dict[str, float]:
    """What was measured last -> how many times as long it took; empty where nothing was."""
    if not file.exists():
        return {}
    found: Mapping[str, float] = json.loads(file.read_text("utf-8"))
    return dict(found)


def keep(ratio: Ratio, file: Path = KEPT) -> None:
    """Write one ratio over the one before of the same name."""
    words = kept(file) | {ratio.what: round(ratio.times, 2)}
    text = json.dumps(dict(sorted(words.items())), ensure_ascii=False, indent=1)
    file.write_text(text + "\n", "utf-8")
