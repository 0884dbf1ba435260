"""One figure as officials type it, kind by kind.

A row reads: what is typed -> action, reason, and the value or the alternatives that are named.
"""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest

from domain.reading.numbers import read_number
from domain.reading.readings import Reason, Treatment
from domain.report.figures import Figure, State
from domain.report.forms import Indicator, Kind, Option
from domain.report.shown import show, show_figure

YES_NO = (Option("Có", 1), Option("Không", 0))
SURVEY = (Option("Trực tuyến", 0), Option("Phát phiếu", 1), Option("Kết hợp", 2))
DONE = (Option("Hoàn thành", 1), Option("Chưa hoàn thành", 0))
HAS = (Option("Chưa có", 0), Option("Đã có", 1))
WORKS = (Option("Hoạt động tốt", 1), Option("Hoạt động chưa hiệu quả", 0))
RULES = (Option("Không đúng quy định", 0), Option("Đúng quy định", 1))


def told(reading) -> str:
    """accept plain 14; ask not_whole 12 or 120; confirm not_yet missing."""
    words = [reading.action.value, reading.reason.value]
    if reading.value is not None:
        words.append(f"{reading.value:f}")
    elif reading.alternatives:
        words.append(" or ".join(f"{value:f}" for value in reading.alternatives))
    if reading.state in (State.NONE_ARISEN, State.MISSING):
        words.append(reading.state.value)
    return " ".join(words)


