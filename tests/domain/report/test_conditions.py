"""Answers that depend on others: what a no leaves blank, what a yes asks after all."""

from __future__ import annotations

from decimal import Decimal

from domain.report.conditions import asked_after_all, contradicting, not_arisen
from domain.report.figures import Figure, State
from domain.report.findings import Case
from domain.report.rules import check_block
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.form_files import load_forms

FORM = next(f for f in load_forms(CATALOGUE / "forms")[0] if f.id == "par-quarter")


def figure(code: str, value: int | None) -> Figure:
    if value is None:
        return Figure(code, State.NONE_ARISEN)
    return Figure(code, State.VALUE, Decimal(value))


def by_code(*given: Figure) -> dict[str, Figure]:
    return {each.code: each for each in given}


def test_without_a_survey_there_is_no_form_of_it_though_its_number_0_was_typed() -> None:
    given = [figure("I.5", 0), figure("I.5.1", 0), figure("I.5.2", 0)]
    assert not_arisen(FORM, {}, given) == (figure("I.5.2", None),)


def test_a_no_answers_everything_that_depends_on_it() -> None:
    given = [figure("I.5", 0)]
    assert not_arisen(FORM, {}, given) == (figure("I.5.1", None), figure("I.5.2", None))


def test_a_number_beside_a_no_is_left_and_held_as_a_fault() -> None:
    given = by_code(figure("I.5", 0), figure("I.5.1", 120), figure("I.5.2", 2))
    assert not_arisen(FORM, {}, given.values()) == ()
    assert contradicting(FORM, given) == {"I.5": ("I.5.1", "I.5.2")}
    found = check_block(Case(FORM, given), ["I.5", "I.5.1", "I.5.2"])
    assert [(each.rule, each.reason, each.codes) for each in found] == [
        ("only_if", "given_without_yes", ("I.5", "I.5.2")),
        ("V07", "no_with_count", ("I.5", "I.5.1")),
    ]


def test_a_yes_leaves_everything_to_be_answered() -> None:
    assert not_arisen(FORM, {}, [figure("I.5", 1)]) == ()
    assert contradicting(FORM, by_code(figure("I.5", 1), figure("I.5.1", 120))) == {}


def test_a_no_that_becomes_a_yes_asks_what_had_not_arisen() -> None:
    before = by_code(figure("I.5", 0), figure("I.5.1", None), figure("I.5.2", None))
    assert asked_after_all(FORM, before, [figure("I.5", 1)]) == ("I.5.1", "I.5.2")
    both = [figure("I.5", 1), figure("I.5.1", 120)]
    assert asked_after_all(FORM, before, both) == ("I.5.2",)
    assert asked_after_all(FORM, {}, [figure("I.5", 1)]) == ()
