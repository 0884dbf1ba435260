"""What holds for every text: nothing raises, nothing is read as another figure than was meant.

The seeded parts try far more texts than hypothesis would, always the same ones.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reading.amounts import amounts_said
from domain.reading.answers import read_answer
from domain.reading.awaited import Answer, Awaited
from domain.reading.numbers import read_number
from domain.reading.readings import Reading, Reason, Treatment
from domain.reading.rows import read_row
from domain.report.figures import State, places_of
from domain.report.forms import Indicator, Kind, Option
from domain.report.shown import show
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.form_files import load_forms

OPTIONS = (Option("Có", 1), Option("Không", 0))
KINDS = (Kind.COUNT, Kind.PERCENT, Kind.MONEY, Kind.ENUM)
ANNEX = next(
    form
    for form in load_forms(CATALOGUE / "forms")[0]
    if (form.id, form.version) == ("par-quarter", "2024")
)
ALWAYS_CONFIRMED = {Reason.ABOVE_HUNDRED, Reason.THREE_DECIMALS, Reason.LARGE}

COUNTED = tuple(line for line in ANNEX.indicators.values() if line.asked)

PIECES = (
    *"0123456789.,-/%?!()ok",
    " ", "  ", "14", "1.000", "17,465", "98,3", "1 639", "tỷ", "tr", "triệu", "nghìn", "đồng", "đ",
    "k", "hs", "hồ sơ", "nv", "mười", "hai", "trăm", "linh", "rưỡi", "chục", "phẩy", "không", "có",
    "ko", "chưa", "kps", "bq", "nkt", "khoảng", "hơn", "gần", "từ", "đến", "hoặc", "dạ", "ạ",
    "khoong", "cos", "kho6ng", "co1", "O", "l", "phần trăm", "=", ":", "~", ">", "\u200b", "\u00a0",
    "１", "²", "½", "٣", "😀", "\n", "\t", ";", "|", "4.2", "sửa", "thành", "mục", "V", "I.4.2",
    "như kỳ trước", "0 hết", "không phát sinh", "Có", "tất cả", "\u0301", "{", "}", "<b>", "\x00",
)  # fmt: skip


def check_reading(reading: Reading, kind: Kind) -> None:
    """What holds for every reading of a kind."""
    if reading.action in (Treatment.ASK, Treatment.REJECT, Treatment.COMMAND):
        assert reading.value is None
        assert reading.state is None
        return
    if reading.reason is Reason.AS_BEFORE:
        return
    assert reading.state is not None
    if reading.value is None:
        assert reading.state is not State.VALUE
        return
    value = reading.value
    assert value.is_finite()
    assert value >= 0
    assert places_of(value) <= 6
    if kind is Kind.COUNT:
        assert places_of(value) == 0
    if kind is Kind.PERCENT:
        assert value <= (100 if reading.action is Treatment.ACCEPT else 1000)
    if kind is Kind.ENUM:
        assert value in {option.number for option in OPTIONS}


def check_round_trip(reading: Reading, kind: Kind) -> None:
    """A figure that was understood, shown and typed again is the same figure.

    Not accepted at once are only what is always confirmed for its size, and "17,465", the one
    notation that is always asked about; never is it another figure.
    """
    if reading.state is not State.VALUE or reading.value is None:
        return
    again = read_number(show(reading.value, kind), kind, OPTIONS)
    if again.action is Treatment.ASK:
        assert reading.value in again.alternatives
        assert again.reason in (Reason.COMMA_THREE, Reason.HUGE_MONEY)
    else:
        assert again.value == reading.value
        assert again.action is Treatment.ACCEPT or again.reason in ALWAYS_CONFIRMED


@given(st.text(max_size=60), st.sampled_from(KINDS))
def test_any_text_is_read_without_harm(text, kind):
    reading = read_number(text, kind, OPTIONS)
    check_reading(reading, kind)
    check_round_trip(reading, kind)


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), st.sampled_from(KINDS))
def test_any_mixture_of_what_officials_type_is_read_without_harm(text, kind):
    reading = read_number(text, kind, OPTIONS)
    check_reading(reading, kind)
    check_round_trip(reading, kind)


@given(
    st.decimals(min_value=0, max_value=10**9, places=6, allow_nan=False),
    st.sampled_from((Kind.PERCENT, Kind.MONEY)),
)
def test_whatever_is_shown_is_never_read_as_another_figure(value, kind):
    again = read_number(show(value, kind), kind)
    assert again.value in (None, value)


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_message_is_read_without_harm(text):
    check_answer(read_answer(text, Awaited(ANNEX, ANNEX.blocks[1], ANNEX.blocks[2:5])))


@given(st.text(max_size=200))
def test_any_text_as_a_message_is_read_without_harm(text):
    check_answer(read_answer(text, Awaited(ANNEX, ANNEX.blocks[2])))


def check_answer(answer: Answer) -> None:
    codes = [entry.code for entry in answer.entries]
    assert len(set(codes)) == len(codes)
    for entry in answer.entries:
        line = ANNEX.indicators[entry.code]
        assert line.kind is not Kind.GROUP
        if line.kind is Kind.ENUM:
            if entry.reading.sure and entry.reading.value is not None:
                assert entry.reading.value in {option.number for option in line.options}
        else:
            check_reading(entry.reading, line.kind)
    assert answer.entries or answer.trouble or answer.explain is not None or answer.action


def test_a_hundred_thousand_mixtures_are_read_without_harm():
    dice = random.Random(20240914)
    for _ in range(100_000):
        text = "".join(dice.choices(PIECES, k=dice.randint(1, 4)))
        kind = dice.choice(KINDS)
        reading = read_number(text, kind, OPTIONS)
        check_reading(reading, kind)
        if reading.sure:
            check_round_trip(reading, kind)


# ---- against an oracle: the grammar of Vietnamese numbers, written once more and strictly ----

_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+")
_DECIMAL = re.compile(r"([0-9]+|[1-9][0-9]{0,2}(\.[0-9]{3})+),[0-9]+")


def vietnamese(text: str) -> Decimal | None:
    """The number that a strict reader sees, None where there is none."""
    if text.isdigit() or _THOUSANDS.fullmatch(text):
        return Decimal(text.replace(".", ""))
    if _DECIMAL.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    return None


def test_digits_are_accepted_only_as_the_strict_grammar_reads_them():
    dice = random.Random(1)
    for _ in range(30_000):
        text = "".join(dice.choices("00123456789.,", k=dice.randint(1, 9)))
        for kind in (Kind.COUNT, Kind.MONEY, Kind.PERCENT):
            reading = read_number(text, kind)
            if reading.action is not Treatment.ACCEPT:
                continue
            said = text.removesuffix(".")
            strict = vietnamese(said)
            if kind is Kind.PERCENT and strict is None and re.fullmatch(r"[0-9]+\.[0-9]+", said):
                strict = Decimal(said)  # 98.3, from a phone's keyboard
            assert reading.value == strict, text


# ---- against the number that was meant: written in many ways, never read as another ----

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def spelt(number: int) -> str:
    """A number below a million in words, as it is taught at school."""
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        if not rest:
            return f"{spelt(thousands)} nghìn"
        filler = "" if rest >= 100 else "không trăm " + ("linh " if rest < 10 else "")
        return f"{spelt(thousands)} nghìn {filler}{spelt(rest)}"
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        joint = " linh " if 0 < rest < 10 else " "
        return f"{DIGITS[hundreds]} trăm{joint}{spelt(rest) if rest else ''}".strip()
    if number < 10:
        return DIGITS[number]
    tens, unit = divmod(number, 10)
    head = "mười" if tens == 1 else f"{DIGITS[tens]} mươi"
    last = {0: "", 1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(unit, DIGITS[unit])
    return f"{head} {last}".strip()


@pytest.mark.parametrize("way", ["marks", "no marks", "capitals"])
def test_every_number_in_words_is_itself(way):
    from domain.words import fold

    change: Callable[[str], str] = {"marks": str, "no marks": fold, "capitals": str.upper}[way]
    for number in [*range(1, 1100), *range(1100, 100_000, 337)]:
        reading = read_number(change(spelt(number)), Kind.COUNT)
        assert reading.value == number, spelt(number)
        assert reading.action is Treatment.ACCEPT or way == "no marks"


def ways(number: int, dice: random.Random) -> str:
    """A count as one of many people might write it."""
    plain = str(number)
    grouped = f"{number:,}".replace(",", ".")
    return dice.choice(
        [
            plain,
            plain,
            plain.zfill(2),
            grouped,
            plain.replace("0", "O"),
            f"{plain}.",
            f"{plain} nv",
            f"{plain}nv",
            f"{plain} ({spelt(number)})" if number else "0",
            spelt(number) if number else "kps",
            plain.translate({ord("0") + n: ord("０") + n for n in range(10)}),
            "không phát sinh" if number == 0 else plain,
            "o" if number == 0 else grouped,
        ]
    )


def test_rows_of_counts_are_never_read_as_other_counts():
    dice = random.Random(7)
    block = ANNEX.blocks_by_id["I.4"]
    understood = 0
    for _ in range(3_000):
        numbers = [dice.choice((0, 1, 5, 14, 105, dice.randint(0, 99_999))) for _ in block.codes]
        joint = dice.choice((" ", " ", " ", "; ", ";", ", ", "\t", " | ", "\n", "  "))
        text = joint.join(ways(number, dice) for number in numbers)
        answer = read_answer(text, Awaited(ANNEX, block))
        for entry in answer.entries:
            if entry.reading.sure:
                meant = numbers[block.codes.index(entry.code)]
                assert entry.reading.value == meant, (text, entry)
        understood += len(answer.entries) == 4 and answer.action in (
            Treatment.ACCEPT,
            Treatment.CONFIRM,
        )
    assert understood > 2_400


def money_ways(million: int, dice: random.Random) -> str:
    """A whole number of million đồng as one of many people might write it."""
    plain, grouped = str(million), f"{million:,}".replace(",", ".")
    billion = f"{Decimal(million) / 1000:f}".replace(".", ",")
    billions, millions = divmod(million, 1000)
    return dice.choice(
        [
            plain,
            grouped,
            f"{plain} triệu",
            f"{plain}tr",
            f"{grouped} triệu đồng",
            f"{billion} tỷ",
            f"{billion} ty",
            f"{billions} tỷ {millions} triệu" if billions and millions else plain,
            f"{billions} tỷ {millions:03}" if billions and millions else plain,
            f"{million * 1_000_000} đồng",
            f"{million * 1_000_000:,}".replace(",", ".") + "đ",
            f"{grouped} trđ ({billion} tỷ)",
        ]
    )


def test_money_is_never_read_as_other_money():
    dice = random.Random(11)
    accepted = 0
    for _ in range(10_000):
        million = dice.choice((1, 10, 999, 1000, 3598, 17465, dice.randint(1, 300_000)))
        text = money_ways(million, dice)
        reading = read_number(text, Kind.MONEY)
        assert reading.value in (None, Decimal(million)), text
        accepted += reading.sure
    assert accepted > 9_900


def test_two_amounts_of_money_in_a_row_keep_their_places():
    dice = random.Random(13)
    block = ANNEX.blocks_by_id["VI.1"]
    for _ in range(2_000):
        numbers = [dice.choice((196, 3598, 17465, dice.randint(1, 99_999))) for _ in block.codes]
        text = dice.choice((" ", "; ", " | ", "\n")).join(money_ways(n, dice) for n in numbers)
        answer = read_answer(text, Awaited(ANNEX, block))
        for entry in answer.entries:
            if entry.reading.sure:
                assert entry.reading.value == numbers[block.codes.index(entry.code)], text


UNITS_SAID = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def hundreds_in_words(number: int, dice: random.Random, *, whole: bool) -> str:
    """A number below a thousand as it is said; `whole`: nothing is left out in front."""
    hundreds, rest = divmod(number, 100)
    tens, unit = divmod(rest, 10)
    said = [UNITS_SAID[hundreds], "trăm"] if hundreds or whole else []
    if tens > 1:
        last = {1: "mốt", 4: dice.choice(("bốn", "tư")), 5: "lăm"}.get(unit, UNITS_SAID[unit])
        short = dice.random() < 0.3 and unit
        said += [UNITS_SAID[tens], *([] if short else ["mươi"]), *([last] if unit else [])]
    elif tens:
        said += ["mười", *([{5: "lăm"}.get(unit, UNITS_SAID[unit])] if unit else [])]
    elif unit:
        said += [*(["linh"] if said else []), UNITS_SAID[unit]]
    return " ".join(said)


def money_in_words(million: int, dice: random.Random) -> str:
    """Millions of đồng in words, as one of many people might say them."""
    billions, millions = divmod(million, 1000)
    ways = []
    if millions:
        rest = hundreds_in_words(millions, dice, whole=bool(billions) and dice.random() < 0.5)
        front = hundreds_in_words(billions, dice, whole=False) if billions else ""
        ways += [f"{front} {scale} {rest} triệu".strip() for scale in ("tỷ", "nghìn") if billions]
        ways += [] if billions else [f"{rest} triệu"]
    else:
        ways.append(f"{hundreds_in_words(billions, dice, whole=False)} tỷ")
    if billions and millions and not millions % 100:
        tenth = (
            "rưỡi" if millions == 500 else "tư" if millions == 400 else UNITS_SAID[millions // 100]
        )
        ways.append(f"{hundreds_in_words(billions, dice, whole=False)} tỷ {tenth}")
    return dice.choice(ways)


def test_of_an_amount_in_words_never_a_part_is_read():
    dice = random.Random(17)
    read = 0
    for _ in range(4_000):
        meant = [dice.choice((3500, 17400, 3598, dice.randint(1, 99_999))) for _ in range(2)]
        said = [money_in_words(each, dice) for each in meant]
        text = f"giao {said[0]}, được {said[1]}"
        places = list(amounts_said(text))
        assert [text[start:end] for start, end in places] == said
        for words, million in zip(said, meant, strict=True):
            reading = read_number(words, Kind.MONEY)
            assert reading.value in (None, Decimal(million)), words
            read += reading.sure
    assert read > 7_000


def _in_the_annex(line: Indicator) -> bool:
    return line.asked and line.in_annex


@pytest.mark.parametrize("block", ANNEX.blocks, ids=lambda block: block.id)
def test_codes_set_their_own_figure_in_every_block(block):
    for code in block.codes:
        line = ANNEX.indicators[code]
        for text in (f"{code}=1", f"{code}: 1", f"sửa {code} thành 1", f"{line.printed}.=1"):
            answer = read_answer(text, Awaited(ANNEX, block))
            for entry in answer.entries:
                assert (entry.code, entry.reading.value) == (code, 1), text
            assert answer.entries or "." not in line.printed, text


@pytest.mark.parametrize(
    "text",
    [
        "1" * 100_000,
        "1 " * 50_000,
        "1 " * 9_999,
        "a b " * 4_999,
        "(" * 19_999,
        "1." * 9_999,
        "4.2=1;" * 3_000,
        "mười " * 3_999,
        "|1" * 9_999,
        "\t1" * 9_999,
        "1 tỷ " * 3_900,
        "aa1" * 6_600,
        "không " * 3_000,
        "\n" * 19_999 + "1",
        "14 14 0 0\n" * 1_900,
    ],
    ids=lambda text: f"{text[:6]!r} x {len(text)}",
)
def test_garbage_of_any_length_is_refused_and_never_stored(text):
    answer = read_answer(text, Awaited(ANNEX, ANNEX.blocks[1], ANNEX.blocks[2:]))
    assert answer.action in (Treatment.ASK, Treatment.REJECT, Treatment.ACCEPT)
    assert len(answer.entries) <= len(ANNEX.asked())
    for kind in KINDS:
        assert not read_number(text, kind, OPTIONS).sure or len(text) < 2_000


@given(st.integers(0, len(COUNTED) - 6), st.lists(st.integers(0, 12_345), min_size=2, max_size=6))
def test_a_row_of_whole_numbers_is_read_as_if_every_cut_had_been_weighed(
    first: int, numbers: list[int]
) -> None:
    lines = COUNTED[first : first + len(numbers)]
    row = " ".join(map(str, numbers))
    weighed = read_row(f"{row} ", lines, {})  # the space at its end makes it an unusual one
    assert read_row(row, lines, {}) == weighed
