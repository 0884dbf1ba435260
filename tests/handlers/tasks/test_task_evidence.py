"""A photo or a document as evidence of a task: kept, and shown to who judges it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.talk.messages import Attachment
from domain.talk.sendable import MOST_BYTES
from handlers.tasks.evidence import FILES_AT_MOST
from storage.database.database import Database
from tests.support.task_desk import Desk

PHOTO = Attachment("bien-ban.jpg", "image/jpeg", b"\xff\xd8\xff a photo")
LETTER = Attachment("68-BC.pdf", "application/pdf", b"%PDF a letter")


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    """A task that Lan owes to Quỳnh."""
    desk = Desk(memory_database)
    desk.assign("giao xa-bac-son: rà soát TTHC, báo cáo, hạn 30/8")
    desk.assign("giao xa-bac-son: lập danh sách, hạn 30/8")
    desk.mail("lan")
    return desk


def test_a_file_with_done_is_kept_and_shown_to_the_assigner(desk: Desk) -> None:
    answer = desk.say("lan", "xong 1 68/BC-UBND", file=PHOTO)
    assert "Đã ghi: xong việc 1 “Rà soát TTHC”" in answer
    assert "Đã kèm tệp bien-ban.jpg vào việc 1 “Rà soát TTHC”" in answer
    shown = desk.answer("quynh", "việc 1")
    assert "Tệp kèm: bien-ban.jpg" in shown.text
    assert shown.files == (PHOTO,)
    assert desk.task(1).evidence == "68/BC-UBND"


def test_a_file_after_done_belongs_to_that_task(desk: Desk) -> None:
    desk.say("lan", "xong 2")
    assert "vào việc 2 “Lập danh sách”" in desk.say("lan", file=LETTER)
    assert "Văn bản: 68/BC-UBND." in desk.say("lan", "68/BC-UBND")  # it is still asked for
    desk.now += timedelta(minutes=5)
    assert "vào việc 2 “Lập danh sách”" in desk.say("lan", file=PHOTO)
    assert desk.answer("quynh", "việc 2").files == (LETTER, PHOTO)


def test_a_file_of_no_task_is_asked_about(desk: Desk) -> None:
    assert "Chưa rõ tệp này cho việc nào" in desk.say("lan", file=LETTER)
    assert desk.answer("lan", "việc 1").files == ()
    desk.say("lan", "xong 1 1/BC")
    desk.now += timedelta(hours=2)
    assert "Chưa rõ tệp này cho việc nào" in desk.say("lan", file=PHOTO)


def test_a_picture_of_whoever_has_no_task_stays_unread(desk: Desk) -> None:
    assert "chưa đọc được ảnh" in desk.say("mai", file=PHOTO)
    assert "chưa đọc được ảnh" in desk.say("lan", "14 14 0 0", file=PHOTO)


def test_only_who_judges_or_owes_gets_the_file(desk: Desk) -> None:
    desk.say("lan", "xong 1 68/BC-UBND", file=PHOTO)
    assert desk.answer("dung", "việc").files == ()
    assert desk.answer("dung", choice="task:show:1").files == (PHOTO,)
    refused = desk.answer("mai", choice="task:show:1")
    assert refused.files == ()
    assert "bien-ban" not in refused.text


def test_a_file_that_somebody_else_sends_is_not_kept(desk: Desk) -> None:
    desk.say("quynh", "việc")
    assert "phụ trách" in desk.say("quynh", "xong 1", file=PHOTO)
    assert "bien-ban" not in desk.say("quynh", "việc 1")


def test_what_was_returned_is_shown_with_its_new_files_only(desk: Desk) -> None:
    desk.say("lan", "xong 1 68/BC-UBND", file=PHOTO)
    desk.say("quynh", "trả lại 1 thiếu chữ ký")
    desk.say("lan", "xong 1 69/BC-UBND", file=LETTER)
    assert desk.answer("quynh", "việc 1").files == (LETTER,)
    assert len([e for e in desk.history(1) if "file" in e.new]) == 2


def test_limits(desk: Desk) -> None:
    big = Attachment("to.pdf", "application/pdf", bytes(MOST_BYTES + 1))
    assert "lớn hơn 10 MB" in desk.say("lan", "xong 1 68/BC-UBND", file=big)
    for n in range(FILES_AT_MOST):
        desk.say("lan", file=Attachment(f"{n}.pdf", "application/pdf", b"%d" % n))
    assert "đã có 5 tệp" in desk.say("lan", file=LETTER)
    assert [f.name for f in desk.answer("quynh", "việc 1").files] == ["2.pdf", "3.pdf", "4.pdf"]
    desk.say("quynh", "duyệt 1")
    assert "đã được duyệt" in desk.say("lan", "xong 1", file=PHOTO)


def test_a_file_is_not_taken_back_as_if_it_were_the_report(desk: Desk) -> None:
    desk.say("lan", "xong 1 68/BC-UBND", file=PHOTO)
    assert "Không hoàn tác được" in desk.say("lan", "hoàn tác")
    assert not desk.task(1).open
