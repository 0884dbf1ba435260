"""What people write, joined, changed piecewise and taken back without the words of others."""

import pytest

from domain.report.figures import Figure, State
from domain.report.written import (
    joined,
    passage,
    replaced,
    rows_of,
    table_figure,
    text_figure,
    undone,
    without,
)

ROWS = (("01/KH-UBND", "03/01/2024", "Kiểm soát thủ tục"), ("02/KH-UBND", "03/01/2024", ""))


@pytest.mark.parametrize(
    ("standing", "added", "text"),
    [
        ("", "Mạng chậm", "Mạng chậm"),
        ("phải làm tay,", "rất vất vả", "phải làm tay, rất vất vả"),
        ("Phải làm tay.", "Rất vất vả.", "Phải làm tay.\nRất vất vả."),
        ("Phải làm tay", "Rất vất vả.", "Phải làm tay Rất vất vả."),
        ("Phải làm tay.", "- Mạng chậm", "Phải làm tay.\n- Mạng chậm"),
    ],
)
def test_a_passage_goes_on_or_begins_a_paragraph(standing: str, added: str, text: str) -> None:
    assert joined(standing, added) == text


def test_a_pasted_list_keeps_its_items_and_loses_its_empty_lines() -> None:
    pasted = "•\tMạng chậm\r\n\r\n  •  Phần mềm   hay đổi\x02\n"
    assert passage(pasted) == "- Mạng chậm\n- Phần mềm hay đổi"


def test_the_words_of_another_author_stay_when_a_passage_is_changed_or_taken_back() -> None:
    first = text_figure("I.T", "Mạng chậm.")
    both = text_figure("I.T", "Mạng chậm.\nPhần mềm hay đổi.")
    assert replaced(both.words, "Mạng chậm.", "Mạng rất chậm.") == (
        "Mạng rất chậm.\nPhần mềm hay đổi."
    )
    assert replaced(both.words, "Không có câu này.", "x") is None
    assert undone(both, None, first) == text_figure("I.T", "Phần mềm hay đổi.")
    assert undone(both, first, both) == first
    assert undone(Figure("I.T", State.MISSING), None, first) is None


def test_rows_are_kept_whole_and_taken_out_by_their_number() -> None:
    figure = table_figure("I.B", ROWS)
    assert (figure.value, rows_of(figure)) == (2, ROWS)
    assert without(ROWS, [1]) == ROWS[1:]
    assert rows_of(None) == ()
