"""A year of a province with 150 communes in which three things in ten go wrong, held against what
had to be told. In a process of its own: `python -m tests.soak.year 150`, for the number of communes
is read once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass
class Report:
    """What was told, and what of it was wrong: by kind, and the first of them."""

    communes: int
    people: int = 0
    messages: int = 0
    ticks: int = 0
    thrown: dict[str, int] = field(default_factory=dict)
    wrong: dict[str, int] = field(default_factory=dict)
    first: list[str] = field(default_factory=list)
    seconds: float = 0.0


def run(communes: int) -> Report:
    """Play it in a process that reads so many communes."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.soak.year", str(communes)],
        env={**os.environ, "YEAR_COMMUNES": str(communes)},
        stdout=subprocess.PIPE,
        check=True,
    )
    return Report(**json.loads(done.stdout))


def play(communes: int) -> Report:
    """The year, in this process."""
    from datetime import time as hour

    from domain.dates.moments import at_local
    from storage.database.database import open_database
    from storage.database.schema import migrate
    from tests.soak.rough_year import RoughYear
    from tests.support.year import LAST, PEOPLE, rounds
    from tests.support.year_due import due, faults

    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'year.db'}")
        migrate(database)
        year = RoughYear(database)
        year.play()
        form = year.catalogue.form("par-quarter", rounds()[0].closing)
        counts = {owner: len(form.asked(owner)) for owner in form.owners}
        wanted = [*due(counts, at_local(LAST, hour(23, 59))), *year.heard]
        wrong = faults(wanted, year.told())
        database.close()
    return Report(
        communes,
        len(PEOPLE),
        len(year.messages),
        year.ticks,
        dict(year.thrown),
        dict(Counter(each.kind for each in wrong)),
        [str(each) for each in wrong[:20]],
        time.monotonic() - begun,
    )


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(play(int(sys.argv[1])))))
