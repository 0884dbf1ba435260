"""`nhacviec rehearse`: a bundled sample, or an own folder with people, form, regime and script."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from bot.cli.loading_files import Brings, read_file
from bot.cli.playing import script_in, stage
from bot.fault import UsageFault
from bot.rehearsal.rehearse import CHAT_FILES, rehearse, run_rehearsal
from bot.rehearsal.samples import SCRIPT, is_sample
from bot.rehearsal.transcript import Script
from storage.database.database import open_database
from storage.database.schema import migrate

LOADED = ("*.toml", "*.txt.j2")
"""What is loaded of an own folder where its script does not say."""


def run_rehearse(given: str, out: Path) -> None:
    """Rehearse the sample of that name, or the script of that folder or file."""
    own = Path(given)
    if own.is_dir():
        _run_own(own / SCRIPT, out)
    elif own.suffix == ".txt" and own.is_file():
        _run_own(own, out)
    elif is_sample(given):
        run_rehearsal(given, out)
    else:
        raise UsageFault("rehearse.what", name=given)


def _run_own(file: Path, out: Path) -> None:
    script = with_what_lies_beside(script_in(file), file.parent)
    with tempfile.TemporaryDirectory(prefix="nhacviec-") as folder:
        database = open_database(f"sqlite:///{folder}/rehearsal.db")
        migrate(database)
        play = stage(script, file.parent, database, out / CHAT_FILES)
        rehearse(play, script, out)


def with_what_lies_beside(script: Script, folder: Path) -> Script:
    """The script that names the people and the further files of its folder, where it names none
    itself."""
    head = dict(script.header)
    found = sorted(path for pattern in LOADED for path in folder.glob(pattern))
    people = [path.name for path in found if read_file(path).brings is Brings.PEOPLE]
    if people and not {"people", "sample", "after"} & head.keys():
        head["people"] = people[0]
    others = [path.name for path in found if path.name != head.get("people")]
    if others and "load" not in head:
        head["load"] = "".join(f"{name}; " for name in others).strip()
    return replace(script, header=head)
