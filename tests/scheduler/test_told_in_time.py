"""What the simulated year has found: who stands in hears everything, nothing is said twice, and
what a merged commune owes stays in sight."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from domain.people.people import Leave
from domain.people.units import Succession
from storage.database.database import Database
from storage.people.officials import save_leave
from storage.people.units import save_units
from tests.support.district import DA_LOC, PHU_UNG, UNITS, District

OPEN = "2024-08-28 07:30"


def on_leave(desk: District, who: str, substitute: str, first: date, last: date) -> None:
    with desk.database.work() as session:
        save_leave(session, Leave(who, first, last, substitute), desk.now)


def merge(desk: District, on: date, day_before: date) -> None:
    """Đa Lộc goes into Phù Ủng."""
    ended = [replace(u, valid_to=day_before) for u in UNITS if u.id == DA_LOC]
    with desk.database.work() as session:
        save_units(session, ended, [Succession(DA_LOC, PHU_UNG, on)])


def test_who_stands_in_for_the_head_hears_of_the_whole_and_of_the_return(
    memory_database: Database,
) -> None:
    desk = District(memory_database)
    on_leave(desk, "dung", "thanh", date(2024, 9, 2), date(2024, 9, 30))
    desk.move(OPEN)
    desk.move("2024-09-09 08:00")
    desk.fill("lan")
    assert any("đã đủ 97 số liệu" in words for words in desk.told("thanh"))
    desk.say("quynh", "trả lại xã Bắc Sơn: số TTHC chưa khớp")
    assert any("trả lại: Báo cáo" in words for words in desk.told("thanh"))
    desk.move("2024-09-10 07:30")
    assert any("chưa gửi lại" in words for words in desk.told("thanh"))
    assert desk.told("dung") == []


def test_a_reminder_that_was_planned_before_the_leave_goes_to_who_stands_in(
    memory_database: Database,
) -> None:
    desk = District(memory_database)
    desk.move("2024-09-05 08:00")
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 20/9/2024")
    desk.move("2024-09-06 08:00")  # a Friday
    desk.say("lan", "xong 1 68/BC-UBND")
    on_leave(desk, "quynh", "khanh", date(2024, 9, 9), date(2024, 9, 10))
    desk.move("2024-09-09 07:30")
    (digest,) = desk.told("khanh")
    assert "Chờ anh/chị duyệt (1):\n1 Bắc Sơn. Rà soát TTHC" in digest
    assert not any("Chờ anh/chị duyệt" in words for words in desk.told("quynh"))


def test_who_stands_in_for_the_returner_hears_that_it_came_again(
    memory_database: Database,
) -> None:
    desk = District(memory_database)
    desk.move(OPEN)
    desk.fill("lan")
    desk.say("quynh", "trả lại xã Bắc Sơn: số TTHC chưa khớp")
    on_leave(desk, "quynh", "khanh", date(2024, 8, 29), date(2024, 8, 29))
    desk.move("2024-08-29 08:00")
    assert "Đã báo chị Khánh." in desk.say("lan", "gửi lại")
    assert any("đã gửi lại" in words for words in desk.told("khanh"))


def test_what_a_merged_commune_owes_stays_in_the_morning_of_its_superior(
    memory_database: Database,
) -> None:
    desk = District(memory_database)
    desk.move(OPEN)
    for who in ("lan", "hung"):
        desk.fill(who)
    merge(desk, date(2024, 9, 16), date(2024, 9, 15))
    desk.move("2024-09-17 07:30")
    assert any("Quá hạn 1 báo cáo: xã Đa Lộc (2 ngày)." in words for words in desk.told("quynh"))
    assert any("của xã Đa Lộc đã quá hạn" in words for words in desk.told("nam"))


def test_what_the_digest_says_of_a_merged_commune_every_list_says(
    memory_database: Database,
) -> None:
    """One view of who oversees what, also of a round that was due before the merger."""
    desk = District(memory_database)
    desk.move(OPEN)
    for who in ("lan", "hung"):
        desk.fill(who)
    merge(desk, date(2024, 9, 16), date(2024, 9, 15))
    desk.move("2024-09-17 07:30")
    assert any("Quá hạn 1 báo cáo: xã Đa Lộc" in words for words in desk.told("quynh"))
    late = desk.answer("quynh", "/tre")
    assert "Quá hạn 1 báo cáo:" in late.text
    assert "1. xã Đa Lộc – quý III năm 2024: quá hạn 2 ngày, còn 97 số" in late.text
    assert "nhắc xã Đa Lộc" in [choice.words for choice in late.choices]
    assert "1. xã Đa Lộc: 0/97 số, quá hạn 2 ngày" in desk.say("quynh", "/status")
    assert "xã Đa Lộc" in desk.say("quynh", "còn ai chưa nộp")
    nudged = desk.say("quynh", "nhắc xã Đa Lộc")
    assert "chị Nam" in nudged
    assert any("của xã Đa Lộc" in words for words in desk.told("nam"))


def test_the_morning_offers_a_tap_for_each_of_the_late(memory_database: Database) -> None:
    desk = District(memory_database)
    desk.move(OPEN)
    desk.fill("lan")
    desk.move("2024-09-17 07:30")
    (morning,) = [each for each in desk.mail("quynh") if "Quá hạn" in each.reply.text]
    taps = [choice.words for choice in morning.reply.choices]
    assert taps == ["nhắc xã Đa Lộc", "nhắc xã Phù Ủng"]
    tapped = desk.tap("quynh", morning.reply, "nhắc xã Phù Ủng")
    assert "chị Hưng" in tapped.text
    again = desk.tap("quynh", morning.reply, "nhắc xã Phù Ủng")
    assert "chị Hưng" not in again.text or "đã nhắc" in again.text.lower()


def test_a_task_that_came_by_a_merger_stands_once_in_the_digest(
    memory_database: Database,
) -> None:
    desk = District(memory_database)
    desk.move("2024-08-19 08:00")
    desk.assign("giao xa-da-loc: rà soát TTHC, hạn 30/8/2024")
    merge(desk, date(2024, 8, 27), date(2024, 8, 26))
    desk.move("2024-08-27 07:30")  # three days before, and the day of the merger
    (digest,) = desk.told("hung")
    assert "Mới giao (1):" in digest
    assert digest.count("Rà soát TTHC") == 1


def test_a_request_of_this_morning_is_told_at_once_and_in_the_next_digest(
    memory_database: Database,
) -> None:
    desk = District(memory_database)
    desk.move(OPEN)
    desk.move("2024-09-09 08:00")
    desk.mail("quynh")
    desk.say("lan", "/giahan 3 ngày chờ số liệu của công an xã")
    desk.move("2024-09-09 08:01")
    (request,) = desk.told("quynh")
    assert "xin gia hạn: Báo cáo" in request
    desk.move("2024-09-10 07:30")
    (digest,) = desk.told("quynh")
    assert "chờ anh/chị quyết định 1 báo cáo" in digest
