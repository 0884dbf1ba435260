"""The forms of the catalogue, and what the loader says of a faulty one."""

import csv
import re
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from domain.people.units import DISTRICT_WORDS, PROVINCE_WORDS
from domain.reading.numbers import read_number
from domain.reading.readings import Treatment
from domain.report.forms import Kind, Nature
from domain.report.rules import CHECKS
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.form_files import load_forms

DATA = Path(__file__).parent.parent / "data"
FORMS, FAULTS = load_forms(CATALOGUE / "forms")
OLD, NEW = (form for form in FORMS if form.id == "par-quarter")
CAMPAIGN = next(form for form in FORMS if form.id == "campaign-online-services")
DISTRICT_LABELS = [
    "I.4",
    "V.2.3",
    "V.3.1",
    "V.3.2",
    "VII.2.2",
    "VII.4.1.2",
    "VII.4.1.3",
    "VII.4.2.2",
    "VII.4.3.2",
]


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ANNEX = rows("annex-bac-son-2024-q3.csv")
LINES = [row for row in ANNEX if row["code"] != row["section"]]
OWNERS = {"Văn phòng": "office", "Tư pháp": "justice", "Tài chính": "finance", "Văn hóa": "culture"}


def test_the_catalogue_has_no_fault():
    assert [str(fault) for fault in FAULTS] == []
    assert [(form.id, form.version) for form in FORMS] == [
        ("campaign-online-services", "2023"),
        ("dossiers-of-units", "2024"),
        ("par-obstacles", "2023"),
        ("par-quarter", "2024"),
        ("par-quarter", "2025"),
        ("par-supervision", "2023"),
        ("par-town", "2024"),
    ]


# ---- the annex ----


def test_the_form_holds_every_line_of_the_printed_annex_in_its_order():
    assert len(LINES) == 121
    in_annex = [code for code, line in OLD.indicators.items() if line.in_annex]
    assert in_annex == [f"{row['section']}.{row['code']}" for row in LINES]
    titles = {row["section"]: row["label"] for row in ANNEX if row["code"] == row["section"]}
    printed = {section.code: section.title for section in OLD.sections if section.code != "X"}
    assert printed == titles


@pytest.mark.parametrize("row", LINES, ids=lambda row: f"{row['section']}.{row['code']}")
def test_a_line_is_as_printed(row):
    line = OLD.indicators[f"{row['section']}.{row['code']}"]
    assert line.label.format(**asdict(DISTRICT_WORDS)) == row["label"]
    assert (line.printed, line.unit, line.kind) == (row["code"], row["unit"], row["kind"])
    assert line.parent in (f"{row['section']}.{row['parent']}", row["parent"])
    options = ";".join(f"{option.words}={option.number}" for option in line.options)
    assert options == row["enum_options"]
    if row["owner"]:  # two cells are blank in print
        assert line.owner == OWNERS[row["owner"]]


def test_the_extra_lines_of_the_text_stand_outside_the_annex():
    lines = OLD.indicators.values()
    extra = [line for line in lines if not line.in_annex and not line.kind.written]
    assert [line.code for line in extra if line.asked] == [f"X.1.{n}" for n in range(1, 6)]
    assert {line.owner for line in extra if line.asked} == {"office"}
    given = {line.code for line in extra if line.optional}
    assert given == {code for block in OLD.extra for code in block.codes}
    assert given.isdisjoint(OLD.asked())
    assert OLD.indicators["X.1.6"].ratio is not None


def test_rates_with_both_parts_on_the_form_are_derived_and_the_others_asked():
    derived = {code for code, line in OLD.indicators.items() if line.ratio and line.in_annex}
    assert derived == {
        *("I.2", "I.3.2", "II.2.2", "II.3.2", "III.3.1", "III.3.2"),
        *("VI.1", "VII.5.1", "VII.5.2", "VII.5.3", "VII.5.4"),
    }
    asked = {code for code, line in OLD.indicators.items() if line.asked}
    assert {"IV.2.5", "IV.3.4", "VII.3", "VII.4.1.3", "VII.4.2", "VII.4.2.1"} < asked


def test_cumulative_figures_are_those_that_never_fall_within_a_year():
    cumulative = {c for c, line in OLD.indicators.items() if line.nature is Nature.CUMULATIVE}
    assert cumulative == {"I.2.2", "VI.1.2", "VI.2.6"}


