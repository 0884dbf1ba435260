"""Rates: computed half up, compared as written, probed for the denominator they fit."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.report.figures import Figure, State
from domain.report.rates import agrees, derived, probe_denominators, rate, rates_of
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.form_files import load_forms

FORM = next(
    form
    for form in load_forms(CATALOGUE / "forms")[0]
    if (form.id, form.version) == ("par-quarter", "2024")
)


def value(code, number):
    return Figure(code, State.VALUE, D(number))


@pytest.mark.parametrize(
    ("part", "whole", "places", "expected"),
    [
        ("5", "7", 2, "71.43"),
        ("3598", "17465", 2, "20.60"),
        ("3598", "17465", 0, "21"),
        ("376", "376", 2, "100.00"),
        ("0", "9", 2, "0.00"),
        ("1", "800", 1, "0.1"),  # 0,125
        ("1", "800", 2, "0.13"),  # 0,125 is a tie and goes up
        ("5", "1000", 0, "1"),  # 0,5 goes up, unlike round()
        ("25", "1000", 0, "3"),  # 2,5 goes up, unlike round()
        ("0", "0", 2, None),
        ("3", "0", 2, None),
    ],
)
def test_a_rate_is_rounded_half_up_and_undefined_without_a_whole(part, whole, places, expected):
    found = rate(D(part), D(whole), places)
    assert (None if found is None else str(found)) == expected


@pytest.mark.parametrize(
    ("given_rate", "part", "whole", "right"),
    [
        ("21", 3598, 17465, True),
        ("20.6", 3598, 17465, True),
        ("20.60", 3598, 17465, True),
        ("20.61", 3598, 17465, False),
        ("20", 3598, 17465, False),
        ("20.00", 1, 5, True),
        ("20.00", 204, 1000, False),  # 20,4: written to two decimals it is wrong
        ("20", 204, 1000, True),  # written to none it is right
        ("83.4", 78, 93, False),
        ("83.87", 78, 93, True),
        ("71.42857142857143", 5, 7, True),  # a spreadsheet's own
        ("71.4285714285714", 5, 7, True),
        ("1E+2", 24, 24, True),
        ("80", 5, 7, False),
    ],
)
def test_a_written_rate_is_compared_at_its_own_precision(given_rate, part, whole, right):
    assert agrees(D(given_rate), D(part), D(whole)) is right


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 4))
def test_what_is_computed_agrees_with_itself(part, whole, places):
    computed = rate(D(part), D(whole), places)
    assert computed is not None
    assert agrees(computed, D(part), D(whole))


def test_every_rate_of_the_form_is_derived_where_both_parts_are_known():
    figures = {
        "I.2.1": value("I.2.1", 7),
        "I.2.2": value("I.2.2", 5),
        "I.3.3": value("I.3.3", 0),
        "I.3.3.1": Figure("I.3.3.1", State.NONE_ARISEN),
        "II.2.2.1": value("II.2.2.1", 3),
        "II.2.2.2": Figure("II.2.2.2", State.NONE_ARISEN),  # none arisen counts as 0
        "VI.1.1": value("VI.1.1", 17465),
        "VI.1.2": Figure("VI.1.2", State.MISSING),
    }
    rates = derived(FORM, figures)
    assert set(rates) == {code for code, line in FORM.indicators.items() if line.ratio}
    assert rates["I.2"] == D("71.43")
    assert rates["I.3.2"] is None  # 0/0
    assert rates["II.2.2"] == D("0.00")
    assert rates["VI.1"] is None  # a part is missing
    assert rates["VII.5.1"] is None  # nothing asked yet


@pytest.mark.parametrize(
    ("part", "given_rate", "places", "near", "expected"),
    [
        (302, "97.42", 2, 314, (310,)),
        (244, "83.56", 2, 293, (292,)),
        (515, "99.8", 1, 376, (516,)),
        (376, "100", 0, 381, (377, 376, 375)),
        (5, "80", 0, 7, ()),  # no whole number of tasks
        (1, "50", 0, 3, (2,)),
        (0, "0", 0, 5, ()),
        (3, "0.00", 2, 5, ()),
    ],
)
def test_a_probe_finds_the_denominators_that_a_rate_fits(part, given_rate, places, near, expected):
    assert probe_denominators(D(part), D(given_rate), places, near=D(near)) == expected


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 3))
def test_a_probe_near_the_real_denominator_names_it_first(part, whole, places):
    exact = rate(D(part), D(whole), places)
    assert exact is not None
    found = probe_denominators(D(part), exact, places, near=D(whole))
    assert found[:1] == ((whole,) if exact > D(5).scaleb(-places - 1) else ())
    assert all(rate(D(part), D(other), places) == exact for other in found)


def test_a_typed_rate_stands_only_while_its_parts_are_unknown():
    typed = {"I.2": value("I.2", 80)}
    assert rates_of(FORM, typed)["I.2"] == 80
    known = {**typed, "I.2.2": value("I.2.2", 5), "I.2.1": value("I.2.1", 7)}
    assert rates_of(FORM, known)["I.2"] == D("71.43")
    nothing = {**typed, "I.2.2": value("I.2.2", 0), "I.2.1": value("I.2.1", 0)}
    assert rates_of(FORM, nothing)["I.2"] is None
