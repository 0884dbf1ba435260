"""The fault runs, short; `make soak` runs them in full and measures the pace."""

from __future__ import annotations

import pytest

from tests.soak import broadcast, faults, kill


@pytest.mark.slow
@pytest.mark.parametrize("driver", ["ptb", "aiogram"])
def test_with_three_faults_in_ten_everything_arrives_once_and_in_order(driver: str) -> None:
    report = faults.run(
        messages=60, people=30, driver=driver, seed=1, per_second=400.0, per_chat_second=50.0
    )
    assert report.fault_share > 0.2
    assert report.states == {"sent": 60}
    assert report.missing == []
    assert report.twice_though_answered == []
    assert report.unmarked == []
    assert report.out_of_order == []


@pytest.mark.slow
def test_a_broadcast_is_never_faster_than_the_network_allows() -> None:
    report = broadcast.run(people=65, driver="ptb")
    assert (report.arrived, report.refused) == (65, 0)


@pytest.mark.slow
def test_whoever_is_killed_in_a_broadcast_loses_nothing_and_repeats_one_at_most() -> None:
    report = kill.run(messages=24, kills=2, seed=7)
    assert report.missing == []
    assert report.states == {"sent": 24}
    assert report.repeats_by_life.total() <= report.kills
    assert "Traceback" not in report.log