COUNTS = [
    # plain, padded, decorated
    ("14", "accept plain 14"),
    ("0", "accept plain 0"),
    ("00", "accept plain 0"),
    ("014", "accept plain 14"),
    ("007", "accept plain 7"),
    ("12.", "accept plain 12"),
    ("12!", "accept plain 12"),
    ("12;", "accept plain 12"),
    ("=12", "accept plain 12"),
    (": 12", "accept plain 12"),
    ('"12"', "accept plain 12"),
    ("１２", "accept plain 12"),
    ("12\u200b", "accept plain 12"),
    ("14\u00a0", "accept plain 14"),
    ("12,", "confirm unfinished 12"),
    ("12..", "confirm unfinished 12"),
    ("12…", "confirm unfinished 12"),
    ("(12)", "confirm decorated 12"),
    ("[12]", "confirm decorated 12"),
    ("12 👍", "confirm decorated 12"),
    ("+5", "confirm plus_sign 5"),
    ("0012345", "confirm leading_zeros 12345"),
    # thousands and decimals
    ("1.000", "accept thousands 1000"),
    ("15.205", "accept thousands 15205"),
    ("1.234.567", "accept thousands 1234567"),
    ("1,000", "ask comma_three 1000 or 1"),
    ("1234,567", "ask comma_three 1234567 or 1234"),
    ("1,234,567", "confirm comma_groups 1234567"),
    ("1 639", "confirm spaced 1639"),
    ("1\u00a0639", "confirm spaced 1639"),
    ("1 000 000", "confirm spaced 1000000"),
    ("0 639", "ask several 0 or 639"),
    ("12,0", "confirm whole_decimal 12"),
    ("1.234,00", "confirm whole_decimal 1234"),
    ("12.0", "ask not_whole 12 or 120"),
    ("12,5", "ask not_whole 12 or 125"),
    ("12.5", "ask not_whole 12 or 125"),
    ("0.125", "ask not_whole 0 or 125"),
    ("1.234,5", "ask not_whole 1234 or 12345"),
    ("1,234.5", "ask not_whole 1234 or 12345"),
    ("1234.567", "ask not_whole 1234 or 1234567"),
    ("1.23.4", "ask malformed"),
    ("1..2", "ask malformed"),
    ("01.000", "ask not_whole 1 or 1000"),
    ("1'234", "ask several 1 or 234"),
    # slips of the hand
    ("1O", "confirm letter_o 10"),
    ("O5", "confirm letter_o 5"),
    ("1.OOO", "confirm letter_o 1000"),
    ("o", "confirm letter_o 0"),
    ("ơ", "confirm letter_o 0"),
    ("l4", "ask amid_words 4"),
    ("1e5", "ask several 1 or 5"),
    # units and courtesies
    ("12 hs", "accept with_unit 12"),
    ("12hs", "accept with_unit 12"),
    ("12 hồ sơ", "accept with_unit 12"),
    ("12 (hồ sơ)", "accept with_unit 12"),
    ("14 nhiệm vụ.", "accept with_unit 14"),
    ("14 đ/c", "accept with_unit 14"),
    ("3cái", "accept with_unit 3"),
    ("1 639 hs", "confirm spaced 1639"),
    ("dạ 12 ạ", "accept plain 12"),
    ("dạ thưa 12 hồ sơ ạ", "accept with_unit 12"),
    ("em gửi 12", "accept plain 12"),
    ("14ạ", "accept plain 14"),
    ("14 nhé em", "accept plain 14"),
    ("là 12", "accept plain 12"),
    ("có 14", "confirm words_unsure 14"),
    ("mới có 14", "confirm words_unsure 14"),
    ("còn 3", "ask amid_words 3"),
    ("thiếu 14", "ask amid_words 14"),
    ("12 quá hạn", "ask amid_words 12"),
    ("không phải 5", "ask amid_words 5"),
    # other kinds of figures, other things
    ("5%", "ask percent_sign 5"),
    ("500k", "ask scale_in_count 500 or 500000"),
    ("5 triệu", "ask scale_in_count 5 or 5000000"),
    ("500 đồng", "ask scale_in_count 500"),
    ("14/14", "ask fraction_in_count 14"),
    ("12/14", "ask fraction_in_count 12 or 14"),
    ("15/9", "ask date_or_fraction"),
    ("15/9/2024", "reject date"),
    ("15-9-2024", "reject date"),
    ("15.9.2024", "reject date"),
    ("0912345678", "reject phone"),
    ("0912 345 678", "reject phone"),
    ("+84912345678", "reject phone"),
    ("-5", "reject negative"),
    ("−5", "reject negative"),
    ("âm 5", "reject negative"),
    ("12345678", "confirm large 12345678"),
    ("9" * 13, "reject too_big"),
    ("9" * 40, "reject too_big"),
    # not exact, or several
    ("khoảng 20", "ask approximate"),
    ("hơn 20", "ask approximate"),
    ("tầm 20", "ask approximate"),
    ("gan 20", "ask approximate"),
    ("20 mấy", "ask approximate"),
    ("20 trở lên", "ask approximate"),
    ("20+", "ask approximate"),
    (">= 20", "ask approximate"),
    ("≈20", "ask approximate"),
    ("~20", "ask approximate"),
    ("vài", "ask approximate"),
    ("vài chục", "ask approximate"),
    ("mươi cái", "ask approximate"),
    ("không quá 5", "ask approximate"),
    ("12-13", "ask range 12 or 13"),
    ("12 – 13", "ask range 12 or 13"),
    ("12 hoặc 13", "ask range 12 or 13"),
    ("từ 12 đến 13", "ask range 12 or 13"),
    ("12 13", "ask several 12 or 13"),
    ("12\n13", "ask several 12 or 13"),
    ("7+7", "ask several 7"),
    ("12?", "ask uncertain 12"),
    # words for numbers
    ("mười hai", "accept in_words 12"),
    ("MƯỜI BỐN", "accept in_words 14"),
    ("muoi bon", "accept in_words 14"),
    ("mười lăm", "accept in_words 15"),
    ("hai mốt", "accept in_words 21"),
    ("hăm mốt", "accept in_words 21"),
    ("bốn lăm", "accept in_words 45"),
    ("hai mươi tư", "accept in_words 24"),
    ("một trăm linh năm", "accept in_words 105"),
    ("mot tram linh nam", "accept in_words 105"),
    ("một trăm lẻ năm", "accept in_words 105"),
    ("chín trăm chín mươi chín", "accept in_words 999"),
    ("hai nghìn ba trăm", "accept in_words 2300"),
    ("hai ngàn không trăm linh năm", "accept in_words 2005"),
    ("mười bốn nhiệm vụ", "accept in_words 14"),
    ("12 (mười hai)", "accept agreed 12"),
    ("mười hai (12)", "accept agreed 12"),
    ("12 (mười ba)", "ask disagree 12 or 13"),
    ("muwowif boons", "confirm raw_typing 14"),
    ("mu7o72i bo61n", "confirm raw_typing 14"),
    ("một chục", "confirm words_unsure 10"),
    ("trăm rưỡi", "confirm words_unsure 150"),
    ("hai mươi năm", "confirm words_unsure 25"),  # or twenty years
    ("nam", "confirm words_unsure 5"),  # or a man's name
    ("tam", "confirm words_unsure 8"),  # or "for now"
    ("mười năm", "ask short_tail 15 or 10"),
    ("chín mười", "ask short_tail 90 or 9 or 10"),  # with its mark it is ten, not tens
    ("chisn muwowif", "ask short_tail 90 or 9 or 10"),
    ("hai mười", "ask short_tail 20 or 2 or 10"),
    ("chín mươi", "accept in_words 90"),
    ("chin muoi", "accept in_words 90"),
    ("\u202e123", "reject turned"),  # shown as 321
    ("12\u200f3", "reject turned"),
    ("\u2067123\u2069", "reject turned"),
    ("\u200e123", "accept plain 123"),
    ("hai trăm hai", "ask short_tail 220 or 202"),
    ("ba bốn", "ask short_tail 34 or 3 or 4"),
    ("hai nghìn ba", "confirm shortened 2300"),
    ("2 nghìn", "confirm shortened 2000"),
    ("2,5 nghìn", "confirm shortened 2500"),
    ("một triệu", "ask scale_in_count 1 or 1000000"),
    ("tâm", "ask no_figure"),
    ("gửi sau", "ask amid_words 6"),  # later, not six
    # states
    ("không phát sinh", "accept none_arisen 0 none_arisen"),
    ("KPS", "accept none_arisen 0 none_arisen"),
    ("ko ps", "accept none_arisen 0 none_arisen"),
    ("khoong phats sinh", "confirm raw_typing 0 none_arisen"),
    ("không có", "confirm nothing 0 none_arisen"),
    ("khong co", "confirm nothing 0 none_arisen"),
    ("khoong cos", "confirm nothing 0 none_arisen"),
    ("kho6ng co1", "confirm nothing 0 none_arisen"),
    ("0 có", "confirm nothing 0 none_arisen"),
    ("ko có hồ sơ nào", "confirm nothing 0 none_arisen"),
    ("không cuộc nào", "confirm nothing 0 none_arisen"),
    ("không", "ask bare_no 0"),
    ("ko", "ask bare_no 0"),
    ("k", "ask bare_no 0"),
    ("chưa", "confirm not_yet missing"),
    ("chua co sl", "confirm not_yet missing"),
    ("chuwa", "confirm not_yet missing"),
    ("ch", "confirm not_yet missing"),
    ("bỏ qua", "accept skipped missing"),
    ("bq", "accept skipped missing"),
    ("/boqua", "accept skipped missing"),
    ("như kỳ trước", "confirm as_before"),
    ("nhu quy truoc", "confirm as_before"),
    ("nkt", "confirm as_before"),
    ("-", "ask dash"),
    ("--", "ask dash"),
    ("/", "ask dash"),
    ("x", "ask dash"),
    # nothing to read
    ("", "ask empty"),
    (" \u200b ", "ask empty"),
    ("?", "command explain"),
    ("giải thích", "command explain"),
    ("½", "ask no_figure"),
    ("٣", "ask no_figure"),
    ("²", "ask no_figure"),
    ("二", "ask no_figure"),
    ("😀", "ask no_figure"),
    ("1️⃣", "ask no_figure"),
    ("<b>12</b>", "ask amid_words 12"),
    ("cảm ơn", "ask no_figure"),
    ("1" * 2001, "reject too_long"),
]

