"""`nhacviec doctor` finds what somebody has to do, and says what."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.backup_folder import LISTED, name_at
from bot.cli.care.clock_findings import clock_findings
from bot.cli.care.doctor import run_doctor
from bot.cli.care.work_findings import work_findings
from bot.file_lock import try_lock
from domain.dates.moments import parse_at
from domain.talk.messages import Address, Incoming, Reply
from handlers.work import Work
from storage.database.database import Database
from storage.database.states import AddressState, AsideReason
from storage.messages.attempts import count_start
from storage.messages.outbox import queue
from storage.messages.set_aside import set_aside
from storage.people.officials import mark_address
from tests.support.district import District

NOW = "2024-08-28 09:00"
LAN = Address("test", "lan")


@pytest.fixture
def desk(memory_database: Database) -> District:
    found = District(memory_database)
    found.move("2024-08-28 08:00")
    found.now = parse_at(NOW)
    return found


def told(desk: District, limits: dict[str, int] | None = None) -> dict[bool, str]:
    """What is well, and what is to be done. What was queued was for Telegram."""
    with desk.database.work() as session:
        session.connection().exec_driver_sql(
            "UPDATE outbox SET channel = 'telegram' WHERE channel = 'test'"
        )
    with desk.database.read() as session:
        found = list(work_findings(Work(session, desk.catalogue, desk.now), limits or {}))
    return {well: "\n".join(f.line for f in found if f.well is well) for well in (True, False)}


def test_a_bot_that_does_its_work_has_nothing_to_do(desk: District) -> None:
    for person in desk.people:
        desk.mail(person.id)
    lines = told(desk)
    assert "đã soạn và gửi đủ" in lines[True]
    assert "Tin để riêng: không có" in lines[True]
    assert "[CẦN LÀM]" not in lines[True]


def test_steps_that_were_not_worded_are_counted(desk: District) -> None:
    desk.now = parse_at("2024-09-11 15:00")  # nobody has looked at the clock for two weeks
    assert "lời nhắc đã đến giờ mà chưa soạn" in told(desk)[False]


def test_digests_that_did_not_arrive_are_counted(desk: District) -> None:
    """The tick of 8:00 has queued them; at 9:00 none has been sent."""
    assert "tin nhắc hôm nay chưa đến người nhận" in told(desk)[False]
    assert "lâu nhất từ" in told(desk)[False]


def test_what_is_set_aside_or_never_ends_is_named(desk: District) -> None:
    with desk.database.work() as session:
        stuck = Incoming("e1", LAN, "14 14 0 0", desk.now)
        set_aside(session, stuck, AsideReason.FAILED, desk.now)
        count_start(session, Incoming("e2", LAN, "1", desk.now), desk.now - timedelta(hours=1))
    lines = told(desk)[False]
    assert "1 tin bot không xử lý được, đã để riêng; xem: nhacviec aside" in lines
    assert "1 tin đang xử lý dở quá 10 phút" in lines


def test_who_cannot_be_reached_is_named(memory_database: Database) -> None:
    desk = District(memory_database, unlinked=frozenset({"dung"}))
    with memory_database.work() as session:
        mark_address(session, LAN, AddressState.BLOCKED, "blocked", desk.now)
    lines = told(desk)[False]
    assert "1 người đã chặn bot hoặc mất liên lạc: chị Lan (xã Bắc Sơn, đã chặn bot)" in lines
    assert "1 người chưa liên kết: chị Dung" in lines


def test_a_quota_that_will_not_last_is_foretold(desk: District) -> None:
    with desk.database.work() as session:
        for number in range(90):
            told_ = queue(
                session,
                f"n{number}",
                Address("zalo_bot", "1"),
                None,
                "notice",
                Reply("x"),
                desk.now,
            )
            assert told_
        session.connection().exec_driver_sql(
            "UPDATE outbox SET state = 'sent', settled_at = '2024-08-20 00:00:00' "
            "WHERE channel = 'zalo_bot'"
        )
    assert "đã dùng 90/95 tin của tháng, với đà này hết vào" in told(desk, {"zalo_bot": 95})[False]
    assert "đã dùng 90/3000 tin của tháng." in told(desk, {"zalo_bot": 3000})[True]


def test_a_clock_behind_what_is_written_is_noticed(database: Database) -> None:
    District(database).move(NOW)
    written = parse_at(NOW)
    behind = list(clock_findings(database, written - timedelta(hours=3)))
    assert "chậm hơn dữ liệu" in behind[0].line
    assert not behind[0].well


def test_without_a_database_the_way_to_one_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NHACVIEC_DATA", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        run_doctor(None, NOW)
    lines = capsys.readouterr().out.splitlines()
    assert ended.value.code == 1
    assert any("chưa có bản nào" in line for line in lines)
    assert any("chạy: nhacviec migrate" in line for line in lines)


def test_the_machine_is_looked_over_too(
    file_database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    desk = District(file_database)
    file = file_database.file
    assert file is not None
    file.chmod(0o644)
    monkeypatch.setenv("NHACVIEC_DATA", str(tmp_path))
    monkeypatch.setenv("NHACVIEC_WEB_PORT", "none")
    monkeypatch.chdir(tmp_path)
    backup = tmp_path / "backups" / name_at(desk.now - timedelta(days=5))
    backup.mkdir(parents=True)
    (backup / LISTED).touch()
    with file.with_name(f"{file.name}.running").open("ab") as lock:
        assert try_lock(lock.fileno())
        with pytest.raises(SystemExit):
            run_doctor(str(file), "2024-08-20 08:00")
    shown = capsys.readouterr().out
    assert f"[CẦN LÀM] Tệp {file}: người khác trên máy đọc được" in shown
    assert "[CẦN LÀM] Sao lưu: bản mới nhất từ" in shown
    assert "[CẦN LÀM] Cài đặt: NHACVIEC_WEB_PORT không đúng" in shown
    assert "[ổn] Bot đang chạy với cơ sở dữ liệu này." in shown
    assert "[ổn] Danh mục: không có lỗi." in shown
    assert shown.splitlines()[-1].endswith("chỗ cần làm.")
