"""The shipped regimes and holidays have no fault; every fault of a bad file is told, by key."""

from __future__ import annotations

import csv
from datetime import date, time
from pathlib import Path

import pytest

from domain.dates.ladder import DEFAULT_LADDER, OFFICE_HOURS
from domain.dates.regimes import Regime, WeekendPolicy, rounds_of
from storage.catalogue.calendar_file import calendar_gaps, load_calendar
from storage.catalogue.fault import Fault
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.regime_files import load_regimes

GOOD_REGIME = """
id = "tk"
title = "Báo cáo thống kê"
form_id = "thong-ke"
legal_basis = "Nghị định 60/2018/NĐ-CP"
valid_from = 2024-01-01
closing_rule = "calendar"

[[turns]]
kind = "Q1"
due_day = 5
month_offset = 1
due_time = 16:00:00
"""

GOOD_DAYS = """
known_from = 2024-01-01
known_until = 2024-12-31
days = [
  { date = 2024-04-30, weekday = "T3", kind = "holiday", status = "known", name = "Lễ" },
]
"""


def regimes(tmp_path: Path, *texts: str) -> tuple[tuple[Regime, ...], tuple[Fault, ...]]:
    folder = tmp_path / "regimes"
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number}.toml").write_text(text, "utf-8")
    return load_regimes(folder)


def keys(faults: tuple[Fault, ...]) -> list[str]:
    return [fault.key for fault in faults]


def test_the_shipped_regimes_have_no_fault() -> None:
    shipped, faults = load_regimes(CATALOGUE / "regimes")
    assert faults == ()
    assert [regime.id for regime in shipped] == [
        "campaign-30-days",
        "dossiers-of-units",
        "par",
        "par-obstacles",
        "par-supervision",
        "par-town",
    ]
    par = shipped[2]
    assert (par.form_id, par.closing_rule) == ("par-quarter", "d15_d14")
    assert par.weekend_policy is WeekendPolicy.NONE
    assert [turn.kind for turn in par.turns] == ["Q1", "H1", "Q3", "Y"]
    assert {turn.due_day for turn in par.turns} == {15}
    assert "118/UBND-NV" in par.legal_basis


def test_the_shipped_calendar_has_no_fault() -> None:
    calendar, faults = load_calendar(CATALOGUE / "holidays.toml")
    assert faults == ()
    assert calendar.known_until == date(2026, 12, 31)


def test_the_shipped_calendar_is_the_researched_one() -> None:
    """Days 2023–2027 as gathered, row by row; unconfirmed rows are off until switched on."""
    calendar, _ = load_calendar(CATALOGUE / "holidays.toml")
    source = Path(__file__).parent.parent / "data" / "holidays-vn.csv"
    with source.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["status"] != "unverified"]
    worked = {date.fromisoformat(r["date"]) for r in rows if r["kind"] == "swap_work"}
    off = {date.fromisoformat(r["date"]) for r in rows if r["kind"] != "swap_work"}
    assert (calendar.work_days, calendar.days_off) == (worked, off)


def test_an_unconfirmed_day_can_be_switched_on(tmp_path: Path) -> None:
    text = (CATALOGUE / "holidays.toml").read_text("utf-8")
    file = tmp_path / "holidays.toml"
    file.write_text(text.replace("enabled = false", "enabled = true"), "utf-8")
    calendar, faults = load_calendar(file)
    assert faults == ()
    assert not calendar.is_working_day(date(2026, 11, 24))


def test_a_small_regime_is_read_with_its_defaults(tmp_path: Path) -> None:
    (regime,), faults = regimes(tmp_path, GOOD_REGIME)
    assert faults == ()
    assert (regime.ladder, regime.quiet) == (DEFAULT_LADDER, OFFICE_HOURS)
    assert (regime.opens_before, regime.ring_at) == (10, time(7, 30))
    calendar, _ = load_calendar(CATALOGUE / "holidays.toml")
    (round_,) = rounds_of(regime, 2024, calendar)
    assert (round_.closing, round_.due_on, round_.due.hour) == (
        date(2024, 3, 31),
        date(2024, 4, 5),
        16,
    )


