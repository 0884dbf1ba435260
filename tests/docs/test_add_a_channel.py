"""docs/add-a-channel.md, followed to the letter in a copy of the house: the files it shows are
written, its rows are put in; then the contract holds, and the bot talks over the new network."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.running import Running
from tests.docs.pages import ROOT, Block, blocks
from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow

PAGE = ROOT / "docs" / "add-a-channel.md"
ROOMS = ("bot", "handlers", "scheduler", "storage", "charts", "reports", "domain", "catalogue")
BESIDE = ("tests", "pyproject.toml", ".env.example")
PEOPLE = ROOT / "tests" / "data" / "people-hai-nguoi.toml"
PLAY = """# Qua thư mục chung
people: nguoi.toml
network: thu_muc

at 2024-08-28 07:30
lan
  trợ giúp
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house in which the page was followed."""
    copy = tmp_path_factory.mktemp("house")
    for name in (*ROOMS, *BESIDE):
        source, target = ROOT / name, copy / name
        if source.is_dir():
            shutil.copytree(source, target)  # with what is compiled of it, which is still good
        else:
            shutil.copy(source, target)
    for block in blocks(PAGE):
        if file := _file_of(block):
            _follow(copy / file, block)
    people = PEOPLE.read_text("utf-8").replace("console:", "thu_muc:")
    (copy / "nguoi.toml").write_text(people, "utf-8")
    return copy


def _file_of(block: Block) -> str:
    first = block.text.partition("\n")[0]
    return first.removeprefix("# ") if first.startswith("# ") else ""


def _follow(path: Path, block: Block) -> None:
    """Write the file; of one that is there, put in the lines that it has not yet, where the lines
    around them stand."""
    shown = block.text.partition("\n")[2]
    if not path.exists():
        path.write_text(shown, "utf-8")
        return
    have, lines = path.read_text("utf-8").splitlines(), shown.splitlines()
    known = next((line for line in lines if line.strip() and line in have), None)
    assert known is not None, f"{block}: no line of it stands in {path.name}"
    at = have.index(known)
    for line in lines:
        if at < len(have) and have[at] == line:
            at += 1
        else:
            have.insert(at, line)
            at += 1
    path.write_text("\n".join(have) + "\n", "utf-8")


def _run(house: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=house, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_what_the_page_quotes_of_the_port_stands_there() -> None:
    port = (ROOT / "bot" / "channels" / "port.py").read_text("utf-8")
    quoted = [b.body for b in blocks(PAGE) if _file_of(b) == "bot/channels/port.py"]
    assert len(quoted) == 2
    assert all(body in port for body in quoted)


def test_the_contract_runs_for_a_channel_that_is_no_http(house: Path) -> None:
    contract = "tests/channels/test_contract.py"
    told = _run(house, "pytest", "-q", "-p", "no:cacheprovider", contract, "-k", "thu-muc")
    passed = int(told.split(" passed")[0].split()[-1])
    assert passed >= 20, told


def test_what_the_page_adds_is_as_tidy_as_the_rest(house: Path) -> None:
    _run(house, "ruff", "check", "--quiet", "bot", "domain", "tests/channels")
    _run(house, "ruff", "format", "--check", "bot", "domain", "tests/channels")
    added = ("bot/channels/thu_muc.py", "bot/channels/registry.py", "domain/talk/networks.py")
    # They import nothing of anybody else, which took most of the time to look through.
    alone = ("--no-incremental", "--follow-imports=silent", "--no-site-packages")
    _run(house, "mypy", *alone, *added)


def test_a_conversation_is_played_over_it(house: Path) -> None:
    (house / "qua-thu-muc.txt").write_text(PLAY, "utf-8")
    told = _run(house, "bot", "play", "qua-thu-muc.txt")
    assert "bot -> lan" in told


def test_the_bot_answers_over_it(house: Path, tmp_path: Path) -> None:
    db, shared = str(tmp_path / "thu.db"), tmp_path / "chung"
    for way in ("vao", "ra"):
        (shared / "lan" / way).mkdir(parents=True)
    _run(house, "bot", "migrate", "--db", db)
    _run(house, "bot", "load", "nguoi.toml", "--db", db)
    settings = {"channels": "thu_muc", "thu_muc_folder": str(shared), "db": db}
    with Running(tmp_path, home=str(house), **settings) as running:
        running.started()
        (shared / "lan" / "vao" / "1.txt").write_text("trợ giúp", "utf-8")
        answer = shared / "lan" / "ra" / "1.txt"
        wait_until(answer.exists, 60)
        assert "chị Lan" in answer.read_text("utf-8") or answer.read_text("utf-8").strip()
        wait_until(lambda: not list((shared / "lan" / "vao").iterdir()))
