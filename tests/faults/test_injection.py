"""What people type, and what units are called, is text wherever it comes out again."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import openpyxl

from bot.channels.telegram_calls import say_calls
from bot.drawn import drawn
from domain.talk.messages import Reply
from storage.database.database import Database
from tests.support.district import BAC_SON, UNITS, District

FORMULA = '=HYPERLINK("http://x","bam vao day")'


def test_a_name_that_looks_like_a_formula_is_no_formula_in_a_workbook(
    memory_database: Database,
) -> None:
    named = tuple(replace(u, name=FORMULA) if u.id == BAC_SON else u for u in UNITS)
    desk = District(memory_database, units=named)
    desk.move("2024-08-28 08:00")
    desk.fill("lan")
    answer = desk.answer("quynh", "/tonghop")
    (book,) = [file for file in answer.files if file.name.endswith(".xlsx")]
    cells = [
        cell
        for sheet in openpyxl.load_workbook(BytesIO(drawn(book).content))
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    ours = [cell for cell in cells if "HYPERLINK" in str(cell.value)]
    assert ours
    assert {cell.data_type for cell in ours} == {"s"}


def test_markup_goes_out_as_the_signs_that_were_typed() -> None:
    typed = "<b>đậm</b> [bấm](http://x) *sao* _gạch_ &amp; <script>"
    (call,) = say_calls("99", Reply(typed))
    assert call.params["text"] == typed
    assert "parse_mode" not in call.params
