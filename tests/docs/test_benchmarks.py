"""`make bench` runs through; what it measures is for people to judge."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from benchmarks.__main__ import PARTS, line, table
from benchmarks.kept import keep, kept
from benchmarks.sides import Ratio, compare, shown
from tests.bot import warm
from tests.docs.pages import ROOT

_ROW = re.compile(
    r"\| .+ \| [\d.e+]+ (?:s|ms|µs) \| [\d.e+]+ (?:s|ms|µs) \| [\d.]+ \| (?:[\d.]+|–) \| .+ \|"
)


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_the_table_is_printed(part: str) -> None:
    words = ("--quick", "--only", part)
    done = warm.run(words, os.environ, module="benchmarks.__main__")
    assert done.returncode == 0, done.stderr
    head, rule, *rows = done.stdout.splitlines()
    assert head.startswith("| what | ours | bare |")
    assert set(rule) <= set("|-:")
    assert rows
    assert all(_ROW.fullmatch(row) for row in rows), rows


def test_a_run_stands_beside_the_one_before(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    assert kept(file) == {}
    keep(Ratio("a turn", "bare", 0.3, 0.1), file)
    keep(Ratio("a tick", "bare", 0.5, 0.2), file)
    keep(Ratio("a turn", "bare", 0.2, 0.1), file)
    assert [(what, each.times) for what, each in kept(file).items()] == [
        ("a turn", 2.0),
        ("a tick", 2.5),
    ]
    assert (
        line(Ratio("a turn", "bare", 0.4, 0.1), kept(file)["a turn"])
        == "| a turn | 400 ms | 100 ms | 4.0 | 2.0 | bare |"
    )
    assert " | 4.0 | – | " in line(Ratio("new", "bare", 0.4, 0.1), None)


def test_the_page_shows_what_was_kept() -> None:
    page = (ROOT / "docs" / "benchmarks.md").read_text("utf-8")
    shown_there = page.split("<!-- kept -->\n", 1)[1].split("\n\n", 1)[0]
    assert shown_there.splitlines() == table(kept().values())


def test_both_sides_run_equally_often_and_one_run_does_not_count() -> None:
    ran: list[str] = []
    found = compare(
        "a", lambda: ran.append("ours"), "b", lambda: ran.append("bare"), 3, lambda: ran.append(".")
    )
    assert [name for name in ran if name == "ours"] == ["ours"] * 4
    assert ran[::2] == ["."] * 8
    assert ran.count("bare") == 4
    assert (found.what, found.against) == ("a", "b")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1.234, "1.23 s"), (0.0123, "12.3 ms"), (0.000_045, "45 µs"), (0.000_000_5, "0.5 µs")],
)
def test_seconds_are_shown_in_a_fitting_unit(seconds: float, words: str) -> None:
    assert shown(seconds) == words


def test_a_ratio_tells_how_many_times_as_long() -> None:
    assert Ratio("", "", 3.0, 2.0).times == 1.5