TURN = '\n[[turns]]\nkind = "{kind}"\ndue_day = {day}\n'
ROUND = """
[[rounds]]
code = "{code}"
from = 2024-08-24
to = {to}
due_on = {due}
opens_on = {opens}
"""
STEP = '\n[[ladder]]\nstep = "{step}"\naudience = "{audience}"\n'
WINDOW = "\n[[quiet.windows]]\nfrom = {start}\nto = {end}\n"


def a_round(
    code: str = "2024-D2408",
    to: str = "2024-09-24",
    due: str = "2024-09-25",
    opens: str = "2024-08-25",
) -> str:
    return GOOD_REGIME + ROUND.format(code=code, to=to, due=due, opens=opens)


def a_ladder(*steps: str, audience: str = "owner") -> str:
    return GOOD_REGIME + "".join(STEP.format(step=step, audience=audience) for step in steps)


def a_day(row: str) -> str:
    return GOOD_DAYS.replace("]\n", "  { " + row + " },\n]\n")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id = ", [""]),
        (GOOD_REGIME.replace("valid_from", "valid_form"), ["valid_from", "valid_form"]),
        (GOOD_REGIME.replace("2024-01-01", '"2024-01-01"'), ["valid_from"]),
        (GOOD_REGIME.replace("2024-01-01", "2024-01-01T00:00:00"), ["valid_from"]),
        (GOOD_REGIME.replace("2024-01-01", "2024-02-30"), [""]),
        (GOOD_REGIME.replace('"tk"', '""'), ["id"]),
        (GOOD_REGIME.replace('"calendar"', '"lunar"'), ["closing_rule"]),
        (GOOD_REGIME.replace("closing_rule", "valid_to = 2023-12-31\nclosing_rule"), ["valid_to"]),
        (GOOD_REGIME.split("[[turns]]")[0], ["turns"]),
        ('weekend_policy = "later"\n' + GOOD_REGIME, ["weekend_policy"]),
        ('replaces = "nowhere"\n' + GOOD_REGIME, ["superior_id", "replaces"]),
        ("ring_at = 12:00:00\n" + GOOD_REGIME, ["ring_at"]),
        ('opens_before = "ten"\n' + GOOD_REGIME, ["opens_before"]),
        (GOOD_REGIME + TURN.format(kind="Q1", day=30), ["turns.Q1"]),
        (GOOD_REGIME + TURN.format(kind="Q5", day=30), ["turns.Q5.kind"]),
        (GOOD_REGIME + TURN.format(kind="Q2", day=32), ["turns.Q2.due_day"]),
        (GOOD_REGIME + TURN.format(kind="Q2", day="true"), ["turns.Q2.due_day"]),
        (GOOD_REGIME + TURN.format(kind="Q2", day=29), ["turns.Q2.due_day"]),
        (GOOD_REGIME.replace("month_offset = 1", "month_offset = 13"), ["turns.Q1.month_offset"]),
        (a_round(), []),
        (a_round(code="2024/08"), ["rounds.2024/08.code"]),
        (a_round(code="2023-D2408"), ["rounds.2023-D2408.code"]),
        (a_round(to="2024-08-23"), ["rounds.2024-D2408.to"]),
        (a_round(due="2024-09-23"), ["rounds.2024-D2408.due_on"]),
        (a_round(opens="2024-09-26"), ["rounds.2024-D2408.opens_on"]),
        ("valid_to = 2024-09-01\n" + a_round(), ["rounds.2024-D2408"]),
        (a_ladder("T-5", "T-0", "T+1"), []),
        (a_ladder("T-0", "T-5"), ["ladder.T-5.step"]),
        (a_ladder("T-5", "T-5"), ["ladder.T-5"]),
        (a_ladder("T-15", "T-0"), ["ladder.T-15.step"]),
        (a_ladder("T+0"), ["ladder.T+0.step"]),
        (a_ladder("5 ngày"), ["ladder.5 ngày.step"]),
        (a_ladder("T-5", audience="mayor"), ["ladder.T-5.audience"]),
        (GOOD_REGIME + WINDOW.format(start="07:00:00", end="12:00:00"), []),
        (
            GOOD_REGIME + WINDOW.format(start="07:00:00", end="06:00:00"),
            ["quiet.windows.07:00:00.to", "ring_at"],
        ),
        (
            GOOD_REGIME
            + WINDOW.format(start="07:00:00", end="12:00:00")
            + WINDOW.format(start="11:00:00", end="17:00:00"),
            ["quiet.windows"],
        ),
        (
            GOOD_REGIME + '\n[[cascade]]\nlevel = "tinh"\nto = "Bộ Nội vụ"\nday = 20\n',
            ["cascade.tinh.due_day", "cascade.tinh.day"],
        ),
    ],
)
def test_every_fault_of_a_regime_is_told_by_its_key(
    tmp_path: Path, text: str, told: list[str]
) -> None:
    read, faults = regimes(tmp_path, text)
    assert keys(faults) == told
    assert len(read) == (0 if told else 1)
    assert {fault.file for fault in faults} <= {"regimes/0.toml"}


