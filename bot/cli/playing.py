"""`nhacviec play`: a written conversation, said to a fresh bot and printed with its answers."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bot.cli.loading import load_paths
from bot.fault import UsageFault, file_fault
from bot.rehearsal.play import Play
from bot.rehearsal.samples import SAMPLE, begin, path_of
from bot.rehearsal.transcript import Script, read_script
from handlers.wording.show_moments import use_period_names
from storage.catalogue.catalogue import load_catalogue
from storage.database.database import Database, open_database
from storage.database.schema import migrate

TRANSCRIPT = "hoi-thoai.txt"


def run_play(file: Path, out: Path | None) -> None:
    """Print the conversation; with a folder, put it and the files of the bot there too."""
    script = read_script(_text(file))
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
    people = folder / head["people"] if "people" in head else path_of(head.get("sample", SAMPLE))
    others = [folder / name for name in head.get("load", "").split()]
    for path in (people, *others):
        if not path.is_file():
            raise UsageFault("play.no_file", name=path.name, folder=path.parent)
    _, catalogue, _ = load_paths([people, *others], database, load_catalogue(), begin(script))
    use_period_names(catalogue.period_names)
    return kind(database, catalogue, out, folder / head.get("files", "."))


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError:
        raise UsageFault("play.unreadable", name=file.name) from None
    except OSError as error:
        raise file_fault(error, file) from None
