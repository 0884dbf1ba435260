"""The cross-checks: each rule once broken, once kept, once not decidable."""

import csv
import random
from dataclasses import replace
from decimal import Decimal as D
from pathlib import Path

import pytest

from domain.report.compare import jumped, median, spread
from domain.report.figures import Figure, State
from domain.report.findings import Case, Finding
from domain.report.forms import Kind, Severity
from domain.report.rules import CHECKS, check, check_block
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.form_files import load_forms

FORMS = load_forms(CATALOGUE / "forms")[0]
FORM = next(form for form in FORMS if (form.id, form.version) == ("par-quarter", "2024"))
CAMPAIGN = next(form for form in FORMS if form.id == "campaign-online-services")
DATA = Path(__file__).parents[2] / "data"

BLANK = Figure("", State.MISSING)
NONE = Figure("", State.NONE_ARISEN)


def figures(**numbers):
    """figures(I_4_1=14, I_5=BLANK)."""
    found = {}
    for name, number in numbers.items():
        code = name.replace("_", ".")
        state = number.state if isinstance(number, Figure) else State.VALUE
        found[code] = Figure(code, state, D(str(number)) if state is State.VALUE else None)
    return found


def told(findings):
    return [(finding.rule, finding.severity.value, finding.reason) for finding in findings]


# ---- what the rules say of the report that they were made from ----


