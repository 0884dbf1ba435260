"""Two people decide on one thing at once; `python -m tests.soak pairs` plays it 200 times."""

from __future__ import annotations

import pytest

from storage.database.database import Database
from tests.conftest import ON_POSTGRES
from tests.soak.pairs import LOAD_PAIRS, PAIRS, PEOPLE_PAIRS, REPORT_PAIRS, TASK_PAIRS, Pair, run

ROUNDS = 3


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["file", ON_POSTGRES])
@pytest.mark.parametrize(
    "pairs",
    [REPORT_PAIRS, TASK_PAIRS, LOAD_PAIRS, PEOPLE_PAIRS],
    ids=["reports", "tasks", "load", "people"],
)
def test_of_two_who_decide_at_once_one_wins_and_the_other_hears_who(
    kind: str, pairs: tuple[Pair, ...], request: pytest.FixtureRequest
) -> None:
    database: Database = request.getfixturevalue(f"{kind}_database")
    for report in run(database, ROUNDS, pairs):
        assert report.rounds == ROUNDS
        assert report.broken == 0, report


def test_every_decision_meets_every_other() -> None:
    met = {frozenset((pair.first, pair.second)) for pair in PAIRS}
    verbs = ("approve", "return", "lock", "reopen", "extend")
    assert all(frozenset((a, b)) in met for a in verbs for b in (*verbs, "correct", "load"))
