"""Tasks in the morning digest: one message a person a day, as urgent as the letter, never late."""

from __future__ import annotations

import pytest

from domain.dates.owed import of_task
from storage.database.database import Database
from storage.reports.reminders import reminders
from tests.support.task_desk import Desk


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    """20/8/2024, eight in the morning."""
    return Desk(memory_database)


def mornings(desk: Desk, who: str, days: range, month: int = 9) -> dict[int, list[str]]:
    """What a person is told on which day of a month, at 07:30."""
    told = {}
    for day in days:
        desk.move(f"2024-{month:02}-{day:02} 07:30")
        told[day] = desk.told(who)
    return {day: texts for day, texts in told.items() if texts}


def test_seven_three_one_days_before_and_on_the_day(desk: Desk) -> None:
    desk.assign("giao anh-thi: x, hạn 5/9")  # no such unit: nothing to recall
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 29/8")
    desk.mail("lan")
    told = mornings(desk, "lan", range(21, 30), month=8)
    about = {day: text for day, texts in told.items() for text in texts if "1. Rà soát" in text}
    assert list(about) == [22, 26, 28, 29]
    assert "còn 5 ngày làm việc" in about[22]
    assert "là hôm nay" in about[29]


def test_one_digest_holds_the_report_and_the_tasks(desk: Desk) -> None:
    """On 6/9 the report's T-5 and the task's T-7 fall together."""
    desk.move("2024-09-04 08:00")
    desk.mail("lan")
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 13/9")
    desk.mail("lan")
    (digest,) = mornings(desk, "lan", range(6, 7))[6]
    report, task, block = (
        digest.index("Báo cáo công tác cải cách hành chính quý III"),
        digest.index("Nhiệm vụ của anh/chị (1):\n1. Rà soát TTHC"),
        digest.index("Mục I.1"),
    )
    assert report < task < block
    assert "Đã ghi 6 số" in desk.say("lan", "14 7 3 1 0 0")  # its answer already is data


def test_overdue_climbs_as_the_priority_says(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 9/9, khẩn, lãnh đạo phụ trách: Thành")
    desk.move("2024-09-09 08:00")
    for who in ("lan", "dung", "thanh"):
        desk.mail(who)
    heard: dict[str, list[int]] = {"lan": [], "dung": [], "thanh": []}
    for day in (10, 11, 12, 13, 16, 17):
        desk.move(f"2024-09-{day} 07:30")
        for who, days in heard.items():
            if any("Rà soát TTHC" in text for text in desk.told(who)):
                days.append(day)
    assert heard["lan"] == [10, 11, 12, 13, 16, 17]
    assert heard["dung"] == [11, 12, 13, 16, 17]
    assert heard["thanh"] == [13, 16, 17]


def test_an_ordinary_task_is_recalled_weekly(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 9/9, chủ trì: Tuấn")
    desk.move("2024-09-09 08:00")
    desk.mail("tuan")
    told = mornings(desk, "tuan", range(10, 25))
    about = [day for day, texts in told.items() if any("Rà soát TTHC" in t for t in texts)]
    assert about == [10, 16, 23]


def test_nothing_is_said_once_it_is_done(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 29/8, chủ trì: Tuấn")
    desk.say("tuan", "xong 1 5/BC-UBND")
    told = mornings(desk, "tuan", range(21, 31), month=8)
    assert not any("Rà soát TTHC" in text for texts in told.values() for text in texts)
    with desk.database.read() as session:
        assert {row.official_id for row in reminders(session, of_task(1))} == {"quynh"}


def test_after_an_outage_only_the_newest_step_is_told_as_of_now(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 29/8, chủ trì: Tuấn")
    desk.mail("tuan")
    desk.move("2024-08-28 09:00")  # T-7 and T-3 were missed
    (digest,) = desk.told("tuan")
    assert digest.count("Rà soát TTHC") == 1
    assert "còn 1 ngày làm việc" in digest


def test_an_extended_task_is_recalled_anew(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 29/8, chủ trì: Tuấn")
    desk.mail("tuan")
    desk.move("2024-08-26 09:00")
    desk.say("quynh", "gia hạn 1 đến 12/9")
    desk.mail("tuan")
    told = mornings(desk, "tuan", range(27, 32), month=8)
    assert not any("Rà soát TTHC" in text for texts in told.values() for text in texts)
    later = mornings(desk, "tuan", range(4, 13))
    about = [day for day, texts in later.items() if any("1. Rà soát" in t for t in texts)]
    assert about == [5, 9, 11, 12]


def test_a_snooze_rings_at_its_hour_and_not_past_the_due_day(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 29/8, chủ trì: Tuấn")
    desk.move("2024-08-26 07:30")
    assert "1. Rà soát" in desk.told("tuan")[-1]
    assert "15:00 ngày 26/8/2024" in desk.say("tuan", "nhắc lại 1 15h")
    desk.move("2024-08-26 14:59")
    assert desk.told("tuan") == []
    desk.move("2024-08-26 15:00")
    assert "1. Rà soát" in desk.told("tuan")[0]  # beside the day's digest: it was asked for
    assert "không hoãn nhắc quá ngày đến hạn" in desk.say("tuan", "nhắc lại 1 ngày 30/8")
    desk.say("tuan", "nhắc lại 1 ngày 29/8")
    told = mornings(desk, "tuan", range(27, 30), month=8)
    about = [day for day, texts in told.items() if any("1. Rà soát" in t for t in texts)]
    assert about == [29]  # T-1 was put off, the last call was not


def test_what_was_done_waits_for_the_superior_in_one_digest(desk: Desk) -> None:
    for title in ("rà soát TTHC", "lập danh sách", "báo cáo hè"):
        desk.assign(f"giao xa-bac-son: {title}, hạn 29/8")
    for number in (1, 2, 3):
        desk.say("lan", f"xong {number} {number}/BC-UBND")
    assert desk.told("quynh") == []
    desk.say("quynh", "duyệt 2")
    desk.move("2024-08-21 07:30")
    (digest,) = desk.told("quynh")
    assert "Chờ anh/chị duyệt (2):" in digest
    assert "Lập danh sách" not in digest


def test_a_tick_again_changes_nothing(desk: Desk) -> None:
    desk.assign("giao xa-bac-son: rà soát TTHC, hạn 29/8, chủ trì: Tuấn")
    desk.mail("tuan")
    for _ in range(3):
        desk.move("2024-08-26 07:30")
    assert len(desk.told("tuan")) == 1
