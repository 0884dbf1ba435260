"""The heading that a message names in front of its words."""

import pytest

from domain.writing.text_named import TextAct, TextNamed, lines_called, read_named
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.form_files import load_forms
from storage.catalogue.words import vocabulary

FORM = next(form for form in load_forms(CATALOGUE / "forms")[0] if form.id == "par-obstacles")


@pytest.mark.parametrize(
    ("said", "act", "named", "words"),
    [
        ("ý kiến II.2: rà soát thủ tục", TextAct.WRITE, "II.2", "rà soát thủ tục"),
        ("Mục I.1.T1 – mạng chậm", TextAct.WRITE, "I.1.T1", "mạng chậm"),
        ("phần 2: bà con ít nộp", TextAct.WRITE, "2", "bà con ít nộp"),
        ("sửa phần 7: còn ít", TextAct.REWRITE, "7", "còn ít"),
        ("viết lại II.3: làm ngay", TextAct.REWRITE, "II.3", "làm ngay"),
        ("mục II.1 để tôi viết: cấp ủy chỉ đạo", TextAct.WRITE, "II.1", "cấp ủy chỉ đạo"),
        ("xem mục II.1", TextAct.SHOW, "II.1", ""),
        ("xóa mục II.1", TextAct.REMOVE, "II.1", ""),
        ("II.2 Tiếp tục rà soát", TextAct.WRITE, "II.2", "Tiếp tục rà soát"),
    ],
)
def test_a_heading_is_named_with_what_is_to_be_done(
    said: str, act: TextAct, named: str, words: str
) -> None:
    read = read_named(said, vocabulary("writing"))
    assert read is not None
    assert (read.act, read.named, read.words) == (act, named, words)


def test_a_row_of_a_register_is_named_by_its_number() -> None:
    read = read_named("sửa I.B dòng 3: a; b; c", vocabulary("writing"))
    assert read == TextNamed(TextAct.REWRITE, "I.B", "a; b; c", row=3)


@pytest.mark.parametrize(
    "said", ["Phần 2 của chương trình đã xong", "Mạng chậm", "14 14 0 0", "xong 3", "mục tiêu: đủ"]
)
def test_other_words_name_no_heading(said: str) -> None:
    assert read_named(said, vocabulary("writing")) is None


@pytest.mark.parametrize(
    ("named", "near", "code"),
    [
        ("I.1.T2", "", "I.1.T2"),
        ("i.1.t2", "", "I.1.T2"),
        ("I.1.2", "", "I.1.T2"),
        ("II.3", "", "II.T3"),
        ("6", "I.1.T2", "I.1.T6"),
        ("6", "II.T2", "II.T6"),
    ],
)
def test_a_heading_is_found_by_its_code_or_its_number(named: str, near: str, code: str) -> None:
    assert [line.code for line in lines_called(named, FORM.written, near)] == [code]


def test_a_number_that_several_headings_have_is_not_guessed() -> None:
    assert len(lines_called("4", FORM.written)) > 1
    assert lines_called("IX.4", FORM.written) == ()
