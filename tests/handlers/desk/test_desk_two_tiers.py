"""The same installation before and after 1/7/2025: xã Bắc Sơn under huyện Ân Thi, its successor
under tỉnh Hưng Yên; what was reported stays as it was."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.drawn import drawn
from domain.people.people import Post, Role
from handlers.documents.files import made_files
from handlers.report.sheet import open_sheet
from handlers.work import Work
from storage.database.database import Database
from storage.reports.rounds import obligations_of
from tests.support.district import FIELDS, District, filler, person
from tests.support.real_units import AN_THI, BAC_SON, HUNG_YEN, PHAM_NGU_LAO, an_thi, every_bac_son

UNITS, SUCCESSIONS = an_thi()
PHU_UNG = f"{AN_THI}/xa-phu-ung"
LAST_DAY = date(2025, 6, 30)
FIRST_DAY = date(2025, 7, 1)
PEOPLE = (
    person("quynh", "Hoàng Thu Quỳnh", Post(AN_THI, Role.SUPERIOR_STAFF)),
    person("hue", "Trần Thị Huệ", Post(HUNG_YEN, Role.SUPERIOR_STAFF)),
    person(
        "lan",
        "Nguyễn Thị Lan",
        Post(BAC_SON, Role.OFFICIAL, FIELDS, valid_to=LAST_DAY),
        Post(PHAM_NGU_LAO, Role.OFFICIAL, FIELDS, valid_from=FIRST_DAY),
    ),
    person("thanh", "Vũ Thị Thanh", Post(BAC_SON, Role.CHAIRMAN, valid_to=LAST_DAY)),
    person("tho", "Mai Thị Thơ", Post(PHAM_NGU_LAO, Role.CHAIRMAN, valid_from=FIRST_DAY)),
    person("hung", "Đào Thị Hưng", Post(PHU_UNG, Role.OFFICIAL, FIELDS, valid_to=LAST_DAY)),
    filler("loc", "Ngô Thị Lộc", "hung-yen/xa-xuan-truc"),
)


@pytest.fixture
def desk(memory_database: Database) -> District:
    district = District(
        memory_database,
        units=tuple(UNITS.values()),
        people=PEOPLE,
        successions=SUCCESSIONS,
    )
    district.move("2025-06-02 08:00")
    return district


def test_before_and_after_the_day(desk: District) -> None:
    assert "Xã Bắc Sơn – " in desk.say("quynh", "/status 12148")
    assert "Xã Bắc Sơn – " in desk.say("hue", "/status 12148")
    desk.move("2025-07-01 08:00")
    assert "Không thấy đơn vị" in desk.say("quynh", "/status 12148")
    assert "chưa được giao theo dõi" in desk.say("quynh", "/tre")
    desk.move("2025-09-03 08:00")
    assert "Xã Phạm Ngũ Lão – " in desk.say("hue", "/status 12148")
    assert "quý III năm 2025" in desk.say("hue", "/status 12148")


def test_a_code_with_a_period_names_the_unit_of_that_time(desk: District) -> None:
    desk.fill("lan")
    desk.move("2025-09-03 08:00")
    text = desk.say("hue", "/status 12148 6 tháng đầu năm 2025")
    assert text.startswith("Xã Bắc Sơn – ")
    assert "Từ 1/7/2025, xã Bắc Sơn nhập vào xã Phạm Ngũ Lão." in text


def test_the_old_name_leads_to_the_new_unit(desk: District) -> None:
    desk.fill("lan")
    desk.move("2025-09-03 08:00")
    text = desk.say("hue", "/status xa-bac-son")
    assert text.startswith("Xã Bắc Sơn – ")
    assert "Xem đơn vị mới: /status xa-pham-ngu-lao" in text
    assert desk.say("hue", "/status xa-pham-ngu-lao").startswith("Xã Phạm Ngũ Lão – ")


def test_no_round_of_before_is_asked_of_the_new_unit(desk: District) -> None:
    desk.move("2025-07-02 08:00")
    with desk.database.read() as session:
        assert obligations_of(session, PHAM_NGU_LAO) == ()
    desk.move("2025-09-03 08:00")
    assert desk.report(PHAM_NGU_LAO, "2025-Q3").form_version == "2025"
    assert desk.report(BAC_SON, "2025-H1").form_version == "2024"
    with desk.database.read() as session:
        assert [report.period_code for report in obligations_of(session, BAC_SON)] == ["2025-H1"]


def words_of(desk: District, unit_id: str, period: str) -> tuple[str, str, str]:
    """The letter, the labels of its annex and those of the workbook, as they are made today."""
    report = desk.report(unit_id, period)
    with desk.database.work() as session:
        work = Work(session, desk.catalogue, desk.now)
        files = made_files(work, None, open_sheet(work, report))
    docx, xlsx = map(drawn, files)
    letter = Document(BytesIO(docx.content))
    text = "\n".join(each.text for each in letter.paragraphs)
    cells = [cell.text for table in letter.tables for row in table.rows for cell in row.cells]
    sheet = load_workbook(BytesIO(xlsx.content)).worksheets[0]
    return text, "\n".join(cells), "\n".join(str(row[1]) for row in sheet.values)


def test_an_old_report_renders_with_the_old_form_name_superior_and_chairman(
    desk: District,
) -> None:
    desk.fill("lan")
    then = words_of(desk, BAC_SON, "2025-H1")
    desk.move("2026-03-02 08:00")
    now = words_of(desk, BAC_SON, "2025-H1")
    assert now == then
    text, cells, labels = now
    assert "UBND huyện Ân Thi" in text
    assert "Thực hiện nhiệm vụ UBND huyện, Chủ tịch UBND huyện giao" in labels
    assert "XÃ BẮC SƠN" in cells
    assert "Vũ Thị Thanh" in cells
    assert "UBND tỉnh, Chủ tịch" not in labels


def test_a_new_report_renders_with_the_new_form_name_and_superior(desk: District) -> None:
    desk.move("2025-09-03 08:00")
    desk.fill("lan")
    text, cells, labels = words_of(desk, PHAM_NGU_LAO, "2025-Q3")
    assert "UBND tỉnh Hưng Yên" in text
    assert "Thực hiện nhiệm vụ UBND tỉnh, Chủ tịch UBND tỉnh giao" in labels
    assert "XÃ PHẠM NGŨ LÃO" in cells
    assert "Mai Thị Thơ" in cells
    assert "huyện" not in labels.lower()


def test_the_people_of_the_successor_go_on_with_what_the_old_unit_left_open(
    desk: District,
) -> None:
    """Phù Ủng has not reported by 30/6; nobody holds a post there any more."""
    desk.move("2025-07-02 08:00")
    with desk.database.read() as session:
        work = Work(session, desk.catalogue, desk.now)
        report = next(iter(obligations_of(session, PHU_UNG)))
        assert open_sheet(work, report).words.cap == "cấp huyện"
    assert "chỉ trả lời cán bộ đã được cấp mã" in desk.say("hung", "/status")
    assert desk.say("lan", "/status phù ủng").startswith("Xã Phù Ủng – ")
    for _ in (BAC_SON, PHU_UNG):
        desk.say("lan", "tiếp")
        desk.fill("lan")
    assert desk.report(PHU_UNG, "2025-H1").completed_at is not None
    assert desk.report(BAC_SON, "2025-H1").completed_at is not None


def test_open_tasks_move_to_the_successor_and_the_old_name_still_finds_them(
    desk: District,
) -> None:
    """A unit that was merged or closed leaves nothing behind that nobody does (F25)."""
    desk.assign("giao xa-bac-son: rà soát TTHC, báo cáo, hạn 10/7")
    desk.move("2025-07-01 08:00")
    assert desk.task(1).unit_id == PHAM_NGU_LAO
    assert "Rà soát TTHC" in desk.say("lan", "việc")
    assert "Phạm Ngũ Lão" in desk.say("hue", "/status xa-bac-son")


def test_what_came_before_is_summed_only_where_it_may_be_and_flagged(desk: District) -> None:
    desk.fill("lan", done=380)
    desk.fill("hung", done=420)
    desk.move("2025-09-03 08:00")
    with desk.database.read() as session:
        work = Work(session, desk.catalogue, desk.now)
        sheet = open_sheet(work, desk.report(PHAM_NGU_LAO, "2025-Q3"))
    assert sheet.previous == {}  # two of the four have not reported: no sum at all
    assert set(sheet.previous_rates.values()) == {None}


def test_all_predecessors_together_are_the_period_before(memory_database: Database) -> None:
    successions = tuple(s for s in SUCCESSIONS if s.old_id in (BAC_SON, PHU_UNG))
    desk = District(
        memory_database, units=tuple(UNITS.values()), people=PEOPLE, successions=successions
    )
    desk.move("2025-06-02 08:00")
    desk.fill("lan", done=380)
    desk.fill("hung", done=420)
    desk.mail("lan")
    desk.move("2025-09-03 08:00")
    with desk.database.read() as session:
        work = Work(session, desk.catalogue, desk.now)
        sheet = open_sheet(work, desk.report(PHAM_NGU_LAO, "2025-Q3"))
    assert sheet.previous["III.3.1.1"].value == 800
    assert "III.1.4" not in sheet.previous  # the same procedures in both
    assert "VII.3" not in sheet.previous  # a percentage
    assert sheet.previous_rates == {}
    assert [unit.name for unit in sheet.previous_of] == ["xã Bắc Sơn", "xã Phù Ủng"]
    told = desk.told("lan")[0]
    assert "1. văn bản chỉ đạo CCHC – kỳ trước 26 (cộng 2 đơn vị cũ)" in told


def test_a_province_sees_the_past_of_what_came_to_it_and_a_district_nothing_of_others(
    memory_database: Database,
) -> None:
    """Bắc Sơn of Hưng Hà, Thái Bình, lies in today's Hưng Yên too."""
    units, successions = every_bac_son()
    old = "thai-binh/hung-ha/xa-bac-son"
    people = (
        person("hue", "Trần Thị Huệ", Post(HUNG_YEN, Role.SUPERIOR_STAFF)),
        person("thai", "Phạm Thị Thái", Post("thai-binh", Role.SUPERIOR_STAFF)),
        person("nghe", "Hồ Thị Nghệ", Post("nghe-an", Role.SUPERIOR_STAFF)),
        filler("lan", "Nguyễn Thị Lan", BAC_SON),
        filler("ha", "Đinh Thị Hà", old),
    )
    desk = District(
        memory_database, units=tuple(units.values()), people=people, successions=successions
    )
    desk.move("2025-06-02 08:00")
    assert desk.say("hue", "/status xa-bac-son").startswith("Xã Bắc Sơn – ")
    assert desk.say("thai", "/status xa-bac-son").startswith("Xã Bắc Sơn – ")
    asked = desk.answer("nghe", "/status bắc sơn")
    assert [c.words for c in asked.choices] == [
        "status xã Bắc Sơn (huyện Đô Lương)",
        "status xã Bắc Sơn (huyện Quỳ Hợp)",
    ]
    desk.move("2025-07-02 08:00")
    asked = desk.answer("hue", "/status xa-bac-son")
    assert {c.words for c in asked.choices} == {
        "status xã Bắc Sơn (huyện Ân Thi)",
        "status xã Bắc Sơn (huyện Hưng Hà)",
    }
    assert "Không thấy đơn vị" in desk.say("thai", "/status xa-bac-son")