PERCENTS = [
    ("98,3%", "accept decimal 98.3"),
    ("98,3", "accept decimal 98.3"),
    ("98.3", "accept decimal 98.3"),
    ("98.35 %", "accept decimal 98.35"),
    ("20,60", "accept decimal 20.6"),
    ("0,5", "accept decimal 0.5"),
    ("0.98%", "accept decimal 0.98"),
    ("0.98", "confirm point_decimal 0.98"),  # a spreadsheet's 98 %
    ("100", "accept plain 100"),
    ("100 phần trăm", "accept plain 100"),
    ("một trăm phần trăm", "accept in_words 100"),
    ("98 phẩy 3", "confirm words_unsure 98.3"),
    ("chín mươi tám phẩy ba", "confirm words_unsure 98.3"),
    ("98.300%", "confirm three_decimals 98.3"),
    ("98,345", "confirm three_decimals 98.345"),
    ("100.000", "confirm three_decimals 100"),
    ("120", "confirm above_hundred 120"),
    ("983", "confirm above_hundred 983"),
    ("98300", "reject far_above_hundred"),
    ("1.234,5", "reject far_above_hundred"),
    ("33,3333333", "ask too_precise"),
    ("98 300", "ask several"),
    ("98-99", "ask range 98 or 99"),
    ("12 hs", "ask other_unit 12"),
    ("5 triệu", "ask other_unit 5000000"),
    ("-5%", "reject negative"),
    ("78/93", "confirm fraction 83.87"),
    ("78 trên 93", "confirm fraction 83.87"),
    ("1.639/1.639", "confirm fraction 100"),
    ("12/13 hồ sơ", "confirm fraction 92.31"),
    ("78/93 = 83,87%", "confirm fraction 83.87"),
    ("78/93 (83,9%)", "confirm fraction 83.87"),
    ("78/93 (83,4%)", "ask disagree 83.87 or 83.4"),
    ("15/9", "ask date_or_fraction"),
    ("0/0", "confirm zero_of_zero none_arisen"),
    ("5/0", "reject no_whole"),
    ("kps", "accept none_arisen none_arisen"),
    ("không có", "confirm nothing none_arisen"),
    ("không", "ask bare_no 0"),
    ("chưa", "confirm not_yet missing"),
    ("khoảng 98%", "ask approximate"),
]

