"""`nhacviec rehearse`: a whole period with a moving clock, without any network.

The script says who types what and when; the bot rings at its own hours. The same
script gives the same bytes: transcript, summary, charts and report files.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from bot.channels.console import NAME
from bot.rehearsal.files import write_files
from bot.rehearsal.play import Play
from bot.rehearsal.samples import begin, fresh_store, load_script
from bot.rehearsal.transcript import Script, ScriptFault
from domain.dates.moments import local
from domain.tasks.tasks import state_at
from handlers.desk.board import Line
from handlers.desk.rolled import rolled_below
from handlers.desk.rollup_files import rollup_with_pictures
from handlers.documents.files import report_with_pictures
from handlers.report.sheet import open_sheet
from handlers.report.who_owes import reports_alone
from handlers.wording.say import say
from handlers.work import Work
from storage.people.officials import all_officials
from storage.reports.figures import codes_from
from storage.reports.rounds import Obligation, obligations_of
from storage.tasks.tasks import tasks_of_period

CHAT_FILES = "chat"
EXAMPLES = {"unit": "hung-yen/an-thi/xa-bac-son", "period": "2024-Q3"}
"""What a script has to say above its first moment, and how that looks."""


def run_rehearsal(sample: str, out: Path) -> None:
    """Play the script of a bundled sample."""
    script = load_script(sample)
    with tempfile.TemporaryDirectory(prefix="nhacviec-") as folder:
        database, catalogue = fresh_store(sample, Path(folder) / "rehearsal.db", begin(script))
        rehearse(Play(database, catalogue, out / CHAT_FILES), script, out)


def rehearse(play: Play, script: Script, out: Path) -> None:
    """Play the script and write DIR/transcript.txt, DIR/summary.json, charts and report; the store
    is closed."""
    with closing(play.database):
        _look_ahead(play, script)
        out.mkdir(parents=True, exist_ok=True)
        with _progress(len(script.steps)) as advance:
            lines = list(play.lines(script, advance))
        (out / "transcript.txt").write_text("\n".join(lines) + "\n", "utf-8")
        summary = _summary(play, script, out)
    plain = json.dumps(summary, ensure_ascii=False, indent=1) + "\n"
    (out / "summary.json").write_text(plain, "utf-8")
    _print_table(summary, out)


def _look_ahead(play: Play, script: Script) -> None:
    """ScriptFault where the script does not say whose report is summed up, before it is played."""
    for head, example in EXAMPLES.items():
        if head not in script.header:
            raise ScriptFault(1, "play.no_head", name=head, example=example)
    with play.database.read() as session:
        units = Work(session, play.catalogue, begin(script)).units
    if script.header["unit"] not in units:
        known = ", ".join(sorted(units))
        raise ScriptFault(1, "play.no_unit", name=script.header["unit"], known=known)


def _summary(play: Play, script: Script, out: Path) -> dict[str, Any]:
    """The figures of the rehearsal; the report files are written on the way."""
    assert play.now is not None  # it was played
    with play.database.work() as session:
        work = Work(session, play.catalogue, play.now)
        officials = all_officials(session)
        people = list(officials)
        unit_id, period = script.header["unit"], script.header["period"]
        is_commune = reports_alone(work, work.unit(unit_id))
        told = (_of_commune if is_commune else _of_superior)(work, unit_id, period, out)
    names = sorted(play.heard | play.told, key=people.index)
    return {
        "sample": script.title,
        "period": period,
        "messages_from_officials": play.heard.total(),
        "messages_from_bot": play.told.total(),
        "per_official": {
            name: {
                "name": officials[name].name if name in officials else name,
                "sent": play.heard[name],
                "received": play.told[name],
            }
            for name in names
        },
        **told,
    }


def _of_commune(work: Work, unit_id: str, period: str, out: Path) -> dict[str, Any]:
    """All reports of the period together, each by itself, and their files."""
    every = obligations_of(work.session, unit_id)
    asked = [report for report in every if report.period_code == period]
    if not asked:
        known = ", ".join(report.period_code for report in every) or say("play.none")
        raise ScriptFault(1, "play.no_period", name=period, unit=unit_id, known=known)
    reports = {report.regime_id: _of_report(work, report, out) for report in asked}
    told = reports.values()
    return {
        "figures_by_chat": sum(report["figures_by_chat"] for report in told),
        "figures_asked": sum(report["figures_asked"] for report in told),
        "complete": all(report["complete"] for report in told),
        "rules_raised": [finding for report in told for finding in report["rules_raised"]],
        "files": sorted(name for report in told for name in report["files"]),
        "reports": reports,
    }


def _of_report(work: Work, obligation: Obligation, out: Path) -> dict[str, Any]:
    sheet = open_sheet(work, obligation)
    paths = write_files(report_with_pictures(work, sheet), out)
    figures = codes_from(work.session, obligation.id, NAME)
    return {
        "figures_by_chat": len(figures & set(sheet.form.asked())),
        "figures_asked": len(sheet.form.asked()),
        "complete": obligation.completed_at is not None,
        "rules_raised": [
            {
                "rule": finding.rule,
                "severity": finding.severity.value,
                "codes": list(finding.codes),
                "kept": not sheet.unexplained([finding]),
            }
            for finding in sheet.findings
        ],
        "files": sorted(path.name for path in paths),
    }


def _of_superior(work: Work, unit_id: str, period: str, out: Path) -> dict[str, Any]:
    """Every unit below with its reports and its tasks, and the files of the roll-ups."""
    found = rolled_below(work, unit_id, period)
    paths = write_files(rollup_with_pictures(work, unit_id, period), out)
    named = len(found) > 1  # several reports: each unit stands once for each
    lines = sorted(
        ((rolled.board.regime_id, line) for rolled in found for line in rolled.board.lines),
        key=lambda each: (each[0], each[1].unit.id),
    )
    return {
        "figures_by_chat": sum(_by_chat(work, line) for _, line in lines),
        "figures_asked": sum(line.asked for _, line in lines if line.obligation),
        "complete": not any(rolled.missing for rolled in found),
        "units": {
            f"{regime_id}/{line.unit.slug}" if named else line.unit.slug: _of_line(work, line)
            for regime_id, line in lines
        },
        "outliers": [f"{each.unit_id} {each.code}" for rolled in found for each in rolled.outliers],
        "files": sorted(path.name for path in paths),
    }


def _by_chat(work: Work, line: Line) -> int:
    """How many of a commune's asked figures came by messages."""
    if line.obligation is None:
        return 0
    form = work.catalogue.form(line.obligation.form_id, line.obligation.closes)
    return len(codes_from(work.session, line.obligation.id, NAME) & set(form.asked()))