def test_every_asked_line_is_asked_in_printed_order_and_explained():
    printed = list(OLD.indicators)
    for block in OLD.blocks:
        assert list(block.codes) == sorted(block.codes, key=printed.index), block.id
    firsts = [printed.index(block.codes[0]) for block in OLD.blocks]
    assert firsts == sorted(firsts)
    assert set(OLD.asked()) == {code for code, line in OLD.indicators.items() if line.asked}
    assert OLD.blocks_by_id["I.4"].codes == ("I.4.1", "I.4.2", "I.4.3", "I.4.4")
    assert len(OLD.blocks) <= 23
    for form in FORMS:
        for code in form.asked():
            assert 1 <= len(re.findall(r"\.( |$)", form.indicators[code].help)) <= 2, code


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.id}-{form.version}")
def test_every_example_is_an_answer_that_is_read_at_once(form):
    for code in form.asked():
        line = form.indicators[code]
        if line.kind.written:
            continue
        reading = read_number(line.example, line.kind, line.options)
        assert reading.action is Treatment.ACCEPT, (code, line.example, reading)


@pytest.mark.parametrize("row", rows("rules.csv"), ids=lambda row: row["id"])
def test_every_rule_is_data_of_the_form(row):
    rule = next(rule for rule in OLD.rules if rule.id == row["id"])
    assert rule.severity == row["severity"]
    assert rule.note
    if rule.codes and rule.type != "balance":
        assert rule.codes == tuple(row["codes"].split())


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.id}-{form.version}")
def test_the_part_of_every_rate_is_held_against_its_whole(form):
    def bounded(part, whole):
        return any(
            (rule.type == "at_most" and part in rule.left and rule.right == (whole,))
            or (rule.type in ("equals", "balance") and rule.left == (whole,) and part in rule.right)
            or (rule.type == "at_least" and rule.left == (whole,) and part in rule.right)
            for rule in form.rules
        )

    over = {code for r in form.rules for code in r.options.get("may_exceed", "").split()}
    pairs = {code: line.ratio for code, line in form.indicators.items() if line.ratio}
    assert [
        code
        for code, ratio in pairs.items()
        if code not in over and not bounded(ratio.part, ratio.whole)
    ] == []


def test_the_form_has_the_fifty_rules_and_no_other():
    # a part of a rate and its whole; a line that depends on another; what a text tells of one
    # and figures that only the text tells
    added = {"V51", "only_if", "told"} | {f"V{number}" for number in range(52, 68)}
    written = [rule.id for rule in OLD.rules if rule.id not in added]
    assert written == [row["id"] for row in rows("rules.csv")]


OF_OWN_FORMS_ALONE = {"accumulates"}  # no bundled form asks for the period and the year at once


def test_every_check_function_is_used_by_a_form():
    used = {rule.type for form in FORMS for rule in form.rules}
    assert used | OF_OWN_FORMS_ALONE == set(CHECKS)
    assert not used & OF_OWN_FORMS_ALONE


# ---- the form of the two-tier time ----


def test_the_new_form_follows_on_the_old_one_with_the_same_codes():
    assert (OLD.valid_to, NEW.valid_from) == (date(2025, 6, 30), date(2025, 7, 1))
    assert NEW.valid_to is None
    assert list(NEW.indicators) == list(OLD.indicators)
    assert (NEW.blocks, NEW.rules) == (OLD.blocks, OLD.rules)


def test_only_the_labels_that_named_the_district_differ_and_none_names_it_any_more():
    for code, line in NEW.indicators.items():
        now = line.label.format(**asdict(PROVINCE_WORDS))
        assert "huyện" not in f"{now} {line.short} {line.help}", code
        before = OLD.indicators[code].label.format(**asdict(DISTRICT_WORDS))
        assert (now != before) == (code in DISTRICT_LABELS), code


# ---- faults ----