MONEY = [
    ("17.465", "accept thousands 17465"),
    ("17465", "accept plain 17465"),
    ("3.598,5", "accept decimal 3598.5"),
    ("12,5", "accept decimal 12.5"),
    ("0,465", "accept decimal 0.465"),
    ("17,465", "ask comma_three 17.465 or 17465"),
    ("1234.567", "ask comma_three 1234.567 or 1234567"),
    ("3,598.5", "confirm us_decimal 3598.5"),
    ("12.5", "confirm point_decimal 12.5"),
    ("0.465", "confirm point_decimal 0.465"),
    ("17 465", "confirm spaced 17465"),
    # scales
    ("196 triệu", "accept converted 196"),
    ("196 trieu", "accept converted 196"),
    ("3598 tr", "accept converted 3598"),
    ("17.465 trđ", "accept converted 17465"),
    ("17.465 triệu đồng", "accept converted 17465"),
    ("1,2tr", "accept converted 1.2"),
    ("3,598 tỷ", "accept converted 3598"),
    ("2ty", "accept converted 2000"),
    ("1 tỉ", "accept converted 1000"),
    ("1,5 tỉ đồng", "accept converted 1500"),
    ("2 tỷ 350 triệu", "accept converted 2350"),
    ("2 tỷ 35 triệu", "accept converted 2035"),
    ("17 triệu 465 nghìn", "accept converted 17.465"),
    ("hai tỷ ba trăm năm mươi triệu", "accept converted 2350"),
    ("hai tỷ", "accept converted 2000"),
    ("17465000000 đồng", "accept converted 17465"),
    ("17.465.000.000đ", "accept converted 17465"),
    ("123456789012 đồng", "accept converted 123456.789012"),
    ("17.465 triệu đồng (17,465 tỷ)", "accept agreed 17465"),
    ("196 trieeju", "confirm raw_typing 196"),
    ("196 trie65u", "confirm raw_typing 196"),
    ("3.5 triệu", "confirm point_decimal 3.5"),
    ("2.3 tỷ", "confirm point_decimal 2300"),
    ("2 tỷ 350", "confirm shortened 2350"),
    ("1tr2", "confirm shortened 1.2"),
    ("1 tỷ 2", "confirm shortened 1200"),
    ("2 tỷ rưỡi", "confirm shortened 2500"),
    ("tỷ rưỡi", "confirm shortened 1500"),
    ("500k", "confirm thousand_dong 0.5"),
    ("500 nghìn", "confirm thousand_dong 0.5"),
    ("500.000 đồng", "confirm small_amount 0.5"),
    ("15 đồng", "confirm small_amount 0.000015"),
    ("17,465,000,000 đồng", "confirm comma_groups 17465"),
    ("2 tỷ 35", "ask short_tail 2035 or 2350"),
    ("2ty3", "ask short_tail 2300 or 2000"),  # 3 is also the mark of tỷ in VNI
    ("2 tỷ3", "confirm shortened 2300"),
    ("17,465 triệu", "ask comma_three 17.465 or 17465"),
    ("17.465 tỷ", "ask point_billion 17465 or 17465000"),
    ("hai nghìn", "ask scale_in_count 2000 or 0.002"),
    ("2 tỷ 3500", "ask malformed"),
    ("2 tỷ 3 tỷ", "ask malformed"),
    ("17.465 (mười bảy)", "ask disagree 17465 or 17"),
    # unusual
    ("999999", "accept plain 999999"),
    ("5000000", "confirm large 5000000"),
    ("17465000", "ask huge_money 17.465 or 17465000"),
    ("17465000000", "ask huge_money 17465"),
    ("1.500.000.000", "ask huge_money 1500 or 1500000000"),
    ("9" * 18, "reject too_big"),
    ("0,5 đồng", "ask too_precise"),
    ("gần 196 triệu", "ask approximate"),
    ("trên 5,2 tỷ", "ask approximate"),
    ("2-3 tỷ", "ask range 2 or 3000"),
    ("12 hs", "ask other_unit 12"),
    ("5%", "ask other_unit 5"),
    ("20 củ", "ask amid_words 20"),
    ("kps", "accept none_arisen 0 none_arisen"),
    ("không có", "confirm nothing 0 none_arisen"),
    ("0 đồng", "accept converted 0"),
]

