"""A finished annex is checked: the findings, their words, and files that cannot be taken."""

import ast
import csv
import inspect
import json
from decimal import Decimal as D
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest

from domain.people.units import DISTRICT_WORDS
from domain.report import checks
from domain.report.figures import Figure, State
from domain.report.findings import Case
from domain.report.rules import check
from handlers.annex.file import UnusableFile, fitting_form
from handlers.annex.verify import verify_annex
from handlers.wording.findings import phrase_finding
from reports.incoming.open_file import MOST_BYTES
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.form_files import load_forms
from tests.support.annex_files import read_annex

ANNEX = Path(__file__).parents[2] / "data" / "annex-bac-son-2024-q3.csv"
FORMS = load_forms(CATALOGUE / "forms")[0]
FORM = next(form for form in FORMS if (form.id, form.version) == ("par-quarter", "2024"))
CAMPAIGN = next(form for form in FORMS if form.id == "campaign-online-services")
SUPERVISION = next(form for form in FORMS if form.id == "par-supervision")


def csv_file(*rows, separator=",", head="section,code,value"):
    lines = [head.replace(",", separator), *(separator.join(row) for row in rows)]
    return "\n".join(lines).encode()


def verdict_on(*rows, **how):
    return verify_annex(read_annex("phu-luc.csv", csv_file(*rows, **how)), FORM)


def verified(path):
    return verify_annex(read_annex(path.name, path.read_bytes()), FORM).findings


def rules_of(findings):
    return [finding["rule"] for finding in findings]


# ---- the annex of Bắc Sơn, quarter III of 2024 ----


def test_the_annex_of_bac_son_breaks_the_rules_that_it_breaks():
    findings = verified(ANNEX)
    severe = {finding["rule"] for finding in findings if finding["severity"] == "error"}
    assert severe == {"V01", "V15", "V41", "V42"}
    warned = {finding["rule"] for finding in findings if finding["severity"] == "warn"}
    assert warned == {"V03", "V09", "V12", "V08", "V31"}  # 0/0, and what could be derived
    assert not any("VI.1" in finding["codes"] for finding in findings)  # 20,60 -> 21 is right
    assert [finding["severity"] for finding in findings] == ["error"] * 4 + ["warn"] * 5


def test_findings_are_plain_data():
    (first, *_) = json.loads(json.dumps(verified(ANNEX), ensure_ascii=False))
    assert first == {
        "rule": "V01",
        "severity": "error",
        "codes": ["I.2", "I.2.2", "I.2.1"],
        "message": "Tỷ lệ hoàn thành kế hoạch CCHC: 5/7 = 71,43%, không phải 80%.",
    }


def test_doubtful_cells_are_not_taken_and_that_is_said():
    verdict = verify_annex(read_annex(ANNEX.name, ANNEX.read_bytes()), FORM)
    assert verdict.notes == ("21 ô được đánh dấu đọc không chắc: coi như chưa có số liệu.",)


def test_without_the_doubtful_column_the_cells_are_taken_as_they_stand():
    with ANNEX.open(encoding="utf-8", newline="") as file:
        rows = [(row["section"], row["code"], row["value"]) for row in csv.DictReader(file)]
    content = StringIO()
    csv.writer(content).writerows([("section", "code", "value"), *rows])
    verdict = verify_annex(read_annex("a.csv", content.getvalue().encode()), FORM)
    assert {"V34", "V41"} < set(rules_of(verdict.findings))
    assert verdict.notes == ("1 dòng tiêu đề có ghi số, không tính: VI.2.",)


def test_the_filled_workbook_is_judged_like_the_list():
    book = openpyxl.Workbook()
    book.active.append(["STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú"])
    with ANNEX.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            value = "" if row["doubtful"] == "1" else row["value"]
            book.active.append([row["code"], row["label"], row["unit"], value])
    # "17.465" typed into a spreadsheet becomes a number: 17465.
    for row in book.active.iter_rows(min_row=2):
        if row[3].value and row[2].value in ("Triệu đồng", "Hồ sơ"):
            row[3].value = int(row[3].value.replace(".", ""))
    content = BytesIO()
    book.save(content)
    verdict = verify_annex(read_annex("a.xlsx", content.getvalue()), FORM)
    # Blank instead of doubtful: VII.5.4 and the rest are judged as before.
    assert rules_of(verdict.findings) == rules_of(verified(ANNEX))
    assert verdict.notes == ()


