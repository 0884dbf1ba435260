"""What `nhacviec read` answers: the 54 examples of how officials type, and what is said to them."""

from __future__ import annotations

import csv
import json
import string
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from domain.reading.answers import read_answer
from domain.reading.awaited import Awaited, Stop, Trouble
from domain.reading.numbers import read_number
from domain.reading.readings import Reason
from domain.report.figures import Figure, State
from domain.report.forms import Form, Kind, Option
from handlers.figures.read import read_block, read_text
from handlers.wording.readings import phrase, phrase_answer, phrase_trouble
from handlers.wording.say import texts
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.form_files import load_forms
from storage.database.database import Database
from tests.support.district import District

EXAMPLES = Path(__file__).parents[2] / "data" / "number-inputs.csv"
YES_NO = (Option("Có", 1), Option("Không", 0))


def _annex() -> Form:
    forms, _ = load_forms(CATALOGUE / "forms")
    return next(form for form in forms if (form.id, form.version) == ("par-quarter", "2024"))


ANNEX = _annex()
TASKS = ANNEX.blocks_by_id["I.4"]


def _options(field: str) -> tuple[Option, ...]:
    if "=" not in field:
        return YES_NO if field.startswith("enum") else ()
    pieces = (piece.rpartition("=") for piece in field.removeprefix("enum ").split(";"))
    return tuple(Option(words.strip(), int(number)) for words, _, number in pieces)


def _rows() -> Iterator[object]:
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield pytest.param(row, id=f"{row['n']}: {row['input']}")


# What each reply has to name, where the example's own wording is not the measure.
NAMED = {
    "7": ("17 triệu 465 nghìn", "17.465 triệu", "17,465 tỷ"),
    "15": ("2.035", "2.350"),
    "20": ("500", "500.000"),
    "26": ("1.000", "1?"),
    "38": ("78/93", "83,87"),
    "39": ("tổng số được giao: 14", "hoàn thành đúng hạn: 14"),
    "41": ("15/9", "ngày", "15 trên 9"),
    "43": ("được giao 14", "đúng hạn 14", "quá hạn 0"),
    "44": ("được giao: 14", "đúng hạn: 14", "quá hạn: 0"),
    "48": ("4.2: <số>",),
    "50": ("0", "chưa có số liệu"),
    "61": ("chưa có số liệu",),
    "63": ("Bỏ qua",),
    "66": ("kỳ trước",),
    "68": ("không có (0)", "chưa có số liệu"),
    "69": ("không có (0)", "chưa có số liệu"),
    "81": ("5 hay 52",),
    "84": ("hoàn thành",),
    "86": ("giải thích",),
}
OPENINGS = {"accept": ("Đã ghi", "Đã sửa", "Bỏ qua"), "confirm": ("Hiểu là", "Ghi ", "Dùng lại")}


def _read(row) -> dict:
    field = row["field"]
    if field.startswith("group"):
        return read_block(row["input"], ANNEX, TASKS)
    return read_text(row["input"], field.split()[0], _options(field))


ROWS = list(_rows())


def test_all_54_examples_are_here():
    assert len(ROWS) == 54


@pytest.mark.parametrize("row", ROWS)
def test_every_example_is_read_as_written(row):
    read = _read(row)
    assert read["action"] == row["action"]
    assert _values(read) == _expected(row)
    for words in NAMED.get(row["n"], (_shown(read, row),)):
        assert words in read["reply"]
    opening = OPENINGS.get(row["action"])
    assert opening is None or read["reply"].startswith(opening) or row["n"] == "38"


def _expected(row) -> tuple[str | None, ...]:
    if row["n"] in ("39", "44"):  # 4.1=14; 4.2=14 and "as above"
        return ("14", "14") if row["n"] == "39" else ("14", "14", "0", "0")
    if row["value"].startswith("<"):
        return (None,)
    given = tuple(part.strip() or None for part in row["value"].split(";"))
    return () if row["field"].startswith("group") and given == (None,) else given


def _values(read) -> tuple[str | None, ...]:
    return tuple(read["values"].values()) if "values" in read else (read["value"],)


