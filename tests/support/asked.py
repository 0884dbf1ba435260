"""Every kind of question, brought forth in a district, to be answered in every way."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

from bot.channels.telegram_updates import Update, read_update
from bot.inbox.inbox import receive
from domain.talk.messages import Address, Attachment, Incoming, Reply
from domain.talk.question import Question
from reports.drawing import DOCX
from reports.drawing import STYLE as STYLE_ID
from reports.style import load_style
from reports.word.template import template_docx
from storage.catalogue.catalogue import template_text
from storage.catalogue.folders import CATALOGUE
from storage.database.database import Database
from storage.messages.outbox import waiting
from storage.messages.questions import waiting_questions
from storage.people.officials import link_address
from storage.reports.figures import HISTORY
from tests.storage.messages.mailbox import taken
from tests.support.annex_files import own_csv
from tests.support.district import PEOPLE, District, annex
from tests.support.remembered import This

ROOT = Path(__file__).parents[2]
TERMINAL, TELEGRAM = "console", "telegram"
CHATS = {official.id: str(100 + place) for place, official in enumerate(PEOPLE)}


@dataclass(frozen=True)
class Kind:
    """One kind of question: who is asked, and by what that person says."""

    about: str
    who: str
    said: tuple[str, ...]
    before: tuple[tuple[str, str], ...] = ()
    file: Attachment | None = None
    beside: str = ""  # the words beside the file
    at: str = ""  # it is asked by itself at that moment


BOOK = ROOT / "tests" / "data" / "so-cap-tren" / "mau-01-tiep-dan.xls"
STYLE = load_style(CATALOGUE / "styles" / f"{STYLE_ID}.toml")
WORDS = template_docx(
    template_text("par-quarter").replace("thường xuyên", "hằng ngày"), "par-quarter", STYLE
)
ROW = "14 7 5 1 0 0"
TASK = (("quynh", "giao xa-bac-son: rà soát TTHC, báo cáo, trước 06/9"), ("quynh", "giao"))
TWO_UNITS = (
    *TASK,
    ("quynh", "giao xa-phu-ung: rà soát TTHC, báo cáo, hạn 6/9"),
    ("quynh", "giao"),
    ("quynh", "việc"),
)
LETTER = (
    "Thông báo số 45/TB-UBND ngày 19/8/2024\n1. Giao xã Bắc Sơn rà soát sổ một cửa, hạn 6/9/2024.\n"
    "2. Giao xã Phù Ủng rà soát sổ một cửa, hạn 6/9/2024."
)
FULL = (("lan", annex()),)
PRESENTED = (*FULL, ("lan", "trình"))
TWO_LEAVES = ("nghỉ 4/9", "đúng", "nghỉ 12/9", "đúng", "tình hình")
KINDS = (
    Kind("office.decide", "thanh", (), PRESENTED),
    Kind("office.comment", "thanh", ("góp ý",), PRESENTED),
    Kind("office.comment_said", "thanh", ("số 1 sao có 13, xem lại",), PRESENTED),
    Kind(
        "office.remark_more",
        "thanh",
        ("góp ý: số 1 sao có 13, xem lại", "với lại thêm phần khó khăn nữa"),
        PRESENTED,
    ),
    Kind("office.take_back", "thanh", ("duyệt", "tôi chưa duyệt mà"), PRESENTED),
    Kind(
        "office.present_anyway",
        "lan",
        ("trình",),
        (*PRESENTED, ("thanh", "góp ý: số 1 sao có 13, xem lại")),
    ),
    Kind("report.number", "lan", ("tình hình", "số 68"), FULL),
    Kind("heads.remind", "dung", ("nhắc Lan nộp trước trưa",)),
    Kind("figures.stand", "lan", (), FULL, at="2024-09-13 07:30"),
    Kind("figures.confirm", "lan", ("14 7 5 1 0 O",)),
    Kind("figures.replace", "dung", ("sửa I.1 = 15",), (("lan", ROW),)),
    Kind("figures.again", "lan", (ROW, "1 1 0 0", "1 1 0 0")),
    Kind("figures.rule", "lan", (ROW, "14 14 1 0")),
    Kind("figures.give", "lan", (ROW, "14 14 0 0", "sửa 4.1 = 1,5")),
    Kind("figures.line", "lan", (ROW, "nhầm rồi, số đúng là 13")),
    Kind("annex.write", "lan", (), file=own_csv({"I.4.1": 14, "I.4.2": 14})),
    Kind(
        "form.load",
        "tam",
        (),
        file=Attachment(BOOK.name, "application/vnd.ms-excel", BOOK.read_bytes()),
        beside="làm biểu",
    ),
    Kind("template.load", "tam", (), file=Attachment("loi.docx", DOCX, WORDS)),
    Kind("task.do", "lan", ("xong 1 có biên bản kèm theo",), TASK),
    Kind("task.bare", "lan", ("1 80%",), (*TASK, ("lan", "lịch"))),
    Kind("task.words", "lan", ("vướng 1",), TASK),
    Kind("task.words", "lan", ("xin gia hạn 1",), TASK),
    Kind(
        "task.number",
        "lan",
        ("vướng chờ số liệu của huyện",),
        (
            *TASK,
            ("quynh", "giao xa-bac-son: lập danh sách, hạn 10/9"),
            ("quynh", "giao"),
            ("lan", "lịch"),
        ),
    ),
    Kind(
        "task.which",
        "quynh",
        ("gia hạn 1 5 ngày",),
        TWO_UNITS,
    ),
    Kind("task.document", "lan", ("xong 1",), TASK),
    Kind("task.amend", "quynh", ("sửa việc 1: hạn 27/9",), TASK),
    Kind("task.amend_how", "quynh", ("sửa việc 1",), TASK),
    Kind("task.amend_which", "quynh", ("đổi hạn việc 1 sang 27/9",), TWO_UNITS),
    Kind("owed.granted", "quynh", ("gia hạn xã Bắc Sơn đến 20/9", "nhầm, 18/9")),
    Kind("task.draft", "quynh", (TASK[0][1],)),
    Kind("task.table", "quynh", ("giao xa-bac-son: rà soát, 6/9\ngiao xa-phu-ung: rà soát, 6/9",)),
    Kind("request.draft", "quynh", ("yêu cầu báo cáo: số hộ nghèo; xã Bắc Sơn; hạn 6/9",)),
    Kind("letter.draft", "quynh", (LETTER,)),
    Kind("leave.note", "lan", ("nghỉ 2/9-5/9",)),
    Kind("leave.days", "lan", ("nghỉ",)),
    Kind("leave.who", "lan", ("nghỉ 2/9-5/9 dung thay", "đúng", "chị Dung không thay được")),
    Kind("leave.dropped", "lan", (*TWO_LEAVES, "không nghỉ nữa")),
    Kind("people.hand_over", "tam", ("/thay-nguoi lan",)),
    Kind("desk.order", "quynh", ("khóa xã Bắc Sơn",)),
    Kind("desk.order", "quynh", ("gia hạn xã Bắc Sơn",)),
    Kind("desk.order", "quynh", ("trả lại xã Bắc Sơn",), FULL),
    Kind("desk.order", "lan", ("xin gia hạn báo cáo",)),
    Kind("command", "lan", ("/stauts",)),
    Kind("practice", "lan", ("luyện tập",)),
    Kind("snooze.when", "lan", ("nhắc lại",)),
    Kind("wish", "dung", ("ping chị Lan phần của chị ấy giùm nghen",)),
)


@dataclass
class Talk:
    """One person and the bot on one network; every message can be answered from the same state."""

    district: District
    kind: Kind
    network: str

    def __post_init__(self) -> None:
        desk, before = self.district, self.kind.before
        desk.go_on(("linked", self.network), self._link)
        desk.move("2024-08-28 08:00")
        self._numbers = count(1)
        desk.go_on(("before", This(desk.catalogue), before), self._say_before)
        self._numbers = count(len(before) + 1)
        self.asked: Reply | None = None
        if self.kind.at:
            self.district.move(self.kind.at)
        for text in self.kind.said:
            self.asked = self.say(text)
        if self.kind.file:
            self.asked = self.say(self.kind.beside, file=self.kind.file)
        self.asked = self.asked or self._told()

    def _link(self) -> None:
        with self.district.database.work() as session:
            for id_, chat in CHATS.items():
                here = Address(self.network, chat if self.network == TELEGRAM else id_)
                link_address(session, id_, here, self.district.now)

    def _say_before(self) -> None:
        for who, text in self.kind.before:
            self.say(text, who=who)

    def _told(self) -> Reply | None:
        """What the bot has said last by itself, and still waits to be sent."""
        address = self._address(self.kind.who)
        with self.district.database.read() as session:
            found = waiting(session, address, self.district.now, 100)
        return found[-1].reply if found else None

    def say(
        self,
        text: str,
        *,
        who: str = "",
        tap: str = "",
        edits: str = "",
        file: Attachment | None = None,
    ) -> Reply | None:
        """The reply to a message, None where there is none; it counts as sent."""
        speaker = who or self.kind.who
        incoming = self._incoming(speaker, text or "tệp", tap, edits)
        incoming = replace(incoming, file=file, text=text)
        desk = self.district
        taken(desk.database, incoming.address, desk.now)
        assert receive(desk.database, desk.catalogue, incoming, desk.now)
        replies = [m for m in taken(desk.database, incoming.address, desk.now) if m.kind == "reply"]
        return replies[-1].reply if replies else None

    def question(self) -> Question | None:
        """What is open at the person's address."""
        return next(iter(self.questions()), None)

    def questions(self) -> list[Question]:
        """All that is open there."""
        with self.district.database.read() as session:
            found = waiting_questions(session, self._address(self.kind.who), self.district.now)
        return [each.question for each in found]

    def written(self) -> int:
        """How many figures were ever written."""
        with self.district.database.read() as session:
            return len(session.execute(HISTORY.select()).all())

    def _address(self, who: str) -> Address:
        return Address(self.network, CHATS[who] if self.network == TELEGRAM else who)

    def _incoming(self, who: str, text: str, tap: str, edits: str) -> Incoming:
        number = next(self._numbers)
        if self.network == TERMINAL:
            message = Incoming(str(number), self._address(who), text, self.district.now)
            return replace(message, choice=tap, edited=bool(edits), message_id=edits or str(number))
        update = read_update(_raw(number, CHATS[who], text, tap, edits), self.district.now)
        assert isinstance(update, Update)
        return update.incoming


def _raw(number: int, chat: str, text: str, tap: str, edits: str) -> Mapping[str, Any]:
    """The message, tap or edit as the Bot API tells it."""
    sender = {"id": int(chat), "is_bot": False, "first_name": "A"}
    message = {"message_id": int(edits or number), "date": 1724806800, "from": sender}
    message |= {"chat": {"id": int(chat), "type": "private"}, "text": text}
    if tap:
        query = {"id": "1", "from": sender, "data": tap, "message": message}
        return {"update_id": number, "callback_query": query}
    kind = "edited_message" if edits else "message"
    return {"update_id": number, kind: message}


class Snapshots:
    """The state in which a question was asked, as often as it is needed."""

    def __init__(self, database: Database) -> None:
        self._raw = connection(database)
        self._kept = sqlite3.connect(":memory:")
        self._raw.backup(self._kept)

    def back(self) -> None:
        """As it was when the question was asked."""
        self._kept.backup(self._raw)

    def close(self) -> None:
        """Forget the state."""
        self._kept.close()


def connection(database: Database) -> sqlite3.Connection:
    """The only connection of a database in memory."""
    with database.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw
