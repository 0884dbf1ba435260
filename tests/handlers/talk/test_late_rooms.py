"""The rooms that read files, and those that understand sentences, are loaded when a message needs
them, or when a bot that is waited for starts."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.entrance.rooms import OF_FILES, OF_LOOKS, OF_WORDS
from storage.database.database import Database
from tests.support.district import District

ROOMS = (*OF_FILES, *OF_LOOKS, *OF_WORDS)
HANDLERS = Path(__file__).resolve().parents[3] / "handlers"


def _late(module: Path) -> Iterator[str]:
    """What its functions import."""
    for function in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.ImportFrom):
                    yield node.module or ""
                elif isinstance(node, ast.Import):
                    yield from (each.name for each in node.names)


def test_a_bot_that_has_loaded_the_rooms_imports_nothing_while_somebody_waits() -> None:
    late = {name for module in HANDLERS.rglob("*.py") for name in _late(module)}
    assert late == set(ROOMS)


def test_who_hears_messages_has_not_loaded_the_rooms_by_that() -> None:
    code = (
        "import sys, bot.rehearsal.chat; "
        f"sys.exit(any(name in sys.modules for name in ({', '.join(map(repr, ROOMS))},"
        "'reports.patching.fill', 'http.client')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("said", ["lịch", "14 13 1 0", "còn thiếu", "duyệt giúp em cái tệp này"])
def test_a_message_without_a_file_enters_none(
    memory_database: Database, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    desk = District(memory_database)
    desk.move("2024-08-28 08:00")
    for room in OF_FILES:
        monkeypatch.setitem(sys.modules, room, None)  # whoever imports it fails
    assert desk.say("lan", said)


@pytest.mark.parametrize(
    ("said", "room"),
    [
        ("lịch", "handlers.reminders.agenda"),
        ("/lich", "handlers.reminders.agenda"),
        ("còn thiếu", "handlers.talk.show"),
        ("/status", "handlers.talk.show"),
        ("14 14 0 0", "handlers.talk.give_figures"),
    ],
)
def test_what_is_only_looked_at_or_a_row_enters_the_one_room_that_answers_it(
    memory_database: Database, monkeypatch: pytest.MonkeyPatch, said: str, room: str
) -> None:
    desk = District(memory_database)
    desk.move("2024-08-28 08:00")
    for other in {*ROOMS} - {room}:
        monkeypatch.setitem(sys.modules, other, None)  # whoever imports it fails
    assert desk.say("lan", said)
