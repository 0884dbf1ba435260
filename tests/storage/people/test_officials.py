"""Officials, posts, leave, addresses: who may be reached, and who is nobody any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.people.people import Leave, Official, Post, Role
from domain.talk.messages import Address
from storage.database.audit import trail
from storage.database.states import AddressState
from storage.people.invitations import Refusal, create_invitation, redeem
from storage.people.officials import (
    address_state,
    addresses_of,
    all_leaves,
    all_links,
    all_officials,
    end_posts,
    link_address,
    links_of,
    mark_address,
    official,
    official_at,
    prefer_address,
    save_leave,
    save_official,
)
from tests.storage.small_district import COMMUNE, HOA, LAN, NOW, TUAN, District

TELEGRAM = Address("telegram", "99")
ZALO = Address("zalo_bot", "a1b2")
DAY = date(2024, 9, 9)
LATER = NOW + timedelta(hours=1)


def test_officials_come_back_with_their_posts_in_order(district: District) -> None:
    with district.database.read() as session:
        assert all_officials(session) == {"hoa": HOA, "lan": LAN, "tuan": TUAN}
        assert official(session, "lan") == LAN
        with pytest.raises(KeyError):
            official(session, "nobody")


def test_an_official_without_a_post_is_one_too(district: District) -> None:
    guest = Official("guest", "Khách", "ông")
    with district.database.work() as session:
        save_official(session, guest, NOW)
        assert official(session, "guest") == guest


def test_saving_replaces_the_posts_and_the_audit_keeps_the_old_ones(district: District) -> None:
    moved = replace(LAN, posts=(Post(COMMUNE, Role.CHAIRMAN, valid_from=date(2024, 10, 1)),))
    with district.database.work() as session:
        save_official(session, LAN, LATER)  # the same again: nothing
        save_official(session, moved, LATER, by="hoa")
        assert official(session, "lan") == moved
        entries = trail(session, "official:lan")
    assert [entry.official_id for entry in entries] == [None, "hoa"]
    assert [post["role"] for post in entries[1].detail["old"]["posts"]] == [
        "official",
        "office_head",
    ]
    assert entries[1].detail["new"]["posts"][0]["from"] == "2024-10-01"


def test_a_post_counts_only_in_its_time(district: District) -> None:
    with district.database.work() as session:
        end_posts(session, "tuan", DAY, NOW)
    with district.database.read() as session:
        ended = replace(TUAN.posts[0], valid_to=DAY)
        tuan = official(session, "tuan")
    assert tuan.posts_on(DAY) == (ended,)
    assert tuan.posts_on(DAY + timedelta(days=1)) == ()


def test_who_leaves_cannot_be_reached_nor_come_in_again(district: District) -> None:
    with district.database.work() as session:
        link_address(session, "lan", TELEGRAM, NOW)
        create_invitation(session, "hash", "lan", NOW + timedelta(days=14), NOW)
        end_posts(session, "lan", DAY, LATER, by="hoa")
        assert official_at(session, TELEGRAM) is None
        assert addresses_of(session, "lan") == ()
        assert redeem(session, "hash", ZALO, LATER).refusal is Refusal.UNKNOWN
        assert not mark_address(session, TELEGRAM, AddressState.ACTIVE, "unblocked", LATER)
        assert trail(session, "official:lan")[-1].official_id == "hoa"
    with district.database.read() as session:
        assert {post.valid_to for post in official(session, "lan").posts} == {DAY}


def test_an_address_names_its_official(district: District) -> None:
    with district.database.work() as session:
        link_address(session, "lan", TELEGRAM, NOW)
    with district.database.read() as session:
        assert official_at(session, TELEGRAM) == LAN
        assert official_at(session, TELEGRAM, DAY) == LAN
        assert official_at(session, Address("telegram", "100")) is None
        assert official_at(session, Address("zalo_bot", "99")) is None


def test_without_a_post_that_day_an_address_is_a_strangers(district: District) -> None:
    future = Official("new", "Mới", "anh", posts=(Post(COMMUNE, Role.OFFICIAL, (), DAY),))
    with district.database.work() as session:
        save_official(session, future, NOW)
        link_address(session, "new", TELEGRAM, NOW)
        assert official_at(session, TELEGRAM, DAY) == future
        assert official_at(session, TELEGRAM, DAY - timedelta(days=1)) is None


def test_addresses_stand_in_the_order_of_preference(district: District) -> None:
    with district.database.work() as session:
        link_address(session, "lan", ZALO, NOW)
        link_address(session, "lan", TELEGRAM, LATER)
        assert addresses_of(session, "lan") == (ZALO, TELEGRAM)
        prefer_address(session, TELEGRAM, LATER)
        assert addresses_of(session, "lan") == (TELEGRAM, ZALO)
        prefer_address(session, Address("telegram", "nobody"), LATER)
        assert addresses_of(session, "lan") == (TELEGRAM, ZALO)


def test_a_blocked_address_is_left_out_until_it_works_again(district: District) -> None:
    with district.database.work() as session:
        link_address(session, "lan", TELEGRAM, NOW)
        assert mark_address(session, TELEGRAM, AddressState.BLOCKED, "blocked_by_user", LATER)
        assert not mark_address(session, TELEGRAM, AddressState.BLOCKED, "again", LATER)
        assert addresses_of(session, "lan") == ()
        assert official_at(session, TELEGRAM) is None
        assert address_state(session, TELEGRAM) is AddressState.BLOCKED
        assert [link.reason for link in links_of(session, "lan")] == ["blocked_by_user"]
        assert mark_address(session, TELEGRAM, AddressState.ACTIVE, "unblocked", LATER)
        assert official_at(session, TELEGRAM) == LAN
        actions = [entry.action for entry in trail(session, "address:telegram:99")]
    assert actions == ["address.linked", "address.marked", "address.marked"]


def test_an_unknown_address_has_no_state(district: District) -> None:
    with district.database.work() as session:
        assert address_state(session, TELEGRAM) is None
        assert not mark_address(session, TELEGRAM, AddressState.BLOCKED, "", NOW)


def test_an_address_belongs_to_one_person(district: District) -> None:
    with district.database.work() as session:
        link_address(session, "lan", TELEGRAM, NOW)
        link_address(session, "lan", TELEGRAM, LATER)  # again: nothing
        link_address(session, "tuan", TELEGRAM, LATER)
        assert official_at(session, TELEGRAM) == TUAN
        assert [link.official_id for link in all_links(session)] == ["tuan"]
        details = [dict(entry.detail) for entry in trail(session, "address:telegram:99")]
    assert details == [{"old": None, "new": "lan"}, {"old": "lan", "new": "tuan"}]


def test_leave_covers_its_first_and_last_day(district: District) -> None:
    leave = Leave("lan", date(2024, 9, 9), date(2024, 9, 13), "tuan")
    with district.database.work() as session:
        save_leave(session, leave, NOW, by="hoa")
    with district.database.read() as session:
        covered = [d for d in range(8, 15) if "lan" in all_leaves(session, date(2024, 9, d))]
        assert covered == [9, 10, 11, 12, 13]
        assert all_leaves(session, DAY) == {"lan": leave}
        assert trail(session, "official:lan")[-1].detail["substitute"] == "tuan"


def test_a_leave_that_begins_on_the_same_day_is_replaced(district: District) -> None:
    first = Leave("lan", DAY, date(2024, 9, 13), "tuan")
    with district.database.work() as session:
        save_leave(session, first, NOW)
        save_leave(session, replace(first, last_day=DAY, substitute_id=None), LATER)
        assert all_leaves(session, date(2024, 9, 10)) == {}
        assert all_leaves(session, DAY) == {"lan": Leave("lan", DAY, DAY)}