# ---- the cells ----


@pytest.mark.parametrize(
    ("code", "written", "rule", "message"),
    [
        ("4.1", "mười bốn rưỡi", "V46", "không phải số đếm rõ ràng"),
        ("4.1", "14,5", "V46", "“14,5”"),
        ("4.1", "1,400", "V46", "“1,400”"),  # one thousand four hundred, or one and a bit
        ("4.1", "-", "V46", "“-”"),
        ("4.1", "-3", "V46", "“-3”"),
        ("4.1", "14/14", "V46", "“14/14”"),
        ("4.1", "1e9", "V46", "“1e9”"),
        ("4.1", "9" * 40, "V46", "số đếm"),
        ("2", "gần 80%", "V44", "không phải tỷ lệ rõ ràng"),
        ("2", "98.300%", "V44", "“98.300%”"),
        ("5", "5", "V45", "không có trong các lựa chọn"),
        ("5.2", "phát phiếu nhé bạn", "V45", "không có trong các lựa chọn"),
    ],
)
def test_a_cell_without_a_sure_reading_is_a_finding_that_names_it(code, written, rule, message):
    (finding,) = verdict_on(("I", code, written), separator=";").findings
    assert (finding["rule"], finding["severity"]) == (rule, "error")
    assert finding["codes"] == [f"I.{code}"]
    assert finding["message"].startswith("Dòng 2, ")
    assert message in finding["message"]


@pytest.mark.parametrize("number", [1e300, 1e-300, -1e200])
def test_a_number_of_a_spreadsheet_beyond_all_sense_is_a_finding(number):
    book = openpyxl.Workbook()
    for row in (["STT", "Số liệu"], ["VI"], ["1", 21], ["1.1", number], ["1.2", 3598]):
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    (finding,) = verify_annex(read_annex("a.xlsx", content.getvalue()), FORM).findings
    assert finding["message"].startswith("Ô B4, kế hoạch vốn được giao")


def test_money_of_two_readings_is_a_finding():
    (finding,) = verdict_on(("VI", "1.1", '"17,465"')).findings
    assert (finding["rule"], finding["codes"]) == ("V46", ["VI.1.1"])
    assert "số tiền" in finding["message"]


@pytest.mark.parametrize(
    ("section", "code", "written"),
    [
        ("VI", "1.1", "17.465"),
        ("VI", "1.1", "17465"),
        ("I", "4.1", "014"),
        ("I", "4.1", "không phát sinh"),
        ("I", "4.1", "14 nhiệm vụ"),
        ("VII", "2.1", "01"),
        ("VII", "2.1", "Đã có"),
        ("VII", "3", "100%"),
        ("VII", "3", '"98,5"'),
        ("VII", "3", ""),
    ],
)
def test_a_cell_as_officials_print_it_is_taken(section, code, written):
    assert verdict_on((section, code, written)).findings == []


@pytest.mark.parametrize(
    ("rate", "right"),
    [("20%", True), ('"20,4%"', True), ('"20,40"', True), ('"20,00%"', False), ("21", False)],
)
def test_a_rate_is_checked_with_as_many_decimals_as_are_written(rate, right):
    rows = [("VI", "1.1", "1000"), ("VI", "1.2", "204"), ("VI", "1", rate)]
    assert rules_of(verdict_on(*rows).findings) == ([] if right else ["V27"])


def test_a_rate_over_hundred_is_judged_by_the_rules_and_not_refused():
    rows = [("VI", "1.1", "100"), ("VI", "1.2", "105"), ("VI", "1", "105%")]
    findings = verdict_on(*rows).findings
    assert [(f["rule"], f["severity"]) for f in findings] == [("V28", "warn"), ("V44", "warn")]


