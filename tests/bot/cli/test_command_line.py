"""The commands as a person types them: real processes, real files, one-line errors."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.warm import run, surroundings

ANNEX = Path(__file__).parents[2] / "data" / "annex-bac-son-2024-q3.csv"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


def nhacviec(home: Path, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, which begins with the modules read."""
    return run(words, environment_of(home), stdin)


def cold(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command as a shell starts it."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment_of(home),
        cwd=Path(__file__).parents[3],
        timeout=120,
        check=False,
    )


def environment_of(home: Path) -> dict[str, str]:
    return surroundings(
        home, NHACVIEC_DATA=str(home / "data"), PYTHONWARNINGS="error", COLUMNS="100"
    )


MORNING = ("--at", "2024-08-28T07:30")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("prepared")
    assert nhacviec(home, "migrate").returncode == 0
    assert nhacviec(home, "load", "bac-son", "--at", "2024-08-20").returncode == 0
    return home


@pytest.fixture
def loaded(prepared: Path, home: Path) -> Path:
    shutil.copytree(prepared / "data", home / "data")
    return home


@pytest.fixture(scope="module")
def on_the_morning(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("morning")
    shutil.copytree(prepared / "data", home / "data")
    assert nhacviec(home, "tick", *MORNING).returncode == 0
    return home


@pytest.fixture
def rung(on_the_morning: Path, home: Path) -> Path:
    """The first reminder has rung."""
    shutil.copytree(on_the_morning / "data", home / "data")
    return home


def test_a_reminder_rings_and_its_answer_is_data(loaded: Path) -> None:
    ticked = nhacviec(loaded, "tick", *MORNING)
    lines = ticked.stdout.splitlines()
    assert ticked.returncode == 0
    assert [line.split()[0] for line in lines[:-1]] == [
        "console:hoa",
        "console:lan",
        "console:tuan",
    ]
    assert "3 tin" in lines[-1]
    again = nhacviec(loaded, "tick", *MORNING)
    assert again.stdout.splitlines() == [
        lines[-1].replace("mở 1", "mở 0").replace("3 tin", "0 tin")
    ]

    talk = nhacviec(
        loaded, "chat", "--as", "tuan", "--at", "2024-08-28T08:00", stdin="0 0 0 0 0 0\n0 0 0\n"
    )
    assert talk.returncode == 0, talk.stderr
    assert all(line.startswith("bot> ") or line == "bot> " for line in talk.stdout.splitlines())
    assert "Chào anh Tuấn" in talk.stdout
    assert "Phần của anh/chị đã đủ" in talk.stdout

    status = nhacviec(loaded, "status", "xa-bac-son", "--at", "2024-08-28T09:00")
    assert "Đã có 9/97 số" in status.stdout
    assert nhacviec(loaded, "tick", "--at", "2024-09-06T07:30").stdout.count("console:tuan") == 0


def test_files_and_choices_are_printed(rung: Path) -> None:
    talk = nhacviec(
        rung,
        "chat",
        "--as",
        "Nguyễn Thị Lan",
        "--at",
        "2024-08-28T08:00",
        "--files",
        str(rung / "files"),
        stdin="14 7 5 1 0 0\n14 14 1 0\n[giữ: đúng thực tế]\n/tien-do\n",
    )
    assert "bot> [giữ: đúng thực tế] [giữ: theo hồ sơ gốc] [giữ: đang chờ xác minh]" in talk.stdout
    assert "Đã giữ số liệu, lý do: đúng thực tế." in talk.stdout
    picture = rung / "files" / "tien-do-xa-bac-son-2024-Q3.png"
    assert f"bot> {picture}" in talk.stdout.splitlines()
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_report_is_written_into_a_folder(rung: Path) -> None:
    out = rung / "out"
    done = nhacviec(
        rung, "report", "--unit", "xã Bắc Sơn", "--period", "2024-Q3", "--out", str(out)
    )
    assert done.returncode == 0, done.stderr
    assert sorted(path.suffix for path in out.iterdir()) == [
        ".docx",
        ".png",
        ".png",
        ".png",
        ".xlsx",
    ]
    assert sorted(done.stdout.splitlines()) == sorted(str(path) for path in out.iterdir())
    for made in (*out.glob("*.docx"), *out.glob("*.xlsx")):
        told = nhacviec(rung, "verify", str(made)).stderr
        assert "Tệp này là báo cáo quý III năm 2024, xã Bắc Sơn, lần 1, số liệu lúc" in told
        assert "Số trong tệp đúng như bot đã làm." in told


def test_status_and_report_are_told_to_programs_with_exact_figures(rung: Path) -> None:
    said = "14 7 5 1 0 0\nIII.2: chưa\nđúng\n"
    nhacviec(rung, "chat", "--as", "lan", "--at", "2024-08-28T08:00", stdin=said)
    done = nhacviec(rung, "status", "xa-bac-son", "--json", "--at", "2024-08-28T09:00")
    (report,) = json.loads(done.stdout)["reports"]
    assert (report["period"], report["state"], report["given"]) == ("2024-Q3", "open", 9)
    assert report["due"] == "2024-09-15T16:59:59+00:00"
    assert [part["field"] for part in report["awaited"]] == [
        "office",
        "justice",
        "finance",
        "culture",
    ]
    told = ("report", "--unit", "xa-bac-son", "--period", "2024-Q3", "--json")
    figures = {each["code"]: each for each in json.loads(nhacviec(rung, *told).stdout)["figures"]}
    assert figures["I.1"]["value"] == "14"
    assert figures["I.1"]["by"] == "lan"
    assert figures["III.2.1"]["state"] == "missing"
    assert figures["III.2.1"]["value"] is None
    assert "state" not in figures["I.4.1"]  # never asked is neither 0 nor missing
    body = nhacviec(rung, "status", "huyen-an-thi", "--json", "--at", "2024-08-28T09:00")
    (round_,) = json.loads(body.stdout)["rounds"]
    assert [line["unit"]["slug"] for line in round_["units"]] == ["xa-bac-son"]
    assert round_["finished"] == 0


def test_read_says_how_a_text_is_read(home: Path) -> None:
    one = nhacviec(home, "read", "17.465", "--kind", "money_million", "--json")
    assert json.loads(one.stdout)["value"] == "17465"
    block = nhacviec(home, "read", "14 14 0 0", "--block", "I.4", "--json")
    answer = json.loads(block.stdout)
    assert answer["action"] == "accept"
    assert answer["values"] == {"I.4.1": "14", "I.4.2": "14", "I.4.3": "0", "I.4.4": "0"}


def test_read_takes_one_object_a_line(home: Path) -> None:
    lines = [
        {"text": "không", "kind": "enum", "options": "Có=1;Không=0"},
        {"text": "17,465", "kind": "money_million"},
        {"text": "4.2: 13", "block": "I.4"},
    ]
    done = nhacviec(home, "read", "-", stdin="\n".join(json.dumps(line) for line in lines) + "\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["action"] for answer in answers] == ["accept", "ask", "accept"]
    assert answers[0]["value"] == "0"
    assert answers[2]["values"] == {"I.4.2": "13"}


def test_verify_finds_the_broken_rules_of_the_real_annex(home: Path) -> None:
    done = nhacviec(home, "verify", str(ANNEX), "--json")
    findings = json.loads(done.stdout)
    assert done.returncode == 1
    broken = {"V01", "V15", "V41", "V42"}  # V41: what is known of it is above 0 already
    assert {f["rule"] for f in findings if f["severity"] == "error"} == broken
    assert {"V03", "V09", "V12"} <= {f["rule"] for f in findings}
    assert not any("VI.1" in f["codes"] for f in findings)
    assert all(set(f) == {"rule", "severity", "codes", "message"} for f in findings)


def test_verify_ends_with_1_only_where_a_rule_is_broken(home: Path) -> None:
    sound, broken = home / "sound.csv", home / "broken.csv"
    sound.write_text("section,code,value\nI,4.1,14\nI,4.2,14\nI,4.3,0\nI,4.4,0\n", "utf-8")
    broken.write_text("section,code,value\nI,4.1,14\nI,4.2,15\nI,4.3,0\nI,4.4,0\n", "utf-8")
    by_form = ("--form", "par-quarter")
    assert nhacviec(home, "verify", str(sound), *by_form).returncode == 0
    done = nhacviec(home, "verify", str(broken), *by_form)
    assert (done.returncode, "Sai 1 chỗ" in done.stdout) == (1, True)


def test_an_invitation_links_a_stranger_once(loaded: Path) -> None:
    done = nhacviec(loaded, "invite", "hoa", "--at", "2024-08-28T08:00")
    code = next(word for word in done.stdout.split() if len(word) == 9 and word[4] == "-")
    assert code not in (loaded / "data" / "nhacviec.db").read_bytes().decode("latin-1")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("chat", "--as", "nobody"), "lan (Nguyễn Thị Lan)"),
        (("tick", "--at", "hôm nay"), "không hiểu thời điểm"),
        (("status", "xa-khong-co"), "không thấy đơn vị"),
        (("report", "--unit", "xa-bac-son", "--period", "Q3", "--out", "x"), "2024-Q3"),
        (("report", "--unit", "xa-bac-son", "--period", "2020-Q3", "--out", "x"), "2024-H1"),
        (("load", "khong-co.toml"), "bac-son"),
        (("read", "14"), "--kind"),
        (("read", "14", "--block", "I.9"), "I.4"),
        (("verify", "khong-co.csv"), "khong-co.csv"),
    ],
)
def test_a_wrong_command_gets_one_clear_line_and_exit_code_2(
    loaded: Path, words: tuple[str, ...], says: str
) -> None:
    done = nhacviec(loaded, *words)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_database_the_next_step_is_named(home: Path) -> None:
    done = cold(home, "chat", "--as", "lan")
    assert (done.returncode, "nhacviec migrate" in done.stderr) == (2, True)


def test_demo_without_a_terminal_plays_the_rehearsal(home: Path) -> None:
    done = nhacviec(home, "demo", "--out", str(home / "demo"))
    assert done.returncode == 0, done.stderr
    assert (home / "demo" / "transcript.txt").is_file()
    assert "97/97" in done.stdout


def test_help_is_there_for_every_command(home: Path) -> None:
    whole = cold(home, "--help").stdout
    for command in (
        "demo",
        "chat",
        "tick",
        "rehearse",
        "read",
        "verify",
        "report",
        "status",
        "check",
        "migrate",
        "invite",
        "load",
        "aside",
    ):
        assert command in whole
