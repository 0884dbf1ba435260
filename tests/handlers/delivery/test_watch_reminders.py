"""What should have gone out in the morning and has not is told to the administrators, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.dates.moments import parse_at
from domain.people.people import Official, Post, Role
from domain.talk.messages import Address
from handlers.delivery.watch import watch_backups, watch_reminders
from handlers.wording.say import say
from scheduler.tick import tick
from storage.database.database import Database
from storage.database.states import MessageState
from storage.messages.delivery import settle_failed
from storage.people.officials import link_address, save_official
from tests.bot.commune import Commune


@pytest.fixture
def commune(memory_database: Database) -> Commune:
    found = Commune(memory_database)
    with found.work() as work:
        posts = (Post("hung-yen", Role.ADMINISTRATOR),)
        nga = Official("nga", "Bùi Thị Nga", "chị", posts=posts)
        save_official(work.session, nga, found.now)
        link_address(work.session, "nga", Address("telegram", "111"), found.now)
    return found


def watch(commune: Commune, at: str = "2024-08-28 08:10") -> list[str]:
    """What the administrator has been told, after a look at that moment."""
    commune.at(at)
    with commune.work() as work:
        watch_reminders(work)
    return [each.reply.text for each in commune.outbox("alarm")]


def told(steps: int, messages: int) -> list[str]:
    return [say("outbox.watch", steps=steps, messages=messages)]


def test_a_morning_on_which_all_went_out_is_silent(commune: Commune) -> None:
    commune.ring()
    assert watch(commune) == []


def test_messages_that_are_still_here_are_told_once(commune: Commune) -> None:
    tick(commune.database, commune.catalogue, commune.now)
    assert watch(commune, "2024-08-28 07:59") == []  # they may be on their way
    assert watch(commune) == told(0, 3)
    assert watch(commune, "2024-08-28 09:00") == told(0, 3)


def test_steps_that_were_never_worded_are_told(commune: Commune) -> None:
    commune.at("2024-08-28 07:29")
    tick(commune.database, commune.catalogue, commune.now)  # plans, and then the clock stops
    assert watch(commune) == told(3, 0)


def test_what_went_to_another_network_is_not_missing(commune: Commune) -> None:
    tick(commune.database, commune.catalogue, commune.now)
    first, *others = commune.outbox("digest")
    with commune.database.work() as session:
        settle_failed(session, first, MessageState.FAILED, "blocked > zalo_bot", commune.now)
        for other in others:
            settle_failed(session, other, MessageState.FAILED, "blocked", commune.now)
    assert watch(commune) == told(0, len(others))


def test_in_the_afternoon_nobody_is_told(commune: Commune) -> None:
    tick(commune.database, commune.catalogue, commune.now)
    assert watch(commune, "2024-08-28 15:00") == []


def test_an_old_backup_is_told_once_a_day_and_none_where_none_is_made_here(
    commune: Commune,
) -> None:
    made = parse_at("2024-08-25 01:30")
    told: list[str] = []
    for moment in ("08-27 08:10", "08-28 07:50", "08-28 08:10", "08-28 09:00", "08-29 08:10"):
        commune.at(f"2024-{moment}")
        with commune.work() as work:
            assert not watch_backups(work, None)
            assert not watch_backups(work, commune.now - timedelta(days=1))
            if watch_backups(work, made):
                told.append(moment)
    assert told == ["08-27 08:10", "08-28 08:10", "08-29 08:10"]
    assert "25/8" in commune.outbox("alarm")[0].reply.text