def annex_rows():
    with (DATA / "annex-bac-son-2024-q3.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["code"] != row["section"]]


def annex(*, doubtful):
    """Figures and rates as printed; with `doubtful` also the cells that could not be read."""
    found, rates = {}, {}
    for row in annex_rows():
        code = f"{row['section']}.{row['code']}"
        line = FORM.indicators[code]
        written = (row["value"] or row["value_ocr"]) if doubtful else row["value"]
        if line.kind is Kind.GROUP or (row["doubtful"] == "1" and not doubtful):
            continue
        number = written.replace(".", "").rstrip("%")
        value = D(number) if number.isdecimal() else None
        if line.ratio:
            rates[code] = value
        else:
            state = State.MISSING if value is None else State.VALUE
            found[code] = Figure(code, state, value)
    return found, rates


# What the text of the report tells; V47-V49 compare it with the annex.
BODY = {"IV.2.2": D(18), "III.3.1.1": D(381), "VII.5.3": D("99.8")}


def verdicts():
    with (DATA / "rules.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["verdict_on_seed"] for row in csv.DictReader(file)}


def test_the_rules_judge_the_report_as_people_did():
    found, rates = annex(doubtful=False)
    findings = {f.rule: f.severity for f in check(Case(FORM, found, rates=rates, text=BODY))}
    for rule, verdict in verdicts().items():
        if verdict == "VI PHẠM":
            # A rule that only warns stays a warning: V47.
            severity = next(r.severity for r in FORM.rules if r.id == rule)
            assert findings.pop(rule) is severity, rule
        elif verdict.startswith("CẢNH BÁO"):
            assert findings.pop(rule) is Severity.WARN, rule
    # 107 of two parts is already more than the whole, whatever the part that could not be read is.
    assert findings.pop("V41") is Severity.ERROR
    assert findings == {}  # nothing of what was right, blank or doubtful


def test_the_doubtful_cells_taken_at_their_word_break_the_rules_that_people_named():
    found, rates = annex(doubtful=True)
    findings = {finding.rule for finding in check(Case(FORM, found, rates=rates))}
    named = {rule for rule, verdict in verdicts().items() if "VI PHẠM (OCR" in verdict}
    assert named == {"V34", "V37", "V38", "V41"}
    assert named < findings


# ---- one rule at a time ----

CASES = [
    # rule, figures, reason or None
    ("V02", {"I_2_1": 7, "I_2_2": 8}, "more_than"),
    ("V02", {"I_2_1": 7, "I_2_2": 7}, None),
    ("V02", {"I_2_1": 7}, None),
    ("V02", {"I_2_1": BLANK, "I_2_2": 8}, None),
    ("V02", {"I_2_1": NONE, "I_2_2": 1}, "more_than"),  # none arisen is 0
    ("V05", {"I_4_1": 14, "I_4_2": 14, "I_4_3": 1, "I_4_4": 0}, "more_than"),
    ("V05", {"I_4_1": 15, "I_4_2": 8, "I_4_3": 1, "I_4_4": 0}, None),  # 6 in progress
    ("V05", {"I_4_1": 14, "I_4_2": 14, "I_4_3": 1, "I_4_4": BLANK}, "more_than"),
    ("V05", {"I_4_1": 14, "I_4_2": 13, "I_4_3": 1, "I_4_4": BLANK}, None),
    ("V08", {"II_1": 5, "II_1_1": 6, "II_1_2": BLANK}, "solved_more"),
    ("V08", {"II_1": 5, "II_1_1": 5, "II_1_2": BLANK}, None),
    ("V07", {"I_5": 1, "I_5_1": 0, "I_5_2": 2}, "yes_without_count"),
    ("V07", {"I_5": 1, "I_5_1": BLANK, "I_5_2": 2}, "yes_without_count"),
    ("V07", {"I_5": 1, "I_5_1": NONE, "I_5_2": 2}, "yes_without_count"),
    ("V07", {"I_5": 1, "I_5_1": 120, "I_5_2": BLANK}, "yes_without_answer"),
    ("V07", {"I_5": 1, "I_5_1": 120, "I_5_2": 0}, None),
    ("V07", {"I_5": 1, "I_5_1": 120}, None),  # the form of the survey was not asked yet
    ("V07", {"I_5": 0, "I_5_1": 120, "I_5_2": BLANK}, "no_with_count"),
    ("V07", {"I_5": 0, "I_5_1": 0, "I_5_2": BLANK}, None),
    ("V07", {"I_5": 0, "I_5_1": BLANK, "I_5_2": NONE}, None),
    ("V07", {"I_5": BLANK, "I_5_1": 5, "I_5_2": 1}, None),
    ("V08", {"II_1": 2, "II_1_1": 1, "II_1_2": 0}, "sum_differs"),
    ("V08", {"II_1": 1, "II_1_1": 1, "II_1_2": NONE}, None),
    ("V08", {"II_1": BLANK, "II_1_1": 1, "II_1_2": 0}, "total_left_blank"),
    ("V08", {"II_1": BLANK, "II_1_1": BLANK, "II_1_2": 0}, None),
    ("V08", {"II_1_1": 1, "II_1_2": 0}, None),  # not asked is not blank
    ("V15", {"III_1_4": 0}, "not_positive"),
    ("V15", {"III_1_4": NONE}, "not_positive"),
    ("V15", {"III_1_4": 129}, None),
    ("V15", {"III_1_4": BLANK}, None),
    ("V26", {"V_3": 1, "V_3_1": 1, "V_3_2": 1, "V_3_3": 0}, "less_than"),
    ("V26", {"V_3": 3, "V_3_1": 1, "V_3_2": 1, "V_3_3": 0}, None),
    ("V29", {"VI_2_1": 3, "VI_2_2": 1, "VI_2_3": 1, "VI_2_4": 1, "VI_2_5": 1}, "sum_differs"),
    ("V41", {"VII_5_1_1": 107, "VII_5_2_1": 22, "III_1_4": 129}, None),
    ("V41", {"VII_5_1_1": 107, "VII_5_2_1": 99, "III_1_4": 129}, "more_than"),
    ("V44", {"IV_2_5": 115}, "percent_outside"),
    ("V44", {"IV_2_5": -1}, "percent_outside"),
    ("V44", {"IV_2_5": 100, "VII_3": 0}, None),
    ("V45", {"VII_2_1": 2}, "no_such_option"),
    ("V45", {"VII_2_1": 1, "I_5_2": 2}, None),
    ("V46", {"I_1": "5.5"}, "number_outside"),
    ("V46", {"I_1": -1}, "number_outside"),
    ("V46", {"I_1": "14.0"}, None),
    ("V46", {"VI_1_1": "17465.125"}, None),
    ("V46", {"VI_1_1": "17465.1250"}, None),
    ("V46", {"VI_1_1": "17465.1254"}, "money_too_fine"),
    ("V46", {"VI_1_1": "17465.1234567"}, "number_outside"),
    ("V46", {"VI_1_1": "-1"}, "number_outside"),
]


@pytest.mark.parametrize(("rule", "numbers", "reason"), CASES)
def test_a_rule_speaks_of_what_is_broken_and_of_nothing_else(rule, numbers, reason):
    findings = check(Case(FORM, figures(**numbers)), only=[rule])
    assert [finding.reason for finding in findings] == ([reason] if reason else [])


BALANCE = {"VII_5_3_1": 376, "X_1_1": 5, "III_3_1_1": 381, "X_1_2": 0, "X_1_3": 0}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"X_1_2": 4}, "balance_differs"),  # the report itself: 381 against 385
        ({"X_1_1": 9, "X_1_2": 4}, None),
        ({"III_3_1_1": 380, "X_1_3": 1}, None),
        ({"X_1_2": BLANK}, None),
        ({"X_1_2": BLANK, "III_3_1_1": 382}, "solved_more"),
        ({"X_1_1": BLANK, "III_3_1_1": 400}, None),
    ],
)
def test_dossiers_that_came_are_solved_left_or_withdrawn(changes, reason):
    findings = check(Case(FORM, figures(**(BALANCE | changes))), only=["V43"])
    assert [finding.reason for finding in findings] == ([reason] if reason else [])


