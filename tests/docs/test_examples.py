"""What the documentation shows, happens: commands run, quotations and talk are compared."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.cli.app import app
from bot.cli.loading_files import read_file
from bot.rehearsal.transcript import BOT, read_script
from handlers.figures.read import read_text
from handlers.wording.say import say
from storage.catalogue.folders import CATALOGUE
from tests.bot import warm
from tests.bot.rehearsal.played import played
from tests.docs.pages import (
    PAGES,
    ROOT,
    Block,
    Command,
    blocks,
    commands,
    every_block,
    readings,
    stands_in,
)
from tests.handlers.talk.begun_once import Begun
from tests.handlers.talk.test_transcripts import play

_SHELL = frozenset("|<>;&$`*~#\n\\")  # what only a shell understands
KINDS = {"console", "sh", "toml", "jinja", "python", "script", "text"}
TRANSCRIPTS = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def test_no_example_escapes() -> None:
    strange = [str(block) for page in PAGES for block in blocks(page) if block.kind not in KINDS]
    assert strange == []
    assert len(every_block("console")) >= 6
    assert len(every_block("text")) >= 12


# ---- commands ----


@pytest.mark.slow
@pytest.mark.parametrize(
    "page", [p for p in PAGES if "console" in {b.kind for b in blocks(p)}], ids=named
)
def test_the_commands_of_a_page_print_what_it_shows(page: Path, tmp_path: Path) -> None:
    """In order, in one folder, with a data folder of their own and the files that the page links
    to."""
    for name in re.findall(r"\(vi-du/([\w.-]+)\)", page.read_text("utf-8")):
        (tmp_path / name).write_bytes((ROOT / "docs" / "vi-du" / name).read_bytes())
    for block in blocks(page):
        if block.kind in ("toml", "jinja") and block.file and not block.quoted:
            (tmp_path / block.file).write_text(block.body, "utf-8")
        if block.kind == "script":
            (tmp_path / block.source).write_text(block.text, "utf-8")
        if block.kind == "console":
            for command in commands(block):
                _run(command, block, tmp_path)


def _run(command: Command, block: Block, home: Path) -> None:
    environment = warm.surroundings(
        home,
        PATH=f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        NHACVIEC_DATA=str(home / "data"),
        COLUMNS="100",
        LANG="C.UTF-8",
    )
    done = _done(command, environment, home)
    printed = (done.stdout + done.stderr).splitlines()
    shown = [line.rstrip() for line in command.printed]
    assert done.returncode == 0, f"{block}: {command.words}\n{done.stderr}"
    assert _matches([line.rstrip() for line in printed], shown), (
        f"{block}: {command.words}\n" + "\n".join(printed)
    )


def _done(
    command: Command, environment: dict[str, str], home: Path
) -> subprocess.CompletedProcess[str]:
    """A command of ours begins with its modules read, also behind what is typed into it and before
    `|| true`; anything else is for a shell."""
    typed, _, ours = command.words.rpartition(" | ")
    ours, may_fail, _ = ours.partition(" || true")
    if not (ours.startswith("nhacviec ") and _SHELL.isdisjoint(ours)):
        return _in_shell(command.words, environment, home)
    given = _in_shell(typed, environment, home).stdout if typed else ""
    done = warm.run(shlex.split(ours)[1:], environment, given, folder=home)
    done.returncode = 0 if may_fail else done.returncode
    return done


def _in_shell(
    words: str, environment: dict[str, str], home: Path
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        cwd=home,
        timeout=120,
        check=False,
    )


def _matches(printed: list[str], shown: list[str]) -> bool:
    """`...` alone stands for any lines, within a line for any words."""
    lines = (r"(?:.*\n)*?" if line == "..." else _pattern(line) + r"\n" for line in shown)
    return re.fullmatch("".join(lines), "".join(f"{line}\n" for line in printed)) is not None


def _pattern(line: str) -> str:
    return ".*".join(map(re.escape, line.split("...")))


@pytest.mark.parametrize("block", every_block("sh", "console"), ids=str)
def test_every_command_and_target_exists(block: Block) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    for line in block.text.replace("\\\n", " ").splitlines():
        line = line.removeprefix("$ ")
        for target in re.findall(r"(?:^|\s)make ([a-z-]+)", line):
            assert target in targets, f"{block}: make {target}"
        for words in re.findall(r"(?:^|[|;&/] ?)nhacviec ([a-z-]+[^|;&>]*)", line):
            _check_words(words, app, block)


def _check_words(words: str, known: object, block: Block) -> None:
    name, *rest = shlex.split(words, comments=True)
    commands_: dict[str, Any] = known.commands  # type: ignore[attr-defined]
    assert name in commands_, f"{block}: nhacviec {name}"
    if hasattr(commands_[name], "commands") and rest:
        _check_words(shlex.join(rest), commands_[name], block)
        return
    options = {option for param in commands_[name].params for option in param.opts}
    for word in rest:
        if word.startswith("--"):
            assert word.partition("=")[0] in options, f"{block}: nhacviec {name} {word}"


# ---- files ----


FOLLOWED = ("add-an-intent.md", "add-a-channel.md")
"""Pages of steps to take: a test of their own takes them; nothing of them stands anywhere yet."""


@pytest.mark.parametrize(
    "block", [b for b in every_block("toml", "python") if b.page.name not in FOLLOWED], ids=str
)
def test_a_quotation_stands_in_its_file(block: Block) -> None:
    assert block.file, f"{block}: the first line names no file"
    if block.quoted:
        assert stands_in(block.body, block.quoted.read_text("utf-8"), "# ..."), str(block)
    else:
        assert block.kind == "toml", f"{block}: {block.file} is not there"
        tomllib.loads(block.body)


# ---- conversations ----


SPOKEN = [
    block
    for block in every_block("text")
    if block.source != "drawing" and block.page.name not in FOLLOWED
]


@pytest.mark.parametrize(
    "block", [block for block in SPOKEN if not block.source.startswith("rehearsal ")], ids=str
)
def test_a_conversation_stands_in_its_transcript(block: Block) -> None:
    assert block.source.endswith(".txt"), f"{block}: no transcript is named"
    source = ROOT / block.source
    told = as_told(source.read_text("utf-8"), "bac-son", source.parent)
    assert stands_in(block.text, told, "…"), str(block)


@pytest.mark.slow
@pytest.mark.parametrize(
    "block", [block for block in SPOKEN if block.source.startswith("rehearsal ")], ids=str
)
def test_a_conversation_stands_in_its_rehearsal(
    block: Block, tmp_path_factory: pytest.TempPathFactory
) -> None:
    sample = block.source.split()[1]
    transcript = (played(sample, tmp_path_factory).folder / "transcript.txt").read_text("utf-8")
    assert stands_in(block.text, as_told(transcript, sample), "…"), str(block)


def as_told(transcript: str, sample: str, folder: Path = ROOT) -> str:
    """A transcript as the guides print it: `Bot:` (where it speaks to several people: `Bot gửi chị
    Lan:`) and `Chị Lan:` instead of ids, no clock."""
    header = read_script(transcript).header
    loaded = re.findall(r"^\$ nhacviec load (\S+)$", transcript, re.M)
    own = loaded[-1] if loaded else header.get("people")
    folder = folder / header["files"] if loaded else folder
    bundled = CATALOGUE / f"samples/{header.get('sample', sample)}/people.toml"
    names = _names(folder / own if own else bundled)
    shown_to = header.get("only", "").split()
    lines: list[str] = []
    for line in transcript.splitlines():
        speaker, _, edited = line.partition(" (")
        if line.startswith(BOT):
            told = names[line.removeprefix(BOT)]
            lines.append("Bot:" if len(shown_to) == 1 else f"Bot gửi {told[0].lower()}{told[1:]}:")
        elif speaker in names:
            lines.append(f"{names[speaker]}{' (' + edited if edited else ''}:")
        elif line.startswith("at "):
            while lines and not lines[-1]:
                lines.pop()
        else:
            lines.append(line)
    return "\n".join(lines)


@cache
def _names(file: Path) -> dict[str, str]:
    """`lan` -> `Chị Lan`, by a file or a workbook of people."""
    return {
        person.id: f"{person.salutation.capitalize()} {person.name.split()[-1]}"
        for person in read_file(file).people.officials
    }


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_a_transcript_of_the_guides_is_played_as_it_is_written(
    path: Path,
    migrated_file: Path,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> None:
    written = path.read_text("utf-8")
    told = play(path, migrated_file, tmp_path, Begun(tmp_path_factory))
    if request.config.getoption("--update"):
        path.write_text(told, "utf-8")
        return
    assert say("router.failed") not in told
    assert told == written


def test_the_picture_shows_the_conversation_of_its_transcript() -> None:
    """Where it is another one: python docs/images/take_phones.py"""
    picture = ROOT / "docs/images/phones.png"
    transcript = (Path(__file__).parent / "transcripts/dien-thoai.txt").read_text("utf-8")
    with Image.open(picture) as opened:
        shown = opened.text["Description"]  # type: ignore[attr-defined]
    assert read_script(shown) == read_script(transcript)
    assert picture.stat().st_size < 300_000


# ---- readings ----


READINGS = [reading for page in PAGES for reading in readings(page)]


@pytest.mark.parametrize("reading", READINGS, ids=lambda r: f"{r.kind}: {r.typed}")
def test_an_example_of_a_guide_is_read_as_the_guide_says(reading) -> None:
    assert read_text(reading.typed, reading.kind)["reply"] == reading.reply