FORM = """
id = "tiny"
version = "1"
title = "Biểu thử"
valid_from = 2024-01-01
legal_basis = "Kế hoạch 1"
key_rates = ["I.3"]
[owners]
office = "Văn phòng"
culture = "Văn hóa"
[[sections]]
code = "I"
title = "PHẦN MỘT"
[[indicators]]
code = "I.1"
label = "Hồ sơ tiếp nhận"
short = "tiếp nhận"
unit = "Hồ sơ"
kind = "count"
owner = "office"
nature = "flow"
help = "Đếm hồ sơ."
[[indicators]]
code = "I.2"
label = "Hồ sơ đã xong"
short = "đã xong"
unit = "Hồ sơ"
kind = "count"
owner = "office"
nature = "flow"
help = "Đếm hồ sơ xong."
[[indicators]]
code = "I.3"
label = "Tỷ lệ"
short = "tỷ lệ"
unit = "%"
kind = "percent"
owner = "office"
ratio = { part = "I.2", whole = "I.1" }
[[indicators]]
code = "I.4"
label = "Khảo sát"
short = "khảo sát"
unit = "Có = 1; Không = 0"
kind = "enum"
options = ["Có = 1", "Không = 0"]
owner = "culture"
nature = "flow"
help = "Có hay không."
[[blocks]]
id = "I.1"
title = "Hồ sơ"
codes = ["I.1", "I.2"]
[[blocks]]
id = "I.4"
title = "Khảo sát"
codes = ["I.4"]
[[rules]]
id = "T1"
type = "at_most"
severity = "error"
left = ["I.2"]
right = ["I.1"]
note = "xong ≤ tiếp nhận"
[[rules]]
id = "T2"
type = "ratio"
severity = "error"
left = ["I.3"]
right = ["I.2", "I.1"]
note = "tỷ lệ"
[[rules]]
id = "T3"
type = "previous"
severity = "warn"
options = { share = "50" }
note = "so với kỳ trước"
"""


def load(folder, **files):
    folder = folder / "forms"
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return load_forms(folder)


def test_a_small_form_needs_no_code(tmp_path):
    (form,), faults = load(tmp_path, tiny=FORM)
    assert faults == ()
    assert form.block_of["I.4"].owner == "culture"
    assert form.sections[0].codes == ("I.1", "I.2", "I.3", "I.4")
    assert form.indicators["I.1"].parent == "I"