def _shown(read, row) -> str:
    """The value as Vietnamese write it, which every reply has to name."""
    value = read["value"] or next(iter(read.get("values", {"": None}).values()), None)
    if value is None:
        return "số"
    whole, _, decimals = f"{Decimal(value):,f}".partition(".")
    return whole.replace(",", ".") + ("," + decimals if decimals else "")


@pytest.mark.parametrize(
    ("text", "kind", "value", "state"),
    [
        ("14", "count", "14", "value"),
        ("17.465", "money_million", "17465", "value"),
        ("1.000", "count", "1000", "value"),
        ("98,30", "percent", "98.3", "value"),
        ("kps", "count", "0", "none_arisen"),
        ("kps", "percent", None, "none_arisen"),
        ("chưa", "count", None, "missing"),
        ("bq", "money_million", None, "missing"),
        ("khoảng 20", "count", None, None),
        ("-5", "count", None, None),
        ("?", "count", None, None),
        ("nkt", "count", None, None),
    ],
)
def test_values_are_plain_decimals_and_states_are_named(text, kind, value, state):
    read = read_text(text, kind)
    assert (read["value"], read["state"]) == (value, state)
    assert json.loads(json.dumps(read)) == read


def test_an_unknown_kind_is_an_error():
    with pytest.raises(ValueError, match="weight"):
        read_text("14", "weight")


@pytest.mark.parametrize("text", ["xong", "dx", "done", "OK", "hoàn thành", "da xong", "ddax xong"])
def test_a_finished_task_is_confirmed(text):
    assert read_text(text, "task")["action"] == "confirm"


@pytest.mark.parametrize("text", ["chưa xong", "14", "", "80%"])
def test_anything_else_about_a_task_is_asked(text):
    assert read_text(text, "task")["action"] == "ask"


@pytest.mark.parametrize(
    ("text", "action", "values"),
    [
        ("14 14 0 0", "accept", {"I.4.1": "14", "I.4.2": "14", "I.4.3": "0", "I.4.4": "0"}),
        ("14 1O 0 0", "confirm", {"I.4.1": "14", "I.4.2": "10", "I.4.3": "0", "I.4.4": "0"}),
        ("14 14 ko 0", "ask", {"I.4.1": "14", "I.4.2": "14", "I.4.4": "0"}),
        ("1O 14 ko 0", "ask", {"I.4.2": "14", "I.4.4": "0"}),
        ("14 14 0", "reject", {}),
        ("14 14 0 bq", "accept", {"I.4.1": "14", "I.4.2": "14", "I.4.3": "0", "I.4.4": None}),
        ("? 4.2", "command", {}),
    ],
)
def test_a_block_gives_the_values_by_code(text, action, values):
    read = read_block(text, ANNEX, TASKS)
    assert (read["action"], read["value"], read["values"]) == (action, None, values)
    assert json.loads(json.dumps(read)) == read


def test_one_state_for_all_figures_is_the_state_of_the_block():
    assert read_block("kps", ANNEX, TASKS)["state"] == "none_arisen"
    assert read_block("chưa", ANNEX, TASKS)["state"] == "missing"
    assert read_block("14 14 0 0", ANNEX, TASKS)["state"] == "value"
    assert read_block("14 14 0 kps", ANNEX, TASKS)["state"] is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("14 14 0", "thiếu số thứ 4 (4.4 quá hạn chưa hoàn thành)"),
        ("14 14 0 0 0", "thừa từ số thứ 5"),
        ("14 14 không không", "4.3 hoàn thành quá hạn, 4.4 quá hạn chưa hoàn thành"),
        ("1O 1O 0 0", "- 4.1 tổng số được giao: 10 nhiệm vụ"),
        ("sửa 13", "sửa 4.2 thành 13"),
        ("4.9=1", "không có chỉ tiêu 4.9"),
        ("1.1=5", "VI.1.1 kế hoạch vốn được giao"),
        ("cảm ơn", "chưa thấy số liệu"),
        ("14 14 0 0\n1 1", "Dòng 2"),
        ("?", "4.2 hoàn thành đúng hạn."),
    ],
)
def test_a_reply_names_the_figure_it_is_about(text, words):
    assert words in read_block(text, ANNEX, TASKS)["reply"]


