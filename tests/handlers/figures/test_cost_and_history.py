"""What stands behind a figure, and what a report has cost."""

from __future__ import annotations

from domain.dates.moments import parse_at
from storage.database.database import Database
from tests.support.district import District
from tests.support.task_desk import Desk


def test_the_history_of_a_figure_names_the_message_as_it_was_then(
    memory_database: Database,
) -> None:
    desk = Desk(memory_database, now=parse_at("2024-09-04 08:00"))
    desk.move("2024-09-05 08:00")
    desk.say("lan", "14 7 5 1 0 0")
    desk.say("lan", "14  14 0 0")
    desk.say("lan", "sửa 4.1 = 15; 4.2 = 15")
    first, second = desk.say("lan", "lịch sử 4.1").splitlines()[1:]
    assert first.endswith("chị Lan: ước 14 nhiệm vụ – tin “14 14 0 0”")
    assert second.endswith("ước 14 nhiệm vụ → ước 15 nhiệm vụ – tin “sửa 4.1 = 15; 4.2 = 15”")


def test_at_its_end_a_report_says_what_it_has_cost_in_messages(memory_database: Database) -> None:
    desk = District(memory_database)
    desk.move("2024-08-28 08:00")
    assert "đã gửi bot" not in desk.say("lan", "tiếp")  # after the reminder
    told = desk.fill("lan")
    assert "Từ thứ Tư 28/8 đến nay, 1 người đã gửi bot 2 tin, bot đã gửi 2 tin." in told