FAULTY = [
    # written, written instead, key, what the message says
    ('unit = "%"', 'uniy = "%"', "indicators.I.3.uniy", "không có trong mẫu"),
    ('short = "đã xong"', "short = 5", "indicators.I.2.short", "dấu ngoặc kép"),
    ('label = "Khảo sát"', 'label = " "', "indicators.I.4.label", "trống"),
    ('label = "Khảo sát"\n', "", "indicators.I.4.label", "thiếu"),
    ('code = "I.2"', 'code = "I.1"', "indicators.I.1", "đã dùng"),
    ('code = "I.2"', 'code = "12"', "indicators.12.code", "I.4.1"),
    ('code = "I.4"\n', 'code = "I.4"\nparent = "I.9"\n', "indicators.I.4.parent", "I.9"),
    ('code = "I.4"\n', 'code = "II.4"\n', "indicators.II.4.code", "phần II"),
    ('kind = "enum"', 'kind = "choice"', "indicators.I.4.kind", "choice"),
    ('kind = "enum"', 'kind = "count"', "indicators.I.4.options", "enum"),
    ('"Có = 1", "Không = 0"', '"Có = 1"', "indicators.I.4.options", "hai"),
    ('"Có = 1", "Không = 0"', '"Có = 1", "Không"', "indicators.I.4.options", "Có = 1"),
    ('owner = "culture"', 'owner = "police"', "indicators.I.4.owner", "police"),
    ('nature = "flow"', 'nature = "river"', "indicators.I.1.nature", "river"),
    ('help = "Đếm hồ sơ."\n', "", "indicators.I.1.help", "thiếu"),
    ('part = "I.2"', 'part = "I.8"', "indicators.I.3.ratio.part", "I.8"),
    ('part = "I.2"', 'part = "I.4"', "indicators.I.3.ratio.part", "I.4"),
    ('kind = "percent"', 'kind = "count"', "indicators.I.3.ratio", "percent"),
    ('"Hồ sơ đã xong"', '"Hồ sơ {huyen}"', "indicators.I.2.label", "huyen"),
    ('"Hồ sơ đã xong"', '"Hồ sơ {cap"', "indicators.I.2.label", "{ }"),
    ("Biểu thử", "Bie\u0302\u0309u thử", "title", "NFC"),
    ('codes = ["I.4"]', 'codes = ["I.4", "I.9"]', "blocks.I.4.codes", "chỉ tiêu I.9 không có"),
    ('codes = ["I.4"]', 'codes = ["I.4", "I.3"]', "blocks.I.4.codes", "tự tính"),
    ('codes = ["I.4"]', "codes = []", "blocks.I.4.codes", "1 đến 6"),
    ('codes = ["I.4"]', "codes = []", "indicators.I.4", "chưa nằm trong nhóm"),
    ('codes = ["I.4"]', 'codes = ["I.4", "I.1"]', "blocks.I.4.codes", "một bộ phận"),
    ('codes = ["I.4"]', 'codes = ["I.4", "I.1"]', "indicators.I.1", "hai nhóm"),
    ('short = "đã xong"', 'short = "tiếp nhận"', "blocks.I.1.codes", "tên ngắn"),
    ('id = "I.4"', 'id = "I 4"', "blocks.I 4.id", "dấu cách"),
    ('id = "T2"', 'id = "T1"', "rules.T1", "đã dùng"),
    ('type = "at_most"', 'type = "biggest"', "rules.T1.type", "biggest"),
    ('left = ["I.2"]', 'left = ["I.7"]', "rules.T1.left", "I.7"),
    ('left = ["I.2"]', "left = []", "rules.T1.left", "từ 1"),
    ('right = ["I.2", "I.1"]', 'right = ["I.1", "I.2"]', "rules.T2.right", "ratio"),
    ('severity = "warn"', 'severity = "loud"', "rules.T3.severity", "loud"),
    ('share = "50"', 'shore = "50"', "rules.T3.options.shore", "không có trong mẫu"),
    ('share = "50"', 'share = "half"', "rules.T3.options.share", "half"),
    ('share = "50"', 'carried = "I.1=I.7"', "rules.T3.options.carried", "I.7"),
    ('key_rates = ["I.3"]', 'key_rates = ["I.1"]', "key_rates", "không phải tỷ lệ"),
    ('key_rates = ["I.3"]', 'key_rates = "I.3"', "key_rates", "ngoặc vuông"),
    ("valid_from = 2024-01-01", 'valid_from = "2024"', "valid_from", "valid_from = 2024-01-01"),
    (
        "valid_from = 2024-01-01",
        "valid_from = 2024-01-01T08:00:00",
        "valid_from",
        "ví dụ valid_from",
    ),
    ("legal_basis", "valid_to = 2023-01-01\nlegal_basis", "valid_to", "sớm hơn"),
    ('version = "1"', 'version = "1"\nbase = "0"', "base", "không có bản 0"),
    ('version = "1"', 'version = "1"\nreplaces = "0"', "replaces", "không có bản 0"),
    ('id = "tiny"', 'id = "tiny', "", "TOML"),
]


@pytest.mark.parametrize(("good", "bad", "key", "words"), FAULTY)
def test_a_fault_is_told_with_file_and_key(tmp_path, good, bad, key, words):
    assert good in FORM
    forms, faults = load(tmp_path, tiny=FORM.replace(good, bad, 1))
    assert forms == ()
    assert {fault.file for fault in faults} == {"forms/tiny.toml"}
    assert any(fault.key == key and words in fault.message for fault in faults), faults


def test_a_block_of_seven_is_too_long(tmp_path):
    line = re.search(r'\[\[indicators\]\]\ncode = "I.1".*?(?=\[\[ind)', FORM, re.DOTALL)[0]
    more = "".join(
        line.replace("I.1", f"I.{n}").replace("tiếp nhận", f"số {n}") for n in range(11, 16)
    )
    codes = ", ".join(f'"I.{n}"' for n in (1, 2, 11, 12, 13, 14, 15))
    text = FORM.replace(line, line + more).replace('codes = ["I.1", "I.2"]', f"codes = [{codes}]")
    _, (fault,) = load(tmp_path, tiny=text)
    assert str(fault).startswith("forms/tiny.toml: blocks.I.1.codes: nhóm có 7 chỉ tiêu")


def test_all_faults_of_all_files_are_told_together(tmp_path):
    one = FORM.replace('kind = "enum"', 'kind = "choice"').replace('type = "at_most"', 'type = "x"')
    other = FORM.replace('id = "tiny"', 'id = "other"').replace('unit = "%"', 'uniy = "%"')
    forms, faults = load(tmp_path, one=one, other=other, sound=FORM.replace("tiny", "sound"))
    assert [form.id for form in forms] == ["sound"]
    told = {(fault.file, fault.key) for fault in faults}
    assert told == {
        ("forms/one.toml", "indicators.I.4.kind"),
        ("forms/one.toml", "indicators.I.4.options"),
        ("forms/one.toml", "rules.T1.type"),
        ("forms/other.toml", "indicators.I.3.uniy"),
    }