def test_what_is_odd_about_the_file_is_said_and_does_not_stop_the_check():
    verdict = verdict_on(
        ("III", "1.4", "0"),
        ("I", "4.1", "14"),
        ("I", "4.1", "15"),
        ("I", "4.2", "99"),
        ("IX", "9.9", "1"),
        ("I", "4", "5"),
        ("II", "", "7"),
        ("II", "II", "7"),
    )
    assert rules_of(verdict.findings) == ["V15"]  # 4.1 has two values: V05 says nothing
    assert [note.partition(":")[0] for note in verdict.notes] == [
        "1 chỉ tiêu ghi hai lần với hai số khác nhau, không xét",
        "1 dòng tiêu đề có ghi số, không tính",
        "1 dòng không có trong biểu, bỏ qua",
        "117 dòng của biểu không có trong tệp",
    ]
    assert verdict.notes[0].endswith("I.4.1.")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_comes_with_any_separator_and_with_or_without_a_mark(separator, encoding):
    rows = (("III", "1.4.", "0"), ("I", "I.4.1", "3"))
    content = csv_file(*rows, separator=separator, head="Section,CODE, Value ")
    annex = read_annex("A.CSV", content.decode().encode(encoding))
    assert [(cell.code, cell.raw) for cell in annex.cells] == [("III.1.4", "0"), ("I.4.1", "3")]


def test_the_form_is_the_one_that_fits():
    assert fitting_form(read_annex(ANNEX.name, ANNEX.read_bytes()), FORMS).id == "par-quarter"
    rows = [(code.partition(".")[0], code.partition(".")[2], "1") for code in CAMPAIGN.asked()]
    assert fitting_form(read_annex("a.csv", csv_file(*rows)), FORMS) is CAMPAIGN


# ---- files that cannot be taken ----


def xlsx_of_another_kind():
    book = openpyxl.Workbook()
    book.active.append(["Họ tên", "Số liệu"])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "trống"),
        ("a.csv", b" \n", "trống"),
        ("a.csv", b"ten;so\nan;5\n", "cần cột STT, cột Số liệu"),
        ("a.csv", b"section,code\nI,4.1\n", "thiếu cột value"),
        ("a.csv", "section,code,value\nI,4.1,sô\n".encode("cp1258"), "UTF-8"),
        ("a.csv", b"section,code,value\nI,4.1,1\x004\n", "Không đọc được"),
        ("a.csv", b"section,code,value\nI,4.1," + b"1" * 200_000, "Không đọc được"),
        ("a.csv", b"section,code,value\n", "Không thấy biểu"),
        ("a.csv", b"section,code,value\nXX,4.1,14\n", "Không thấy biểu"),
        ("a.xlsx", b"section,code,value\n", "Không mở được"),
        ("a.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512), "mật khẩu"),
        ("a.xlsx", xlsx_of_another_kind(), "Không thấy biểu"),
        ("a.xls", b"old", "mật khẩu"),
        ("a.docx", b"PK", "Word .docx"),
        ("phu-luc", b"I,4.1,14", ".docx hoặc .csv"),
        ("a.csv", bytes(MOST_BYTES + 1), "5 MB"),
    ],
)
def test_an_unusable_file_gets_one_sentence(name, content, words):
    with pytest.raises(UnusableFile) as refused:
        verify_annex(read_annex(name, content), FORM)
    sentence = str(refused.value)
    assert words in sentence
    assert sentence.endswith(".")


# ---- the words ----


def figures(numbers):
    return {
        code: Figure(code, State.VALUE, D(str(number)))
        if number is not None
        else Figure(code, State.MISSING)
        for code, number in numbers.items()
    }


