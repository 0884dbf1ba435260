"""Periods side by side: a line of several columns is several figures, and every fault is told."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import tomlkit

from domain.report.figures import Figure, State
from domain.report.findings import Case
from domain.report.forms import Form
from domain.report.rules import check
from storage.catalogue.form_files import load_forms

DATA = Path(__file__).parents[2] / "data" / "ba-giai-doan" / "bieu-giam-sat.toml"


def loaded(tmp_path: Path, **changes: Any) -> tuple[Form | None, dict[str, str]]:
    """The form with some entries changed, and what is told of it by key."""
    entries = tomllib.loads(DATA.read_text("utf-8")) | changes
    forms, faults = load_forms(tmp_path, {"bieu.toml": tomlkit.dumps(entries)})
    return (forms[0] if forms else None), {fault.key: fault.message for fault in faults}


def lines() -> list[dict[str, Any]]:
    return tomllib.loads(DATA.read_text("utf-8"))["indicators"]


def changed(code: str, **entries: Any) -> list[dict[str, Any]]:
    return [line | entries if line["code"] == code else line for line in lines()]


def form_of(tmp_path: Path) -> Form:
    form, told = loaded(tmp_path)
    assert form is not None, told
    return form


def figures(**values: int) -> dict[str, Figure]:
    by_code = {code.replace("_", "."): value for code, value in values.items()}
    return {code: Figure(code, State.VALUE, value) for code, value in by_code.items()}  # type: ignore[arg-type]


def test_a_line_has_a_figure_in_every_column_and_a_single_one_has_one(tmp_path: Path) -> None:
    form = form_of(tmp_path)
    assert form.beside["I.2"] == ("I.2.a", "I.2.b", "I.2.c")
    assert form.indicators["I.2.c"].short == "đã giải quyết, 5 tháng đầu năm 2023"
    assert not form.indicators["I.2"].asked
    assert "I.5" not in form.beside
    assert form.asked() == tuple(code for block in form.blocks for code in block.codes)


def test_a_rate_is_computed_column_by_column(tmp_path: Path) -> None:
    rate = form_of(tmp_path).indicators["I.4.b"].ratio
    assert rate is not None
    assert (rate.part, rate.whole) == ("I.2.b", "I.1.b")


def test_lines_too_many_for_one_message_are_asked_column_by_column(tmp_path: Path) -> None:
    blocks = [
        {"id": "I.1", "title": "Hồ sơ", "codes": ["I.1", "I.1.1", "I.2", "I.3"]},
        {"id": "I.5", "title": "Tổng", "codes": ["I.5"]},
    ]
    form, told = loaded(tmp_path, blocks=blocks)
    assert form is not None, told
    assert [(block.id, block.title, len(block.codes)) for block in form.blocks] == [
        ("I.1.a", "Hồ sơ, năm 2021", 4),
        ("I.1.b", "Hồ sơ, năm 2022", 4),
        ("I.1.c", "Hồ sơ, 5 tháng đầu năm 2023", 4),
        ("I.5", "Tổng", 1),
    ]


def test_what_one_column_leaves_is_carried_into_the_one_that_follows_it(tmp_path: Path) -> None:
    given = figures(I_3_a=4, I_1_1_b=5)
    found = check(Case(form_of(tmp_path), given))
    assert [(each.rule, each.codes) for each in found] == [("N03.I.1.1.b", ("I.1.1.b", "I.3.a"))]
    assert check(Case(form_of(tmp_path), figures(I_3_a=4, I_1_1_b=4))) == ()


def test_columns_that_do_not_adjoin_carry_nothing_over(tmp_path: Path) -> None:
    columns = tomllib.loads(DATA.read_text("utf-8"))["columns"]
    columns[1]["from"] = columns[1]["from"].replace(month=6)
    form, told = loaded(tmp_path, columns=columns)
    assert form is not None, told
    carried = [rule.id for rule in form.rules if rule.id.startswith("N03.")]
    assert carried == ["N03.I.1.1.c"]


def test_a_single_line_is_held_against_all_columns_added_up(tmp_path: Path) -> None:
    given = figures(I_2_a=1, I_2_b=2, I_2_c=3, I_5=7)
    (found,) = check(Case(form_of(tmp_path), given))
    assert (found.rule, found.reason, found.numbers["right"]) == ("N02", "sum_differs", 6)


def test_a_level_at_the_closing_is_never_added_over_columns(tmp_path: Path) -> None:
    _, told = loaded(tmp_path, indicators=changed("I.2", nature="stock"))
    assert "I.2 là số tại ngày chốt" in told["rules.N02"]


def test_faults_of_columns_say_what_to_write_instead(tmp_path: Path) -> None:
    _, told = loaded(tmp_path, columns=[])
    assert "thêm [[columns]] với title, from, to, ví dụ" in told["indicators.I.1.by_column"]
    _, told = loaded(tmp_path, indicators=changed("I.5", only_if="I.2"))
    assert told["indicators.I.5.only_if"].startswith("I.2 có số ở nhiều cột")
    blocks = [{"id": "I.1", "title": "x", "codes": ["I.1", "I.5"]}]
    _, told = loaded(tmp_path, blocks=blocks)
    assert "hoặc chỉ gồm dòng có một số" in told["blocks.I.1.codes"]
    taken = {**lines()[-1], "code": "I.1.a", "short": "trùng"}
    _, told = loaded(tmp_path, indicators=[*lines(), taken])
    assert "I.1.a dành cho số của một cột" in told["indicators.I.1.by_column"]


GROUPS = [
    {"title": "Phòng chuyên môn", "group": "Phòng ban"},
    {"title": "UBND các xã", "group": "Xã, phường"},
]


def test_a_column_may_be_a_group_of_units_instead_of_a_period(tmp_path: Path) -> None:
    form, told = loaded(tmp_path, columns=GROUPS)
    assert form is not None, told
    assert form.beside["I.2"] == ("I.2.a", "I.2.b")
    assert [column.group for column in form.columns] == ["Phòng ban", "Xã, phường"]
    shorts = [form.indicators[code].short for code in form.beside["I.2"]]
    assert shorts == ["đã giải quyết, phòng chuyên môn", "đã giải quyết, UBND các xã"]


def test_what_is_carried_over_stays_within_a_group(tmp_path: Path) -> None:
    form, told = loaded(tmp_path, columns=GROUPS)
    assert form is not None, told
    carried = [rule.options["carried"] for rule in form.rules if "carried" in rule.options]
    assert carried == ["I.1.1.a=I.3.a I.1.1.b=I.3.b"]
    assert not any(rule.id.startswith("N03.") for rule in form.rules)


def test_a_group_has_no_days(tmp_path: Path) -> None:
    column = GROUPS[0] | {"from": date(2024, 1, 1)}
    _, told = loaded(tmp_path, columns=[column, GROUPS[1]])
    assert list(told) == ["columns.Phòng chuyên môn.from"]
