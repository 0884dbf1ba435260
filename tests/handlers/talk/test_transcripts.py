"""Golden conversations that an official can read; `pytest --update` writes them anew for review.

Each transcript is played on a database file that is closed and opened again between every two
messages, so that whatever the bot remembers has been stored and read back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli.playing import stage
from bot.rehearsal.play import Play
from bot.rehearsal.transcript import Utterance, read_script
from storage.database.database import open_database
from tests.handlers.talk.begun_once import Begun

TRANSCRIPTS = sorted((Path(__file__).parents[2] / "transcripts").glob("*/*.txt"))


@dataclass
class Forgetful(Play):
    """A play whose process ends after every message."""

    def _say(self, spoken: Utterance) -> Iterator[str]:
        yield from super()._say(spoken)
        url = f"sqlite:///{self.database.file}"
        self.database.close()
        self.database = open_database(url)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Begun]:
    found = Begun(tmp_path_factory)
    yield found
    found.close()


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_a_transcript_is_played_as_it_is_written(
    path: Path, migrated_file: Path, tmp_path: Path, begun: Begun, request: pytest.FixtureRequest
) -> None:
    written = path.read_text("utf-8")
    played = play(path, migrated_file, tmp_path, begun)
    if request.config.getoption("--update"):
        path.write_text(played, "utf-8")
        return
    assert played == written


def play(path: Path, migrated_file: Path, folder: Path, begun: Begun) -> str:
    """The transcript that a script brings forth, as `nhacviec play` prints it."""
    script = read_script(path.read_text("utf-8"))
    file = folder / "transcript.db"
    file.write_bytes(migrated_file.read_bytes())
    database = open_database(f"sqlite:///{file}")
    with begun.remembered(script):
        performance = stage(script, path.parent, database, folder / "files", Forgetful)
        lines = list(performance.lines(script))
    performance.database.close()
    return "\n".join(lines) + "\n"


def test_there_are_transcripts() -> None:
    assert len(TRANSCRIPTS) >= 8
