"""A conversation that somebody has written down is played as it happened, or its slip is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli.playing import run_play
from bot.fault import UsageFault

HEAD = "# Thử\nonly: lan\n\nat 2024-09-06 08:00\n"
FIRST = "lan\n  14 7 5 1 0 0\n"
KEPT = "lan\n  [giữ: đúng thực tế]\n"
ASKED = FIRST + "lan\n  14 14 1 0\n"


@pytest.fixture
def play(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def played(text: str, out: Path | None = None) -> str:
        file = tmp_path / "hoi-thoai.txt"
        file.write_text(text, "utf-8")
        run_play(file, out)
        return capsys.readouterr().out

    return played


def _after(printed: str, said: str) -> str:
    """What was printed behind the last place where somebody said this."""
    return printed.rpartition(said)[2]


def test_what_is_printed_can_be_played_again_and_prints_the_same(
    play: Callable[..., str], tmp_path: Path
) -> None:
    printed = play(HEAD + ASKED + KEPT, tmp_path / "out")
    assert (tmp_path / "out" / "hoi-thoai.txt").read_text("utf-8") == printed
    assert play(printed) == printed


def test_a_tap_answers_what_it_stands_under(play: Callable[..., str]) -> None:
    named = "lan (bấm dưới tin “4.1”)\n  [giữ: đúng thực tế]\n"
    for tap in (KEPT, named):
        printed = play(HEAD + ASKED + tap)
        assert "Đã giữ số liệu" in _after(printed, tap)


def test_a_named_message_is_edited(play: Callable[..., str]) -> None:
    second = "lan\n  14 14 0 0\n"
    printed = play(HEAD + FIRST + second + "lan (sửa tin “14 7”)\n  15 7 5 1 0 0\n")
    assert "14 văn bản → 15 văn bản" in _after(printed, "(sửa tin “14 7”)")


def test_what_the_network_brings_twice_is_answered_once(play: Callable[..., str]) -> None:
    printed = play(HEAD + FIRST + "lan (mạng gửi lại tin trước)\nlan\n  còn thiếu\n")
    between = _after(printed, "(mạng gửi lại tin trước)").partition("còn thiếu")[0]
    assert "bot" not in between


def test_files_go_both_ways(play: Callable[..., str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    printed = play(HEAD + "lan\n  mẫu\nlan\n  /tep phu-luc-xa-bac-son-2024-Q3.xlsx\n", out)
    assert "phu-luc-xa-bac-son-2024-Q3.xlsx" in {path.name for path in out.iterdir()}
    assert "bot -> lan" in _after(printed, "/tep")


def test_a_command_at_the_machine_prints_what_it_does_and_what_it_refuses(
    play: Callable[..., str], tmp_path: Path
) -> None:
    nobody = HEAD.replace("only: lan", "people: chưa có ai")
    printed = play(nobody + "$ nhacviec load khong-co.xlsx\n$ nhacviec load bac-son --xin\n")
    assert "không thấy tệp “khong-co.xlsx”" in printed
    assert "--xin" in _after(printed, "$ nhacviec load bac-son")
    out = tmp_path / "out"
    people = Path(__file__).parents[2] / "data/ngay-dau/don-vi.xlsx"
    played = play(nobody + f"$ nhacviec load {people}\n$ nhacviec invite --page to\n", out)
    assert "don-vi.xlsx: 3 đơn vị" in played
    assert (out / "to" / "moi-xa-bac-son.html").is_file()


def test_another_network_shows_what_it_can_and_a_group_hears_only_numbers(
    play: Callable[..., str],
) -> None:
    said = "lan (qua telegram)\n  /stauts\nlan (qua zalo_bot)\n  /stauts\n"
    printed = play(HEAD + said + "lan (trong nhóm)\n  tình hình\n")
    told, _, others = printed.partition("bot -> lan (zalo_bot)")
    assert "[/status]" in told.partition("bot -> lan (telegram)")[2]
    assert "Mời trả lời bằng một trong các từ: /status" in others
    assert "0/97 số" in others.partition("bot -> nhóm")[2]


def test_a_network_for_everybody_is_not_told_at_every_message(play: Callable[..., str]) -> None:
    printed = play(HEAD.replace("only", "network: telegram\nonly") + ASKED + KEPT)
    assert "bot -> lan\n  Chào chị Lan" in printed
    assert "(telegram)" not in printed


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("# Thử\n\nxin chào bạn\n", 3, "xin chào bạn"),
        ("# Thử\nat hôm qua\n", 2, "at hôm qua"),
        ("# Thử\nlan\n  14\n", 2, "at 2024-09-06 08:00"),
        (HEAD + "at 2024-09-05\n", 5, "sớm hơn"),
        (HEAD + "lan\n14\n", 5, "lan chưa nói gì"),
        (HEAD.replace("only", "onli"), 2, "onli"),
        (HEAD.replace("only: lan", "network: viber") + FIRST, 1, "viber"),
        (HEAD + "lann\n  14\n", 5, "có phải lan?"),
        (HEAD + "lan (nói to)\n  14\n", 5, "nói to"),
        (HEAD + "lan (qua viber)\n  14\n", 5, "viber"),
        (HEAD + "lan (sửa tin)\n  14\n", 5, "sửa tin"),
        (HEAD + "lan (sửa tin “15”)\n  14\n", 5, "chưa gửi tin nào có “15”"),
        (HEAD + "lan (mạng gửi lại tin trước)\n  14\n", 5, "không viết lời nói"),
        (HEAD + "lan (bấm dưới tin trước)\n  đúng\n", 5, "[đúng]"),
        (HEAD + ASKED + "lan\n  [dung]\n", 9, "[giữ: đúng thực tế]"),
        (HEAD + "lan (bấm dưới tin “zzz”)\n  [đúng]\n", 5, "zzz"),
        (HEAD + "lan (qua zalo_bot)\n  [đúng]\n", 5, "không có nút"),
        (HEAD + "lan\n  /tep phu-luc.xlsx\n", 5, "phu-luc.xlsx"),
        (HEAD + "$ nhacviec run\n", 5, "các lệnh: invite, load"),
        (HEAD + "lan (dùng mã mời)\n  MÃ\n", 5, "chưa in mã mời nào cho lan"),
        ("# Thử\n$ nhacviec load a.xlsx\n", 2, "at 2024-09-06 08:00"),
    ],
)
def test_a_slip_in_the_script_is_told_with_its_line(
    play: Callable[..., str], text: str, line: int, told: str
) -> None:
    with pytest.raises(UsageFault) as fault:
        play(text)
    assert str(fault.value).startswith(f"dòng {line}: ")
    assert told in str(fault.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD.replace("only: lan", "sample: bac-sơn") + FIRST, "bac-son"),
        (HEAD.replace("only: lan", "people: ai-do.toml") + FIRST, "ai-do.toml"),
        (HEAD.replace("only: lan", "load: bieu.toml") + FIRST, "bieu.toml"),
    ],
)
def test_what_the_first_lines_name_must_be_there(
    play: Callable[..., str], text: str, told: str
) -> None:
    with pytest.raises(UsageFault, match=told):
        play(text)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "hoi-thoai.doc"
    file.write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(UsageFault, match=r"hoi-thoai\.doc"):
        run_play(file, None)
    with pytest.raises(UsageFault, match=r"khong-co\.txt"):
        run_play(tmp_path / "khong-co.txt", None)
