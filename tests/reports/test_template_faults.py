"""A report text is checked before it is used: every fault with its line, in words."""

from dataclasses import replace

import pytest

from reports.template_faults import template_faults
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.form_files import load_forms

FORMS = load_forms(CATALOGUE / "forms")[0]
SOUND = "@ trich_yeu: Công tác\n\nTrên đây là báo cáo./.\n"


@pytest.fixture
def faults(tmp_path, form):
    """The faults of a text."""
    folder = tmp_path / "templates"
    folder.mkdir()

    def told(words):
        (folder / "par-quarter.txt.j2").write_text(words, "utf-8")
        return template_faults(folder, form)

    return told


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.id}-{form.version}")
def test_the_texts_of_the_catalogue_have_no_fault(form):
    assert (CATALOGUE / "templates" / f"{form.template}.txt.j2").is_file()
    assert template_faults(CATALOGUE / "templates", form) == []


def test_a_sound_text_has_no_fault(faults):
    assert faults(SOUND) == []


FILE = "templates/par-quarter.txt.j2"


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (
            '{{ so("I.4.9") }}',
            (FILE, "dòng 3", "biểu không có chỉ tiêu I.4.9, hoặc đó là dòng tiêu đề"),
        ),
        (
            '{{ dem("I.4") }}',
            (FILE, "dòng 3", "biểu không có chỉ tiêu I.4, hoặc đó là dòng tiêu đề"),
        ),
        (
            '{% if co("I.1") and hon("I.2.1", "Z.1") %}x{% endif %}',
            (FILE, "dòng 3", "biểu không có chỉ tiêu Z.1, hoặc đó là dòng tiêu đề"),
        ),
        (
            "{{ don_vj }}",
            (FILE, "dòng 3", "không có chữ điền sẵn hay hàm nào tên “don_vj”"),
        ),
    ],
)
def test_a_fault_is_told_with_its_line(faults, line, fault):
    assert faults(SOUND.replace("\n\n", f"\n\n{line}\n")) == [fault]


def test_a_mark_that_is_not_closed(faults):
    ((file, line, message),) = faults(SOUND + '{% if co("I.1") %}x')
    assert (file, line) == (FILE, "dòng 4")
    assert message.startswith("viết sai cú pháp: ")


def test_what_fails_only_with_some_figures_is_found_by_trying(faults):
    broken = SOUND + '{% if khong("I.1") %}{{ 1 // 0 }}{% endif %}'
    ((file, line, message),) = faults(broken)
    assert (file, line) == (FILE, "dòng 4")
    assert message == "không chạy được: ZeroDivisionError: integer division or modulo by zero"


def test_a_code_that_is_put_together_is_found_by_trying(faults):
    ((_, line, message),) = faults(SOUND + '{% for n in [99] %}{{ so("I." ~ n) }}{% endfor %}')
    assert line == "dòng 4"
    assert message == "không chạy được: KeyError: 'I.99'"


def test_a_text_without_subject_or_body(faults):
    assert faults("Một đoạn.") == [(FILE, "", "thiếu dòng “@ trich_yeu: …”")]
    assert faults("@ trich_yeu: Công tác") == [(FILE, "", "chưa có lời báo cáo")]


def test_a_text_that_is_not_there(tmp_path, form):
    assert template_faults(tmp_path / "templates", form) == [(FILE, "", "thiếu tệp này")]


def test_a_form_without_a_text_has_none(tmp_path, form):
    assert template_faults(tmp_path, replace(form, template="")) == []
