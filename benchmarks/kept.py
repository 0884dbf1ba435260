"""What earlier runs measured, so that a run says what has become slower and the page shows no
figure typed by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from benchmarks.sides import Ratio

KEPT = Path(__file__).with_name("results.json")


def kept(file: Path = KEPT) -> dict[str, Ratio]:
    """What was measured last, by what was measured and in the order of its first run; empty where
    nothing was."""
    if not file.exists():
        return {}
    found: Mapping[str, Mapping[str, str | float]] = json.loads(file.read_text("utf-8"))
    return {
        what: Ratio(what, str(each["against"]), float(each["ours"]), float(each["bare"]))
        for what, each in found.items()
    }


def keep(ratio: Ratio, file: Path = KEPT) -> None:
    """Write one ratio over the one before of the same name; seconds to three figures."""
    words = {
        each.what: {
            "ours": _rounded(each.ours),
            "bare": _rounded(each.bare),
            "against": each.against,
        }
        for each in (kept(file) | {ratio.what: ratio}).values()
    }
    text = json.dumps(words, ensure_ascii=False, indent=1)
    file.write_text(text + "\n", "utf-8")


def _rounded(seconds: float) -> float:
    return float(f"{seconds:.3g}")