SENTENCES = [
    (
        {"I.4.1": 14, "I.4.2": 14, "I.4.3": 1, "I.4.4": 0},
        {},
        (
            "Hoàn thành đúng hạn + hoàn thành quá hạn + quá hạn chưa hoàn thành (14 + 1 + 0 = 15) "
            "không thể lớn hơn tổng số được giao (14)."
        ),
    ),
    (
        {"VII.5.3.1": 1376, "X.1.1": 5, "III.3.1.1": 1381, "X.1.2": 4, "X.1.3": 0},
        {},
        (
            "Hồ sơ tiếp nhận + hồ sơ kỳ trước chuyển qua (1.376 + 5 = 1.381) phải bằng "
            "hồ sơ đã giải quyết xong + hồ sơ đang giải quyết trong hạn + hồ sơ rút, trả lại "
            "(1.381 + 4 + 0 = 1.385); đang lệch 4."
        ),
    ),
    (
        {"VII.5.3.1": 376, "X.1.1": 5, "III.3.1.1": 382},
        {},
        (
            "Hồ sơ đã giải quyết xong (382) không thể lớn hơn "
            "hồ sơ tiếp nhận + hồ sơ kỳ trước chuyển qua (376 + 5 = 381)."
        ),
    ),
    (
        {"V.3": 1, "V.3.1": 1, "V.3.2": 1, "V.3.3": 0},
        {},
        (
            "Tổng số bị kỷ luật (1) không thể nhỏ hơn lãnh đạo cấp sở, UBND bị kỷ luật + "
            "lãnh đạo cấp phòng bị kỷ luật + người của đơn vị SNCL bị kỷ luật (1 + 1 + 0 = 2)."
        ),
    ),
    ({"III.1.4": 0}, {}, "Tổng số TTHC của xã là 0; số này phải lớn hơn 0."),
    (
        {"VI.2.4": None, "VI.2.4.1": 1, "VI.2.4.2": 2, "VI.2.4.3": 0},
        {},
        (
            "Tự bảo đảm một phần đang để trống; tự bảo đảm 70% đến dưới 100% + tự bảo đảm 30% đến "
            "dưới 70% + tự bảo đảm 10% đến dưới 30% cộng lại là 1 + 2 + 0 = 3."
        ),
    ),
    (
        {"I.5": 1, "I.5.1": 0, "I.5.2": 1},
        {},
        "Đã chọn có ở “khảo sát sự hài lòng” thì số phiếu khảo sát phải lớn hơn 0.",
    ),
    (
        {"I.5": 1, "I.5.1": 9, "I.5.2": None},
        {},
        "Đã chọn có ở “khảo sát sự hài lòng” thì phải ghi hình thức khảo sát.",
    ),
    (
        {"I.5": 0, "I.5.2": 2},
        {},
        (
            "Khi “khảo sát sự hài lòng” đang là không hoặc 0 thì hình thức khảo sát phải để trống, "
            "nhưng đang ghi 2."
        ),
    ),
    (
        {"I.5": 0, "I.5.1": 9},
        {},
        (
            "Đã chọn không ở “khảo sát sự hài lòng” thì số phiếu khảo sát phải là 0, "
            "nhưng đang ghi 9."
        ),
    ),
    (
        {"IV.2.5": 115, "VII.3": "100.5"},
        {},
        (
            "Tỷ lệ biên chế tinh giản so với 2015 là 115%, báo cáo gửi qua hệ thống quốc gia "
            "là 100,5%; tỷ lệ phải từ 0 đến 100%."
        ),
    ),
    (
        {},
        {"rates": {"VI.1": D(105)}},
        "Tỷ lệ giải ngân vốn đầu tư công là 105%; vượt 100%, xin xem lại.",
    ),
    ({"VII.2.1": 3}, {}, "Hệ thống họp trực tuyến ghi 3, biểu chỉ cho chọn 0, 1."),
    (
        {"I.1": "5.5"},
        {},
        "Văn bản chỉ đạo CCHC là 5,5; phải là số từ 0 trở lên, số đếm không có phần lẻ.",
    ),
    (
        {"VI.1.1": "17465.1234"},
        {},
        (
            "Kế hoạch vốn được giao là 17.465,1234; tính bằng triệu đồng, thường không quá 3 chữ "
            "số sau dấu phẩy; xin xem lại."
        ),
    ),
    (
        {"I.4.1": 15, "I.4.2": 8, "I.4.3": 1, "I.4.4": 0},
        {"text": {"tasks_in_progress": D(5)}},
        "Theo biểu còn 6 nhiệm vụ đang thực hiện, sổ nhiệm vụ ghi 5.",
    ),
    (
        {"VII.5.3.1": 376, "VII.5.3.2": 376},
        {"text": {"VII.5.3": D("99.8")}},
        "Tỷ lệ hồ sơ trực tuyến: phần lời ghi 99,8%, phụ lục ghi 100%.",
    ),
    (
        {"I.2.2": 4, "III.3.1.1": 1376, "X.1.1": 5, "I.1": 40, "III.1.2": 50},
        {"previous": figures({"I.2.2": 5, "III.3.1.1": 250, "X.1.2": 0, "I.1": 4, "III.1.2": 1})},
        (
            "So với kỳ trước: văn bản chỉ đạo CCHC từ 4 thành 40; nhiệm vụ kế hoạch đã xong giảm "
            "từ 5 xuống 4, trong khi số lũy kế không giảm trong năm; TTHC công bố mới từ 1 thành "
            "50; và 2 chỉ tiêu khác; xin xem lại."
        ),
    ),
    (
        {"X.1.1": 5},
        {"previous": figures({"X.1.2": 0})},
        "So với kỳ trước: hồ sơ kỳ trước chuyển qua là 5, nhưng cuối kỳ trước còn 0; xin xem lại.",
    ),
    (
        {"I.2.1": 0, "I.2.2": 0},
        {"rates": {"I.2": D(100)}},
        (
            "Tỷ lệ hoàn thành kế hoạch CCHC: 0/0 không tính được, ô này phải để trống, không ghi "
            "100%."
        ),
    ),
    (
        {"VII.5.1.1": 107, "VII.5.1.2": 107},
        {"rates": {"VII.5.1": None}},
        "Tỷ lệ TTHC trực tuyến một phần đang để trống; 107/107 = 100%.",
    ),
]


