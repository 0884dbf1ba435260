"""What is shown as an example can be typed: it is of the form and the unit that it is shown to."""

from __future__ import annotations

import pytest

from domain.reading.answers import read_answer
from domain.reading.awaited import Awaited
from domain.report.forms import Form
from handlers.wording.example import TAUGHT, example_in
from handlers.wording.readings import phrase_answer
from storage.catalogue.catalogue import load_catalogue

FORMS = load_catalogue().forms


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.id} {form.version}")
def test_an_example_is_a_line_of_the_form_that_takes_what_is_shown(form: Form) -> None:
    shown = example_in(form)
    block = form.block_of[shown.full]
    answer = read_answer(f"{shown.full} = {shown.value}", Awaited(form, block))
    assert [entry.code for entry in answer.entries] == [shown.full]
    assert answer.trouble is None


@pytest.mark.parametrize(
    "form", [form for form in FORMS if TAUGHT not in form.indicators], ids=lambda form: form.id
)
def test_nobody_is_shown_a_line_that_their_form_does_not_have(form: Form) -> None:
    awaited = Awaited(form, next(block for block in form.blocks if len(block.codes) > 1))
    words = phrase_answer(read_answer("sửa 13", awaited), awaited)
    assert "4.2" not in words
    assert f"sửa {example_in(form).code} thành" in words


def test_who_fills_another_part_is_shown_a_line_of_it() -> None:
    form = next(form for form in FORMS if TAUGHT in form.indicators)
    part = [code for code in form.asked() if code.startswith("VI.")]
    assert example_in(form).full == TAUGHT
    assert example_in(form, part).full in part