CHOICES = [
    (YES_NO, "1", "accept option 1"),
    (YES_NO, "01", "accept option 1"),
    (YES_NO, "0", "accept option 0"),
    (YES_NO, "5", "reject not_an_option"),
    (YES_NO, "12", "reject not_an_option"),
    (YES_NO, "Có", "accept option 1"),
    (YES_NO, "co", "accept option 1"),
    (YES_NO, "cos", "accept option 1"),
    (YES_NO, "đã có", "accept option 1"),
    (YES_NO, "không", "accept option 0"),
    (YES_NO, "khong", "accept option 0"),
    (YES_NO, "ko", "accept option 0"),
    (YES_NO, "Có (1)", "accept option 1"),
    (YES_NO, "1 - Có", "accept option 1"),
    (YES_NO, "0 - Có", "ask disagree 0 or 1"),
    (YES_NO, "k", "confirm option_guess 0"),
    (YES_NO, "ok", "confirm option_guess 1"),  # or "I see"
    (YES_NO, "rồi", "confirm option_guess 1"),
    (YES_NO, "kho6ng", "confirm raw_typing 0"),
    (YES_NO, "o", "confirm letter_o 0"),
    (YES_NO, "chưa", "ask option_unclear 0"),  # or no figures yet
    (YES_NO, "có không", "ask option_unknown"),
    (YES_NO, "kps", "confirm nothing none_arisen"),
    (YES_NO, "bq", "accept skipped missing"),
    (YES_NO, "?", "command explain"),
    (DONE, "chưa hoàn thành", "accept option 0"),
    (DONE, "hoan thanhf", "confirm raw_typing 1"),
    (DONE, "xong", "confirm option_guess 1"),
    (DONE, "chưa", "confirm option_guess 0"),
    (HAS, "chưa có", "accept option 0"),
    (HAS, "da co", "accept option 1"),
    (HAS, "có", "confirm option_guess 1"),
    (HAS, "chưa có số liệu", "confirm not_yet missing"),
    (RULES, "không đúng", "confirm option_guess 0"),
    (RULES, "đúng", "confirm option_guess 1"),
    (RULES, "dung quy dinh", "accept option 1"),
    (WORKS, "tốt", "confirm option_guess 1"),
    (WORKS, "hoạt động", "ask option_unclear 1 or 0"),
    (SURVEY, "phiếu", "confirm option_guess 1"),
    (SURVEY, "ket hop", "accept option 2"),
    (SURVEY, "phats phieesu", "confirm raw_typing 1"),
    (SURVEY, "cả hai", "ask option_unknown"),
    (SURVEY, "không", "ask option_unknown"),
    (SURVEY, "3", "reject not_an_option"),
]


@pytest.mark.parametrize(("typed", "expected"), COUNTS)
def test_counts(typed, expected):
    assert told(read_number(typed, Kind.COUNT)) == expected


