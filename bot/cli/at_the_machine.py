"""A command within a played conversation: given to the store of the play, at its moment."""

from __future__ import annotations

import io
import shlex
from contextlib import chdir, redirect_stdout
from datetime import datetime
from pathlib import Path

import click

from bot.cli.beginning_commands import BEGINNING
from bot.cli.words import group, usage_words
from bot.fault import UsageFault
from bot.rehearsal.play import Machine
from bot.rehearsal.transcript import MachineOrder, ScriptFault
from domain.dates.moments import local
from storage.database.database import Database

PLAYED = tuple(each.name or "" for each in BEGINNING)
"""Commands that a play knows; time goes by `at`."""


def machine(given: Path, out: Path) -> Machine:
    """The machine of a play: files are found where the people of the play have theirs, and written
    where the bot puts its own."""

    def done(database: Database, order: MachineOrder, now: datetime) -> list[str]:
        words = shlex.split(order.words)
        if not words or words[0] not in PLAYED:
            known = ", ".join(PLAYED)
            raise ScriptFault(order.line, "play.no_command", words=order.words, known=known)
        words = [str(given / word) if (given / word).is_file() else word for word in words]
        at = f"{local(now):%Y-%m-%dT%H:%M}"
        return _printed([*words, "--db", str(database.file), "--at", at], out.resolve())

    return done


def _printed(words: list[str], folder: Path) -> list[str]:
    """What the command says in a folder, a refusal too."""
    app = group("nhacviec", "", BEGINNING)
    folder.mkdir(parents=True, exist_ok=True)
    said = io.StringIO()
    with chdir(folder), redirect_stdout(said):
        try:
            app.main(words, "nhacviec", standalone_mode=False)
        except UsageFault as fault:
            said.write(f"nhacviec: {fault}\n")
        except click.ClickException as error:
            said.write(f"nhacviec: {usage_words(error)}\n")
    return said.getvalue().splitlines()
