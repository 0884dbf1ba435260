"""More time for a report: asked with a reason, granted with one tap, the old due day kept (F11)."""

from __future__ import annotations

from datetime import date

import pytest

from domain.dates.moments import local
from domain.dates.owed import of_report
from storage.database.database import Database
from storage.reports.reminders import reminders
from tests.support.district import BAC_SON, DA_LOC, District

ASK = "/giahan 3 ngay ly do cho so lieu cua cong an xa"


@pytest.fixture
def desk(memory_database: Database) -> District:
    """Four working days before quý III is due on Sunday, 15/9/2024."""
    district = District(memory_database)
    district.move("2024-08-28 08:00")
    district.move("2024-09-09 08:00")
    return district


def due_on(desk: District, unit_id: str = BAC_SON) -> date:
    return local(desk.report(unit_id).due).date()


def test_a_commune_asks_and_the_superior_grants_with_one_tap(desk: District) -> None:
    desk.mail("quynh")
    asked = desk.say("lan", ASK)
    assert "Đã ghi lời xin UBND huyện Ân Thi gia hạn: Báo cáo công tác" in asked
    assert "từ Chủ nhật 15/9 đến thứ Tư 18/9" in asked
    assert "hạn cũ vẫn tính. Đã báo chị Quỳnh." in asked
    assert due_on(desk) == date(2024, 9, 15)
    (request,) = desk.mail("quynh")
    assert request.reply.text.startswith("Xã Bắc Sơn xin gia hạn: ")
    assert "Lý do: cho so lieu cua cong an xa (chị Lan). Hiện đã có 0/97 số." in request.reply.text
    assert [choice.words for choice in request.reply.choices] == [
        "cho gia hạn xã Bắc Sơn, quý III năm 2024",
        "không gia hạn xã Bắc Sơn, quý III năm 2024",
    ]
    desk.mail("lan")
    granted = desk.tap("quynh", request.reply, "cho gia hạn")
    assert "từ Chủ nhật 15/9 đến thứ Tư 18/9. Đã báo chị Lan, chị Dung." in granted.text
    assert due_on(desk) == date(2024, 9, 18)
    assert "cho gia hạn: Báo cáo" in desk.told("lan")[0]
    status = desk.say("lan", "/status")
    assert "Hạn thứ Tư 18/9/2024 (theo văn bản: Chủ nhật 15/9/2024)" in status
    assert "gia hạn đến thứ Tư 18/9" in desk.say("quynh", "/status")
    assert due_on(desk, DA_LOC) == date(2024, 9, 15)
    entries = [e.action for e in desk.trail(f"obligation:{desk.report(BAC_SON).id}")]
    assert entries == ["obligation.extension_asked", "obligation.extended"]


def test_the_words_of_the_taps_may_be_typed(desk: District) -> None:
    desk.say("lan", "gia hạn báo cáo đến 20/9 vì mất điện")
    assert "đến thứ Sáu 20/9" in desk.say("quynh", "cho gia hạn xã Bắc Sơn, quý III năm 2024")
    assert due_on(desk) == date(2024, 9, 20)


def test_a_refusal_leaves_the_day_and_says_why(desk: District) -> None:
    desk.say("lan", ASK)
    desk.mail("lan")
    answer = desk.say("quynh", "không gia hạn xã Bắc Sơn: tỉnh đang chờ")
    assert "hạn vẫn là Chủ nhật 15/9. Đã báo chị Lan, chị Dung." in answer
    assert "Lý do: tỉnh đang chờ." in desk.told("lan")[0]
    assert due_on(desk) == date(2024, 9, 15)
    assert "Chưa có ai xin gia hạn" in desk.say("quynh", "không gia hạn xã Bắc Sơn")


def test_the_superior_gives_time_unasked_or_another_day(desk: District) -> None:
    assert "đến khi nào? Ví dụ: 5 ngày" in desk.say("quynh", "gia hạn xã Bắc Sơn")
    desk.say("quynh", "gia hạn xã Bắc Sơn 2 ngày: xã mới thay người")
    assert due_on(desk) == date(2024, 9, 17)
    desk.say("lan", ASK)
    desk.say("quynh", "gia hạn xa-bac-son đến 19/9")
    assert due_on(desk) == date(2024, 9, 19)
    assert "không muộn hơn hạn đang có" in desk.say("quynh", "gia hạn xa-bac-son đến 18/9")


def test_a_day_that_has_gone_by_is_not_taken_for_next_years(desk: District) -> None:
    assert "Chủ nhật 1/9 đã qua" in desk.say("quynh", "gia hạn xã Bắc Sơn đến 1/9")
    assert "Chủ nhật 1/9 đã qua" in desk.say("lan", "/giahan đến 1/9 chờ số liệu")
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 20/9")
    assert "Chủ nhật 1/9 đã qua" in desk.say("quynh", "gia hạn 1 đến 1/9")
    assert due_on(desk) == date(2024, 9, 15)


