"""Sample figures of a proposed form that fit its own checks: shown when the figures are asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

LEAF = 5
_PLAIN = ("count", "number")


def give_examples(indicators: Sequence[dict[str, Any]], rules: Sequence[Mapping[str, Any]]) -> None:
    """A small number for each line, for a sum that of its parts."""
    sums = {rule["left"][0]: rule for rule in rules}

    def example(code: str, above: frozenset[str] = frozenset()) -> int:
        rule = sums.get(code)
        if rule is None or code in above:
            return LEAF
        below = above | {code}
        plus = sum(example(part, below) for part in rule["right"])
        return max(plus - sum(example(part, below) for part in rule["left"][1:]), 0)

    for line in indicators:
        if line["kind"] in _PLAIN or line["kind"].startswith("money"):
            line["example"] = str(example(line["code"]))
