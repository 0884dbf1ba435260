"""A report that goes out has a version, and one more whenever something in it has changed."""

from __future__ import annotations

import pytest

from domain.dates.moments import parse_at
from storage.database.database import Database
from tests.support.task_desk import Desk


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    """5/9/2024: the report of the third quarter is open."""
    desk = Desk(memory_database, now=parse_at("2024-09-04 08:00"))
    desk.move("2024-09-05 08:00")
    return desk


def name(desk: Desk, who: str = "lan") -> str:
    return desk.answer(who, "/bao-cao xa-bac-son").files[0].name


def test_the_version_grows_with_a_figure_and_not_with_another_look(desk: Desk) -> None:
    assert name(desk) == "bao-cao-xa-bac-son-2024-Q3-du-thao-lan-1.docx"
    desk.move("2024-09-05 09:00")
    assert name(desk, "dung") == "bao-cao-xa-bac-son-2024-Q3-du-thao-lan-1.docx"
    desk.say("lan", "bq 7 5 bq 0 0")
    assert name(desk) == "bao-cao-xa-bac-son-2024-Q3-du-thao-lan-2.docx"
    desk.say("lan", "sửa I.2.2 = 4")
    assert name(desk) == "bao-cao-xa-bac-son-2024-Q3-du-thao-lan-3.docx"


def test_the_chat_names_the_places_that_a_draft_leaves_open(desk: Desk) -> None:
    said = desk.answer("lan", "/bao-cao").text
    assert "Lần 1, còn " in said
    assert "- II. 1. c) hình thức, số tin bài, số hội nghị" in said
    assert "chưa có số liệu" not in said
