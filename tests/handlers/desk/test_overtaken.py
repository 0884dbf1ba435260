"""What was decided upon a state that is no more is not done, and whoever came second hears why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.inbox.inbox import receive
from domain.people.people import Official, Post, Role
from domain.talk.messages import Address, Incoming
from storage.database.database import Database
from storage.database.states import ObligationState
from storage.reports.figures import figures
from tests.support.district import AN_THI, BAC_SON, PEOPLE, District

EARLIER = timedelta(minutes=2)


class Desk(District):
    """Messages can be late: sent before what has happened meanwhile."""

    def late(self, who: str, text: str) -> str:
        """A message that was sent two minutes ago and comes only now."""
        self.mail(who)
        incoming = Incoming(f"late-{text}", Address("test", who), text, self.now - EARLIER)
        assert receive(self.database, self.catalogue, incoming, self.now)
        return [message for message in self.mail(who) if message.kind == "reply"][-1].reply.text


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    """Bắc Sơn's report is complete since yesterday; two of the district's staff look at it."""
    staff = Official("hoa", "Lê Thị Hoa", "chị", posts=(Post(AN_THI, Role.SUPERIOR_STAFF),))
    desk = Desk(memory_database, people=(*PEOPLE, staff))
    desk.move("2024-08-28 08:00")
    desk.fill("lan")
    desk.move("2024-08-29 14:05")
    return desk


def state(desk: Desk) -> ObligationState:
    return desk.report(BAC_SON).state


def test_who_judges_second_hears_who_was_first_and_when(desk: Desk) -> None:
    desk.say("quynh", "trả lại xã Bắc Sơn: số thủ tục chưa khớp")
    said = desk.say("hoa", "duyệt xã Bắc Sơn")
    assert "không có báo cáo đủ số liệu nào đang chờ duyệt" in said
    assert said.endswith("Chị Quỳnh đã trả lại lúc 14:05 ngày 29/8/2024.")
    assert state(desk) is ObligationState.RETURNED


def test_a_lock_that_was_sent_before_the_approval_was_known_is_not_done(desk: Desk) -> None:
    desk.say("quynh", "duyệt xã Bắc Sơn")
    said = desk.late("hoa", "khóa xã Bắc Sơn")
    assert said.startswith("Chưa làm gì, vì chị Quỳnh đã duyệt lúc 14:05 ngày 29/8/2024")
    assert state(desk) is ObligationState.SUBMITTED
    assert desk.say("hoa", "khóa xã Bắc Sơn").startswith("Đã khóa")


def test_nobody_approves_figures_that_they_have_not_seen(desk: Desk) -> None:
    desk.say("lan", "sửa I.1 = 15")
    said = desk.late("quynh", "duyệt xã Bắc Sơn")
    assert said.startswith("Chưa làm gì, vì chị Lan đã sửa số liệu lúc 14:05")
    assert state(desk) is ObligationState.COMPLETE


def test_of_several_units_the_others_are_approved(desk: Desk) -> None:
    desk.fill("hung")
    desk.say("lan", "sửa I.1 = 15")
    desk.now += timedelta(minutes=1)
    said = desk.late("quynh", "duyệt xã Bắc Sơn, xã Phù Ủng")
    assert said.count("Chưa làm gì") == 2  # both have changed since it was sent
    desk.now += EARLIER
    assert desk.late("quynh", "duyệt xã Bắc Sơn, xã Phù Ủng ").count("Đã duyệt") == 2


def test_whole_seconds_of_a_network_are_not_taken_for_an_earlier_message(desk: Desk) -> None:
    desk.now += timedelta(milliseconds=300)
    desk.say("quynh", "duyệt xã Bắc Sơn")
    desk.now += timedelta(milliseconds=300)
    whole = replace(
        Incoming("whole", Address("test", "hoa"), "khóa xã Bắc Sơn", desk.now),
        at=desk.now.replace(microsecond=0),
    )
    assert receive(desk.database, desk.catalogue, whole, desk.now)
    assert state(desk) is ObligationState.LOCKED


def test_a_correction_of_a_closed_report_is_told_who_closed_it(desk: Desk) -> None:
    desk.say("quynh", "khóa xã Bắc Sơn")
    assert "chị Quỳnh đã khóa lúc 14:05 ngày 29/8/2024" in desk.say("lan", "sửa I.1 = 15")
    with desk.database.read() as session:
        assert figures(session, desk.report(BAC_SON).id)["I.1"].value == 13
