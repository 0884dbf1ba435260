"""Whatever a sentence was understood as, the answer is right for who says it: what only looks
writes nothing, what writes does so where it was sure, what was likely is not done unasked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from domain.talk.messages import Incoming, Reply
from domain.talk.said import Said, Values
from domain.talk.understood import Understood
from domain.words import clean, fold, words
from domain.writing.row_said import read_row_said
from handlers.entrance.respond import respond
from handlers.talk import router
from handlers.talk.intents import INTENTS
from handlers.talk.said import Read
from handlers.wording.understood import says
from handlers.work import Work
from storage.catalogue.words import folded, sentences, vocabulary
from storage.database.audit import AUDIT
from storage.database.database import Database
from storage.people.officials import addresses_of
from storage.reports.figures import HISTORY
from storage.reports.issues import MADE
from storage.reports.reminders import REMINDERS
from storage.reports.rounds import OBLIGATIONS
from storage.tasks.tasks import EVENTS, TASKS
from tests.support.district import BAC_SON, DA_LOC, PHU_UNG, District


class Row(NamedTuple):
    """A sentence, how it was understood, and how the answer begins or what stands in it."""

    who: str
    sentence: str
    intent: str
    answer: str
    said: Mapping[str, Any] = MappingProxyType({})


LOOKS = [
    # the chairman, a head and an official of the commune
    Row("thanh", "ủy ban mình làm tới đâu rồi hả cháu", "status", "Đã có 10/97 số"),
    Row("dung", "sếp giục, xã ta gửi được bao nhiêu rồi", "status", "Đã có 10/97 số"),
    Row("lan", "báo cáo nhà mình tới đâu", "status", "Đã có 10/97 số"),
    Row("thanh", "những ai còn nợ số thế cháu", "who_owes", "chị Lan .*còn"),
    Row("dung", "Lan nộp chưa đấy", "who_owes", "Chị Lan còn 87 số chưa gửi", {"people": ("lan",)}),
    Row("lan", "ngoài chị ra còn ai chưa xong", "who_owes", "Còn chờ:"),
    Row("thanh", "còn hổng chỗ nào", "missing", "còn thiếu"),
    Row("lan", "chị phải điền nốt mục gì", "missing", "Phần của anh/chị còn 87 số"),
    Row("thanh", "cho chú bản báo cáo", "report_file", "dự thảo"),
    Row("lan", "gửi lại file word cho chị", "report_file", "dự thảo"),
    Row("lan", "bảng phụ lục trắng ở đâu nhỉ", "annex_file", "Phụ lục quý III"),
    Row("thanh", "vẽ cái hình cho dễ nhìn", "chart", "Tiến độ báo cáo"),
    Row("lan", "chốt sổ ngày mấy", "deadline", "Hạn Chủ nhật 15/9/2024"),
    Row("thanh", "bao giờ hết hạn nộp", "deadline", "Hạn Chủ nhật 15/9/2024"),
    Row("lan", "tháng tới có gì không", "schedule", "quý III"),
    Row("thanh", "xã mình xếp thứ mấy", "ranking", "Xã Bắc Sơn"),
    Row("lan", "việc nào đang treo của chị", "task_list", "1. Lập danh sách"),
    Row("thanh", "Lan đang giữ việc gì", "task_list", "Lập danh sách", {"people": ("lan",)}),
    Row("lan", "4.2 đếm cái gì vậy", "explain_figure", "4.2", {"codes": ("I.4.2",)}),
    Row("thanh", "số 4.3 nghĩa là sao", "explain_figure", "4.3", {"codes": ("I.4.3",)}),
    Row("lan", "ai đổi số 1.1 của chị", "history", "chị Lan", {"codes": ("I.1",)}),
    Row("lan", "mắc chỗ này hỏi ai", "contact_person", "Hoàng Thu Quỳnh"),
    Row("thanh", "số cô Quỳnh đâu", "contact_person", "Quỳnh", {"people": ("quynh",)}),
    Row("lan", "chỉ chị cách làm với", "help", "Gửi số theo thứ tự"),
    Row("thanh", "dùng cái này thế nào", "help", "tình hình"),
    Row("lan", "nhắn gì mà nhắn lắm thế", "complaint", "Xin lỗi đã làm phiền chị Lan"),
    Row("thanh", "phiền quá đi mất", "complaint", "Xin lỗi đã làm phiền chị Thanh"),
    Row("lan", "chị đang dở tay, lát nữa", "later", "bot giữ nguyên chỗ đang dở"),
    Row("lan", "thôi để đấy", "cancel", "bot dừng ở đây"),
    Row("lan", "làm tiếp phần hôm trước nào", "resume", "Tiếp theo"),
    Row("lan", "cho chị nghịch thử", "practise", "LUYỆN TẬP"),
    Row("lan", "sang cái báo cáo kia", "switch_report", "chỉ có một báo cáo"),
    Row("thanh", "duyệt luôn cho nhanh", "approve", "không có báo cáo nào chờ"),
    Row("dung", "khóa sổ lại", "lock", "việc của cấp trên"),
    Row("lan", "vâng đúng thế", "yes", "Đang chờ mục"),
    # superiors
    Row("quynh", "Phù Ủng đến đâu rồi em", "status", "Xã Phù Ủng", {"units": (PHU_UNG,)}),
    Row("khanh", "toàn huyện thế nào", "status", "Huyện An Thi|Huyện Ân Thi", {"everybody": True}),
    Row("quynh", "đơn vị nào ì ạch nhất đợt này", "late_units", "Còn hạn nhưng chưa đủ"),
    Row("khanh", "ai của Đa Lộc chưa làm", "who_owes", "Xã Đa Lộc", {"units": (DA_LOC,)}),
    Row("quynh", "Đa Lộc khuyết mục nào", "missing", "Xã Đa Lộc", {"units": (DA_LOC,)}),
    Row("khanh", "gộp số cả huyện cho tôi", "roll_up", "Tổng hợp quý III", {"everybody": True}),
    Row("quynh", "bản báo cáo Bắc Sơn", "report_file", "dự thảo", {"units": (BAC_SON,)}),
    Row("quynh", "cho chị cái báo cáo", "report_file", "chọn một đơn vị"),
    Row("khanh", "xã nào hay nộp sớm", "ranking", "Nộp đúng hạn"),
    Row("khanh", "so sánh các xã bằng hình", "chart", "Huyện Ân Thi", {"everybody": True}),
    Row("quynh", "giục ai bây giờ", "nudge", "Còn hạn nhưng chưa đủ"),
    Row("quynh", "thu lại tin vừa nhắc", "undo", "không lấy lại được"),
    Row("quynh", "cấp mã cho xã đi", "invite", "Mã mời do"),
    Row("tam", "chỗ tôi quản lý ra sao rồi", "status", "Huyện Ân Thi"),
    Row("tam", "bot này dùng sao", "help", "sức khỏe"),
]
WRITES = [
    Row("lan", "không phát sinh gì cả nha", "none_arisen", "Đã ghi"),
    Row("quynh", "hối Đa Lộc giúp chị", "nudge", "Đã nhắc xã Đa Lộc", {"units": (DA_LOC,)}),
    Row(
        "dung", "Lan chậm quá, hối đi", "nudge", "Đã nhắc xã Bắc Sơn: chị Lan", {"people": ("lan",)}
    ),
    Row(
        "lan",
        "xin nán lại 3 hôm, máy hỏng",
        "more_time",
        "(?:Đã gửi|Đã ghi lời xin) UBND huyện Ân Thi",
        {"days": 3, "reason": "máy hỏng"},
    ),
    Row(
        "quynh",
        "cho Đa Lộc thêm 2 ngày",
        "more_time",
        "Đã cho gia hạn",
        {"units": (DA_LOC,), "days": 2},
    ),
    Row("lan", "việc một làm xong rồi", "task_done", "Đã ghi: xong việc 1", {"tasks": (1,)}),
    Row(
        "lan",
        "việc 1 được bốn chục phần trăm",
        "task_progress",
        "đạt 40",
        {"tasks": (1,), "percent": 40},
    ),
    Row(
        "lan",
        "việc 1 đang kẹt, thiếu người",
        "task_blocked",
        "đang vướng: thiếu người",
        {"tasks": (1,), "reason": "thiếu người"},
    ),
    Row(
        "lan",
        "việc 1 cho chị thêm 2 ngày, bận họp",
        "task_more_time",
        "gia hạn: việc 1",
        {"tasks": (1,), "days": 2, "reason": "bận họp"},
    ),
    Row(
        "lan",
        "bản giấy gửi văn thư huyện rồi, số 70/BC-UBND",
        "already_sent_elsewhere",
        r"phần của chị Lan .* đã gửi bằng đường khác \(70/BC-UBND\)",
    ),
]
ASKS = [
    Row(
        "lan",
        "em báo: tổng 20, đúng hạn 19, quá hạn 1, chưa xong 0 ạ",
        "figures",
        "Hiểu là",
        {"values": Values({"I.2.1": "0", "I.2.2": "0"})},
    ),
    Row("lan", "chắc là không có gì đâu", "none_arisen", "Hiểu là|Đúng không"),
    Row("lan", "số chưa về đến nơi", "not_yet", "Hiểu là|Đúng không"),
    Row(
        "quynh",
        "nhờ xã Đa Lộc kiểm lại sổ một cửa",
        "task_assign",
        "Giao việc \\(chưa gửi",
        {"units": (DA_LOC,)},
    ),
    Row(
        "lan",
        "mai chị nghỉ nhé",
        "leave",
        "nghỉ thứ Năm 29/8",
        {"due": "mai"},
    ),
]


@pytest.fixture
def desk(memory_database: Database) -> District:
    district = District(memory_database)
    district.move("2024-08-28 07:30")
    district.move("2024-08-28 08:00")
    district.say("lan", "14 7 5 1 0 0")
    district.say("lan", "0 0 0 0")
    district.say("quynh", "giao xa-bac-son: lập danh sách, báo cáo, hạn 10/9")
    district.say("quynh", "giao")
    district.say("lan", "việc")
    district.say("lan", "tiếp")
    district.move("2024-08-28 09:00")
    return district


def told(
    desk: District, monkeypatch: pytest.MonkeyPatch, row: Row, *, sure: bool = True
) -> Reply | None:
    """The answer to a sentence that was understood so."""

    def read(work: Work, person: object, text: str, **_: object) -> Read:
        said = clean(text)
        return Read(Said(said, fold(text), words(said), **row.said), (), (), "")

    monkeypatch.setattr(router, "read_said", read)
    monkeypatch.setattr(
        router, "understand", lambda *_: Understood(row.intent, {}, sure, (row.intent,))
    )
    with desk.database.work() as session:
        address = addresses_of(session, row.who)[0]
        incoming = Incoming(f"wish-{row.who}", address, row.sentence, desk.now)
        return respond(Work(session, desk.catalogue, desk.now), incoming)


def written(desk: District) -> dict[str, list[object]]:
    """Everything that a wish could change; that a file went out is noted, and changes nothing."""
    tables = {"figures": HISTORY, "tasks": TASKS, "events": EVENTS, "reports": OBLIGATIONS}
    tables["reminders"] = REMINDERS
    with desk.database.read() as session:
        found = {name: list(map(tuple, session.execute(t.select()))) for name, t in tables.items()}
        audit = session.execute(AUDIT.select().where(AUDIT.c.action.not_in(("refused", MADE))))
        return {**found, "audit": list(map(tuple, audit))}


@pytest.mark.parametrize("row", LOOKS, ids=lambda row: f"{row.who} {row.intent} {row.sentence}")
def test_what_only_looks_is_answered_and_writes_nothing(
    desk: District, monkeypatch: pytest.MonkeyPatch, row: Row
) -> None:
    before = written(desk)
    reply = told(desk, monkeypatch, row)
    assert reply is not None
    assert re.search(row.answer, reply.text), reply.text
    assert written(desk) == before


@pytest.mark.parametrize("row", ASKS, ids=lambda row: f"{row.who} {row.intent} {row.sentence}")
def test_what_shows_first_asks_and_writes_nothing(
    desk: District, monkeypatch: pytest.MonkeyPatch, row: Row
) -> None:
    before = written(desk)
    reply = told(desk, monkeypatch, row, sure=False)
    assert reply is not None
    assert re.search(row.answer, reply.text), reply.text
    assert written(desk) == before


@pytest.mark.parametrize("row", WRITES, ids=lambda row: f"{row.who} {row.intent} {row.sentence}")
def test_what_was_sure_is_done(desk: District, monkeypatch: pytest.MonkeyPatch, row: Row) -> None:
    before = written(desk)
    reply = told(desk, monkeypatch, row)
    assert reply is not None
    assert re.search(row.answer, reply.text), reply.text
    assert written(desk) != before


@pytest.mark.parametrize("row", WRITES, ids=lambda row: f"{row.who} {row.intent} {row.sentence}")
def test_what_was_only_likely_is_not_done_unasked(
    desk: District, monkeypatch: pytest.MonkeyPatch, row: Row
) -> None:
    before = written(desk)
    reply = told(desk, monkeypatch, row, sure=False)
    assert reply is not None
    assert not re.search("Đã (?:ghi|nhắc|gửi|cho|báo)", reply.text)
    assert written(desk) == before


@pytest.mark.parametrize("who", ["lan", "dung", "thanh", "quynh", "khanh", "tam"])
def test_no_wish_of_anybody_is_left_without_an_answer(
    desk: District, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    """A wish that names nothing is answered too: with what is meant, or with what is missing."""
    for intent in INTENTS:
        if intent.act:
            reply = told(desk, monkeypatch, Row(who, "chuyện ấy nhé", intent.id, ""))
            assert reply is None or reply.text.strip(), intent.id


def test_what_was_not_understood_is_said_with_where_things_stand_and_ways_on(
    desk: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    for who, way in (("lan", "tiếp"), ("thanh", "tình hình"), ("quynh", "trễ"), ("tam", "trễ")):
        reply = told(
            desk, monkeypatch, Row(who, "trăng hôm nay tròn thật", "other", ""), sure=False
        )
        assert reply is not None
        assert reply.text.startswith("Bot chưa hiểu câu này.")
        assert "không có báo cáo" not in reply.text
        assert reply.choices[0].words == way
        assert len(reply.choices) == 3


def test_a_likely_wish_is_asked_about_and_done_after_a_yes(
    desk: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = Row("quynh", "chắc phải thúc Đa Lộc", "nudge", "", {"units": (DA_LOC,)})
    asked = told(desk, monkeypatch, row, sure=False)
    assert asked is not None
    assert asked.text == "Có phải chị Quỳnh muốn nhắc nộp báo cáo: xã Đa Lộc?"
    monkeypatch.undo()
    assert desk.say("quynh", "đúng").startswith("Đã nhắc xã Đa Lộc")


def test_a_likely_wish_is_dropped_after_a_no(
    desk: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = Row("quynh", "chắc phải thúc Đa Lộc", "nudge", "", {"units": (DA_LOC,)})
    told(desk, monkeypatch, row, sure=False)
    monkeypatch.undo()
    before = written(desk)
    assert "Đã nhắc" not in desk.say("quynh", "không")
    assert written(desk) == before


def test_no_wish_of_the_examples_is_taken_for_words_about_an_undo_a_row_or_a_result() -> None:
    """What is read by its form alone comes before what a sentence is understood as."""
    alone = [("result", "show"), ("signed", "asks"), ("register", "show"), ("register", "where")]
    phrases = frozenset().union(*(folded(*each) for each in alone))
    within = folded("undone", "what") | folded("undone", "back")
    told = {each.text: " ".join(re.findall(r"\w+", fold(each.text))) for each in sentences()}
    taken = [
        text
        for text, said in told.items()
        if (said in phrases and any(says(*each, text) for each in alone))
        or any(f" {phrase} " in f" {said} " for phrase in within)
        or (("/" in text or "dong" in said) and read_row_said(text, vocabulary("row")))
    ]
    assert taken == []
