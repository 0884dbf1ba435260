"""The words of a report that was edited in Word go back into the text that it was made from; what a
placeholder prints never does, and nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from domain.report.forms import Kind
from reports.narrative import Sentences, narrative
from reports.reworded import Reworded, reworded
from reports.template_faults import SAMPLE, faults_by_line
from storage.catalogue.catalogue import load_catalogue, template_text

FORM = next(form for form in load_catalogue().forms if form.template == "par-quarter")
TEXT = template_text("par-quarter")


def sentences(number: int | None = 7) -> Sentences:
    value = None if number is None else Decimal(number)
    numbers = {c: value for c, line in FORM.indicators.items() if line.kind is not Kind.GROUP}
    return Sentences(FORM, numbers, numbers, "[chưa có số liệu]")


def made(template: str = TEXT, number: int | None = 7) -> list[str]:
    return [piece.text for piece in narrative(template, SAMPLE, sentences(number)).body]


def after(change: Callable[[list[str]], object], template: str = TEXT) -> Reworded:
    paragraphs = ["BÁO CÁO", "Kính gửi: UBND huyện", *made(template), "Phụ lục"]
    change(paragraphs)
    return reworded(template, SAMPLE, sentences(), paragraphs)


def replaced(old: str, new: str) -> Callable[[list[str]], None]:
    def change(paragraphs: list[str]) -> None:
        at = next(n for n, text in enumerate(paragraphs) if old in text)
        paragraphs[at] = paragraphs[at].replace(old, new)

    return change


@pytest.mark.parametrize("number", [None, 0, 1, 7])
def test_a_report_that_nobody_has_edited_changes_nothing(number: int | None) -> None:
    found = reworded(TEXT, SAMPLE, sentences(number), made(TEXT, number))
    assert (found.template, found.kept, found.printed, found.left) == (TEXT, [], [], [])


def test_words_that_were_changed_stand_in_the_next_report_with_other_figures() -> None:
    found = after(replaced("nhiệm vụ trọng tâm, thường xuyên;", "việc phải làm hằng ngày;"))
    assert found.kept == ["việc phải làm hằng ngày;"]
    assert faults_by_line(found.template, FORM) == []
    for number in (None, 0, 5):
        new, old = made(found.template, number), made(TEXT, number)
        (one,) = (text for text in new if text not in old)
        assert "là việc phải làm hằng ngày; đã giao" in one
        assert len(new) == len(old)


def test_words_that_were_added_and_taken_out_are_followed() -> None:
    found = after(replaced("đã ban hành 07", "đã chủ động ban hành 07"))
    assert "đã chủ động ban hành 05" in " ".join(made(found.template, 5))
    found = after(replaced("tiếp tục tuyên truyền, phổ biến", "tuyên truyền, phổ biến"))
    assert "tiếp tục tuyên truyền" not in " ".join(made(found.template))


def test_a_number_that_a_placeholder_printed_is_named_and_stays_a_placeholder() -> None:
    found = after(replaced("đã ban hành 07", "đã ban hành 09"))
    assert found.printed == [("07", "09")]
    assert [(each.code, each.number) for each in found.typed] == [("I.1", "09")]
    assert found.template == TEXT


def test_what_is_filled_into_a_bracket_is_of_this_report_alone() -> None:
    found = after(replaced("[hình thức, số tin bài, số hội nghị]", "loa truyền thanh, 12 tin bài"))
    assert (found.template, found.kept, found.printed) == (TEXT, [], [])


def test_a_paragraph_that_was_added_stands_in_every_report_and_is_no_code() -> None:
    words = "Đảng ủy xã đã họp chuyên đề {{ so }} {% if %}."

    def change(paragraphs: list[str]) -> None:
        at = next(n for n, text in enumerate(paragraphs) if "đã ban hành 07" in text)
        paragraphs.insert(at + 1, words)

    found = after(change)
    assert faults_by_line(found.template, FORM) == []
    for number in (None, 0, 5):
        text = made(found.template, number)
        (one,) = (each for each in text if each.startswith("Đảng ủy xã"))
        assert one == "Đảng ủy xã đã họp chuyên đề { { so }} { % if %}."


def test_a_paragraph_that_was_taken_out_is_named_and_stays() -> None:
    def change(paragraphs: list[str]) -> None:
        del paragraphs[next(n for n, x in enumerate(paragraphs) if "Kết quả thực hiện cụ" in x)]

    found = after(change)
    assert found.left == ["Kết quả thực hiện cụ thể:"]
    assert found.template == TEXT


def test_letterhead_and_annex_are_no_words_of_the_text() -> None:
    found = after(lambda paragraphs: paragraphs.insert(0, "ỦY BAN NHÂN DÂN"))
    assert found.template == TEXT


def test_nothing_is_lost_over_three_makings() -> None:
    template, edits = TEXT, ("việc trọng tâm;", "việc hằng ngày;", "việc của mọi người;")
    before = "nhiệm vụ trọng tâm, thường xuyên;"
    for words in edits:
        found = after(replaced(before, words), template)
        assert found.left == found.printed == []
        template, before = found.template, words
    assert template.replace(edits[-1], "nhiệm vụ trọng tâm, thường xuyên;") == TEXT


def test_a_list_that_goes_along_is_no_edit_of_the_text() -> None:
    template = f"{TEXT}\n\n@ kem_theo: Danh sách nhiệm vụ\n\nMột dòng của danh sách.\n"
    printed = [*made(TEXT), "Phụ lục I", "DANH SÁCH NHIỆM VỤ", "Một dòng của danh sách."]
    found = reworded(template, SAMPLE, sentences(), printed)
    assert (found.template, found.kept, found.left) == (template, [], [])