RATES = [
    # part, whole, rate as written (None: the cell is blank), reason, severity
    (5, 7, "80", "rate_differs", "error"),
    (5, 7, "71.43", None, None),
    (5, 7, "71.4", None, None),
    (5, 7, None, "rate_left_blank", "warn"),
    (0, 0, "0", "rate_of_nothing", "warn"),
    (0, 0, "100", "rate_of_nothing", "warn"),
    (0, 0, "50", "rate_of_nothing", "error"),
    (0, 0, None, None, None),
    (NONE, NONE, "0", "rate_of_nothing", "warn"),
    (BLANK, 7, "80", None, None),
]


@pytest.mark.parametrize(("part", "whole", "written", "reason", "severity"), RATES)
def test_a_typed_rate_is_checked_against_its_parts(part, whole, written, reason, severity):
    rates = {"I.2": None if written is None else D(written)}
    findings = check(Case(FORM, figures(I_2_2=part, I_2_1=whole), rates=rates), only=["V01"])
    assert told(findings) == ([("V01", severity, reason)] if reason else [])


def test_rates_that_nobody_typed_are_not_judged():
    assert check(Case(FORM, figures(I_2_1=7, I_2_2=5))) == ()
    assert check(Case(FORM, figures(I_2_1=7, I_2_2=5), rates={})) == ()


def test_a_disbursement_over_its_plan_only_warns():
    rates = {"VI.1": D("105")}
    findings = check(Case(FORM, figures(VI_1_1=100, VI_1_2=105), rates=rates))
    assert told(findings) == [("V28", "warn", "more_than"), ("V44", "warn", "percent_outside")]
    with_another = check(Case(FORM, figures(IV_2_5=101), rates=rates), only=["V44"])
    assert [(f.severity, f.codes) for f in with_another] == [(Severity.ERROR, ("IV.2.5", "VI.1"))]


