"""Numbers and sweeping words in a text, against the figures."""

from decimal import Decimal

import pytest

from domain.report.figures import Figure, State
from domain.report.findings import Case
from domain.report.forms import Kind
from domain.report.rules import check
from domain.report.told import ToldNumber, told_in
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.form_files import load_forms

FORMS = load_forms(CATALOGUE / "forms")[0]
QUARTER = next(form for form in FORMS if form.id == "par-quarter")
CAMPAIGN = next(form for form in FORMS if form.id == "campaign-online-services")
LINES = tuple(line for line in QUARTER.indicators.values() if not line.kind.written)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "Kết quả nhận 515 hồ sơ trực tuyến, đạt 99,8%.",
            [("VII.5.3.2", "515"), ("VII.5.3", "99.8")],
        ),
        ("Trong kỳ tiếp nhận 376 hồ sơ.", [("VII.5.3.1", "376")]),
        ("Thực hiện Kế hoạch số 05/KH-UBND ngày 12/01/2024 năm 2024, quý III.", []),
        ("Cung cấp dịch vụ công mức độ 3, mức độ 4.", []),
        ("Có 5 ý kiến của 12 hộ dân.", []),
    ],
)
def test_only_numbers_that_surely_speak_of_a_line_are_told(
    words: str, told: list[tuple[str, str]]
) -> None:
    assert told_in(words, LINES) == tuple(ToldNumber(code, Decimal(n)) for code, n in told)


def _written(form, code, words, **numbers):
    figures = {
        name.replace("_", "."): Figure(name.replace("_", "."), State.VALUE, Decimal(number))
        for name, number in numbers.items()
    }
    return {**figures, code: Figure(code, State.VALUE, Decimal(9), words)}


def test_a_number_in_a_text_that_differs_is_a_finding_and_the_same_number_is_none() -> None:
    code = next(line.code for line in CAMPAIGN.written if line.kind is Kind.TEXT)
    for words, found in (
        ("Đã số hóa đầy đủ thành phần 300 hồ sơ.", True),
        ("Đã số hóa đầy đủ thành phần 302 hồ sơ.", False),
    ):
        figures = _written(CAMPAIGN, code, words, II_1="302", I_1="314")
        findings = check(Case(CAMPAIGN, figures), only=["told"])
        assert bool(findings) is found
        if found:
            assert findings[0].codes == (code, "II.1")


def test_a_sweeping_word_is_a_finding_only_where_a_figure_says_otherwise() -> None:
    code = next(line.code for line in CAMPAIGN.written if line.kind is Kind.TEXT)
    words = "Mọi hồ sơ đều trước hạn."
    late = check(Case(CAMPAIGN, _written(CAMPAIGN, code, words, I_2_2="5")))
    assert [f.reason for f in late if f.codes[0] == code] == ["claimed_otherwise"]
    in_time = check(Case(CAMPAIGN, _written(CAMPAIGN, code, words, I_2_2="0")))
    assert not [f for f in in_time if f.codes and f.codes[0] == code]
