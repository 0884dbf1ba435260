"""Tasks in the chat: assigned, reported on, judged, handed over; every act names its task."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.dates.due_wording import DueReason
from domain.dates.moments import local, parse_at
from domain.people.people import Leave, Role
from domain.people.units import Succession, Unit
from domain.talk.messages import Address
from domain.tasks.tasks import Deed, Priority, Task
from domain.tasks.words import Verb
from handlers.tasks.answer import OWN, THEIRS
from handlers.wording.say import texts
from storage.database.database import Database
from storage.people.officials import link_address, save_leave, save_official
from storage.people.units import save_units
from tests.support.task_desk import BAC_SON, DISTRICT, HA_LE, PROVINCE, TAN_PHUC, Desk, person


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    """20/8/2024, eight in the morning."""
    return Desk(memory_database)


def due_on(task: Task) -> date | None:
    return local(task.due).date() if task.due else None


# Assigning


def test_before_a_day_is_the_day_before_and_is_confirmed(desk: Desk) -> None:
    preview = desk.answer("quynh", "giao xa-bac-son: rà soát TTHC, báo cáo, trước 01/9")
    assert "“trước 01/9” hiểu là hết thứ Bảy 31/8/2024" in preview.text
    assert [choice.words for choice in preview.choices] == ["giao", "giao cả ngày", "bỏ"]
    assert desk.tasks() == []
    answer = desk.say("quynh", "giao")
    (task,) = desk.tasks()
    assert (task.title, task.product, task.unit_id) == ("rà soát TTHC", "báo cáo", BAC_SON)
    assert (task.assigner_id, task.assigned_by) == (DISTRICT, "quynh")
    assert due_on(task) == date(2024, 8, 31)
    assert "việc 1 Bắc Sơn “Rà soát TTHC” cho xã Bắc Sơn, hạn thứ Bảy 31/8" in answer
    assert "Đã báo chị Lan." in answer
    (notice,) = desk.told("lan")
    assert "UBND huyện Ân Thi giao việc 1: Rà soát TTHC" in notice
    assert "nên xong trước 17 giờ thứ Sáu 30/8" in notice  # 31/8 is a Saturday


@pytest.mark.parametrize("tapped", [False, True])
def test_the_day_itself_may_be_meant(desk: Desk, tapped: bool) -> None:
    asked = desk.answer("quynh", "giao xa-bac-son: rà soát TTHC, báo cáo, trước 01/9")
    (day,) = (choice for choice in asked.choices if choice.words == "giao cả ngày")
    desk.say("quynh", "" if tapped else day.words, choice=day.data if tapped else "")
    assert [due_on(task) for task in desk.tasks()] == [date(2024, 9, 1)]


def test_what_is_missing_is_asked_for(desk: Desk) -> None:
    start = desk.answer("quynh", "/giaoviec")
    assert [file.name for file in start.files] == ["mau-giao-viec.xlsx"]
    assert "Giao cho đơn vị nào?" in desk.say("quynh", "nội dung: rà soát TTHC")
    assert "Hạn đến ngày nào?" in desk.say("quynh", "xã Bắc Sơn")
    assert "Cần sửa: Thời hạn: “31/9”" in desk.say("quynh", "31/9")
    preview = desk.say("quynh", "hạn 30/9")
    assert "thứ Hai 30/9/2024" in preview
    lacking = "sản phẩm, văn bản giao, người chủ trì, lãnh đạo phụ trách, thẩm quyền"
    assert f"Chưa ghi (không bắt buộc): {lacking}." in preview
    more = "sản phẩm: kế hoạch; văn bản 118/UBND-NV ngày 19/02/2024; chủ trì chị Lan; "
    desk.say("quynh", more + "lãnh đạo phụ trách: Thành; thẩm quyền: Chủ tịch ký; khẩn")
    desk.say("quynh", "giao")
    (task,) = desk.tasks()
    assert (task.document.number, task.document.on) == ("118/UBND-NV", date(2024, 2, 19))
    assert (task.lead_id, task.accountable_id) == ("lan", "thanh")
    assert (task.product, task.authority) == ("kế hoạch", "Chủ tịch ký")
    assert task.priority is Priority.URGENT


def test_a_draft_can_be_dropped(desk: Desk) -> None:
    desk.say("quynh", "giao xa-bac-son: rà soát TTHC, hạn 5/9")
    assert desk.say("quynh", "bỏ") == "Vâng, chưa giao gì."
    desk.say("quynh", "giao")
    assert desk.tasks() == []


def test_several_units_at_once_and_every_person_hears_once(desk: Desk) -> None:
    desk.say("quynh", "giao tất cả các xã: rà soát TTHC, hạn 5/9")
    desk.say("quynh", "giao")
    assert [task.unit_id for task in desk.tasks()] == [BAC_SON, HA_LE, TAN_PHUC]
    assert [len(desk.mail(who)) for who in ("lan", "mai", "huong", "tuan")] == [1, 1, 1, 0]


def test_a_unit_may_stand_behind_a_small_word(desk: Desk) -> None:
    preview = desk.say("quynh", "giao việc cho Bắc Sơn: rà soát TTHC, hạn 5/9")
    assert "- Đơn vị: xã Bắc Sơn\n" in preview


def test_the_same_assignment_twice_is_one(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 5/9")
    again = desk.assign("giao xa-bac-son: Ra soat TTHC, han 5/9")
    assert "đã giao cho xã Bắc Sơn ngày 20/8/2024 rồi" in again
    assert len(desk.tasks()) == 1


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("giao xa-khong-co: rà soát TTHC, hạn 5/9", "không thấy “xa-khong-co”"),
        ("giao tinh-hung-yen: rà soát TTHC, hạn 5/9", "không thấy “tinh-hung-yen”"),  # above her
        ("giao xa-bac-son: rà soát TTHC, hạn 5/9 hoặc 6/9", "có hai ngày"),
        ("giao xa-bac-son: rà soát TTHC, hạn thứ Sáu 5/9/2024", "sai thứ"),
        ("giao xa-bac-son: rà soát TTHC, hạn ngày 5 hằng tháng", "định kỳ"),
        ("giao xa-bac-son: rà soát TTHC, hạn 5/9, chủ trì: Mai", "không thấy “Mai” ở xã Bắc Sơn"),
    ],
)
def test_what_cannot_be_is_not_assigned(desk: Desk, line: str, wrong: str) -> None:
    assert wrong in desk.say("quynh", line)
    desk.say("quynh", "giao")
    assert desk.tasks() == []


def test_a_wording_without_due_day(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: trực một cửa, thường xuyên")
    (task,) = desk.tasks()
    assert task.due is None
    assert "không thời hạn" in desk.say("lan", "việc")


@pytest.mark.parametrize("who", ["lan", "tuan"])
def test_officials_do_not_assign(desk: Desk, who: str) -> None:
    assert "chưa được phân quyền giao việc" in desk.say(who, "giao xa-ha-le: rà soát, hạn 5/9")
    assert "chưa được phân quyền giao việc" in desk.say(who, "/giaoviec")


def test_heads_assign_within_their_unit(desk: Desk) -> None:
    desk.say("dung", "giao anh Tuấn: soạn kế hoạch, hạn 5/9")
    desk.say("dung", "giao")
    (task,) = desk.tasks()
    assert (task.unit_id, task.assigner_id, task.lead_id) == (BAC_SON, BAC_SON, "tuan")
    desk.say("tuan", "xong 1 1/KH-UBND")
    assert "Đã duyệt: việc 1 “Soạn kế hoạch”" in desk.say("dung", "duyệt 1")


def test_a_message_at_night_waits_for_the_morning(desk: Desk) -> None:
    desk.move("2024-08-20 21:00")
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 5/9")
    assert desk.told("lan") == []
    desk.move("2024-08-21 07:30")
    (digest,) = desk.told("lan")
    assert "Mới giao (1):\n1. Rà soát TTHC" in digest


def test_an_express_task_is_told_at_night_too(desk: Desk) -> None:
    desk.move("2024-08-20 21:00")
    desk.assign("giao xa-bac-son: ứng phó bão, hạn 21/8, hỏa tốc")
    assert len(desk.told("lan")) == 1


# Numbers


def three_tasks(desk: Desk) -> None:
    for title, due in (("rà soát TTHC", "10/9"), ("lập danh sách", "12/9"), ("báo cáo hè", "6/9")):
        desk.assign(f"giao xa-bac-son: {title}, hạn {due}")
    desk.mail("lan")


def test_overdue_on_top_and_numbers_stay(desk: Desk) -> None:
    three_tasks(desk)
    desk.move("2024-09-11 10:00")
    lines = desk.say("lan", "việc").splitlines()
    assert [line[:22] for line in lines if line[0].isdigit()] == [
        "3. Báo cáo hè – hạn th",
        "1. Rà soát TTHC – hạn ",
        "2. Lập danh sách – hạn",
    ]
    assert lines[0] == "Quá hạn (2):"
    desk.say("lan", "xong 3 12/BC-UBND")
    desk.say("quynh", "việc")
    desk.say("quynh", "duyệt 3")
    left = desk.say("lan", "việc")
    assert "3. " not in left
    assert "2. Lập danh sách" in left
    assert "“Lập danh sách”" in desk.say("lan", "xong 2 13/BC-UBND")  # still the same task


def test_a_number_that_was_never_given_shows_the_list(desk: Desk) -> None:
    three_tasks(desk)
    answer = desk.say("lan", "xong 9")
    assert answer.startswith("Chưa rõ việc số 9 là việc nào.")
    assert "1. Rà soát TTHC" in answer
    assert all(task.open for task in desk.tasks())


def test_a_number_means_the_same_task_however_long_ago_it_was_shown(desk: Desk) -> None:
    three_tasks(desk)
    desk.say("lan", "việc")
    desk.now = parse_at("2024-09-04 08:00")  # nothing was shown for fifteen days
    assert desk.say("lan", "xong 2").startswith("Đã ghi: xong việc 2 “Lập danh sách”")
    assert [task.open for task in desk.tasks()] == [True, False, True]


def test_a_number_of_a_task_that_is_somebody_elses_now(desk: Desk) -> None:
    three_tasks(desk)
    desk.say("lan", "việc")
    desk.say("dung", "việc")
    desk.say("dung", "chuyển 2 cho anh Tuấn")
    (moved,) = (task for task in desk.tasks() if task.lead_id == "tuan")
    title = moved.title[:1].upper() + moved.title[1:]
    answer = desk.say("lan", f"xong {moved.id}")  # her numbers were given in the order of the ids
    assert answer.startswith(f"Chưa ghi gì: việc {moved.id} “{title}” do chị Tuấn phụ trách.")
    assert all(task.open for task in desk.tasks())


def test_two_numbers_without_a_comma_are_asked_about(desk: Desk) -> None:
    three_tasks(desk)
    desk.say("lan", "việc")
    question = desk.say("lan", "xong 1 2")
    assert "việc 1 “Rà soát TTHC”; việc 2 “Lập danh sách”" in question
    desk.say("lan", "sai")
    assert all(task.open for task in desk.tasks())
    desk.say("lan", "xong 1, 2")
    assert [task.open for task in desk.tasks()] == [False, False, True]


# Progress against figures


def test_a_bare_percentage_after_the_list_is_about_the_task(desk: Desk) -> None:
    three_tasks(desk)
    desk.say("lan", "việc")
    answer = desk.say("lan", "1 80%")
    assert answer.startswith("Đã ghi: việc 1 “Rà soát TTHC” đạt 80%")
    assert desk.task(1).progress == 80
    desk.say("lan", "việc")
    assert "(trước đó 80%)" in desk.say("lan", "1: 90 %")


def test_a_bare_percentage_after_anything_else_is_asked_about(desk: Desk) -> None:
    desk.move("2024-09-05 08:00")  # a report is awaited
    three_tasks(desk)
    desk.say("lan", "việc")
    desk.say("lan", "tiếp")  # now a block was shown last
    question = desk.answer("lan", "1 80%")
    assert "việc 1 “Rà soát TTHC” đạt 80%, hay đây là số liệu" in question.text
    assert desk.task(1).progress is None
    desk.say("lan", choice=question.choices[0].data)
    assert desk.task(1).progress == 80


def test_figures_after_the_list_are_figures(desk: Desk) -> None:
    desk.move("2024-09-05 08:00")
    three_tasks(desk)
    desk.say("lan", "tiếp")
    desk.say("lan", "việc")
    assert "Đã ghi 6 số" in desk.say("lan", "14 7 3 1 0 0")


def test_a_bare_percentage_of_no_task_is_left_to_the_figures(desk: Desk) -> None:
    three_tasks(desk)
    desk.say("lan", "việc")
    assert "việc" not in desk.say("lan", "9 80%").split("Gửi:")[0]


def test_a_task_word_always_makes_it_a_task(desk: Desk) -> None:
    desk.move("2024-09-05 08:00")
    three_tasks(desk)
    desk.say("lan", "việc")
    desk.say("lan", "tiếp")
    assert "việc 1 “Rà soát TTHC” đạt 80%" in desk.say("lan", "việc 1 80%")
    assert "việc 1 “Rà soát TTHC” đạt 90%" in desk.say("lan", "xong 1 90%")
    assert desk.task(1).open


# Done, accepted, returned


def test_done_in_two_steps(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    desk.mail("lan")
    done = desk.answer("lan", "xong 1")
    assert done.text.startswith("Đã ghi: xong việc 1 “Rà soát TTHC” ngày 20/8/2024, đúng hạn.")
    assert desk.told("quynh") == []  # it waits for her digest
    assert "Văn bản: 68/BC-UBND." in desk.say("lan", "68/BC-UBND")
    desk.move("2024-08-21 07:30")
    (digest,) = desk.mail("quynh")
    assert "Chờ anh/chị duyệt (1):\n1 Bắc Sơn. Rà soát TTHC" in digest.reply.text
    answer = desk.say("quynh", choice=digest.reply.choices[0].data)
    assert answer == "Đã duyệt: việc 1 Bắc Sơn “Rà soát TTHC”. Đã báo chị Lan."
    assert desk.told("lan") == ["Chị Quỳnh đã duyệt: việc 1 “Rà soát TTHC”. Cảm ơn anh/chị."]
    task = desk.task(1)
    assert (task.completed_on, task.evidence) == (date(2024, 8, 20), "68/BC-UBND")
    assert task.accepted_on == date(2024, 8, 21)


def test_the_day_of_the_document_is_the_day_on_which_it_was_done(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    desk.move("2024-09-05 08:00")
    assert "ngày 29/8/2024, đúng hạn" in desk.say("lan", "xong 1 68/BC-UBND ngày 29/8")
    assert desk.task(1).completed_on == date(2024, 8, 29)


def test_a_document_older_than_the_task_is_refused(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    assert "giao ngày 20/8/2024" in desk.say("lan", "xong 1 68/BC-UBND ngày 19/8")
    assert desk.task(1).open


def test_a_word_with_the_approval_is_passed_on(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    desk.say("lan", "xong 1 68/BC-UBND")
    desk.mail("lan")
    desk.say("quynh", "duyệt 1 làm tốt")
    assert "TTHC”. Ý kiến: làm tốt. Cảm ơn anh/chị." in desk.told("lan")[0]
    assert "duyệt (làm tốt)" in desk.say("lan", "việc 1")


def test_returned_with_a_reason_is_told_at_once(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    desk.say("lan", "xong 1 68/BC-UBND")
    assert "vì sao?" in desk.say("quynh", "trả lại 1")
    assert not desk.task(1).open
    answer = desk.say("quynh", "thiếu phụ lục")
    back = "Đã trả lại: việc 1 Bắc Sơn “Rà soát TTHC”. Lý do: thiếu phụ lục. "
    assert answer == back + "Đã báo chị Lan."
    (told,) = desk.told("lan")
    assert (
        "Chị Quỳnh trả lại: việc 1 “Rà soát TTHC”.\nLý do: thiếu phụ lục\nHạn thứ Sáu 30/8" in told
    )
    task = desk.task(1)
    assert (task.open, task.evidence) == (True, "")
    desk.move("2024-08-23 07:30")
    assert "Nhiệm vụ của anh/chị (1)" in desk.told("lan")[0]  # it is recalled again


def test_done_by_mistake(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    desk.say("lan", "xong 1 68/BC-UBND")
    assert "Đã mở lại việc 1 “Rà soát TTHC”" in desk.say("lan", "mở lại 1")
    assert desk.task(1).open
    desk.say("lan", "xong 1 68/BC-UBND")
    desk.say("quynh", "duyệt 1")
    assert "Không mở lại được: việc 1" in desk.say("lan", "mở lại 1")


def test_a_document_is_not_lost_without_a_yes(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    desk.say("lan", "xong 1 68/BC-UBND")
    assert "68/BC-UBND → 70/BC-UBND, đúng không?" in desk.say("lan", "xong 1 70/BC-UBND")
    desk.say("lan", "sai")
    assert desk.task(1).evidence == "68/BC-UBND"
    desk.say("lan", "xong 1 hồ sơ")
    assert desk.task(1).evidence == "68/BC-UBND"
    desk.say("lan", "xong 1 70/BC-UBND")
    desk.say("lan", "đúng")
    assert desk.task(1).evidence == "70/BC-UBND"


def test_words_that_are_no_document_are_asked_about(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    assert "ghi chú “hồ sơ”, đúng không?" in desk.say("lan", "xong 1 hồ sơ")
    assert desk.task(1).open
    desk.say("lan", "đúng")
    assert desk.task(1).evidence == "hồ sơ"


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("lan", "duyệt 1"),
        ("lan", "trả lại 1 chưa đạt"),
        ("lan", "thu hồi 1 nhầm rồi"),
        ("dung", "duyệt 1"),
    ],
)
def test_who_owes_a_task_does_not_judge_it(desk: Desk, who: str, words: str) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    desk.say("lan", "xong 1")
    desk.say("dung", "việc")
    assert "UBND huyện Ân Thi quyết định" in desk.say(who, words)
    task = desk.task(1)
    assert (task.accepted_on, task.withdrawn_on) == (None, None)


def test_the_assigner_does_not_report_for_the_unit(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    assert "do xã Bắc Sơn phụ trách" in desk.say("quynh", "xong 1")
    assert desk.task(1).open


def test_a_tap_on_another_units_task_is_refused(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    assert "không thuộc phạm vi" in desk.say("mai", choice="task:done:1")
    assert desk.task(1).open


@pytest.mark.parametrize(
    "choice", ["task:done:99", "task:done:x", "task:eat:1", "task:", "task:yes:done:1"]
)
def test_a_tap_on_nothing_is_harmless(desk: Desk, choice: str) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    assert "không còn hiệu lực" in desk.say("lan", choice=choice)
    assert desk.task(1).open


# Blocked, more time


def test_a_blocker_reaches_the_assigner_at_once_and_comes_back(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    assert "vướng gì" in desk.say("lan", "vướng 1")
    answer = desk.say("lan", "vướng mắc về số liệu")
    assert "đang vướng: về số liệu" in answer
    (told,) = desk.told("quynh")
    assert "Xã Bắc Sơn đang vướng việc 1 Bắc Sơn “Rà soát TTHC”" in told
    desk.move("2024-08-23 07:30")
    assert "Việc đang vướng (1):" in desk.told("quynh")[0]
    assert "vướng: về số liệu" in desk.told("lan")[0]
    desk.say("lan", "hết vướng 1")
    assert desk.task(1).blocker == ""


def test_more_time_is_granted_with_one_tap_and_the_old_day_is_kept(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    answer = desk.say("lan", "xin gia hạn 1 5 ngày chờ số liệu")
    assert "từ thứ Sáu 30/8 đến thứ Tư 4/9" in answer
    assert due_on(desk.task(1)) == date(2024, 8, 30)
    (request,) = desk.mail("quynh")
    assert "Lý do: chờ số liệu (chị Lan)" in request.reply.text
    desk.say("quynh", choice=request.reply.choices[0].data)
    task = desk.task(1)
    assert due_on(task) == date(2024, 9, 4)
    assert task.due_at is not None
    assert local(task.due_at).date() == date(2024, 8, 30)
    assert "Chị Quỳnh cho gia hạn: việc 1 “Rà soát TTHC”" in desk.told("lan")[-1]


def test_more_time_is_asked_for_in_pieces(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    assert "đến khi nào" in desk.say("lan", "xin gia hạn 1")
    assert "Vì sao" in desk.say("lan", "xin thêm 5 ngày")
    assert "Đã ghi lời xin UBND huyện Ân Thi gia hạn" in desk.say("lan", "chờ số liệu của huyện")
    request = desk.task(1).asked_extension
    assert request is not None
    assert request.reason == "chờ số liệu của huyện"


def test_a_refusal_leaves_the_day(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    desk.say("lan", "xin gia hạn 1 5 ngày chờ số liệu")
    desk.mail("lan")
    answer = desk.say("quynh", "không đồng ý 1 tỉnh đang chờ")
    assert "Không gia hạn: việc 1 Bắc Sơn “Rà soát TTHC”, hạn vẫn là thứ Sáu 30/8" in answer
    assert "Lý do: tỉnh đang chờ." in desk.told("lan")[0]
    assert due_on(desk.task(1)) == date(2024, 8, 30)


def test_the_superior_may_grant_another_day_or_without_being_asked(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    desk.say("lan", "xin gia hạn 1 5 ngày chờ số liệu")
    desk.say("quynh", "duyệt 1 3 ngày")
    assert due_on(desk.task(1)) == date(2024, 9, 2)
    desk.say("quynh", "gia hạn 1 đến 6/9")
    assert due_on(desk.task(1)) == date(2024, 9, 6)
    assert "không muộn hơn hạn đang có" in desk.say("quynh", "gia hạn 1 đến 5/9")


def test_an_extension_after_the_due_day_shows_both(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    desk.move("2024-09-05 09:00")
    desk.say("quynh", "gia hạn 1 đến 10/9")
    desk.say("quynh", "đúng")  # she was shown the number more than two weeks ago
    assert "hạn thứ Sáu 30/8, gia hạn muộn đến thứ Ba 10/9" in desk.say("lan", "việc 1")


# Withdrawn, handed over, acknowledged, snoozed


def test_a_withdrawn_task_is_told_and_gone(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    assert "vì sao?" in desk.say("quynh", "thu hồi 1")
    desk.say("quynh", "giao nhầm đơn vị")
    assert "Chị Quỳnh đã thu hồi: việc 1 “Rà soát TTHC”" in desk.told("lan")[-1]
    assert desk.say("lan", "việc") == "Hiện không có nhiệm vụ nào."
    assert "đã được thu hồi" in desk.say("lan", "xong 1")
    desk.move("2024-09-05 09:00")
    assert not any("Rà soát TTHC" in told for told in desk.told("lan"))


def test_heads_redistribute(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8, chủ trì: Lan")
    assert "Chỉ phụ trách văn phòng hoặc chủ tịch" in desk.say("lan", "chuyển 1 cho Tuấn")
    desk.say("dung", "việc")
    answer = desk.say("dung", "chuyển 1 cho anh Tuấn")
    assert "Đã chuyển việc 1 “Rà soát TTHC” từ chị Lan sang chị Tuấn." in answer
    assert "chị Dung chuyển việc 1 (UBND huyện Ân Thi giao): Rà soát TTHC" in desk.told("tuan")[0]
    assert desk.say("lan", "việc") == "Hiện không có nhiệm vụ nào."
    assert "do chị Tuấn phụ trách" in desk.say("lan", "xong 1")
    assert "Không thấy cán bộ “Mai”" in desk.say("dung", "chuyển 1 cho Mai")  # another unit


def test_everything_of_one_person_is_handed_over_after_a_yes(desk: Desk) -> None:
    for title in ("rà soát TTHC", "lập danh sách"):
        desk.assign(f"giao xa-bac-son: {title}, hạn 30/8, chủ trì: Lan")
    question = desk.say("thanh", "bàn giao chị Lan cho anh Tuấn")
    assert "2 việc đang mở của chị Lan cho anh Tuấn" in question
    desk.say("thanh", "đúng")
    assert {task.lead_id for task in desk.tasks()} == {"tuan"}
    assert "2 việc mới" in desk.told("tuan")[0]


def test_the_substitute_gets_tasks_and_reminders(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8, chủ trì: Lan")
    desk.mail("lan")
    with desk.database.work() as session:
        leave = Leave("lan", date(2024, 8, 22), date(2024, 8, 30), "tuan")
        save_leave(session, leave, desk.now)
    desk.move("2024-08-23 07:30")
    assert desk.told("lan") == []
    assert "1. Rà soát TTHC" in desk.told("tuan")[0]
    assert "Đã ghi: xong việc 1 “Rà soát TTHC”" in desk.say("tuan", "xong 1 5/BC-UBND")


def test_the_superior_sees_who_acknowledged(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    assert "Chưa xác nhận đã nhận: chị Lan" in desk.say("quynh", "việc 1")
    (notice,) = desk.mail("lan")
    desk.say("lan", choice=notice.reply.choices[0].data)
    desk.say("lan", "đã nhận 1")
    assert "Đã nhận: chị Lan" in desk.say("quynh", "việc 1")
    assert [entry.deed for entry in desk.history(1)] == [Deed.ASSIGNED, Deed.ACKNOWLEDGED]


def test_every_act_is_in_the_history_with_its_message(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    desk.say("lan", "việc 1 50%")
    entry = desk.history(1)[-1]
    assert (entry.deed, entry.official_id, entry.source[:9]) == (Deed.PROGRESS, "lan", "test:lan:")


def test_a_unit_that_was_merged_hands_its_open_tasks_on(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/9")
    desk.assign("giao xa-bac-son: lập danh sách, hạn 30/9")
    desk.say("lan", "việc")
    desk.say("lan", "xong 2")
    new = Unit("hung-yen/xa-moi", "xa", "xã Mới", "xa-moi", PROVINCE, valid_from=date(2024, 9, 1))
    with desk.database.work() as session:
        save_units(session, [new], [Succession(BAC_SON, new.id, date(2024, 9, 1))])
        heir = person("an", "Lê Văn An", new.id, Role.OFFICIAL, "office")
        save_official(session, heir, desk.now)
        link_address(session, "an", Address("test", "an"), desk.now)
    desk.move("2024-09-04 07:30")
    assert [task.unit_id for task in desk.tasks()] == [new.id, BAC_SON]
    assert "1. Rà soát TTHC" in desk.told("an")[0]


# Taking back


@pytest.mark.parametrize("words", ["xong 1 5/BC-UBND", "xong 1 70%", "1 80%", "vướng 1 mất điện"])
def test_the_last_word_about_a_task_is_taken_back(desk: Desk, words: str) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    desk.say("lan", "việc 1 50%")
    before = desk.task(1)
    desk.say("lan", "việc")
    desk.say("lan", words)
    assert desk.task(1) != before
    answer = desk.say("lan", "hoàn tác")
    assert answer.startswith("Đã trả lại như trước: việc 1 “Rà soát TTHC”")
    assert desk.task(1) == before


def test_taking_back_is_about_whatever_was_said_last(desk: Desk) -> None:
    desk.move("2024-09-05 08:00")
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/9")
    desk.say("lan", "việc 1 50%")
    desk.now += timedelta(minutes=1)
    desk.say("lan", "14 7 3 1 0 0")
    desk.now += timedelta(minutes=1)
    assert "Đã hoàn tác" in desk.say("lan", "hoàn tác")
    assert desk.task(1).progress == 50


def test_what_others_were_told_is_not_taken_back(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 30/8")
    assert desk.say("quynh", "hoàn tác").startswith("Không hoàn tác được: việc 1")
    assert desk.task(1).withdrawn_on is None


# Every code has its words


def test_every_code_has_its_words() -> None:
    doubts = {DueReason(code.rpartition(".")[2]) for code in ids("task.doubt.")}
    faults = {DueReason(code.rpartition(".")[2]) for code in ids("task.fault.due.")}
    assert doubts | faults | {DueReason.NO_DUE} == set(DueReason)
    assert not doubts & faults
    assert {Deed(code.rpartition(".")[2]) for code in ids("task.deed.")} == set(Deed)
    priorities = {Priority(code.rpartition(".")[2]) for code in ids("task.priority_word.")}
    assert priorities == set(Priority)
    assert {*OWN, *THEIRS, Verb.SHOW, Verb.HAND_OVER} == set(Verb)


def ids(prefix: str) -> list[str]:
    return [text_id for text_id in texts() if text_id.startswith(prefix)]