def test_one_bad_file_hides_neither_its_other_faults_nor_the_good_files(tmp_path: Path) -> None:
    bad = GOOD_REGIME.replace('"tk"', "7").replace("due_day = 5", "due_day = 0").replace("Q1", "Q9")
    read, faults = regimes(tmp_path, bad, GOOD_REGIME)
    assert [regime.id for regime in read] == ["tk"]
    assert keys(faults) == ["id", "turns.Q9.due_day", "turns.Q9.kind"]


OWED_BY = """
[[owed_by]]
group = "Các cơ quan chuyên môn"
units = ["phong_ban"]

[[owed_by]]
group = "Văn phòng đăng ký đất đai"
units = ["quang-ngai/duc-pho/dat-dai"]
"""


def test_a_regime_names_who_owes_it_by_kind_or_by_unit(tmp_path: Path) -> None:
    (regime,), faults = regimes(tmp_path, GOOD_REGIME + OWED_BY)
    assert faults == ()
    assert [group.title for group in regime.owed_by] == [
        "Các cơ quan chuyên môn",
        "Văn phòng đăng ký đất đai",
    ]
    land = regime.group_of("quang-ngai/duc-pho/dat-dai", "chi_nhanh")
    assert land == regime.owed_by[1]
    assert regime.group_of("quang-ngai/duc-pho/xa-pho-an", "xa") is None


def test_a_single_unit_goes_before_its_kind(tmp_path: Path) -> None:
    text = OWED_BY.replace("dat-dai", "phong-tu-phap")
    (regime,), _ = regimes(tmp_path, GOOD_REGIME + text)
    group = regime.group_of("quang-ngai/duc-pho/phong-tu-phap", "phong_ban")
    assert group == regime.owed_by[1]


@pytest.mark.parametrize(
    ("units", "said"),
    [
        ('"phongban"', "phong_ban"),  # the near one is named
        ('"phong_ban"', "nhóm khác"),
        ("", 'units = ["xa", "phuong"]'),
    ],
)
def test_a_fault_of_who_owes_says_what_to_write_instead(
    tmp_path: Path, units: str, said: str
) -> None:
    text = OWED_BY.replace('"quang-ngai/duc-pho/dat-dai"', units)
    _, (fault,) = regimes(tmp_path, GOOD_REGIME + text)
    assert fault.key.startswith("owed_by.Văn phòng đăng ký đất đai")
    assert said in fault.message


def test_an_id_is_used_once(tmp_path: Path) -> None:
    read, faults = regimes(tmp_path, GOOD_REGIME, GOOD_REGIME)
    assert [(fault.file, fault.key) for fault in faults] == [("regimes/1.toml", "id")]
    assert len(read) == 1


