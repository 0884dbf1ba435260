"""Files as offices really send them: each with what is right for it."""

from __future__ import annotations

import pytest

from domain.reading.cells import Flaw
from handlers.annex.file import AnnexCell, AnnexFile, UnusableFile
from handlers.annex.verify import verify_annex
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.form_files import load_forms
from tests.support.annex_files import FIELD, figures_of, read_annex

FORM = next(
    form
    for form in load_forms(CATALOGUE / "forms")[0]
    if (form.id, form.version) == ("par-quarter", "2024")
)


def annex(name: str) -> AnnexFile:
    (path,) = FIELD.glob(f"{name}*")
    return read_annex(path.name, path.read_bytes())


def cells(name: str) -> dict[str, AnnexCell]:
    return {cell.code: cell for cell in annex(name).cells}


def figures(name: str) -> dict[str, str]:
    """What would be written."""
    return figures_of(annex(name), FORM)


GIVEN = {"I.2.1": "7", "I.2.2": "5", "I.4.1": "14", "I.4.2": "14", "I.4.3": "0", "I.4.4": "0"}


@pytest.mark.parametrize(
    ("name", "flaws"),
    [
        ("01-", {"I.4.1": Flaw.STRUCK, "I.4.2": Flaw.RAISED}),
        ("51-", {"I.4.1": Flaw.TRACKED, "I.4.2": Flaw.TRACKED}),
        ("52-", {"I.4.1": Flaw.STRUCK, "I.4.2": Flaw.RAISED, "I.4.3": Flaw.HIDDEN}),
        ("53-", {"I.4.1": Flaw.BROKEN, "I.4.2": Flaw.BROKEN}),
        ("72-", {"I.2.1": Flaw.BROKEN, "I.4.1": Flaw.BROKEN}),
    ],
)
def test_a_cell_that_is_not_plainly_one_number_is_named_and_the_others_are_read(
    name: str, flaws: dict[str, Flaw]
) -> None:
    assert {code: cell.flaw for code, cell in cells(name).items() if cell.flaw} == flaws
    read = figures(name)
    assert flaws.keys().isdisjoint(read)
    plain = {code: value for code, value in GIVEN.items() if code not in flaws}
    plain.pop("I.4.3" if name == "53-" else "", None)  # "1‑2" is no number either
    assert plain.items() <= read.items()
    told = {code for f in verify_annex(annex(name), FORM).findings for code in f["codes"]}
    assert flaws.keys() <= told


@pytest.mark.parametrize("name", ["24-", "54-", "55-", "57-", "65-", "66-"])
def test_what_only_looks_strange_is_read_whole(name: str) -> None:
    assert GIVEN.items() <= figures(name).items()
    assert not annex(name).lost
    assert not any(cell.flaw for cell in cells(name).values())


def test_a_percentage_of_excel_counts_as_it_is_shown() -> None:
    assert f"{cells('03-')['I.2'].raw}" == "71.43"
    assert not [f for f in verify_annex(annex("03-"), FORM).findings if f["rule"] == "V01"]


def test_rows_whose_number_became_a_day_are_named_with_their_value() -> None:
    lost = [row.words for row in annex("71-").lost]
    assert lost == [
        "Ô D10: có số 7 nhưng số thứ tự “02/01/2024” không đọc được.",
        "Ô D18: có số 14 nhưng số thứ tự “04/01/2024” không đọc được.",
        "Ô D19: có số 14 nhưng số thứ tự “04/02/2024” không đọc được.",
    ]
    severe = [f for f in verify_annex(annex("71-"), FORM).findings if f["severity"] == "error"]
    assert [code for f in severe for code in f["codes"]] == ["I.2.1", "I.4.1", "I.4.2"]


@pytest.mark.parametrize(
    ("name", "words"), [("30-", "quá lớn"), ("31-", "quá lớn"), ("70-", "Không thấy biểu")]
)
def test_what_would_exhaust_the_machine_is_refused_in_words(name: str, words: str) -> None:
    with pytest.raises(UnusableFile, match=words):
        annex(name)
