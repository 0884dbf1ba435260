"""`nhacviec load`: every fault of a file at once, in words, with its place; nothing half-loaded."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from bot.cli.loading import run_load
from bot.cli.loading_files import MOST_TOML
from bot.cli.ticking import run_tick
from bot.fault import UsageFault
from domain.people.people import Role
from scheduler.tick import tick
from storage.catalogue.catalogue import load_catalogue
from storage.catalogue.folders import CATALOGUE
from storage.database.database import Database, open_database
from storage.people.officials import all_leaves, all_officials
from storage.people.units import all_units

AT = "2024-08-20"
Load = Callable[..., None]

PEOPLE = """
[[units]]
id = "hy"
kind = "tinh"
name = "tỉnh Hưng Yên"
slug = "tinh-hung-yen"

[[units]]
id = "hy/bs"
kind = "xa"
name = "xã Bắc Sơn"
slug = "xa-bac-son"
parent = "hy"

[[officials]]
id = "lan"
name = "Nguyễn Thị Lan"
salutation = "chị"
addresses = ["console:lan"]
posts = [{ unit = "hy/bs", role = "official", fields = ["office"] }]

[[leave]]
official = "lan"
first_day = 2024-08-26
last_day = 2024-08-30
"""

FORM = """
id = "cay-xanh"
version = "1"
title = "Kết quả trồng cây"
valid_from = 2024-01-01
legal_basis = "Công văn"
template = "cay-xanh"
owners = { office = "Văn phòng" }
sections = [{ code = "I", title = "TRỒNG CÂY" }]
blocks = [{ id = "I.1", title = "Trồng cây", codes = ["I.1", "I.2"] }]

[[indicators]]
code = "I.1"
label = "Số cây theo kế hoạch"
short = "cây theo kế hoạch"
kind = "count"
owner = "office"
nature = "flow"
help = "Số cây được giao."

[[indicators]]
code = "I.2"
label = "Số cây đã trồng"
short = "cây đã trồng"
kind = "count"
owner = "office"
nature = "flow"
help = "Số cây đã trồng."

[[rules]]
id = "T01"
type = "at_most"
severity = "warn"
left = ["I.2"]
right = ["I.1"]
note = "Không nhiều hơn kế hoạch"
"""

REGIME = """
id = "trong-cay"
title = "Báo cáo trồng cây"
form_id = "cay-xanh"
legal_basis = "Công văn"
valid_from = 2024-01-01
turns = [{ kind = "Q3", due_day = 20 }]
"""

TEMPLATE = """@ trich_yeu: Kết quả trồng cây
@ phu_luc: Phụ lục