def _of_line(work: Work, line: Line) -> dict[str, Any]:
    report = line.obligation
    tasks = tasks_of_period(work.session, line.unit.id, date.min, work.today)
    states = Counter(state_at(task, work.today).value for task in tasks)
    return {
        "name": line.unit.name,
        "state": report.state.value if report else "not_asked",
        "given": line.given,
        "completed_at": local(report.completed_at).isoformat()
        if report and report.completed_at
        else None,
        "tasks": dict(sorted(states.items())),
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
    for id_, counts in summary["per_official"].items():
        shown = f"{counts['name']} ({id_})" if counts["name"] != id_ else id_
        table.add_row(shown, str(counts["sent"]), str(counts["received"]))
    table.add_section()
    table.add_row(
        say("rehearse.all"),
        str(summary["messages_from_officials"]),
        str(summary["messages_from_bot"]),
    )
    sys.stdout.write(summary["sample"] + "\n")
    Console(file=sys.stdout).print(table)
    counts = {"figures": summary["figures_by_chat"], "asked": summary["figures_asked"]}
    if "units" in summary:
        units = summary["units"].values()
        missing = [unit["name"] for unit in units if unit["completed_at"] is None]
        counts |= {"units": len(units), "complete": len(units) - len(missing)}
        counts |= {"outliers": len(summary["outliers"])}
        text_id = "rehearse.done_without" if missing else "rehearse.done_below"
        done = say(text_id, **counts, missing=", ".join(missing), out=out)
    else:
        done = say("rehearse.done", **counts, rules=len(summary["rules_raised"]), out=out)
    sys.stdout.write(done + "\n")
