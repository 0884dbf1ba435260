"""Versions of a report: what each held comes back whole, and is kept once."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from domain.dates.owed import of_report
from storage.database.audit import note, trail
from storage.database.database import Database
from storage.reports.issues import MADE, Version, last_version, note_version, versions

AT = datetime(2024, 9, 13, 7, 5, tzinfo=UTC)
REPORT = 7
FIRST = Version(
    1,
    "a1",
    AT,
    {f"I.{number}": str(number) for number in range(120)},
    tuple(f"Đoạn thứ {number} của báo cáo, đủ dài để thấy." for number in range(60)),
)
MADE_OF_IT = (
    FIRST,
    replace(FIRST, revision=2, mark="a2", cells={**FIRST.cells, "I.7": "", "I.8": "9"}),
    replace(FIRST, revision=3, mark="a3", words=(*FIRST.words[:5], "Lời mới.", *FIRST.words[9:])),
    replace(FIRST, revision=4, mark="a4", cells={"I.1": "1"}, words=()),
    replace(FIRST, revision=5, mark="a5"),
    replace(FIRST, revision=6, mark="a6", words=tuple(reversed(FIRST.words))),
)


def test_every_version_comes_back_as_it_was(database: Database) -> None:
    made = [replace(each, made_at=AT + timedelta(hours=n)) for n, each in enumerate(MADE_OF_IT)]
    for version in made:
        with database.work() as session:
            before = last_version(session, REPORT)
            note_version(session, REPORT, version, None, before)
    with database.read() as session:
        assert versions(session, REPORT) == tuple(made)


def test_what_did_not_change_is_not_kept_again(database: Database) -> None:
    with database.work() as session:
        note_version(session, REPORT, MADE_OF_IT[0], None, None)
        note_version(session, REPORT, MADE_OF_IT[1], None, MADE_OF_IT[0])
        first, second = (each.detail for each in trail(session, str(of_report(REPORT))))
    assert second["cells"] == {"I.7": "", "I.8": "9"}
    assert len(json.dumps(second)) * 20 < len(json.dumps(first))


def test_a_version_that_was_kept_whole_is_read_before_one_that_was_not(database: Database) -> None:
    told = {"revision": 1, "mark": "a1", "cells": dict(FIRST.cells), "words": list(FIRST.words)}
    with database.work() as session:
        note(session, AT, None, MADE, str(of_report(REPORT)), {"revision": 0, "mark": "a0"})
        note(session, AT, None, MADE, str(of_report(REPORT)), told)
        note(session, AT, None, MADE, str(of_report(REPORT)), {**told, "revision": 2})
        note_version(session, REPORT, replace(MADE_OF_IT[2], revision=3), None, FIRST)
        found = versions(session, REPORT)
    assert [(each.revision, len(each.cells), len(each.words)) for each in found] == [
        (0, 0, 0),
        (1, 120, 60),
        (2, 120, 60),
        (3, 120, 57),
    ]