def test_a_file_that_is_not_text_is_a_fault(tmp_path):
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "a.toml").write_bytes(b"\xff\xfe id")
    forms, (fault,) = load(tmp_path)
    assert (forms, fault.key) == ((), "")
    assert "UTF-8" in fault.message


SUCCESSOR = """
id = "tiny"
version = "2"
base = "1"
replaces = "1"
valid_from = 2025-07-01
[[indicators]]
code = "I.2"
label = "Hồ sơ đã giải quyết"
"""
ENDED = FORM.replace("legal_basis", "valid_to = 2025-06-30\nlegal_basis")


def test_a_version_takes_over_its_base_and_changes_single_entries(tmp_path):
    (old, new), faults = load(tmp_path, a=ENDED, b=SUCCESSOR)
    assert faults == ()
    assert new.indicators["I.2"].label == "Hồ sơ đã giải quyết"
    assert new.indicators["I.2"].short == old.indicators["I.2"].short
    assert new.indicators["I.1"] == old.indicators["I.1"]
    assert (new.valid_to, new.rules) == (None, old.rules)


@pytest.mark.parametrize(
    ("base", "top", "key"),
    [
        (FORM, SUCCESSOR, "valid_from"),  # the first one never ends
        (ENDED, SUCCESSOR.replace("2025-07-01", "2025-06-30"), "valid_from"),
        (ENDED, SUCCESSOR.replace("2025-07-01", "2025-07-02"), "valid_from"),
        (ENDED, SUCCESSOR.replace('version = "2"', 'version = "1"'), "version"),
        (ENDED, SUCCESSOR + SUCCESSOR.partition("[[")[2].join(["[[", ""]), "indicators.I.2"),
        (ENDED, ENDED.replace('version = "1"', 'version = "2"\nreplaces = "1"')
            .replace("2024-01-01", "2025-07-01").replace("2025-06-30", "2026-06-30")
            .replace('"I.4"', '"I.5"'), "indicators"),
    ],
)  # fmt: skip
def test_versions_follow_on_each_other_and_drop_no_code(tmp_path, base, top, key):
    _, faults = load(tmp_path, a=base, b=top)
    assert ("forms/b.toml", key) in {(fault.file, fault.key) for fault in faults}


def test_a_fault_of_the_base_is_told_once(tmp_path):
    _, faults = load(tmp_path, a=ENDED.replace('unit = "%"', 'uniy = "%"'), b=SUCCESSOR)
    assert [fault.file for fault in faults] == ["forms/a.toml"]


WRONG = ["5", '"?"', "[]", "{}", "true", "2024-01-01", '["?"]', "[[1]]", "{ part = 1 }"]


@pytest.mark.parametrize("wrong", WRONG)
def test_no_entry_of_any_type_makes_the_loader_raise(tmp_path, wrong):
    for found in re.finditer(r"^(\w+) = .*$", FORM, re.MULTILINE):
        text = f"{FORM[: found.start()]}{found[1]} = {wrong}{FORM[found.end() :]}"
        load(tmp_path, tiny=text)
    for table in ("owners", "sections", "indicators", "blocks", "rules"):
        head = FORM.replace(f"[[{table}]]", "[[x]]").replace(f"[{table}]", "[x]")
        load(tmp_path, tiny=f"{table} = {wrong}\n{head}")


# ---- the second form ----


def test_the_campaign_is_a_form_of_its_own():
    asked = {owner: CAMPAIGN.asked(owner) for owner in CAMPAIGN.owners}
    assert set(asked["culture"]) == {
        *(code for code in CAMPAIGN.asked() if code.startswith("III.")),
        *("V.B", "V.Tb", "V.Tc"),
    }
    assert asked["finance"] == ("IV.1", "IV.2")
    assert all(code.startswith("VI.") for code in asked["justice"])
    assert {line.kind for line in CAMPAIGN.indicators.values() if line.asked or line.ratio} == {
        *(Kind.COUNT, Kind.PERCENT, Kind.MONEY_DONG, Kind.ENUM),
        *(Kind.TEXT, Kind.TABLE),
    }
