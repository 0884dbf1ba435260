"""What the page on forms says, happens: every kind of answer, from TOML and from a workbook."""

from __future__ import annotations

import re
import tomllib
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import tomlkit

from domain.reading.numbers import read_number
from domain.report.forms import YES_OR_NO, Form, Kind, Option
from reports.incoming.open_file import open_file
from reports.incoming.read_form import COLUMNS, FLAGS, HEAD, SHEETS, form_tables
from reports.incoming.sheets import plain
from storage.catalogue.form_files import load_forms

PAGE = Path(__file__).parents[2] / "docs" / "add-a-form.md"
EVERY_KIND = {
    "id": "moi-loai",
    "version": "2024",
    "title": "Mọi loại câu trả lời",
    "valid_from": "2024-01-01",
    "legal_basis": "Công văn",
    "template": "moi-loai",
}


def kinds_told() -> dict[str, list[str]]:
    """Kind -> what the page says may be typed for it."""
    text = PAGE.read_text("utf-8")
    table = text[text.index("| kind | what it takes") :].partition("\n\n")[0]
    told = {}
    for line in table.splitlines()[2:]:
        _, kinds, _, typed, _ = line.split("|")
        for kind in re.findall(r"`(\w+)`", kinds):
            told[kind] = re.findall(r"`([^`]+)`", typed)
    return told


def test_the_page_names_every_kind_that_a_form_may_have() -> None:
    figures = {kind for kind in Kind if not kind.written}  # texts and registers stand below
    assert set(kinds_told()) == {*figures, "yes_no"}


@pytest.mark.parametrize(
    ("kind", "typed"), [(kind, text) for kind, texts in kinds_told().items() for text in texts]
)
def test_what_the_page_lets_people_type_is_one_figure(kind: str, typed: str) -> None:
    options: tuple[Option, ...] = (Option("Trực tuyến", 0), Option("Phát phiếu", 1))
    if kind == "yes_no":
        kind, options = Kind.ENUM.value, YES_OR_NO
    elif kind != Kind.ENUM:
        options = ()
    reading = read_number(typed.lower(), Kind(kind), options)
    too_much = (kind, typed) == (Kind.MONEY_BILLION, "17.465")  # the page says so below the table
    assert reading.sure is not too_much, reading


def lines() -> list[dict[str, Any]]:
    """A line of every kind, one that depends on another, a rate, and one in two columns."""
    asked = [kind for kind in kinds_told() if kind != Kind.GROUP]
    made: list[dict[str, Any]] = [
        {"code": "I.1", "label": "Mọi loại", "unit": "", "kind": "group", "owner": "office"}
    ]
    for number, kind in enumerate(asked, start=1):
        made.append(line(f"I.1.{number}", kind))
    made[asked.index("enum") + 1]["options"] = ["Trực tuyến = 0", "Phát phiếu = 1"]
    yes, count = (f"I.1.{asked.index(kind) + 1}" for kind in ("yes_no", "count"))
    made.append(line("I.2", "count") | {"only_if": yes})
    made.append(line("I.3", "count") | {"by_column": True})
    rate = line("I.4", "percent") | {"ratio": {"part": "I.2", "whole": count}}
    return [*made, {name: rate[name] for name in rate if name not in ("nature", "help")}]


def line(code: str, kind: str) -> dict[str, Any]:
    words = {"label": f"Dòng {code}", "short": f"dòng {code}", "help": f"Ghi dòng {code}."}
    fixed = {"unit": "Cái", "kind": kind, "owner": "office", "nature": "flow"}
    return {"code": code, **words, **fixed}


def entries() -> dict[str, Any]:
    asked = [entry["code"] for entry in lines() if entry["code"] not in ("I.1", "I.4")]
    blocks = [asked[at : at + 5] for at in range(0, len(asked) - 1, 5)]
    blocks = [[code for code in block if code != "I.3"] for block in blocks]
    return {
        **EVERY_KIND,
        "owners": {"office": "Văn phòng"},
        "columns": [
            {"title": "Năm 2023", "from": "2022-12-15", "to": "2023-12-14"},
            {"title": "Năm 2024", "from": "2023-12-15", "to": "2024-12-14"},
        ],
        "sections": [{"code": "I", "title": "PHẦN MỘT"}],
        "indicators": lines(),
        "blocks": [
            *(
                {"id": f"B{number}", "title": f"Nhóm {number}", "codes": codes}
                for number, codes in enumerate(blocks, start=1)
                if codes
            ),
            {"id": "B9", "title": "Theo cột", "codes": ["I.3"]},
        ],
        "rules": [
            {
                "id": "R01",
                "type": "at_most",
                "severity": "warn",
                "left": ["I.2"],
                "right": ["I.1.1"],
                "note": "Không nhiều hơn",
            }
        ],
    }


def from_toml() -> Form:
    text = re.sub(r'"(\d{4}-\d\d-\d\d)"', r"\1", tomlkit.dumps(entries()))
    tomllib.loads(text)
    return only(load_forms(Path("nowhere"), {"bieu.toml": text}))


def only(loaded: tuple[tuple[Form, ...], tuple[Any, ...]]) -> Form:
    forms, faults = loaded
    assert not faults, "\n".join(map(str, faults))
    return forms[0]


def workbook() -> bytes:
    """The same form as the page describes its workbook."""
    book, given = openpyxl.Workbook(), entries()
    head = book.active
    head.title = "Biểu"
    for title, key in HEAD.items():
        if key in given:
            head.append([title, given[key]])
    owners = book.create_sheet("Bộ phận")
    for key, words in given["owners"].items():
        owners.append([key, words])
    titles = {"cot": "Cột", "phan": "Phần", "chi tieu": "Chỉ tiêu", "muc": "Mục"}
    for name, (table, columns) in SHEETS.items():
        sheet = book.create_sheet(titles.get(name, "Kiểm tra"))
        assert plain(sheet.title) == name
        sheet.append(list(columns))
        for entry in given[table]:
            flat = entry | entry.get("ratio", {})
            sheet.append([_cell(flat.get(key), key) for key in columns.values()])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _cell(value: Any, key: str) -> Any:
    if isinstance(value, list):
        return "; ".join(value)
    if key in FLAGS:
        return {True: "Có", False: "Không"}.get(value)
    return value


def test_a_workbook_says_the_same_as_the_toml_file() -> None:
    tables = form_tables(open_file("bieu.xlsx", workbook()))
    assert tables is not None
    assert not tables.strange
    assert not tables.unclear
    text = tomlkit.dumps(tables.tables)
    assert only(load_forms(Path("nowhere"), {"bieu.xlsx": text})) == from_toml()


def test_every_kind_is_asked_and_the_columns_stand_beside_each_other() -> None:
    form = from_toml()
    kinds = {form.indicators[code].kind for code in form.asked()}
    assert kinds == {kind for kind in Kind if kind is not Kind.GROUP and not kind.written}
    assert form.beside == {"I.3": ("I.3.a", "I.3.b")}
    assert set(COLUMNS.values()) == {"title", "from", "to", "group"}
