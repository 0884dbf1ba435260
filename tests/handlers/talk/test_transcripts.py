"""Golden conversations that an official can read; `pytest --update` writes them anew for review.

Each transcript is played on a database file that is closed and opened again between every two
messages, so that whatever the bot remembers has been stored and read back.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.rehearsal.play import Play
from bot.rehearsal.samples import begin
from bot.rehearsal.transcript import Script, Utterance, read_script
from handlers.load.load import load_people
from handlers.work import Work
from storage.catalogue.catalogue import load_catalogue
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.people_files import load_people as read_people
from storage.database.database import open_database

TRANSCRIPTS = sorted((Path(__file__).parents[2] / "transcripts").glob("*/*.txt"))
SENT = Path(__file__).parents[2] / "data" / "sent"
"""Files that people send: `/tep phu-luc.csv`."""


@dataclass
class Forgetful(Play):
    """A play whose process ends after every message."""

    def _say(self, said: Utterance) -> Iterator[str]:
        yield from super()._say(said)
        url = f"sqlite:///{self.database.file}"
        self.database.close()
        self.database = open_database(url)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_a_transcript_is_played_as_it_is_written(
    path: Path, migrated_file: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    written = path.read_text("utf-8")
    played = play(read_script(written), migrated_file, tmp_path)
    if request.config.getoption("--update"):
        path.write_text(played, "utf-8")
        return
    assert played == written


def play(script: Script, migrated_file: Path, folder: Path) -> str:
    """The transcript that a script brings forth with its sample (default: bac-son)."""
    file = folder / "transcript.db"
    file.write_bytes(migrated_file.read_bytes())
    database, catalogue = open_database(f"sqlite:///{file}"), load_catalogue()
    people, faults = read_people(_people_of(script))
    assert faults == ()
    with database.work() as session:
        load_people(Work(session, catalogue, begin(script)), people)
    shutil.copytree(SENT, folder / "files")
    performance = Forgetful(database, catalogue, folder / "files")
    lines = list(performance.lines(script))
    performance.database.close()
    return "\n".join(lines) + "\n"


def _people_of(script: Script) -> Path:
    """`sample: an-thi-2024` of the catalogue, or `people: nhieu-bao-cao` of the tests' own."""
    if own := script.header.get("people"):
        return Path(__file__).parents[2] / "data" / f"people-{own}.toml"
    return CATALOGUE / "samples" / script.header.get("sample", "bac-son") / "people.toml"


def test_there_are_transcripts() -> None:
    assert len(TRANSCRIPTS) >= 8
