"""What a newcomer is told to type works, and every way out of a chat is a polite one."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli.loading import run_load
from bot.rehearsal.chat import run_chat
from bot.rehearsal.demo import TRIES, run_demo
from handlers.wording.say import say


class Keyboard(io.StringIO):
    """Input that says it is a keyboard."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> str:
    """The demo with all that it proposes typed in."""
    typed = "\n".join([words for words, _ in TRIES] + ["thoát", "không ai đọc dòng này"])
    monkeypatch.setattr("sys.stdin", io.StringIO(typed + "\n"))
    run_demo(tmp_path, interactive=True)
    return capsys.readouterr().out


def test_the_demo_greets_the_person_whom_its_proposals_fit(shown: str, tmp_path: Path) -> None:
    intro, greeting, *_ = shown.split("\n\n")
    assert "Nguyễn Thị Lan" in intro
    assert all(typed in intro for typed, _ in TRIES)
    assert "Chào chị Lan" in greeting
    _, _, answers = shown.partition("Ví dụ: ")
    example, _, answers = answers.partition("\n")
    assert example == TRIES[0][0]
    assert answers.index("Đã ghi 6 số") < answers.index("chưa khớp") < answers.index("Đã ghi 4 số")
    assert "không ai" not in shown
    assert list((tmp_path / "files").glob("*.png"))


WAYS = ["thoát", "thoat", "Quit", "/exit", "exit", "/quit", EOFError, KeyboardInterrupt]


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_every_way_out_is_a_goodbye(
    migrated_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    way: str | type[BaseException],
) -> None:
    db = str(tmp_path / "x.db")
    Path(db).write_bytes(migrated_file.read_bytes())
    run_load(["bac-son"], db, "2024-08-20")
    monkeypatch.setattr("sys.stdin", Keyboard())
    monkeypatch.setattr("builtins.input", _once(way))
    run_chat("lan", "2024-08-28T08:00", db, tmp_path)
    last = capsys.readouterr().out.splitlines()[-1]
    assert last == say("console.bye", name="lan")


def _once(way: str | type[BaseException]) -> Callable[[str], str]:
    def typed(_prompt: str) -> str:
        if isinstance(way, str):
            return way
        raise way

    return typed
