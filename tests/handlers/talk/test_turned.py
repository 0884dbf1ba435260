"""Figures that are shown in another order than they were sent."""

from __future__ import annotations

import pytest

from domain.dates.moments import parse_at
from handlers.wording.say import say
from storage.database.database import Database
from tests.support.task_desk import Desk


@pytest.mark.parametrize("sent", ["\u202e14 14 0 0", "\u2067123\u2069", "sửa 2.1 = \u202e123"])
def test_figures_behind_a_mark_that_turns_them_are_refused_and_nothing_is_written(
    memory_database: Database, sent: str
) -> None:
    desk = Desk(memory_database, now=parse_at("2024-09-04 08:00"))
    desk.move("2024-09-05 08:00")
    before = desk.say("lan", "còn thiếu")
    assert desk.say("lan", sent) == say("router.turned")
    assert desk.say("lan", "còn thiếu") == before
