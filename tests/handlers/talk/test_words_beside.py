"""Words that come beside a picture or a file are read as words, whatever becomes of the picture."""

from __future__ import annotations

import pytest

from domain.talk.messages import Address, Attachment, Incoming
from handlers.entrance.respond import respond
from handlers.wording.say import say
from handlers.work import Work
from storage.database.database import Database
from tests.support.district import District

PICTURE = Attachment("anh-7.jpg", "image/jpeg", b"\xff\xd8\xff a photo")
LETTER = Attachment("cong-van.pdf", "application/pdf", b"%PDF-1.7")
ROW = "417 209 205 3 0 0"


@pytest.fixture
def desk(memory_database: Database) -> District:
    found = District(memory_database)
    found.move("2024-08-28 08:00")
    return found


@pytest.mark.parametrize("file", [PICTURE, LETTER], ids=lambda file: file.name)
def test_figures_beside_a_file_that_cannot_be_read_are_written(
    desk: District, file: Attachment
) -> None:
    told = desk.say("lan", ROW, file=file)
    assert told.startswith("Bot chưa đọc được ảnh hay tệp này, chỉ đọc lời viết kèm.\nĐã ghi")
    assert "417" in desk.say("lan", "lịch sử I.1")


def test_a_wish_beside_a_picture_is_heard(desk: District) -> None:
    told = desk.say("quynh", "còn ai chưa nộp", file=PICTURE)
    assert "chỉ đọc lời viết kèm" in told
    assert "xã Bắc Sơn" in told


def test_words_beside_what_the_network_did_not_bring_are_heard(desk: District) -> None:
    with desk.database.work() as session:
        incoming = Incoming("u1", Address("test", "lan"), ROW, desk.now, unread="photo")
        reply = respond(Work(session, desk.catalogue, desk.now), incoming)
    assert reply is not None
    assert "Đã ghi" in reply.text


def test_a_picture_with_words_that_say_nothing_is_told_to_be_unread(desk: District) -> None:
    assert desk.say("lan", "gửi em nhé", file=PICTURE) == say("router.unread")


def test_a_picture_for_a_task_stays_with_the_task(desk: District) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8/2024")
    told = desk.say("lan", "xong 1", file=PICTURE)
    assert "anh-7.jpg" in told
    assert "chỉ đọc lời" not in told