def test_the_register_of_tasks_agrees_with_what_is_in_progress():
    found = figures(I_4_1=15, I_4_2=8, I_4_3=1, I_4_4=0)
    assert check(Case(FORM, found, text={"tasks_in_progress": D(6)})) == ()
    (finding,) = check(Case(FORM, found, text={"tasks_in_progress": D(5)}))
    assert (finding.rule, finding.reason) == ("V06", "remainder_differs")
    assert (finding.numbers["computed"], finding.numbers["given"]) == (6, 5)


def test_too_many_finished_tasks_are_one_fault_and_not_two():
    found = figures(I_4_1=14, I_4_2=14, I_4_3=1, I_4_4=0)
    findings = check(Case(FORM, found, text={"tasks_in_progress": D(0)}))
    assert told(findings) == [("V05", "error", "more_than")]


@pytest.mark.parametrize(
    ("text", "parts", "rates", "broken"),
    [
        ("99.8", (376, 376), {}, True),
        ("100", (376, 376), {}, False),
        ("99.8", (515, 516), {"VII.5.3": D(100)}, False),  # the parts say it exactly
        ("99.81", (515, 516), {}, False),
        ("99.9", (515, 516), {}, True),
        ("99.8", (BLANK, BLANK), {"VII.5.3": D(100)}, True),
        ("0", (BLANK, BLANK), {"VII.5.3": D(0)}, False),
        ("99.8", (BLANK, BLANK), {}, False),
    ],
)
def test_the_annex_tells_what_the_text_tells(text, parts, rates, broken):
    found = figures(VII_5_3_2=parts[0], VII_5_3_1=parts[1])
    findings = check(Case(FORM, found, rates=rates, text={"VII.5.3": D(text)}), only=["V49"])
    assert [finding.reason for finding in findings] == (["text_differs"] if broken else [])


# ---- against the period before ----


@pytest.mark.parametrize(
    ("now", "before", "same_year", "changed"),
    [
        ({"I_2_2": 4}, {"I_2_2": 5}, True, ["I.2.2"]),  # cumulative: never falls in a year
        ({"I_2_2": 1}, {"I_2_2": 7}, False, []),  # a new year starts anew
        ({"I_2_2": 90}, {"I_2_2": 5}, True, []),  # it may grow
        ({"III_3_1_1": 376}, {"III_3_1_1": 250}, True, ["III.3.1.1"]),  # +50,4%
        ({"III_3_1_1": 375}, {"III_3_1_1": 250}, True, []),  # +50% is not more than 50%
        ({"III_3_1_1": 100}, {"III_3_1_1": 250}, True, ["III.3.1.1"]),
        ({"I_1": 5}, {"I_1": 1}, True, []),  # small numbers jump without a reason
        ({"I_1": 7}, {"I_1": 1}, True, ["I.1"]),
        ({"I_1": 6}, {"I_1": NONE}, True, ["I.1"]),
        ({"I_1": 6}, {"I_1": BLANK}, True, []),
        ({"III_1_4": 300}, {"III_1_4": 129}, True, []),  # a level may change
        ({"I_5": 1}, {"I_5": 0}, True, []),
        ({"X_1_1": 4}, {"X_1_2": 4}, True, []),
        ({"X_1_1": 5}, {"X_1_2": 4}, True, ["X.1.1"]),  # carried over is what was left
        ({"X_1_1": 0}, {"X_1_2": NONE}, True, []),
    ],
)
def test_figures_are_compared_with_the_period_before(now, before, same_year, changed):
    findings = check(
        Case(FORM, figures(**now), previous=figures(**before), same_year=same_year), only=["V50"]
    )
    assert [list(finding.codes) for finding in findings] == ([changed] if changed else [])
    assert all(finding.severity is Severity.WARN for finding in findings)


HALF = D(3) / 6  # a quarter after half a year