def test_a_superior_letter_may_replace_a_regime(tmp_path: Path) -> None:
    letter = GOOD_REGIME.replace('"tk"', '"tk-an-thi"\nreplaces = "tk"\nsuperior_id = "hy/at"')
    read, faults = regimes(tmp_path, GOOD_REGIME, letter)
    assert faults == ()
    assert [(regime.id, regime.replaces) for regime in read] == [("tk", None), ("tk-an-thi", "tk")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD_DAYS, []),
        ("days = 5", ["days", "known_from", "known_until"]),
        (GOOD_DAYS.replace('"T3"', '"T4"'), ["days.2024-04-30.weekday"]),
        (GOOD_DAYS.replace('"holiday"', '"lễ"'), ["days.2024-04-30.kind"]),
        (GOOD_DAYS.replace('"known"', '"sure"'), ["days.2024-04-30.status"]),
        (GOOD_DAYS.replace('"known"', '"unverified"'), ["days.2024-04-30.enabled"]),
        (GOOD_DAYS.replace("name", "label"), ["days.2024-04-30.name", "days.2024-04-30.label"]),
        (GOOD_DAYS.replace("2024-04-30", '"30/4"'), ["days.30/4.date"]),
        (GOOD_DAYS.replace("2024-04-30", "2024-04-31"), [""]),
        (GOOD_DAYS.replace("known_until = 2024", "known_until = 2023"), ["known_until"]),
        (GOOD_DAYS.replace("known_until = 2024", "known_until = 2025"), ["known_until"]),
        (
            a_day('date = 2024-04-30, kind = "holiday", status = "known", name = "Lễ"'),
            ["days.2024-04-30"],
        ),
        (
            a_day('date = 2024-05-03, kind = "swap_work", status = "known", name = "Bù"'),
            ["days.2024-05-03.kind"],
        ),
        (
            a_day('date = 2024-05-04, kind = "swap_off", status = "known", name = "Bù"'),
            ["days.2024-05-04.kind"],
        ),
    ],
)
def test_every_fault_of_the_calendar_is_told_by_its_key(
    tmp_path: Path, text: str, told: list[str]
) -> None:
    file = tmp_path / "holidays.toml"
    file.write_text(text, "utf-8")
    _, faults = load_calendar(file)
    assert keys(faults) == told
    assert {fault.file for fault in faults} <= {"holidays.toml"}


def test_a_missing_calendar_is_a_fault_and_weekends_remain(tmp_path: Path) -> None:
    calendar, faults = load_calendar(tmp_path / "holidays.toml")
    assert faults
    assert not calendar.is_working_day(date(2024, 9, 15))
    assert not calendar.knows(date(2024, 9, 13))


def test_targets_keep_every_digit_and_a_strange_one_is_told(tmp_path: Path) -> None:
    (regime,), faults = regimes(tmp_path, GOOD_REGIME + '[targets]\n"I.1" = "98.50"\n')
    assert faults == ()
    assert str(regime.targets["I.1"]) == "98.50"
    for number, strange in enumerate(("98,5", "nhiều", "NaN", "")):
        folder = tmp_path / str(number)
        folder.mkdir()
        _, faults = regimes(folder, GOOD_REGIME + f'[targets]\n"I.1" = "{strange}"\n')
        assert keys(faults) == ["targets.I.1"], strange


def test_a_file_of_another_encoding_is_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "holidays.toml"
    file.write_bytes('name = "Lễ"'.encode("utf-16"))
    _, faults = load_calendar(file)
    assert faults[0].key == ""


def test_due_days_beyond_the_announced_holidays_are_told_once_a_year() -> None:
    calendar, _ = load_calendar(CATALOGUE / "holidays.toml")
    days = [date(2026, 12, 15), date(2027, 3, 15), date(2027, 6, 15)]
    (fault,) = calendar_gaps(calendar, days)
    assert fault.file == "holidays.toml"
    assert "2027" in fault.message