Đã trồng {{ dem("I.2") }}.
"""


@pytest.fixture
def file(migrated_file: Path, tmp_path: Path) -> Path:
    path = tmp_path / "nhacviec.db"
    shutil.copy(migrated_file, path)
    return path


@pytest.fixture
def database(file: Path) -> Database:
    return open_database(f"sqlite:///{file}")


@pytest.fixture
def load(file: Path, tmp_path: Path) -> Load:
    """Load files by name and content."""

    def loading(**files: str | bytes) -> None:
        names = []
        for name, content in files.items():
            path = tmp_path / name.replace("__", "-").replace("_", ".")
            path.write_bytes(content.encode() if isinstance(content, str) else content)
            names.append(str(path))
        run_load(names, str(file), AT)

    return loading


def refused(load: Load, **files: str | bytes) -> list[str]:
    """The lines of the fault."""
    with pytest.raises(UsageFault) as fault:
        load(**files)
    return str(fault.value).splitlines()


# ---- units and people ----


def test_a_sound_file_is_loaded_and_again_changes_nothing(load: Load, database: Database) -> None:
    load(x_toml=PEOPLE)
    load(x_toml=PEOPLE)
    with database.read() as session:
        assert list(all_units(session)) == ["hy", "hy/bs"]
        assert "lan" in all_leaves(session, date(2024, 8, 27))


FAULTS = [
    ('parent = "hy"', 'parent = "hyy"', "units.hy/bs.parent", "không có đơn vị", "“hy”"),
    ('parent = "hy"', 'parent = "hy/bs"', "units.hy/bs.parent", "chính đơn vị này", ""),
    ('parent = "hy"', 'parnt = "hy"', "units.hy/bs.parnt", "không có trong mẫu", "“parent”"),
    ('kind = "xa"', 'kind = "làng"', "units.hy/bs.kind", "“làng”", "thi_tran"),
    ('slug = "xa-bac-son"', 'slug = "Bắc Sơn"', "units.hy/bs.slug", "“Bắc Sơn”", "bac-son"),
    ('unit = "hy/bs"', 'unit = "xa-bac-son"', "posts[1].unit", "không có đơn vị", "“hy/bs”"),
    ('"official"', '"vua"', "officials.lan.posts[1].role", "“vua”", "chủ tịch"),
    ('"official"', '"offical"', "officials.lan.posts[1].role", "“offical”", "“official”"),
    ('["office"]', '["ofice"]', "officials.lan.posts[1].fields", "lĩnh vực", "“office”"),
    ('"console:lan"', '"lan"', "officials.lan.addresses", "“lan”", "console:lan"),
    ('"console:lan"', '"telegarm:9"', "officials.lan.addresses", "telegarm", "“telegram”"),
    ("[[officials]]", "[[offcials]]", "offcials", "không có trong mẫu", "“officials”"),
    ("first_day = 2024-08-26", "first_day = 2024-09-26", "leave[1].last_day", "sớm hơn", ""),
    ("first_day = 2024-08-26", 'first_day = "26/8"', "leave[1].first_day", "ngày dạng", ""),
    ('official = "lan"', 'official = "lann"', "leave[1].official", "không có cán bộ", "“lan”"),
    ("last_day", 'substitute = "hoa"\nlast_day', "leave[1].substitute", "không có cán bộ", "hoa"),
    ("last_day", 'substitute = "lan"\nlast_day', "leave[1].substitute", "người khác", ""),
    ('name = "xã Bắc Sơn"\n', "", "units.hy/bs.name", "bắt buộc", ""),
    ("[[leave]]", "[[leave]", "không đọc được", "dòng 22", "ngoặc vuông"),
]


@pytest.mark.parametrize(("good", "bad", "key", "words", "instead"), FAULTS)
def test_a_fault_is_told_with_its_place_and_what_to_write(
    load: Load, database: Database, good: str, bad: str, key: str, words: str, instead: str
) -> None:
    assert good in PEOPLE
    first, *lines = refused(load, x_toml=PEOPLE.replace(good, bad, 1))
    assert "chưa nạp gì" in first
    found = [line for line in lines if key in line]
    assert found, lines
    assert found[0].startswith("x.toml: ")
    assert words in found[0]
    assert instead in found[0]
    with database.read() as session:
        assert all_units(session) == {}


def test_all_faults_of_all_files_are_told_at_once(load: Load) -> None:
    two = PEOPLE.replace('"official"', '"vua"').replace('parent = "hy"', 'parent = "no"')
    lines = refused(load, x_toml=two, y_toml=REGIME)
    assert len(lines) == 4
    assert [line.partition(":")[0] for line in lines[1:]] == ["x.toml", "x.toml", "y.toml"]


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("cán bộ", Role.OFFICIAL),
        ("Công chức", Role.OFFICIAL),
        ("Chánh Văn phòng", Role.OFFICE_HEAD),
        ("chu tich", Role.CHAIRMAN),
        ("chuyên viên cấp trên", Role.SUPERIOR_STAFF),
        ("lãnh đạo cấp trên", Role.SUPERIOR_LEADER),
        ("quản trị", Role.ADMINISTRATOR),
        ("superior_staff", Role.SUPERIOR_STAFF),
    ],
)
def test_a_role_may_be_said_in_vietnamese(
    load: Load, database: Database, words: str, role: Role
) -> None:
    load(x_toml=PEOPLE.replace('"official"', f'"{words}"').replace('"office"', '"Văn phòng"'))
    with database.read() as session:
        (post,) = all_officials(session)["lan"].posts
    assert (post.role, post.fields) == (role, ("office",))


REPORT = (
    '[[reports]]\nunit = "hy/bs"\nregime = "par"\nperiod = "2024-H1"\nfigures = { "I.1" = 3 }\n'
)


def test_an_earlier_report_needs_nobody_in_the_same_file(load: Load) -> None:
    load(x_toml=PEOPLE)
    load(y_toml=REPORT)


@pytest.mark.parametrize(
    ("good", "bad", "key", "words"),
    [
        ('"par"', '"pra"', "reports[1].regime", "“par”"),
        ("2024-H1", "2024-Q2", "reports[1].period", "2024-H1"),
        ("2024-H1", "quý 1", "reports[1].period", "quý 1"),
        ('"I.1"', '"I.99"', "reports[1].figures", "I.99"),
        ("= 3 }", '= "ba" }', "reports[1].figures.I.1", "“ba”"),
    ],
)
def test_a_fault_of_an_earlier_report_is_told(
    load: Load, good: str, bad: str, key: str, words: str
) -> None:
    (line,) = refused(load, x_toml=PEOPLE + REPORT.replace(good, bad))[1:]
    assert f"x.toml: {key}: " in line
    assert words in line


def test_whoever_has_no_address_is_named_when_the_clock_rings(
    load: Load, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load(x_toml=PEOPLE.replace('addresses = ["console:lan"]\n', "").split("[[leave]]")[0])
    for _ in range(2):
        capsys.readouterr()
        run_tick("2024-08-30T07:30", str(file))
        named, counts = capsys.readouterr().out.splitlines()
        assert "1 người" in named
        assert "chị Lan" in named
        assert "nhacviec invite lan" in named
        assert "gửi 0 tin" in counts


# ---- workbooks ----


def workbook(path: Path, **sheets: list[list[Any]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title.replace("_", " "))
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path.read_bytes()


UNITS = [
    ["STT", "Mã", "Loại", "Tên", "Tên ngắn", "Cấp trên", "Từ ngày"],
    [1, "hy", "Tỉnh", "tỉnh Hưng Yên", "tinh-hung-yen", None, None],
    [2, "hy/bs", "Xã", "xã Bắc Sơn", "xa-bac-son", "hy", "1/7/2025"],
]
OFFICIALS = [
    ["Mã", "Họ tên", "Xưng hô", "Đơn vị", "Vai trò", "Lĩnh vực", "Địa chỉ"],
    ["lan", "Nguyễn Thị Lan", "chị", "hy/bs", "công chức", "Văn phòng; Tư pháp", "console:lan"],
    ["lan", "Nguyễn Thị Lan", "chị", "hy/bs", "chánh văn phòng", None, None],
]


def test_a_workbook_needs_no_english(load: Load, database: Database, tmp_path: Path) -> None:
    load(x_xlsx=workbook(tmp_path / "a.xlsx", Đơn_vị=UNITS, Cán_bộ=OFFICIALS))
    with database.read() as session:
        commune, lan = all_units(session)["hy/bs"], all_officials(session)["lan"]
    assert (commune.kind, commune.valid_from) == ("xa", date(2025, 7, 1))
    assert [(post.role, post.fields) for post in lan.posts] == [
        (Role.OFFICIAL, ("office", "justice")),
        (Role.OFFICE_HEAD, ()),
    ]


def test_a_fault_of_a_workbook_is_told_by_sheet_row_and_column(load: Load, tmp_path: Path) -> None:
    units = [[*UNITS[0], "Điện thoại"], UNITS[1], [*UNITS[2][:6], "hôm qua"]]
    head = ["Mã", "Họ tên", "Xưng hô", "Đơn vị", "Vai trò", "Linh vuc", "Địa chi"]
    people = [head, OFFICIALS[1], [*OFFICIALS[2][:3], "hy/b", "vua", None, None]]
    lines = refused(load, x_xlsx=workbook(tmp_path / "a.xlsx", Đơn_vị=units, Cán_bộ=people))[1:]
    assert [line.partition(": ")[2].partition(": ")[0] for line in lines] == [
        "trang “Đơn vị”",
        "trang “Đơn vị”, dòng 3, cột “Từ ngày”",
        "trang “Cán bộ”, dòng 3, cột “Vai trò”",
        "trang “Cán bộ”, dòng 3, cột “Đơn vị”",
    ]
    assert "“Điện thoại”" in lines[0]


def spoilt(path: Path, spoil: Callable[[Worksheet], None]) -> bytes:
    """The same workbook with something done to its sheet of people."""
    book = load_workbook(BytesIO(workbook(path, Đơn_vị=UNITS, Cán_bộ=OFFICIALS)))
    spoil(book["Cán bộ"])
    book.save(path)
    return path.read_bytes()


def strike_person(sheet: Worksheet) -> None:
    for cell in sheet[2]:
        cell.font = Font(strike=True)


def strike_part(sheet: Worksheet) -> None:
    sheet["D2"] = CellRichText(TextBlock(InlineFont(strike=True), "hy/"), "hy/bs")


def filter_person(sheet: Worksheet) -> None:
    sheet.row_dimensions[3].hidden = True


def merge_unit(sheet: Worksheet) -> None:
    sheet["D3"] = None
    sheet.merge_cells("D2:D3")


def leave_formula(sheet: Worksheet) -> None:
    sheet["D2"] = "=D3"


def hide_sheet(sheet: Worksheet) -> None:
    sheet.sheet_state = "hidden"


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (strike_person, "trang “Cán bộ”, dòng 2: các ô có phần bị gạch ngang; xin xóa hẳn"),
        (strike_part, "trang “Cán bộ”, dòng 2, cột “Đơn vị”: “hy/hy/bs” có phần bị gạch ngang"),
        (filter_person, "trang “Cán bộ”, dòng 3: các ô có phần bị ẩn; xin bỏ lọc"),
        (merge_unit, "trang “Cán bộ”, dòng 2, cột “Đơn vị”: “hy/bs” là ô gộp nhiều dòng"),
        (leave_formula, "trang “Cán bộ”, dòng 2, cột “Đơn vị”: ô công thức chưa có kết quả"),
        (hide_sheet, "trang “Cán bộ”: các ô có phần bị ẩn"),
    ],
)
def test_what_is_struck_out_hidden_or_merged_in_a_workbook_is_named_and_nothing_loaded(
    load: Load,
    database: Database,
    tmp_path: Path,
    spoil: Callable[[Worksheet], None],
    told: str,
) -> None:
    lines = refused(load, x_xlsx=spoilt(tmp_path / "a.xlsx", spoil))
    assert any(told in line for line in lines), lines
    with database.read() as session:
        assert all_officials(session) == {}


def test_one_id_for_two_people_is_a_fault(load: Load, tmp_path: Path) -> None:
    people = [*OFFICIALS, ["lan", "Trần Khác", "anh", "hy/bs", "chủ tịch"]]
    lines = refused(load, x_xlsx=workbook(tmp_path / "a.xlsx", Đơn_vị=UNITS, Cán_bộ=people))[1:]
    assert ["dòng 4" in line for line in lines] == [True]


# ---- forms, regimes, report texts ----


def test_form_regime_and_text_are_loaded_together_and_again(
    load: Load, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {"a_toml": REGIME, "b_toml": FORM, "cay__xanh_txt_j2": TEMPLATE}
    load(**files)
    load(**files)
    catalogue = load_catalogue(database)
    assert catalogue.faults == ()
    assert catalogue.regime("trong-cay").form_id == catalogue.newest_form("cay-xanh").id
    assert catalogue.template("cay-xanh") == TEMPLATE
    assert "dùng bản mới từ tin kế tiếp" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("files", "key", "words"),
    [
        ({"b_toml": FORM}, "b.toml: template", "cay-xanh.txt.j2"),
        ({"a_toml": REGIME}, "a.toml: form_id", "không có biểu cay-xanh"),
        (
            {"a_toml": REGIME.replace("cay-xanh", "par-quartr")},
            "a.toml: form_id",
            "“par-quarter”",
        ),
        ({"a_toml": REGIME.replace("Q3", "Q9")}, "turns.Q9.kind", "Q1"),
        (
            {"a_toml": REGIME.replace("form_id", 'superior_id = "hyy"\nform_id')},
            "a.toml: superior_id",
            "không có đơn vị mang mã “hyy”",
        ),
        ({"b_toml": FORM.replace('["I.2"]', '["I.9"]')}, "rules.T01.left", "I.9"),
        ({"b_toml": FORM.replace("at_most", "atmost")}, "rules.T01.type", "“at_most”"),
        ({"b_toml": FORM.replace('"office"\nnat', '"ofice"\nnat')}, "I.1.owner", "“office”"),
        ({"cay__xanh_txt_j2": TEMPLATE.replace("}}", "")}, "cay-xanh.txt.j2: dòng", "cú pháp"),
        (
            {"b_toml": FORM, "cay__xanh_txt_j2": TEMPLATE.replace("I.2", "I.7")},
            "cay-xanh.txt.j2: dòng 4",
            "I.7",
        ),
        (
            {
                "a_toml": REGIME,
                "b_toml": FORM.replace("2024-01-01", "2024-10-01"),
                "cay__xanh_txt_j2": TEMPLATE,
            },
            "a.toml: form_id",
            "2024-Q3",
        ),
    ],
)
def test_what_one_needs_of_another_is_checked(
    load: Load, database: Database, files: dict[str, str], key: str, words: str
) -> None:
    lines = refused(load, **files)
    assert [line for line in lines if key in line and words in line], lines
    assert "cay-xanh" not in {form.id for form in load_catalogue(database).forms}


def test_a_form_that_has_been_asked_keeps_its_codes(load: Load, database: Database) -> None:
    load(x_toml=PEOPLE, a_toml=REGIME, b_toml=FORM, cay__xanh_txt_j2=TEMPLATE)
    less = FORM.partition('[[indicators]]\ncode = "I.2"')[0].replace(', "I.2"]', "]")
    less += FORM[FORM.index("[[rules]]") :].replace('["I.2"]', '["I.1"]')
    text = TEMPLATE.replace("I.2", "I.1")
    load(b_toml=less, cay__xanh_txt_j2=text)
    load(b_toml=FORM, cay__xanh_txt_j2=TEMPLATE)
    tick(database, load_catalogue(database), datetime(2024, 9, 10, 1, tzinfo=UTC))
    (line,) = refused(load, b_toml=less, cay__xanh_txt_j2=text)[1:]
    assert "b.toml: indicators: " in line
    assert "I.2" in line


# ---- files that are nothing of the kind ----


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a_toml", b"", "trống"),
        ("a_toml", b"# x\n", "trống"),
        ("a_toml", bytes(range(256)), "UTF-8"),
        ("a_toml", PEOPLE.encode("utf-16"), "UTF-8"),
        ("a_toml", b"PK\x03\x04xxxx", ".xlsx"),
        ("a_toml", b" " * MOST_TOML + b"x", "7,5 MB"),
        ("a_toml", b'title = "x"', "[[units]]"),
        ("a_csv", b"x", ".txt.j2"),
        ("a_xlsx", b"x", "không phải Excel"),
        ("a_xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x", "mật khẩu"),
    ],
)
def test_a_file_of_another_kind_is_one_line(
    load: Load, name: str, content: bytes, says: str
) -> None:
    (line,) = refused(load, **{name: content})
    assert says in line
    assert name.replace("_", ".") in line


def test_two_files_of_one_name_are_not_mixed_up(
    file: Path, database: Database, tmp_path: Path
) -> None:
    for folder, text in (("a", REGIME), ("b", REGIME.replace("trong-cay", "cay-trong"))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.toml").write_text(text, "utf-8")
    with pytest.raises(UsageFault, match=r"hai tệp cùng tên x\.toml"):
        run_load([str(tmp_path / "a/x.toml"), str(tmp_path / "b/x.toml")], str(file), AT)
    assert load_catalogue(database).regimes == load_catalogue().regimes
    run_load(["bac-son", "an-thi-2024"], str(file), AT)


def test_a_folder_is_no_file(file: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="là thư mục"):
        run_load([str(tmp_path)], str(file), AT)


def test_what_is_odd_about_the_dates_of_a_regime_is_told_and_it_is_loaded_all_the_same(
    load: Load, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_load(["binh-phuoc"], str(file), AT)
    campaign = (CATALOGUE / "regimes" / "campaign-30-days.toml").read_text("utf-8")
    load(cao__diem_toml=campaign)
    told = capsys.readouterr().out
    assert "cao-diem.toml: chế độ báo cáo campaign-30-days." in told
    assert "lưu ý: kỳ 2023-D2408 tính từ 24/8/2023 đến 24/9/2023 là 32 ngày" in told