@pytest.mark.parametrize(
    ("now", "before", "scale", "changed"),
    [
        ({"III_3_1_1": 376}, {"III_3_1_1": 402}, HALF, []),  # 201 were to be expected
        ({"III_3_1_1": 604}, {"III_3_1_1": 402}, HALF, ["III.3.1.1"]),  # three times that
        ({"III_3_1_1": 66}, {"III_3_1_1": 402}, HALF, ["III.3.1.1"]),  # not a third of it
        ({"III_3_1_1": 900}, {"III_3_1_1": 400}, D(2), []),
        ({"III_3_2_1": 400}, {"III_3_2_1": 0}, HALF, ["III.3.2.1"]),
        ({"III_3_2_1": 49}, {"III_3_2_1": 0}, HALF, []),  # a trifle
        ({"III_3_2_1": 400}, {"III_3_2_1": 0}, None, []),  # a campaign has no months
        ({"VII_4_2": 60}, {"VII_4_2": D("98.5")}, HALF, ["VII.4.2"]),  # a rate can be compared
        ({"VII_4_2": 79}, {"VII_4_2": D("98.5")}, HALF, []),
        ({"VII_4_2": 60}, {"VII_4_2": D("98.5")}, None, ["VII.4.2"]),
    ],
)
def test_periods_of_different_length_are_compared_by_their_months(now, before, scale, changed):
    findings = check(
        Case(FORM, figures(**now), previous=figures(**before), scale=scale), only=["V50"]
    )
    assert [list(finding.codes) for finding in findings] == ([changed] if changed else [])


@pytest.mark.parametrize(("year", "odd"), [(700, True), (778, False), (1200, False)])
def test_a_year_is_not_less_than_the_periods_within_it(year, odd):
    now, within = figures(III_3_1_1=year), {"III.3.1.1": D(778)}
    found = check(Case(FORM, now, previous=figures(III_3_1_1=376), scale=D(4), within=within))
    numbers = {"III.3.1.1": D(year), "III.3.1.1/within": D(778)}
    assert [finding.numbers for finding in found] == ([numbers] if odd else [])


@pytest.mark.parametrize(
    ("part", "now", "whole", "before", "changed"),
    [
        ("III_3_1_2", (157, 376), "III_3_1_1", (400, 402), ["III.3.1"]),  # 41,8% after 99,5%
        ("III_3_1_2", (320, 376), "III_3_1_1", (400, 402), []),  # 85,1%
        ("III_3_2_2", (1, 2), "III_3_2_1", (3, 3), []),  # one of two says nothing
        ("VI_1_2", (9000, 17465), "VI_1_1", (2210, 17465), []),  # spent in the course of the year
    ],
)
def test_a_computed_rate_is_compared_whatever_the_length(part, now, whole, before, changed):
    findings = check(
        Case(
            FORM,
            figures(**{part: now[0], whole: now[1]}),
            previous=figures(**{part: before[0], whole: before[1]}),
            scale=HALF,
        ),
        only=["V50"],
    )
    named = [code for finding in findings for code in finding.codes]
    assert [code for code in named if FORM.indicators[code].ratio] == changed


def test_a_history_says_what_is_usual():
    usual = [D(n) for n in (370, 381, 360, 376)]
    now = figures(III_3_1_1=515)
    (finding,) = check(Case(FORM, now, history={"III.3.1.1": usual}))
    assert finding.numbers == {"III.3.1.1": D(515), "III.3.1.1/before": D(376)}
    assert check(Case(FORM, figures(III_3_1_1=460), history={"III.3.1.1": usual})) == ()


@pytest.mark.parametrize(
    ("now", "earlier", "odd"),
    [
        (100, [], False),
        (100, [60], True),
        (100, [60, 90], False),  # of few, the last one counts
        (130, [100, 100, 100, 100], False),  # 30%
        (131, [100, 100, 100, 100], True),
        (9, [4, 4, 4, 4], False),  # 5 pieces
        (10, [4, 4, 4, 4], True),
        (200, [100, 50, 150, 100, 20, 180], False),  # restless: three usual deviations
        (260, [100, 50, 150, 100, 20, 180], True),
        (100, [100, 100, 5000, 100], False),  # one odd quarter does not hide the usual
    ],
)
def test_a_jump_is_measured_by_the_usual_spread(now, earlier, odd):
    assert jumped(D(now), [D(n) for n in earlier], share=D("0.5"), floor=D(5)) is odd


