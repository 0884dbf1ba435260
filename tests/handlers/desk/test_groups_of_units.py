"""A report that departments, communes and the land office owe, group by group: who is asked, who
is not, and what the superior gets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.drawn import drawn
from domain.dates.periods import Period
from domain.dates.regimes import GivenRound, Regime, UnitGroup
from domain.people.people import Post, Role
from domain.people.units import Unit
from domain.report.forms import Form
from storage.database.database import Database
from storage.reports.rounds import obligations_of
from tests.support.district import AN_THI, BAC_SON, PEOPLE, UNITS, District, filler, person
from tests.support.task_desk import bundled

JUSTICE, LAND = f"{AN_THI}/phong-tu-phap", f"{AN_THI}/chi-nhanh-dat-dai"
OFFICE = f"{AN_THI}/van-phong"
DEPARTMENTS, COMMUNES = "Các cơ quan chuyên môn", "Các xã, thị trấn"
BRANCH = "Chi nhánh Văn phòng đăng ký đất đai"
CAMPAIGN = "campaign-online-services"
REGIME = Regime(
    id="giai-quyet-ho-so",
    title="Báo cáo kết quả giải quyết hồ sơ",
    form_id=CAMPAIGN,
    legal_basis="Công văn 549/PNV",
    valid_from=date(2024, 5, 1),
    superior_id=AN_THI,
    given=(
        GivenRound(
            Period("2024-D1505", date(2023, 12, 15), date(2024, 5, 14)),
            date(2024, 5, 16),
            opens_on=date(2024, 5, 14),
        ),
    ),
    owed_by=(
        UnitGroup(DEPARTMENTS, ("phong_ban",)),
        UnitGroup(COMMUNES, ("xa", "thi_tran")),
        UnitGroup(BRANCH, (LAND,)),
    ),
)
MORE_UNITS = (
    Unit(JUSTICE, "phong_ban", "Phòng Tư pháp", "phong-tu-phap", AN_THI),
    Unit(LAND, "chi_nhanh", "Chi nhánh đất đai", "chi-nhanh-dat-dai", AN_THI),
    Unit(OFFICE, "trung_tam", "Trung tâm Hành chính công", "van-phong", AN_THI),
)
MORE_PEOPLE = (
    filler("duy", "Lê Văn Duy", JUSTICE),
    filler("thu", "Trần Thị Thu", LAND),
    filler("hang", "Võ Thị Hằng", OFFICE),
    person("toan", "Võ Minh Toàn", Post(JUSTICE, Role.OFFICE_HEAD)),
)


def figures_alone(form: Form) -> Form:
    """The form that asks neither its headings nor what it asks only of the late."""
    lines = {
        code: replace(line, optional=True, only_if="")
        if line.kind.written or line.only_if
        else line
        for code, line in form.indicators.items()
    }
    asked = {code for code, line in lines.items() if line.asked}
    blocks = tuple(block for block in form.blocks if {*block.codes} <= asked)
    return replace(form, indicators=lines, blocks=blocks)


@pytest.fixture
def desk(memory_database: Database) -> District:
    whole = bundled().newest_form(CAMPAIGN)
    own = replace(bundled(), forms=(figures_alone(whole),), regimes=(REGIME,))
    district = District(
        memory_database,
        catalogue=own,
        units=(*UNITS, *MORE_UNITS),
        people=(*PEOPLE, *MORE_PEOPLE),
    )
    district.move("2024-05-14 08:00")
    return district


def owed(desk: District, unit_id: str) -> list[str]:
    with desk.database.read() as session:
        return [report.period_code for report in obligations_of(session, unit_id)]


def test_kinds_and_single_units_owe_what_the_letter_says_and_nobody_else(desk: District) -> None:
    assert [owed(desk, unit) for unit in (JUSTICE, BAC_SON, LAND)] == [["2024-D1505"]] * 3
    assert owed(desk, OFFICE) == []


def test_a_department_is_reminded_and_answers_like_a_commune(desk: District) -> None:
    assert any("Phòng Tư pháp" in text for text in desk.told("duy"))
    assert "Đã ghi" in desk.say("duy", "314 70 219 25")
    assert "Phòng Tư pháp – " in desk.say("quynh", "/status phòng tư pháp")


def test_the_superior_sees_every_group_and_who_is_missing_by_name(desk: District) -> None:
    text = desk.say("quynh", "/status")
    assert "0/5 đơn vị" in text
    assert "Trung tâm Hành chính công" not in text
    rolled = desk.answer("quynh", "/tonghop")
    assert f"{DEPARTMENTS}: 0/1 đơn vị" in rolled.text
    assert f"{COMMUNES}: 0/3 đơn vị" in rolled.text
    assert f"{BRANCH}: 0/1 đơn vị" in rolled.text
    assert "Chi nhánh đất đai" in rolled.text


def test_the_workbook_has_the_groups_side_by_side_and_never_counts_a_missing_unit(
    desk: District,
) -> None:
    form = desk.catalogue.newest_form(CAMPAIGN)
    given = dict.fromkeys(form.asked(), "kps") | {"IV.1": "6"}
    desk.say("duy", "; ".join(f"{code}={words}" for code, words in given.items()))
    rolled = desk.answer("quynh", "/tonghop")
    book = load_workbook(BytesIO(drawn(rolled.files[0]).content))
    sheet = book["Theo nhóm"]
    heads = [cell.value for cell in sheet[4]][3:]
    assert heads == [
        f"{DEPARTMENTS}: 1/1 đơn vị",
        f"{COMMUNES}: 0/3 đơn vị",
        f"{BRANCH}: 0/1 đơn vị",
        "Tổng",
    ]
    label = form.indicators["IV.1"].label
    row = next(row for row in sheet.iter_rows(min_row=5) if row[1].value == label)
    assert [cell.value for cell in row[3:]] == [6, None, None, 6]
    by_unit = [cell.value for cell in book["Từng đơn vị"][4]][3:]
    assert by_unit[0] == "Phòng Tư pháp"
    assert by_unit[-1] == "Chi nhánh đất đai"