@pytest.mark.parametrize(("typed", "expected"), PERCENTS)
def test_percentages(typed, expected):
    assert told(read_number(typed, Kind.PERCENT)) == expected


NUMBERS = [
    ("56,5", "accept decimal 56.5"),
    ("56", "accept plain 56"),
    ("1.234", "accept thousands 1234"),
    ("1.234,75", "accept decimal 1234.75"),
    ("56.5", "confirm point_decimal 56.5"),
    ("17,465", "ask comma_three 17.465 or 17465"),
    ("17,4650", "accept decimal 17.465"),
    ("156,5m2", "accept decimal 156.5"),
    ("156,5 m²", "accept decimal 156.5"),
    ("12 km", "accept plain 12"),
    ("2,5 ha", "accept decimal 2.5"),
    ("56,1234567", "ask too_precise"),
    ("5%", "ask percent_sign 5"),
    ("-3", "reject negative"),
    ("kps", "accept none_arisen 0 none_arisen"),
    ("chưa", "confirm not_yet missing"),
]
DAYS = [
    ("15/9/2024", "accept day 20240915"),
    ("15-09-2024", "accept day 20240915"),
    ("15.9.2024", "accept day 20240915"),
    ("2024-09-15", "accept day 20240915"),
    ("ngày 15/9/2024", "accept day 20240915"),
    ("ngày 15 tháng 9 năm 2024", "accept day 20240915"),
    ("dạ 15/9/2024 ạ", "accept day 20240915"),
    ("15/9/24", "confirm year_short 20240915"),
    ("15/9", "ask year_missing"),
    ("15 tháng 9", "ask year_missing"),
    ("31/2/2024", "reject no_such_day"),
    ("15/13/2024", "reject no_such_day"),
    ("15/9/0024", "reject no_such_day"),
    ("14", "ask no_day"),
    ("hôm qua", "ask no_day"),
    ("kps", "accept none_arisen none_arisen"),
    ("bq", "accept skipped missing"),
]
DONG = [
    ("4.500.000", "accept thousands 4500000"),
    ("4,5 triệu", "accept converted 4500000"),
    ("3,598 tỷ", "accept converted 3598000000"),
    ("2 tỷ 350 triệu", "accept converted 2350000000"),
    ("500k", "accept converted 500000"),
    ("500 nghìn", "accept converted 500000"),
    ("17465000000", "accept plain 17465000000"),
    ("4.500.000 đồng", "accept converted 4500000"),
    ("4,5", "ask too_precise"),
]
THOUSANDS = [
    ("12.500", "accept thousands 12500"),
    ("12,5 triệu", "accept converted 12500"),
    ("500 nghìn", "accept converted 500"),
    ("1.500 đồng", "accept converted 1.5"),
    ("1,2345", "ask too_precise"),
]
BILLIONS = [
    ("3,6", "accept decimal 3.6"),
    ("3 tỷ 598 triệu", "accept converted 3.598"),
    ("3.598 triệu", "accept converted 3.598"),
    ("17,465", "ask comma_three 17.465 or 17465"),
    ("950 triệu", "confirm small_amount 0.95"),
]
OTHERS = {
    Kind.NUMBER: NUMBERS,
    Kind.DATE: DAYS,
    Kind.MONEY_DONG: DONG,
    Kind.MONEY_THOUSAND: THOUSANDS,
    Kind.MONEY_BILLION: BILLIONS,
}


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [(kind, *row) for kind, rows in OTHERS.items() for row in rows],
)
def test_numbers_days_and_money_in_the_unit_of_the_form(kind, typed, expected):
    assert told(read_number(typed, kind)) == expected


@pytest.mark.parametrize(
    "kind", [Kind.MONEY_DONG, Kind.MONEY_THOUSAND, Kind.MONEY, Kind.MONEY_BILLION]
)
def test_the_same_sum_is_the_same_money_in_every_unit(kind):
    value = read_number("2 tỷ 350 triệu", kind).value
    assert value * kind.dong == Decimal(2_350_000_000)


@pytest.mark.parametrize(("typed", "expected"), MONEY)
def test_money_in_million_dong(typed, expected):
    assert told(read_number(typed, Kind.MONEY)) == expected


