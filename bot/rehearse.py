"""`nhacviec rehearse`: a whole period with a moving clock, without any network.

The script of a sample says who types what and when; the bot rings at its own hours. The same
script gives the same bytes: transcript, summary, charts and report files.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.channels.console import NAME
from bot.fault import UsageFault
from bot.loading import SAMPLES, path_of
from bot.play import Play
from bot.reporting import write_files
from bot.transcript import Move, Script, read_script
from handlers.files import report_with_pictures
from handlers.load import load_people
from handlers.say import say
from handlers.sheet import open_sheet
from handlers.work import Work
from storage.catalogue import Catalogue, load_catalogue
from storage.database import Database, open_database
from storage.figures import codes_from
from storage.officials import all_officials
from storage.people_files import load_people as read_people
from storage.rounds import obligations_of
from storage.schema import migrate

CHAT_FILES = "chat"


def run_rehearsal(sample: str, out: Path) -> None:
    """Play the script and write DIR/transcript.txt, DIR/summary.json, charts and report."""
    script = load_script(sample)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="nhacviec-") as folder:
        database, catalogue = fresh_store(sample, Path(folder) / "rehearsal.db", begin(script))
        play = Play(database, catalogue, out / CHAT_FILES)
        with _progress(len(script.steps)) as advance:
            lines = list(play.lines(script, advance))
        (out / "transcript.txt").write_text("\n".join(lines) + "\n", "utf-8")
        summary = _summary(play, script, out)
        database.close()
    plain = json.dumps(summary, ensure_ascii=False, indent=1) + "\n"
    (out / "summary.json").write_text(plain, "utf-8")
    _print_table(summary, out)


def load_script(sample: str) -> Script:
    """The script of a bundled sample."""
    path_of(sample)
    return read_script((SAMPLES / sample / "script.txt").read_text("utf-8"))


def begin(script: Script) -> datetime:
    """The moment at which a script begins."""
    first = script.steps[0]
    assert isinstance(first, Move)  # a script begins with `at`
    return first.at


def fresh_store(sample: str, file: Path, now: datetime) -> tuple[Database, Catalogue]:
    """A new SQLite file with the sample's people."""
    database = open_database(f"sqlite:///{file}")
    migrate(database)
    catalogue = load_catalogue()
    people, faults = read_people(path_of(sample))
    if faults:
        raise UsageFault("fault.load", file=sample, faults="; ".join(map(str, faults)))
    with database.work() as session:
        load_people(Work(session, catalogue, now), people)
    return database, catalogue


def _summary(play: Play, script: Script, out: Path) -> dict[str, Any]:
    """The figures of the rehearsal; the report files are written on the way."""
    assert play.now is not None  # it was played
    with play.database.read() as session:
        work = Work(session, play.catalogue, play.now)
        every = obligations_of(session, script.header["unit"])
        obligation = next(o for o in every if o.period_code == script.header["period"])
        sheet = open_sheet(work, obligation)
        paths = write_files(report_with_pictures(work, sheet), out)
        people = list(all_officials(session))
        figures = codes_from(session, obligation.id, NAME)
    names = sorted(play.heard | play.told, key=people.index)
    return {
        "sample": script.title,
        "period": script.header["period"],
        "messages_from_officials": play.heard.total(),
        "messages_from_bot": play.told.total(),
        "per_official": {
            name: {"sent": play.heard[name], "received": play.told[name]} for name in names
        },
        "figures_by_chat": len(figures & set(sheet.form.asked())),
        "figures_asked": len(sheet.form.asked()),
        "complete": obligation.completed_at is not None,
        "rules_raised": [
            {
                "rule": finding.rule,
                "severity": finding.severity.value,
                "codes": list(finding.codes),
                "kept": finding.rule in sheet.kept_rules,
            }
            for finding in sheet.findings
        ],
        "files": sorted(path.name for path in paths),
    }


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], object]]:
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task(say("rehearse.working"), total=total)
        yield lambda: bar.advance(task)


def _print_table(summary: dict[str, Any], out: Path) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table()
    table.add_column(say("rehearse.official"))
    table.add_column(say("rehearse.sent"), justify="right")
    table.add_column(say("rehearse.received"), justify="right")
    for name, counts in summary["per_official"].items():
        table.add_row(name, str(counts["sent"]), str(counts["received"]))
    table.add_section()
    table.add_row(
        say("rehearse.all"),
        str(summary["messages_from_officials"]),
        str(summary["messages_from_bot"]),
    )
    sys.stdout.write(summary["sample"] + "\n")
    Console(file=sys.stdout).print(table)
    done = say(
        "rehearse.done",
        figures=summary["figures_by_chat"],
        asked=summary["figures_asked"],
        rules=len(summary["rules_raised"]),
        out=out,
    )
    sys.stdout.write(done + "\n")
