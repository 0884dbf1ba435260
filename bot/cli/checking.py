"""`nhacviec check`: every fault of the catalogue, with file and key."""

from __future__ import annotations

import sys

from bot.wiring import clock_at, database_if_there
from domain.dates.moments import local
from handlers.load.check import calendar_notes, catalogue_faults
from handlers.wording.say import say
from storage.catalogue.catalogue import load_catalogue


def run_check(db: str | None, at: str | None) -> None:
    """Print one fault a line; exit code 1 where there is one. What is only to be known of, years
    without announced holidays, goes before the counts and changes nothing."""
    today = local(clock_at(at)()).date()
    database = database_if_there(db)
    faults, counts = catalogue_faults(today, database)
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    for note in calendar_notes(load_catalogue(database), today):
        sys.stdout.write(say("check.note", note=note) + "\n")
    sys.stdout.write(say("check.counts", faults=len(faults), **counts) + "\n")
    if faults:
        sys.exit(1)