@pytest.mark.parametrize(("options", "typed", "expected"), CHOICES)
def test_printed_options(options, typed, expected):
    assert told(read_number(typed, Kind.ENUM, options)) == expected


@pytest.mark.parametrize("typed", [typed for typed, _ in COUNTS])
def test_decomposed_letters_and_capitals_read_the_same(typed):
    reading = told(read_number(typed, Kind.COUNT))
    assert told(read_number(unicodedata.normalize("NFD", typed), Kind.COUNT)) == reading
    assert told(read_number(typed.upper(), Kind.COUNT)) == reading


def test_a_heading_takes_no_figure():
    assert told(read_number("14", Kind.GROUP)) == "reject heading"


def test_a_fraction_keeps_its_parts():
    assert read_number("78/93", Kind.PERCENT).parts == (Decimal(78), Decimal(93))
    assert read_number("15/9", Kind.COUNT).parts == (Decimal(15), Decimal(9))


def test_as_before_repeats_the_previous_figure_on_a_yes():
    reading = read_number("như kỳ trước", Kind.COUNT, previous=Decimal(12))
    assert told(reading) == "confirm as_before 12"
    assert reading.state is State.VALUE


def test_the_previous_figure_orders_a_question_but_answers_none():
    near_thousands = read_number("17,465", Kind.MONEY, previous=Decimal(16000))
    assert told(near_thousands) == "ask comma_three 17465 or 17.465"
    near_units = read_number("17,465", Kind.MONEY, previous=Decimal(16))
    assert told(near_units) == "ask comma_three 17.465 or 17465"


def test_a_reading_says_what_it_was_made_of():
    reading = read_number("  12 HỒ SƠ. ", Kind.COUNT)
    assert (reading.said, reading.unit) == ("12 hồ sơ", "hồ sơ")
    assert len(read_number("a" * 1500, Kind.COUNT).said) <= 60


def test_a_state_that_is_no_value_has_no_figure_value():
    reading = read_number("kps", Kind.COUNT)
    assert (reading.value, reading.figure_value) == (Decimal(0), None)
    assert read_number("14", Kind.COUNT).figure_value == Decimal(14)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0", "0"),
        ("14", "14"),
        ("1000", "1.000"),
        ("17465", "17.465"),
        ("17465.50", "17.465,5"),
        ("98.30", "98,3"),
        ("1E+3", "1.000"),
        ("0.000001", "0,000001"),
        ("1234567.000001", "1.234.567,000001"),
        ("100.00", "100"),
    ],
)
def test_numbers_are_shown_as_vietnamese_write_them(value, shown):
    assert show(Decimal(value)) == shown


def indicator(kind: Kind, unit: str, options: tuple[Option, ...] = ()) -> Indicator:
    return Indicator("I.1", "1", "I", "nhãn", "nhãn", unit, kind, "office", options=options)


@pytest.mark.parametrize(
    ("figure", "line", "shown"),
    [
        (Figure("I.1", State.VALUE, Decimal(14)), indicator(Kind.COUNT, "Nhiệm vụ"), "14 nhiệm vụ"),
        (Figure("I.1", State.VALUE, Decimal(120)), indicator(Kind.COUNT, "Số lượng"), "120"),
        (Figure("I.1", State.VALUE, Decimal("98.3")), indicator(Kind.PERCENT, "%"), "98,3%"),
        (
            Figure("I.1", State.VALUE, Decimal(17465)),
            indicator(Kind.MONEY, "Triệu đồng"),
            "17.465 triệu đồng",
        ),
        (Figure("I.1", State.VALUE, Decimal(1)), indicator(Kind.ENUM, "", YES_NO), "Có"),
        (Figure("I.1", State.NONE_ARISEN), indicator(Kind.COUNT, "Hồ sơ"), "không phát sinh"),
        (Figure("I.1", State.MISSING), indicator(Kind.COUNT, "Hồ sơ"), "chưa có số liệu"),
        (None, indicator(Kind.COUNT, "Hồ sơ"), "chưa có số liệu"),
    ],
)
def test_a_figure_is_shown_with_its_unit_or_words(figure, line, shown):
    assert show_figure(figure, line) == shown


def test_actions_and_reasons_are_plain_words_for_others():
    assert Treatment.ACCEPT == "accept"
    assert Reason.TYPED_RATE == "typed_rate"
