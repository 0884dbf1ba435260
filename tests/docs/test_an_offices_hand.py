"""An office without a programmer, from the operator's guide alone: install, load, back up, restore,
end a person, enter a holiday, update to a new version, and go on.

Its commands are read out of the guide and run in their order, in a copy of the program that is
fetched as the guide says. What `make setup` would fetch from a package index lies there already.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from tests.bot.warm import surroundings
from tests.docs.pages import ROOT, Block, blocks, commands

pytestmark = pytest.mark.slow  # some twenty commands, each a process

GUIDE = ROOT / "docs" / "huong-dan-van-hanh.md"
OLD_WORDS = "Cơ sở dữ liệu đã đúng phiên bản."
NEW_WORDS = "Cơ sở dữ liệu đúng phiên bản rồi."
PIP = """#!/bin/sh
# What it would install is here already; the command of the program is put in its place.
case "$*" in *"-e ."*)
printf '#!/bin/sh\\nPYTHONPATH="%s" exec "{python}" -m bot "$@"\\n' "$PWD" > .venv/bin/nhacviec
chmod +x .venv/bin/nhacviec ;;
esac
"""


@dataclass(frozen=True)
class Office:
    """A folder of the office, with the program in `program` and its data in `data`."""

    home: Path

    @property
    def program(self) -> Path:
        return self.home / "program"

    def run(self, words: str, place: Path) -> str:
        """What a command prints; it must succeed."""
        environment = surroundings(
            self.home,
            PATH=f"{self.program}/.venv/bin:{os.environ['PATH']}",
            NHACVIEC_DATA=str(self.home / "data"),
            LANG="C.UTF-8",
            COLUMNS="100",
            MAKEFLAGS="e",  # so that PIP is the one of here
            PIP=str(self.home / "pip"),
        )
        done = subprocess.run(
            ["bash", "-e", "-c", words],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=environment,
            cwd=place,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def follow(self, heading: str) -> list[str]:
        """Do what a part of the guide shows; what each command prints."""
        return list(self._followed(heading))

    def _followed(self, heading: str) -> Iterator[str]:
        for block in under(heading):
            if block.kind == "toml" and block.file and not block.quoted:
                (self.home / block.file).write_text(block.body, "utf-8")
            if block.kind == "sh":
                yield self.run(block.text, self.program)
            for command in commands(block) if block.kind == "console" else ():
                yield self.run(command.words, self.home)


def under(heading: str) -> list[Block]:
    """The blocks of the guide below a heading, up to the next one."""
    lines = GUIDE.read_text("utf-8").splitlines()
    first = lines.index(f"## {heading}") + 1
    after = [at for at, line in enumerate(lines, 1) if line.startswith("## ") and at > first]
    last = after[0] if after else len(lines) + 1
    return [block for block in blocks(GUIDE) if first < block.line < last]


def published(folder: Path) -> Path:
    """The program where an office gets it from: a repository with one version."""
    tracked = ("git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others")
    if not (ROOT / ".git").exists():
        pytest.skip("needs the repository")
    listed = subprocess.run([*tracked, "--exclude-standard"], capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        if name.startswith(("tests/", "docs/images/")) or not (ROOT / name).is_file():
            continue
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    git(folder, "init", "-q", "-b", "main")
    publish(folder, "the first version")
    return folder


def compiled(program: Path) -> None:
    """What is compiled of the same files here needs no compiling there."""
    for file in program.rglob("*.py"):
        ours = ROOT / file.relative_to(program)
        source, target = (Path(cache_from_source(str(each))) for each in (ours, file))
        if source.is_file():
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(source, target)
            shutil.copystat(ours, file)  # which says of what it was compiled


def publish(folder: Path, words: str) -> None:
    git(folder, "add", "-A")
    git(folder, "-c", "user.name=x", "-c", "user.email=x@example.vn", "commit", "-qm", words)


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)


def test_an_office_looks_after_the_bot_from_the_guide_alone(tmp_path: Path) -> None:
    source = published(tmp_path / "source")
    office = Office(tmp_path / "office")
    office.home.mkdir()
    pip = office.home / "pip"
    pip.write_text(PIP.format(python=sys.executable), "utf-8")
    pip.chmod(0o755)
    git(office.home, "clone", "-q", str(source), str(office.program))  # "lấy mã nguồn về"
    compiled(office.program)

    assert "0 lỗi" in office.follow("Cài đặt")[0].splitlines()[-1]
    assert office.follow("Cơ sở dữ liệu")[-1].strip() == OLD_WORDS
    office.run("nhacviec load bac-son", office.home)
    office.run("nhacviec tick --at 2024-08-28", office.home)
    given = "printf '14 7 5 1 0 0\\nđúng\\n' | nhacviec chat --as lan --at 2024-08-28T09:00"
    office.run(given, office.home)
    status = "nhacviec status xa-bac-son --at 2024-08-29"
    before = office.run(status, office.home)
    assert "6/97" in before

    office.follow("Sao lưu và phục hồi")
    assert office.run(status, office.home) == before
    assert "Đã thu hồi quyền của anh Tuấn." in office.follow("Khi một người thôi việc")[-1]
    (check, loaded) = office.follow("Sửa danh mục")
    assert "nghi-2027.toml: lịch nghỉ, 2 ngày." in loaded
    assert "2027" in check

    kept = (office.run(status, office.home), office.run("nhacviec check", office.home))
    assert "chưa có người phụ trách" in kept[0]  # whoever has left is there no more
    assert kept[1] != check  # the next year's days off are known now

    texts = source / "catalogue" / "texts" / "vi.toml"
    assert OLD_WORDS in texts.read_text("utf-8")
    texts.write_text(texts.read_text("utf-8").replace(OLD_WORDS, NEW_WORDS), "utf-8")
    publish(source, "other words")
    assert NEW_WORDS in office.follow("Nâng cấp")[0]
    # Nothing that the office has done is lost with the old version.
    assert (office.run(status, office.home), office.run("nhacviec check", office.home)) == kept