def test_median_and_spread():
    assert median([D(3), D(1), D(2)]) == 2
    assert median([D(4), D(1), D(2), D(3)]) == D("2.5")
    assert spread([D(1), D(2), D(3), D(100)]) == 1


# ---- a block, an order, a registry ----


def test_a_block_is_judged_by_the_rules_that_it_touches_and_that_are_answered():
    found = figures(I_4_1=14, I_4_2=14, I_4_3=1, I_4_4=0, III_1_4=0, I_1=-1)
    block = FORM.blocks_by_id["I.4"].codes
    assert told(check_block(Case(FORM, found), block)) == [("V05", "error", "more_than")]
    del found["I.4.4"]  # 14 + 1 is more than 14, whatever the third may be
    assert told(check_block(Case(FORM, found), block)) == [("V05", "error", "more_than")]
    found["I.4.3"] = replace(found["I.4.3"], value=D(0))
    assert check_block(Case(FORM, found), block) == ()


def test_a_rule_speaks_as_soon_as_what_is_known_breaks_it_for_good():
    assert told(check_block(Case(FORM, figures(I_4_1=10, I_4_2=12)), ["I.4.2"])) == [
        ("V05", "error", "more_than")
    ]
    parts = figures(VI_2_1=3, VI_2_2=5)
    assert told(check_block(Case(FORM, parts), ["VI.2.2"])) == [("V29", "error", "solved_more")]
    assert check_block(Case(FORM, figures(VI_2_1=5, VI_2_2=3)), ["VI.2.2"]) == ()
    assert check_block(Case(FORM, figures(V_3_1=5)), ["V.3.1"]) == ()  # of what, nobody has said


def test_a_part_that_has_no_data_holds_no_row_back_for_what_the_others_come_to():
    found = figures(III_1_4=100, VII_5_1_1=107, VII_5_2_1=BLANK)
    block = FORM.blocks_by_id["VII.5.1"].codes
    assert told(check_block(Case(FORM, found), block)) == [("V41", "warn", "more_than")]
    assert check_block(Case(FORM, found), block, severity=Severity.ERROR) == ()


def test_a_rate_that_was_typed_before_is_held_against_the_figures_that_come():
    found, typed = figures(VII_5_3_1=314, VII_5_3_2=302), {"VII.5.3": D("97.42")}
    assert told(check_block(Case(FORM, found, rates=typed), ["VII.5.3.2"])) == [
        ("V37", "error", "rate_differs")
    ]
    assert check_block(Case(FORM, found), ["VII.5.3.2"]) == ()


def test_a_block_is_judged_together_with_blocks_answered_before():
    found = figures(III_1_4=0, VII_5_4_1=24, VII_5_4_2=24)
    findings = check_block(Case(FORM, found), FORM.blocks_by_id["VII.5.3"].codes)
    assert told(findings) == [("V42", "error", "more_than")]


def test_a_block_is_compared_with_its_own_earlier_figures_only():
    now, before = figures(I_1=50, III_3_1_1=900), figures(I_1=10, III_3_1_1=100)
    (finding,) = check_block(Case(FORM, now, previous=before), ["I.1"])
    assert finding.codes == ("I.1",)
    carried = check_block(Case(FORM, figures(X_1_1=3), previous=figures(X_1_2=4)), ["X.1.1"])
    assert [f.codes for f in carried] == [("X.1.1",)]
    assert check_block(Case(FORM, figures(X_1_1=3), previous=figures(X_1_2=4)), ["X.1.2"]) == ()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.id}@{form.version}")
