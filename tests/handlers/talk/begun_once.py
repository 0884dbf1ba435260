"""How plays begin, made once for all that begin alike: the files that are loaded, the first bell,
and the whole of the play that another one goes on from.

Two thirds of the transcripts begin with the people and at the moment of another one. To load the
same people, and to ring for them, took a quarter of their time.
"""

from __future__ import annotations

import pickle
import shutil
import sqlite3
from collections.abc import Callable, Hashable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.cli import playing
from bot.rehearsal import play
from bot.rehearsal.play import Play
from bot.rehearsal.transcript import Script
from storage.catalogue.catalogue import Catalogue
from storage.database.database import Database, back_up
from tests.once_in_a_run import once_in_a_run

LOAD, TICK, FOLLOW = playing.load_paths, play.tick, Play.follow


@dataclass
class Begun:
    """What a store held after steps that nothing else was written between."""

    factory: pytest.TempPathFactory
    _done: tuple[Hashable, ...] = ()  # of the play that is going on; empty: it has begun otherwise
    _held: dict[Hashable, tuple[sqlite3.Connection, Any]] = field(default_factory=dict)

    @contextmanager
    def remembered(self, script: Script) -> Iterator[None]:
        """As long as this is open, a play of the script begins as the first one did."""
        alike = "network" not in script.header  # which writes who is reached over it
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(playing, "load_paths", self._load)
            if "after" in script.header:
                patch.setattr(Play, "follow", self._following(script.header["after"]))
            elif alike:
                patch.setattr(play, "tick", self._tick)
            yield
        self._done = ()

    def close(self) -> None:
        for connection, _ in self._held.values():
            connection.close()

    def _load(
        self, paths: list[Path], database: Database, standing: Catalogue, now: datetime
    ) -> Any:
        self._done = (now, *((path, path.read_bytes()) for path in paths))
        return self._once(database, lambda: LOAD(paths, database, standing, now))

    def _tick(self, database: Database, catalogue: Catalogue, now: datetime) -> Any:
        if not self._done:
            return TICK(database, catalogue, now)
        self._done = (*self._done, now)
        ticked = self._once(database, lambda: TICK(database, catalogue, now))
        self._done = ()  # from here on everything is as somebody has said
        return ticked

    def _once(self, database: Database, act: Callable[[], Any]) -> Any:
        with closing(sqlite3.connect(_file(database))) as here:
            if self._done in self._held:
                kept, found = self._held[self._done]
                kept.backup(here)
                return found
            found, kept = act(), sqlite3.connect(":memory:")
            here.backup(kept)
        self._held[self._done] = kept, found
        return found

    def _following(self, name: str) -> Callable[[Play, Script], None]:
        return lambda earlier, script: self._follow(earlier, name, script)

    def _follow(self, earlier: Play, name: str, script: Script) -> None:
        def make(folder: Path) -> None:
            FOLLOW(earlier, script)
            back_up(_file(earlier.database), folder / "followed.db")
            shutil.copytree(earlier.files, folder / "files")
            (folder / "stands").write_bytes(pickle.dumps((earlier.now, earlier.phones)))

        folder = once_in_a_run(f"followed-{name}", self.factory, make)
        earlier.now, earlier.phones = pickle.loads((folder / "stands").read_bytes())
        shutil.copytree(folder / "files", earlier.files, dirs_exist_ok=True)
        with (
            closing(sqlite3.connect(folder / "followed.db")) as kept,
            closing(sqlite3.connect(_file(earlier.database))) as here,
        ):
            kept.backup(here)


def _file(database: Database) -> Path:
    assert database.file is not None
    return database.file
