"""The command line speaks Vietnamese: every help page, and every way of mistyping a command."""

from __future__ import annotations

import re
import subprocess
import sys

import click
import pytest

from bot.cli.app import app
from bot.cli.reading import run_read
from bot.cli.words import usage_words
from bot.fault import UsageFault
from bot.wiring import clock_at

COMMANDS = sorted(app.commands)
ENGLISH = re.compile(
    r"Usage|Options|Arguments|Commands|Show this|\[required|\[default|<(?:str|path)"
)


def page(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    app.main([*words, "--help"], standalone_mode=False)
    return capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS)
def test_a_help_page_is_vietnamese_and_has_an_example(
    capsys: pytest.CaptureFixture[str], command: str
) -> None:
    text = page(capsys, command)
    assert text.startswith("Cách dùng: ")
    assert "Hiện trang này rồi thôi." in text
    assert ENGLISH.findall(text.replace("NHACVIEC_", "")) == []
    _, _, examples = text.partition("Ví dụ:\n")
    lines = [line.strip() for line in examples.splitlines() if line.strip()]
    assert lines
    assert all(f"nhacviec {command}" in line for line in lines)


def test_the_first_page_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    text = page(capsys)
    assert ENGLISH.findall(text) == []
    for command in COMMANDS:
        assert re.search(rf"^  {command} +\S", text, re.M)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["chat"], "thiếu --as; xem: "),
        (["verify"], "thiếu TỆP; xem: "),
        (["rehearse", "--out"], "tùy chọn --out phải có giá trị"),
        (["chat", "--ass", "lan"], "không có tùy chọn --ass; có phải --as"),
        (["chat", "--zzz"], "không có tùy chọn --zzz; xem: "),
        (["chat", "--as"], "tùy chọn --as phải có giá trị"),
        (["status", "xã", "Bắc", "Sơn"], "thừa chữ: Bắc Sơn; câu có dấu cách"),
    ],
)
def test_a_mistyped_command_is_told_in_vietnamese(words: list[str], says: str) -> None:
    with pytest.raises(click.ClickException) as error:
        app.main(words, standalone_mode=False)
    line = usage_words(error.value)
    assert line.startswith(says)
    assert line.endswith("--help")


@pytest.mark.parametrize(
    ("word", "says"), [("lod", "có phải “load”?"), ("zzzz", "các lệnh: demo, chat")]
)
def test_a_command_that_is_none(word: str, says: str) -> None:
    with pytest.raises(UsageFault, match=re.escape(says)):
        app.main([word], standalone_mode=False)


@pytest.mark.parametrize(
    "at", ["hôm nay", "2024-13-45", "2024-08-28T25:00", "0001-01-01", "9999-01-01"]
)
def test_a_moment_that_cannot_be_meant(at: str) -> None:
    with pytest.raises(UsageFault, match="không hiểu thời điểm"):
        clock_at(at)


def test_choices_are_needed_to_read_one() -> None:
    with pytest.raises(UsageFault, match="--options"):
        run_read("5", "enum", None, None, "par-quarter", as_json=False)


def test_a_text_by_itself_is_read_without_a_database() -> None:
    code = (
        "import sys; from bot.cli.reading import run_read; "
        "run_read('14', 'count', None, None, 'par-quarter', False); "
        "sys.exit(any(name in sys.modules for name in ('sqlmodel', 'sqlalchemy')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