@pytest.mark.parametrize(("numbers", "more", "sentence"), SENTENCES)
def test_a_finding_is_one_sentence_with_its_numbers(numbers, more, sentence):
    findings = check(Case(FORM, figures(numbers), **more))
    assert [phrase_finding(f, FORM, DISTRICT_WORDS) for f in findings] == [sentence]


def test_a_wrong_rate_names_the_denominator_that_it_fits():
    found = figures({"I.1": 314, "I.2": 293, "II.1": 302, "II.2": 244})
    rates = {"II.1.1": D("97.42"), "II.2.1": D("83.56")}
    findings = check(Case(CAMPAIGN, found, rates=rates))
    assert [phrase_finding(f, CAMPAIGN, DISTRICT_WORDS) for f in findings] == [
        (
            "Tỷ lệ số hóa thành phần hồ sơ: 302/314 = 96,18%, không phải 97,42%; "
            "97,42% chỉ khớp mẫu số 310, nhưng ghi 314."
        ),
        (
            "Tỷ lệ số hóa kết quả: 244/293 = 83,28%, không phải 83,56%; "
            "83,56% chỉ khớp mẫu số 292, nhưng ghi 293."
        ),
    ]


def test_a_wrong_sum_says_by_how_much():
    (finding,) = check(Case(CAMPAIGN, figures({"III.1": 52, "III.1.1": 44, "III.1.2": 7})))
    assert phrase_finding(finding, CAMPAIGN, DISTRICT_WORDS) == (
        "TTHC trực tuyến (52) phải bằng TTHC một phần + TTHC toàn trình (44 + 7 = 51); đang lệch 1."
    )


def test_numbers_that_are_the_same_in_all_columns_are_said_once_and_in_one_column_not_at_all():
    slips = {f"I.4.1.{c}": n for c, n in zip("abc", (731, 1639, 685), strict=True)}
    dossiers = {code.replace("I.4.1", "II.2.4"): n for code, n in slips.items()}
    (finding,) = check(Case(SUPERVISION, figures(slips | dossiers)))
    assert phrase_finding(finding, SUPERVISION, DISTRICT_WORDS) == (
        "Phiếu đánh giá sự hài lòng và hồ sơ theo cơ chế một cửa trùng số ở mọi cột "
        "(731; 1.639; 685); xin xem có chép nhầm không."
    )
    assert check(Case(SUPERVISION, figures(slips | dossiers | {"II.2.4.c": 686}))) == ()


def test_every_reason_of_the_checks_is_worded_above():
    calls = [
        node
        for node in ast.walk(ast.parse(inspect.getsource(checks)))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "found"
    ]
    reasons = {call.args[1].value for call in calls if isinstance(call.args[1], ast.Constant)}
    worded = {
        f.reason for given, more, _ in SENTENCES for f in check(Case(FORM, figures(given), **more))
    }
    elsewhere = {"accumulated_differs"}  # no bundled form adds up: with the figures of a year
    assert reasons - worded - elsewhere == {
        "looks_copied",
        "rate_differs",
        "sum_differs",
    }  # in the three before
