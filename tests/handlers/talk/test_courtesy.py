"""After a reminder: polite words are no figures, later is never too late."""

from __future__ import annotations

import pytest

from bot.inbox.inbox import receive
from domain.talk.messages import Address, Incoming
from storage.database.database import Database
from storage.messages.outbox import waiting
from storage.people.officials import link_address
from storage.reports.figures import figures
from tests.support.district import BAC_SON, District


@pytest.fixture
def desk(memory_database: Database) -> District:
    district = District(memory_database)
    district.move("2024-08-28 07:30")
    return district


def said(desk: District, who: str, text: str, **fields: str) -> list[str]:
    """All that a person hears after a message; perhaps nothing."""
    desk.mail(who)
    event = f"{who}-{next(desk._numbers)}"
    incoming = Incoming(event, Address("test", who), text, desk.now, **fields)  # type: ignore[arg-type]
    assert receive(desk.database, desk.catalogue, incoming, desk.now)
    return desk.told(who)


def written(desk: District) -> int:
    with desk.database.read() as session:
        return len(figures(session, desk.report(BAC_SON).id))


@pytest.mark.parametrize("text", ["ok", "vâng", "dạ vâng ạ", "cảm ơn", "👍", "cam on em"])
def test_politeness_is_no_figure_and_costs_nothing_where_messages_do(
    desk: District, text: str
) -> None:
    (answer,) = said(desk, "lan", text)
    assert "Đang chờ mục I.1 (6 số)" in answer
    assert said(desk, "dung", text) == []  # she owes nothing
    on_zalo = Address("zalo_bot", "7")
    with desk.database.work() as session:
        link_address(session, "lan", on_zalo, desk.now)
    incoming = Incoming(f"zalo-{text}", on_zalo, text, desk.now)
    assert receive(desk.database, desk.catalogue, incoming, desk.now)
    with desk.database.read() as session:
        assert waiting(session, on_zalo, desk.now, 10) == ()
    assert written(desk) == 0
    assert "Đã ghi 6 số" in said(desk, "lan", "14 7 5 1 0 0")[0]


def test_a_sticker_is_politeness_too(desk: District) -> None:
    assert said(desk, "lan", "", unread="sticker") == []


@pytest.mark.parametrize("text", ["đã nắm", "da nam", "đã nắm ạ"])
def test_whoever_has_taken_note_is_told_once(desk: District, text: str) -> None:
    (answer,) = said(desk, "lan", text)
    assert answer.startswith("Đã ghi chị Lan đã nắm: Báo cáo công tác cải cách hành chính")
    assert said(desk, "lan", text) == []
    assert written(desk) == 0
    (deed,) = [
        deed
        for deed in desk.trail(f"obligation:{desk.report(BAC_SON).id}")
        if deed.action == "obligation.acknowledged"
    ]
    assert deed.official_id == "lan"


def test_a_yes_to_a_question_stays_a_yes(desk: District) -> None:
    said(desk, "lan", "12000 7 5 1 0 0")
    (answer,) = said(desk, "lan", "14 7 5 1 0 bq")
    assert answer
    asked = said(desk, "lan", "V kps")[0]
    assert "Đúng không?" in asked
    assert "Đã ghi" in said(desk, "lan", "vâng")[0]


def test_the_superior_sees_who_is_silent_and_who_has_taken_note(desk: District) -> None:
    for who in ("lan", "hung", "nam"):
        desk.mail(who)  # it is there
    desk.move("2024-08-28 08:00")
    said(desk, "hung", "đã nắm")
    assert "chưa thấy trả lời" not in desk.say("quynh", "/status")  # nobody reacts in half an hour
    desk.move("2024-08-30 08:00")
    told = desk.say("quynh", "/status")
    line = next(x for x in told.splitlines() if x.startswith("Đã nhắc mà"))
    assert (
        line
        == "Đã nhắc mà chưa thấy trả lời: chị Lan, xã Bắc Sơn (28/8); chị Nam, xã Đa Lộc (28/8)."
    )
    assert "Đã báo nắm: chị Hưng, xã Phù Ủng." in told
    assert "Đã nhắc mà chưa thấy trả lời: chị Lan (28/8)." in desk.say("quynh", "/status bac son")
    assert "chưa thấy trả lời: chị Lan (28/8)." in desk.say("dung", "/status")
    assert "chưa thấy trả lời" not in desk.say("tam", "/status bac son")
    said(desk, "lan", "ok")
    assert "chưa thấy trả lời" not in desk.say("quynh", "/status bac son")


def test_a_report_is_put_off_and_comes_back_at_its_hour(desk: District) -> None:
    desk.mail("lan")
    (answer,) = said(desk, "lan", "nhắc lại 15h")
    assert answer == (
        "Bot sẽ nhắc lại Báo cáo công tác cải cách hành chính quý III năm 2024 của xã Bắc Sơn "
        "lúc 15:00 ngày 28/8/2024."
    )
    desk.move("2024-08-28 14:00")
    assert desk.told("lan") == []
    desk.move("2024-08-28 15:00")
    (again,) = desk.told("lan")
    assert "Còn 97 số" in again
    assert "Đã ghi 6 số" in said(desk, "lan", "14 7 5 1 0 0")[0]


def test_until_then_the_ladder_is_silent_but_for_the_last_call(desk: District) -> None:
    desk.mail("lan")
    said(desk, "lan", "nhắc lại thứ hai 9/9")
    desk.move("2024-09-06 07:30")
    assert desk.told("lan") == []
    desk.move("2024-09-09 07:30")
    assert len(desk.told("lan")) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nhắc lại 20/9", "có hạn Chủ nhật 15/9/2024. Xin chọn lúc sớm hơn"),
        ("nhắc lại", "khi nào?"),
        ("nhắc lại mai", "07:30 ngày 29/8/2024"),
        ("nhắc sau 14h", "14:00 ngày 28/8/2024"),
    ],
)
def test_a_snooze_is_bounded_by_the_due_moment(desk: District, text: str, words: str) -> None:
    desk.mail("lan")
    assert words in said(desk, "lan", text)[0]


def test_a_task_that_was_shown_last_is_put_off_instead(desk: District) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, báo cáo, hạn 10/9")
    desk.say("lan", "việc")
    assert "nhắc lại việc 1" in said(desk, "lan", "nhắc lại 15h")[0]
