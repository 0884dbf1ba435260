"""Which figures are asked in one message: those under one heading, of one owner, at most six."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

MOST = 6

Entry = Mapping[str, Any]


def propose_blocks(
    indicators: Sequence[dict[str, Any]], sections: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Blocks in the order of the lines; two lines with the same few words in one block are told
    apart by their codes. `sections` are their titles by code."""
    titles = {**sections, **{line["code"]: line["label"] for line in indicators}}
    asked = [line for line in indicators if line["kind"] != "group" and "ratio" not in line]
    blocks = []
    for lines in _together(asked):
        _tell_apart(lines)
        first = lines[0]
        codes = [line["code"] for line in lines]
        whole = all(code.startswith(f"{codes[0]}.") for code in codes[1:])
        title = first["label"] if whole else titles.get(first["parent"]) or first["label"]
        blocks.append({"id": codes[0], "title": title, "codes": codes})
    return blocks


def _together(asked: Sequence[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """A total and the parts below it are asked together where they fit."""

    def family(line: Entry) -> tuple[str, str]:
        section, _, rest = line["code"].partition(".")
        return line["owner"], f"{section}.{rest.partition('.')[0]}"

    waiting: list[dict[str, Any]] = []
    for _, group in groupby(asked, family):
        lines = list(group)
        if waiting and not _go_together(waiting, lines):
            yield waiting
            waiting = []
        waiting += lines
        while len(waiting) > MOST:
            yield waiting[:MOST]
            waiting = waiting[MOST:]
    if waiting:
        yield waiting


def _go_together(before: Sequence[Entry], lines: Sequence[Entry]) -> bool:
    """Single lines of one heading, one after another."""
    first = lines[0]
    alike = before[0]["owner"] == first["owner"] and before[0]["parent"] == first["parent"]
    return alike and len(lines) == 1 and len(before) + 1 <= MOST and _are_flat(before)


def _are_flat(lines: Sequence[Entry]) -> bool:
    return len({line["parent"] for line in lines}) == 1


def _tell_apart(lines: Sequence[dict[str, Any]]) -> None:
    shorts = [line["short"] for line in lines]
    for line in lines:
        if shorts.count(line["short"]) > 1:
            line["short"] = f"{line['short']} ({line['code']})"