def test_a_correction_shows_the_old_figure():
    given = {"I.4.2": Figure("I.4.2", State.VALUE, Decimal(14))}
    awaited = Awaited(ANNEX, TASKS, current=given)
    assert phrase_answer(read_answer("sửa 4.2 thành 13", awaited), awaited) == (
        "Đã sửa 4.2: 14 → 13 nhiệm vụ."
    )


def test_what_stands_needs_no_second_word():
    """The echo of written figures is said elsewhere: an answer in doubt tells only the doubt."""
    awaited = Awaited(ANNEX, TASKS)
    assert "4.1" not in phrase_answer(read_answer("14 14 ko 0", awaited), awaited)


def test_every_reason_and_every_stop_has_its_words():
    for reason in Reason:
        assert f"reading.{reason}" in texts()
    for stop in Stop:
        assert f"reading.stop.{stop}" in texts()


@pytest.mark.parametrize("stop", list(Stop))
def test_every_stop_can_be_said_with_and_without_codes(stop):
    for codes in ((), ("I.4.2",), ("I.4", "I.4.2"), ("V",)):
        words = phrase_trouble(Trouble(stop, 2, 1, codes, "14 {x}", 3, 4), ANNEX)
        assert words.startswith("Dòng 2: ")
        assert not {name for _, name, _, _ in string.Formatter().parse(words) if name} - {"x"}


def test_alternatives_can_be_typed_back_as_they_are_named():
    reading = read_number("17,465", Kind.MONEY)
    said = phrase(reading, Kind.MONEY).partition(" là ")[2].partition("?")[0]
    typed = [choice.partition(" (")[0] for choice in said.split(" hay ")]
    values = [read_number(text, Kind.MONEY) for text in typed]
    assert [value.value for value in values] == list(reading.alternatives)


def test_markup_of_the_networks_does_not_come_back():
    assert "*" not in read_text("*14* _x_", "count")["reply"]


def test_what_the_bot_writes_of_a_rate_stays_on_one_line_and_can_be_typed_back() -> None:
    reply = read_text("98.3%", "percent")["reply"]
    assert "98,3%" in reply
    for space in ("", " ", "\u00a0", "\u202f"):
        assert read_text(f"98,3{space}%", "percent")["value"] == "98.3"
    assert read_text("1\u00a0639", "count") == read_text("1 639", "count")


@pytest.mark.parametrize(("typed", "whole"), [("1,234", "1.234"), ("12,345", "12.345")])
def test_a_count_with_a_comma_is_asked_as_the_count_that_it_can_be(typed: str, whole: str) -> None:
    asked = read_text(typed, "count")
    assert (asked["action"], asked["value"]) == ("ask", None)
    assert f"“{typed}” là {whole}" in asked["reply"]
    assert " hay " not in asked["reply"]
    assert read_text(whole, "count")["action"] == "accept"


@pytest.mark.parametrize(
    "said",
    [
        "tổng 14",
        "Tổng số: 14",
        "tong so: 14",
        "TỔNG SỐ 14",
        "tổng = 14",
        "toongr soos 14",
        "em báo tổng 14 ạ",
        "tổng số được giao: 14",
        "4.1: 14",
        "tổng 14, đúng hạn 13",
        "Tổng số: 14\nĐúng hạn: 13",
        "- Tổng số: 14\n- Đúng hạn: 13",
        "đúng hạn 13 tổng 14",
        "14 tổng, 13 đúng hạn",
        "tong 14 dung han 13 tre 1",
        "Tổng số = 14; đúng hạn = 13",
    ],
)
def test_a_label_means_the_same_line_however_it_is_written(
    memory_database: Database, said: str
) -> None:
    """Three readers may take such a message: the row, the sentence and the line by line."""
    district = District(memory_database)
    district.move("2024-09-05 08:00")
    district.say("lan", "14 7 5 1 0 0")
    if "không?" in district.say("lan", said):
        district.say("lan", "đúng")
    now = district.say("lan", "sửa 4.4 = 0; 4.1 = 15")
    assert "4.1. tổng số được giao: 14 nhiệm vụ → 15 nhiệm vụ" in now


def test_a_rate_that_is_typed_beside_its_counts_is_held_against_them(
    memory_database: Database,
) -> None:
    district = District(memory_database)
    district.move("2024-09-05 08:00")
    district.say("lan", "14 7 5 1 0 0")
    assert "71,43%, không phải 80%" in district.say("lan", "2=80%")