def test_looking_for_one_severity_finds_what_looking_for_all_finds_of_it(form):
    draw = random.Random(form.id)
    numbers = [D(n) for n in ("-1", "0", "1", "14", "100", "101", "250", "0.5", "17.4653")]
    answers = [BLANK, NONE, *(Figure("", State.VALUE, number) for number in numbers)]
    for block in form.blocks * 12:
        given, before = (
            {code: replace(draw.choice(answers), code=code) for code in form.asked()}
            for _ in range(2)
        )
        everything = check_block(Case(form, given, previous=before), block.codes)
        for severity in Severity:
            some = check_block(Case(form, given, previous=before), block.codes, severity=severity)
            assert some == tuple(f for f in everything if f.severity is severity)


def test_errors_come_before_warnings():
    found = figures(II_1=BLANK, II_1_1=0, II_1_2=0, III_1_4=0)
    assert [finding.rule for finding in check(Case(FORM, found))] == ["V15", "V08"]


def test_only_the_named_rules_are_asked():
    found = figures(II_1=BLANK, II_1_1=0, II_1_2=0, III_1_4=0)
    assert [finding.rule for finding in check(Case(FORM, found), only=["V08"])] == ["V08"]
    assert check(Case(FORM, found), only=[]) == ()


def test_an_empty_report_breaks_nothing():
    assert check(Case(FORM, {})) == ()
    assert check(Case(FORM, {}, previous={}, rates={}, text={})) == ()


# ---- the second form: the campaign of 2023 in Bình Phước ----

CAMPAIGN_FIGURES = figures(
    I_1=314,
    I_1_1=70,
    I_1_2=219,
    I_1_3=25,
    I_2=293,
    I_2_1=288,
    I_2_2=5,
    I_2_2_1=3,
    I_2_2_2=2,
    I_3=18,
    I_4=3,
    I_5=0,
    II_1=302,
    II_2=244,
    III_1=51,
    III_1_1=44,
    III_1_2=7,
    III_2=10,
    III_2_1=9,
    III_2_2=1,
    III_3=218,
    III_3_1=205,
    III_3_2=13,
    III_3_4=218,
    IV_1=189,
    IV_2=2318000,
    V_1=100,
    V_2=100,
    V_3=100,
    VI_1=9,
    VI_2=9,
    VI_4=1,
    VI_5=1,
)
CAMPAIGN_RATES = {"I.2.3": D("98.3"), "II.1.1": D("97.42"), "II.2.1": D("83.56")}


def test_the_campaign_closes_but_for_its_two_rates_of_digitising():
    written = {line.code for line in CAMPAIGN.written}
    assert set(CAMPAIGN_FIGURES) == set(CAMPAIGN.asked()) - written
    findings = check(Case(CAMPAIGN, CAMPAIGN_FIGURES, rates=CAMPAIGN_RATES))
    assert [(f.reason, f.codes[0]) for f in findings] == [
        ("rate_differs", "II.1.1"),  # 302 of 314 is not 97,42%
        ("rate_differs", "II.2.1"),  # 244 of 293 is not 83,56%
        ("sum_differs", "III.3"),  # 218 online here, 219 there
    ]
    assert findings[2].severity is Severity.WARN


def test_the_registry_is_closed():
    for name, entry in CHECKS.items():
        assert entry.find.__name__ in (name, f"{name}_")
        assert entry.find.__doc__, name


def test_the_gap_of_a_finding_tells_the_worse_from_the_slight() -> None:
    slight = Finding("a", Severity.ERROR, ("1",), "more_than", _sides(15, 14))
    worse = Finding("b", Severity.ERROR, ("2",), "more_than", _sides(1400, 14))
    unmeasured = Finding("c", Severity.ERROR, ("3",), "not_positive", {"3": D(-1)})
    ordered = sorted([unmeasured, slight, worse], key=lambda finding: -finding.gap)
    assert [finding.rule for finding in ordered] == ["b", "a", "c"]


def _sides(left: int, right: int) -> dict[str, D]:
    return {"left": D(left), "right": D(right)}
