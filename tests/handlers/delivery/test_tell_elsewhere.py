"""A digest that was left unanswered for a day is said once more on the person's other network."""

from __future__ import annotations

import pytest

from handlers.delivery.tell_elsewhere import tell_elsewhere
from storage.database.database import Database
from storage.messages.silence import TOLD_ELSEWHERE
from tests.bot.commune import Commune

CHANNELS = ["telegram", "zalo_bot"]
NEXT_DAY = "2024-08-29 08:00"


@pytest.fixture
def commune(database: Database) -> Commune:
    found = Commune(database)
    found.ring()
    return found


def look(commune: Commune, channels: list[str] = CHANNELS) -> int:
    with commune.work() as work:
        return tell_elsewhere(work, channels)


def digests_to(commune: Commune, address: str) -> list[str]:
    return [each.reply.text for each in commune.outbox("digest") if str(each.address) == address]


def test_the_other_network_gets_it_worded_for_its_day(commune: Commune) -> None:
    commune.at(NEXT_DAY)
    assert look(commune) == 1  # only Lan has two networks
    commune.ring()
    (first,) = digests_to(commune, "telegram:101")
    (again,) = digests_to(commune, "zalo_bot:z101")
    assert "còn 10 ngày làm việc" in first
    assert "còn 9 ngày làm việc" in again


def test_before_a_day_has_passed_nothing_happens(commune: Commune) -> None:
    commune.at("2024-08-29 07:00")
    assert look(commune) == 0


@pytest.mark.parametrize("address", ["telegram:101", "zalo_bot:z101"])
def test_who_has_written_anything_anywhere_has_seen_it(commune: Commune, address: str) -> None:
    commune.at("2024-08-28 09:00")
    commune.say(address, "trợ giúp")
    commune.at(NEXT_DAY)
    assert look(commune) == 0


def test_what_was_written_before_it_does_not_count(database: Database) -> None:
    commune = Commune(database)
    commune.at("2024-08-27 09:00")
    commune.say("telegram:101", "trợ giúp")
    commune.at("2024-08-28 07:30")
    commune.ring()
    commune.at(NEXT_DAY)
    assert look(commune) == 1


def test_it_happens_once_until_the_person_is_heard_of_again(commune: Commune) -> None:
    commune.at(NEXT_DAY)
    assert look(commune) == 1
    commune.ring()
    commune.at("2024-08-30 09:00")
    assert look(commune) == 0  # silent there as well: that is enough
    commune.say("zalo_bot:z101", "trợ giúp")
    commune.at("2024-09-06 07:30")
    commune.ring()
    commune.at("2024-09-07 08:00")
    assert look(commune) == 1
    marked = [each for each in commune.outbox("digest") if each.reason == TOLD_ELSEWHERE]
    assert [str(each.address) for each in marked] == ["telegram:101", "zalo_bot:z101"]


def test_a_network_that_nobody_serves_is_no_other_way(commune: Commune) -> None:
    commune.at(NEXT_DAY)
    assert look(commune, ["telegram"]) == 0


def test_what_was_settled_meanwhile_is_not_said_again(commune: Commune) -> None:
    with commune.work() as work:
        from storage.reports.rounds import complete_obligation, open_obligations

        unit = "hung-yen/an-thi/xa-bac-son"
        (obligation,) = open_obligations(work.session, {unit})
        complete_obligation(work.session, obligation, commune.now)
    commune.at(NEXT_DAY)
    look(commune)
    commune.ring()
    assert digests_to(commune, "zalo_bot:z101") == []
