"""`nhacviec play`: a written conversation, said to a fresh bot and printed with its answers."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bot.cli.at_the_machine import machine
from bot.cli.loading import load_paths
from bot.fault import UsageFault, file_fault
from bot.rehearsal.play import Play
from bot.rehearsal.samples import SAMPLE, begin, load_script, path_of
from bot.rehearsal.transcript import Script, read_script
from handlers.wording.say import say
from handlers.wording.show_moments import use_period_names
from storage.catalogue.catalogue import load_catalogue
from storage.database.database import Database, open_database
from storage.database.schema import migrate

TRANSCRIPT = "hoi-thoai.txt"


def run_play(file: Path, out: Path | None) -> None:
    """Print the conversation; with a folder, put it and the files of the bot there too."""
    script = script_in(file)
    with tempfile.TemporaryDirectory(prefix="nhacviec-") as folder:
        database = open_database(f"sqlite:///{folder}/play.db")
        migrate(database)
        performance = stage(script, file.parent, database, out or Path(folder) / "files")
        lines = []
        for line in performance.lines(script):
            lines.append(line)
            sys.stdout.write(line + "\n")
        performance.database.close()
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        (out / TRANSCRIPT).write_text("\n".join(lines) + "\n", "utf-8")


def stage(
    script: Script, folder: Path, database: Database, out: Path, kind: type[Play] = Play
) -> Play:
    """What the first lines of a script name, loaded into an empty database; files that they name
    are looked for from the script's folder. UsageFault tells what is wrong with them."""
    head = script.header
    before = load_script(head["after"]) if "after" in head else None
    loaded = [*_people(head, folder), *(folder / name for name in _names(head.get("load", "")))]
    for path in loaded:
        if not path.is_file():
            raise UsageFault("play.no_file", name=path.name, folder=path.parent)
    first = begin(before or script)
    _, catalogue, _ = load_paths(loaded, database, load_catalogue(), first)
    use_period_names(catalogue.period_names)
    given = folder / head.get("files", ".")
    if before is None:
        return kind(database, catalogue, out, given, machine=machine(given.resolve(), out))
    earlier = Play(database, catalogue, out, given)
    earlier.follow(before)
    return kind(database, catalogue, out, given, now=earlier.now, phones=earlier.phones)


def _people(head: Mapping[str, str], folder: Path) -> list[Path]:
    """The file of who is there; none where the play begins with an empty installation."""
    if head.get("people") == say("play.words.nobody"):
        return []
    if "people" in head:
        return [folder / head["people"]]
    return [path_of(head.get("after", head.get("sample", SAMPLE)))]


def _names(listed: str) -> list[str]:
    """File names behind `load:`: by spaces, or by semicolons where a name has spaces itself."""
    names = listed.split(";") if ";" in listed else listed.split()
    return [name.strip() for name in names if name.strip()]


def script_in(file: Path) -> Script:
    """The script of a file; UsageFault where there is none to read."""
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError:
        raise UsageFault("play.unreadable", name=file.name) from None
    except OSError as error:
        raise file_fault(error, file) from None
    return read_script(text)
