""" "Đã" is said only of a message that goes out now; whom nothing reaches is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.inbox.inbox import receive
from domain.dates.moments import parse_at
from domain.talk.messages import Address, Incoming
from handlers.people.invite import hash_of, invite
from handlers.work import Work
from scheduler.tick import tick
from storage.database.database import Database
from storage.people.invitations import redeem
from storage.people.officials import addresses_of, link_address
from tests.support.district import BAC_SON, District


@pytest.fixture
def desk(memory_database: Database) -> District:
    desk = District(memory_database)
    desk.move("2024-08-28 08:00")
    return desk


def test_an_order_of_the_night_is_said_to_be_told_in_the_morning(desk: District) -> None:
    desk.mail("lan")
    desk.now = parse_at("2024-08-30 22:10")  # a Friday
    said = desk.assign("giao xa-bac-son: rà soát TTHC, báo cáo, hạn 30/9")
    assert "Sẽ báo chị Lan lúc 07:30 ngày 4/9/2024." in said  # after the days off of 2/9
    assert "Đã báo" not in said
    assert desk.told("lan") == []
    desk.move("2024-09-04 07:30")
    assert any("Rà soát TTHC" in words for words in desk.told("lan"))


def test_an_order_by_day_is_told_at_once(desk: District) -> None:
    said = desk.assign("giao xa-bac-son: rà soát TTHC, báo cáo, hạn 30/9")
    assert "Đã báo chị Lan." in said
    assert any("Rà soát TTHC" in words for words in desk.told("lan"))


def test_a_verdict_names_whom_it_does_not_reach(memory_database: Database) -> None:
    desk = District(memory_database, unlinked=frozenset({"dung"}))
    desk.move("2024-08-28 08:00")
    desk.fill("lan")
    said = desk.say("quynh", "duyệt xã Bắc Sơn")
    told = said.splitlines()[0]
    assert told.endswith("Đã báo chị Lan. Chưa liên lạc được: chị Dung. Xin báo trực tiếp.")


def test_a_report_that_is_complete_is_not_said_to_be_told_where_nobody_is_reached(
    memory_database: Database,
) -> None:
    desk = District(memory_database, unlinked=frozenset({"dung"}))
    desk.move("2024-08-28 08:00")
    desk.fill("lan")
    with desk.database.work() as session:
        link_address(session, "dung", Address("console", "dung"), desk.now)
    said = late(desk, "quynh", "trả lại xã Bắc Sơn: sai mục I.5", ["test"])
    assert "Chưa liên lạc được: chị Dung" in said


def late(desk: District, who: str, text: str, serves: list[str]) -> str:
    """A message to a process that runs these channels."""
    desk.mail(who)
    incoming = Incoming(f"served-{text}", Address("test", who), text, desk.now)
    assert receive(desk.database, desk.catalogue, incoming, desk.now, None, serves)
    return [message for message in desk.mail(who) if message.kind == "reply"][-1].reply.text


def test_an_address_that_no_running_channel_serves_is_none(memory_database: Database) -> None:
    desk = District(memory_database, unlinked=frozenset({"lan"}))
    with desk.database.work() as session:
        link_address(session, "lan", Address("console", "lan"), desk.now)
    desk.now = parse_at("2024-08-28 08:00")
    done = tick(desk.database, desk.catalogue, desk.now, ["test"])
    assert Address("console", "lan") not in {each.address for each in done.reminded}
    status = late(desk, "quynh", "/status", ["test"])
    assert "Chưa liên lạc được: chị Lan (xã Bắc Sơn, chưa liên kết)." in status
    nudged = late(desk, "quynh", "nhắc xã Bắc Sơn", ["test"])
    assert "Chưa liên lạc được người của xã Bắc Sơn: chị Lan" in nudged
    assert "Đã nhắc" not in nudged


def test_what_a_person_has_linked_comes_before_what_a_file_names(desk: District) -> None:
    from_file, own = Address("console", "nam"), Address("telegram", "99")
    later = Address("telegram", "77")
    with desk.database.work() as session:
        link_address(session, "nam", from_file, desk.now)
        code = invite(Work(session, desk.catalogue, desk.now), "nam").replace("-", "")
        assert redeem(session, hash_of(code), own, desk.now).official_id == "nam"
        link_address(session, "nam", later, desk.now)  # the file is loaded once more
        assert addresses_of(session, "nam")[0] == own


def test_a_second_account_that_is_linked_comes_after_the_first(desk: District) -> None:
    accounts = [Address("telegram", "99"), Address("zalo_bot", "z9")]
    with desk.database.work() as session:
        for account in accounts:
            code = invite(Work(session, desk.catalogue, desk.now), "nam").replace("-", "")
            redeem(session, hash_of(code), account, desk.now)
        found = addresses_of(session, "nam")
    assert [each for each in found if each in accounts] == accounts


def test_who_had_the_lead_hears_that_a_task_is_handed_over(desk: District) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, báo cáo, hạn 30/9, chủ trì: Lan")
    (task,) = desk.tasks()
    desk.say("lan", "việc")
    desk.say("thanh", "việc")
    said = desk.say("thanh", "chuyển 1 cho chị Dung")
    assert task.unit_id == BAC_SON
    assert "Đã báo chị Dung." in said
    assert "Đã báo chị Lan." in said
    told = desk.told("lan")
    assert told[-1].startswith("Chị Thanh đã chuyển việc 1 “Rà soát TTHC” cho chị Dung.")


def test_more_time_is_asked_for_ones_own_commune_only(desk: District) -> None:
    said = desk.say("hung", "gia hạn xa-bac-son 3 ngày, chờ số liệu của công an")
    assert said.startswith("Anh/chị chỉ xin gia hạn được cho đơn vị của mình.")
    assert not any("xin gia hạn" in words for words in desk.told("quynh"))
    own = desk.say("hung", "gia hạn xa-phu-ung 3 ngày, chờ số liệu của công an")
    assert "xã Phù Ủng" in own
    assert replace(desk.report(BAC_SON)).extended_due_at is None


def test_the_same_words_twice_in_one_moment_are_heard_twice(desk: District) -> None:
    desk.fill("lan")
    desk.mail("dung")
    told = [desk.say("lan", f"sửa I.1 = {number}") and desk.told("dung") for number in (14, 15)]
    assert len(told[0]) == 1
    assert "có số liệu vừa sửa" in told[0][0]
    assert told[1] == told[0]


def test_a_message_that_is_delivered_again_is_told_of_once(desk: District) -> None:
    desk.fill("lan")
    desk.mail("dung")
    said = Incoming("twice", Address("test", "lan"), "sửa I.1 = 14", desk.now)
    assert receive(desk.database, desk.catalogue, said, desk.now)
    assert not receive(desk.database, desk.catalogue, said, desk.now)
    assert len(desk.told("dung")) == 1


def test_whoever_presents_returns_and_corrects_within_one_moment_is_heard_each_time(
    desk: District,
) -> None:
    desk.fill("lan")
    reasons = ("sai mục I.5", "sai mục I.5")
    heard = []
    for reason in reasons:
        desk.say("quynh", f"trả lại xã Bắc Sơn: {reason}")
        heard.append([words for words in desk.told("dung") if "trả lại" in words])
        desk.mail("quynh")
        desk.say("lan", "gửi lại")
        heard.append([words for words in desk.told("quynh") if "gửi lại" in words])
    assert [len(each) for each in heard] == [1, 1, 1, 1]
