"""The reminder of a task says "done" as soon as it is, where a message can still be changed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.talk.messages import Address
from storage.database.database import Database
from storage.messages.outbox import Message, messages_after
from storage.people.officials import link_address, prefer_address
from tests.storage.messages.mailbox import taken
from tests.support.district import District

LAN = Address("telegram", "201")


@pytest.fixture
def desk(memory_database: Database) -> District:
    district = District(memory_database)
    with district.database.work() as session:
        link_address(session, "lan", LAN, district.now)
        prefer_address(session, LAN, district.now)
    return district


def sent(desk: District) -> list[Message]:
    """What Lan gets on Telegram, sent by now."""
    return [each for each in taken(desk.database, LAN, desk.now) if each.kind != "edit"]


def edits(desk: District) -> list[Message]:
    """Every change of a message that was queued."""
    with desk.database.read() as session:
        return [message for message in messages_after(session, 0) if message.kind == "edit"]


def test_the_reminder_of_a_finished_task_is_put_in_its_place(desk: District) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 23/8")
    sent(desk)
    desk.move("2024-08-22 07:30")
    (digest,) = [message for message in sent(desk) if message.kind == "digest"]
    desk.now += timedelta(hours=1, minutes=30)
    desk.say("lan", "xong 1 5/BC-UBND")
    (edit,) = edits(desk)
    assert (edit.edits, edit.address) == (digest.id, LAN)
    words = "việc 1 “Rà soát TTHC”: chị Lan đã báo xong lúc 09:00 ngày 22/8/2024."
    assert edit.reply.text == words


def test_a_reminder_by_hand_is_changed_too(desk: District) -> None:
    desk.move("2024-08-22 08:00")
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 23/8")
    sent(desk)
    desk.say("quynh", "nhắc 1")
    (nudge,) = sent(desk)
    desk.say("lan", "xong 1 5/BC-UBND")
    assert [edit.edits for edit in edits(desk)] == [nudge.id]


def test_a_reminder_that_speaks_of_more_is_changed_when_all_of_it_is_done(desk: District) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 23/8")
    desk.assign("giao xa-bac-son: lập danh sách hộ nghèo, hạn 23/8")
    sent(desk)
    desk.move("2024-08-22 07:30")
    (digest,) = [message for message in sent(desk) if message.kind == "digest"]
    desk.say("lan", "xong 1 5/BC-UBND")
    assert edits(desk) == []
    desk.say("lan", "xong 2 6/BC-UBND")
    (edit,) = edits(desk)
    assert edit.edits == digest.id
    assert len(edit.reply.text.splitlines()) == 2


def test_what_asks_a_superior_for_a_verdict_stays(desk: District) -> None:
    quynh = Address("telegram", "202")
    with desk.database.work() as session:
        link_address(session, "quynh", quynh, desk.now)
        prefer_address(session, quynh, desk.now)
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 23/8")
    desk.say("lan", "xong 1 5/BC-UBND")
    desk.move("2024-08-21 07:30")
    desk.say("lan", "chưa xong 1")
    desk.say("lan", "xong 1 5/BC-UBND")
    assert [edit for edit in edits(desk) if edit.address == quynh] == []


def both_owed(desk: District) -> Message:
    """The one digest of the morning, of the report and of a task."""
    desk.move("2024-08-28 08:00")
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 12/9")
    sent(desk)
    desk.move("2024-09-11 07:30")
    digests = [message for message in sent(desk) if message.kind == "digest"]
    return digests[-1]


def test_a_digest_of_a_report_and_a_task_is_changed_when_the_task_ends_last(
    desk: District,
) -> None:
    digest = both_owed(desk)
    desk.fill("lan")
    desk.say("lan", "đúng")
    assert digest.id not in {edit.edits for edit in edits(desk)}
    desk.say("lan", "xong 1 5/BC-UBND")
    (edit,) = [edit for edit in edits(desk) if edit.edits == digest.id]
    task, report = edit.reply.text.splitlines()
    assert "đã báo xong" in task
    assert "đã đủ số liệu lúc" in report


def test_a_digest_of_a_report_and_a_task_is_changed_when_the_report_ends_last(
    desk: District,
) -> None:
    digest = both_owed(desk)
    desk.say("lan", "xong 1 5/BC-UBND")
    assert digest.id not in {edit.edits for edit in edits(desk)}
    desk.fill("lan")
    desk.say("lan", "đúng")
    (edit,) = [edit for edit in edits(desk) if edit.edits == digest.id]
    report, task = edit.reply.text.splitlines()
    assert "chị Lan đã gửi đủ" in report
    assert "đã báo xong" in task
