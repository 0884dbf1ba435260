"""One-time codes: once, in time, and for the person they were made for."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from domain.talk.messages import Address
from storage.people.invitations import (
    INVITATIONS,
    Redeemed,
    Refusal,
    count_attempts,
    create_invitation,
    redeem,
)
from storage.people.officials import official_at
from tests.storage.small_district import LAN, NOW, District

ADDRESS = Address("telegram", "99")
OTHER = Address("telegram", "100")
MINUTE = timedelta(minutes=1)


def test_a_code_links_its_official_once(district: District) -> None:
    with district.database.work() as session:
        create_invitation(session, "hash", "lan", NOW + MINUTE, NOW)
        assert redeem(session, "hash", ADDRESS, NOW) == Redeemed("lan")
        assert official_at(session, ADDRESS) == LAN
        assert redeem(session, "hash", OTHER, NOW) == Redeemed(refusal=Refusal.USED)
        assert official_at(session, OTHER) is None


def test_a_code_expires(district: District) -> None:
    with district.database.work() as session:
        create_invitation(session, "hash", "lan", NOW + MINUTE, NOW)
        assert redeem(session, "hash", ADDRESS, NOW + MINUTE).refusal is Refusal.EXPIRED
        assert official_at(session, ADDRESS) is None


def test_vain_attempts_are_counted_per_address(district: District) -> None:
    with district.database.work() as session:
        for minutes in range(3):
            redeem(session, "wrong", ADDRESS, NOW + minutes * MINUTE)
        assert redeem(session, "wrong", OTHER, NOW).refusal is Refusal.UNKNOWN
        assert count_attempts(session, ADDRESS, NOW) == 3
        assert count_attempts(session, ADDRESS, NOW + MINUTE) == 2
        assert count_attempts(session, ADDRESS, NOW + 3 * MINUTE) == 0
        assert count_attempts(session, OTHER, NOW) == 1


def test_a_good_code_is_no_attempt(district: District) -> None:
    with district.database.work() as session:
        create_invitation(session, "hash", "lan", NOW + MINUTE, NOW)
        redeem(session, "hash", ADDRESS, NOW)
        assert count_attempts(session, ADDRESS, NOW) == 0


def test_the_row_remembers_who_used_it(district: District) -> None:
    with district.database.work() as session:
        create_invitation(session, "hash", "lan", NOW + MINUTE, NOW)
        redeem(session, "hash", ADDRESS, NOW)
        row = session.execute(select(INVITATIONS)).one()
    assert (row.channel, row.chat, row.redeemed_at) == ("telegram", "99", NOW)
