"""The fault runs, short; `make soak` runs them in full and measures the pace."""

from __future__ import annotations

import pytest

from tests.soak import broadcast, faults, flood, kill

pytestmark = pytest.mark.slow
DRIVERS = pytest.mark.parametrize("driver", ["ptb", "aiogram"])


@DRIVERS
def test_with_three_faults_in_ten_everything_arrives_once_and_in_order(driver: str) -> None:
    report = faults.run(
        messages=60, people=30, driver=driver, seed=1, per_second=400.0, per_chat_second=50.0
    )
    assert report.fault_share > 0.2
    assert report.doubled
    assert report.shuffled
    assert report.states == {"sent": 60}
    assert report.missing == []
    assert report.twice_though_answered == []
    assert report.unmarked == []
    assert report.out_of_order == []
    assert report.elsewhere == []
    assert report.strange == []


@DRIVERS
def test_a_429_in_one_chat_holds_up_no_other(driver: str) -> None:
    report = flood.run(people=20, driver=driver, hold=3, per_second=200.0)
    assert (report.arrived, report.held) == (20, 2)
    assert report.too_early == []
    assert report.overtaken == 0


def test_a_broadcast_is_never_faster_than_the_network_allows() -> None:
    report = broadcast.run(people=65, driver="aiogram")
    assert (report.arrived, report.twice, report.refused) == (65, 0, 0)
    assert report.most_in_a_second <= broadcast.ALLOWED


def test_whoever_is_killed_in_a_broadcast_loses_nothing_and_repeats_one_at_most() -> None:
    report = kill.run(messages=24, kills=2, seed=7)
    assert report.kills_in_time == 2
    assert report.missing == []
    assert report.strange == []
    assert report.unmarked == []
    assert report.states == {"sent": 24}
    assert report.repeats_by_life.total() <= report.kills
    assert "Traceback" not in report.log
    assert report.leaks == []
