"""The report as pdf in a chat: made by the sender, and a clear sentence where none can be made."""

from __future__ import annotations

import pytest

from bot.inbox.inbox import receive
from domain.dates.moments import parse_at
from domain.talk.messages import Address, Incoming, Reply
from handlers.work import Vitals
from storage.database.database import Database
from tests.support.task_desk import Desk


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    desk = Desk(memory_database, now=parse_at("2024-09-04 08:00"))
    desk.move("2024-09-05 08:00")
    return desk


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("lan", "báo cáo pdf"),
        ("lan", "bản PDF"),
        ("lan", "gửi chị báo cáo dạng pdf với"),
        ("lan", "/bao-cao pdf"),
        ("quynh", "/bao-cao xa-bac-son pdf"),
        ("quynh", "cho chị bản pdf báo cáo xã Bắc Sơn"),
    ],
)
def test_the_report_is_queued_as_pdf_and_drawn_by_nobody_within_the_turn(
    desk: Desk, who: str, said: str
) -> None:
    reply = desk.answer(who, said)
    (file,) = reply.files
    assert file.name == "bao-cao-xa-bac-son-2024-Q3-du-thao-lan-1.pdf"
    assert file.undrawn
    assert reply.text.startswith("Bản PDF của dự thảo kèm theo, còn thiếu 97 số")


def test_the_pdf_and_the_word_file_of_one_state_are_one_version(desk: Desk) -> None:
    assert "lan-1.docx" in desk.answer("lan", "báo cáo").files[0].name
    assert "lan-1.pdf" in desk.answer("lan", "báo cáo pdf").files[0].name
    desk.say("lan", "bq 7 5 bq 0 0")
    assert "lan-2.pdf" in desk.answer("lan", "báo cáo pdf").files[0].name


def asked(desk: Desk, vitals: Vitals) -> Reply:
    incoming = Incoming(f"pdf-{vitals.makes_pdf}", Address("test", "lan"), "báo cáo pdf", desk.now)
    desk.mail("lan")
    receive(desk.database, desk.catalogue, incoming, desk.now, lambda: vitals)
    return desk.mail("lan")[-1].reply


def test_where_no_pdf_can_be_made_that_is_said_and_the_word_file_comes(desk: Desk) -> None:
    reply = asked(desk, Vitals(desk.now, makes_pdf=False))
    assert reply.text.startswith("Máy chủ này chưa lập được tệp PDF, nên bot gửi bản Word")
    assert [file.name.rpartition(".")[2] for file in reply.files] == ["docx", "xlsx"]
    assert asked(desk, Vitals(desk.now)).text.startswith("Bản PDF")