def test_a_request_waits_in_status_and_in_the_morning(desk: District) -> None:
    desk.say("lan", ASK)
    waiting = "xã Bắc Sơn (quý III năm 2024, đến thứ Tư 18/9)"
    assert f"Đang xin gia hạn, chờ cấp trên: {waiting}." in desk.say("lan", "/status")
    desk.mail("quynh")
    desk.move("2024-09-10 07:30")
    (morning,) = desk.told("quynh")
    assert f"chờ anh/chị quyết định 1 báo cáo: {waiting}." in morning
    assert "Cho gia hạn: /giahan." in morning
    offered = desk.answer("quynh", "/giahan")
    assert waiting in offered.text
    assert [choice.words for choice in offered.choices] == [
        "cho gia hạn xã Bắc Sơn, quý III năm 2024",
        "không gia hạn xã Bắc Sơn, quý III năm 2024",
    ]
    why = desk.tap("quynh", offered, "không")
    assert "vì sao? Xin gửi lý do" in why.text
    desk.tap("quynh", why, "không nêu")
    assert "Chưa có ai xin gia hạn" in desk.say("quynh", "/giahan")


@pytest.mark.parametrize("said", ["lý do: huyện cần ngay", "cần ngay", "vì huyện cần ngay"])
def test_a_refusal_asks_for_its_reason_and_takes_it(desk: District, said: str) -> None:
    desk.say("lan", ASK)
    desk.mail("lan")
    assert "vì sao? Xin gửi lý do" in desk.say("quynh", "không gia hạn xã Bắc Sơn")
    assert "chưa phải là lý do" in desk.say("quynh", "đúng rồi nhé")
    assert desk.mail("lan") == []
    assert "hạn vẫn là Chủ nhật 15/9" in desk.say("quynh", said)
    assert "cần ngay. Gửi:" in desk.told("lan")[0]


def test_what_is_missing_is_asked_for(desk: District) -> None:
    for said in ("/giahan", "gia hạn báo cáo chờ số liệu"):
        assert "đến khi nào, vì sao?" in desk.say("lan", said)
    assert "Vì sao cần gia hạn Báo cáo" in desk.say("lan", "/giahan 3 ngày")
    assert "đến thứ Tư 18/9" in desk.say("lan", "chờ số liệu của công an xã")
    assert "không muộn hơn hạn đang có" in desk.say("lan", "/giahan đến 12/9 chờ số liệu")
    assert "Không có quý 9" in desk.say("lan", "/giahan báo cáo quý 9: 3 ngày chờ số liệu")
    assert "không có báo cáo nào đang chờ" in desk.say("lan", "/giahan năm 2024: 3 ngày, mất điện")
    desk.fill("lan")
    assert "không có báo cáo nào đang chờ" in desk.say("lan", ASK)


def test_more_time_after_the_due_day(desk: District) -> None:
    desk.move("2024-09-17 08:00")
    desk.say("lan", "/giahan 3 ngày máy hỏng")
    desk.mail("quynh")
    desk.say("quynh", "gia hạn xã Bắc Sơn")
    assert due_on(desk) == date(2024, 9, 18)  # three days after the old day
    assert "xã Bắc Sơn" not in desk.say("quynh", "/tre").partition("Còn hạn")[0]


def test_tasks_and_reports_are_told_apart(desk: District) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, báo cáo, hạn 20/9")
    assert "gia hạn: việc 1" in desk.say("lan", "/giahan 1 5 ngày chờ số liệu")
    assert "gia hạn: Báo cáo" in desk.say("lan", "/giahan 5 ngày chờ số liệu")
    assert "gia hạn: việc 1" in desk.say("quynh", "gia hạn 1 7 ngày")
    assert "gia hạn: Báo cáo" in desk.say("quynh", "gia hạn xã Bắc Sơn 3 ngày")


def test_who_may_not_ask_or_grant(desk: District) -> None:
    assert "không có báo cáo nào đang chờ" in desk.say("tap", "/giahan 3 ngày mất điện")
    assert "Không thấy đơn vị" in desk.say("linh", "gia hạn xã Bắc Sơn 3 ngày")
    assert "Không thấy báo cáo này" in desk.say(
        "linh", choice=f"/gia-han bc{desk.report(BAC_SON).id}"
    )
    assert due_on(desk) == date(2024, 9, 15)


def test_the_reminders_move_along_and_what_has_rung_rings_again(desk: District) -> None:
    report = desk.report(BAC_SON)
    desk.move("2024-09-13 07:30")  # the last call has rung
    desk.mail("lan")
    desk.say("quynh", "gia hạn xã Bắc Sơn 5 ngày")
    with desk.database.read() as session:
        mine = [r for r in reminders(session, of_report(report.id)) if r.official_id == "lan"]
    waiting = {str(r.step): local(r.due_at).date().day for r in mine if r.state == "waiting"}
    assert waiting == {"T-2": 18, "T-1": 19, "T-0": 20, "T+1": 23, "T+2": 24, "T+4": 26}
    assert {"2024-09-15 T-2", "2024-09-15 T-0"} <= {str(r.step) for r in mine}
    desk.move("2024-09-16 07:30")
    assert not any("quá hạn" in words for words in desk.told("lan"))
    desk.move("2024-09-20 07:30")
    assert "hạn là hôm nay" in desk.told("lan")[-1]
