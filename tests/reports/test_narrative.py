"""Sentences that follow the figures: nothing invented, silent or contradicted."""

import random
import re
import unicodedata
from dataclasses import replace
from decimal import Decimal

import pytest
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError

from domain.people.units import PROVINCE_WORDS
from domain.report.figures import Figure, State
from domain.report.rates import derived
from domain.report.shown import show
from reports.annex import numbers_of
from reports.document import Level, Piece
from reports.narrative import Sentences, narrative, pieces
from storage.catalogue.catalogue import template_text
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.form_files import load_forms

MISSING = "[chưa có số liệu]"
FORMS = load_forms(CATALOGUE / "forms")[0]


@pytest.fixture
def tell(form, numbers, setting):
    """Words of a template line over the figures of Bắc Sơn, some of them changed."""

    def words(line, before=None, words=setting, same_length=True, **changed):
        now = numbers | {code.replace("_", "."): number for code, number in changed.items()}
        sentences = Sentences(form, now, before or {}, MISSING, same_length=same_length)
        return "\n".join(piece.text for piece in narrative(line, words, sentences).body)

    return words


@pytest.fixture
def report(form, numbers, setting, tell):
    """The whole text, some figures changed."""

    def words(before=None, words=setting, **changed):
        return tell(template_text(form.template), before, words, **changed)

    return words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{{ so("I.4.1") }}', "14"),
        ('{{ so("I.2.2") }}', "05"),
        ('{{ so("I.4.3") }}', "0"),
        ('{{ so("VI.1.1") }}', "17.465"),
        ('{{ so("VI.1") }}', "20,6%"),
        ('{{ so("I.1") }}', MISSING),
        ('{{ dem("X.1.2") }}', "04 hồ sơ"),
        ('{{ dem("I.1") }}', MISSING),
        ('{{ dem("I.5.1", don_vi="phiếu") }}', MISSING),
        ('{{ dem("VI.1.2") }}', "3.598 triệu đồng"),
        ('{{ dem(con_lai("I.2.1", "I.2.2"), don_vi="nhiệm vụ") }}', "02 nhiệm vụ"),
        ('{{ so(con_lai("I.2.1", "I.1")) }}', MISSING),
        ('{{ so(tong("I.4.1", "IV.2.1")) }}', "34"),
        ('{{ so(tong("I.4.1", "I.1")) }}', MISSING),
        ("{{ phan_tram(tong('I.4.1', 'I.2.2'), 'I.2.1') }}", "271,43%"),
        (
            "{{ phan_tram('I.4.1', 'I.4.3') }} {{ phan_tram('I.4.1', 'I.1') }}",
            f"{MISSING} {MISSING}",
        ),
        ('{{ co("I.4.1") }} {{ co("I.4.3") }} {{ co("I.1") }}', "True False False"),
        ('{{ khong("I.4.1") }} {{ khong("I.4.3") }} {{ khong("I.1") }}', "False True False"),
        ('{{ biet("I.4.1", "I.4.3") }} {{ biet("I.4.1", "I.1") }}', "True False"),
        ('{{ hon("I.4.1", "I.4.2") }} {{ hon("IV.2.1", "IV.2.2") }}', "False True"),
        ('{{ hon("I.4.1", "I.1") }} {{ hon("I.1", "I.4.1") }}', "False False"),
        ('{{ lua_chon("VII.2.1") }}', "đã có"),
        ('{{ lua_chon("I.5.2") }}', MISSING),
        ('{{ don_vi_tinh("III.1.4") }}', "thủ tục"),
        ("{{ don_vi }}, {{ ky }}, {{ cap_tren }}", "xã Bắc Sơn, quý III năm 2024, UBND huyện"),
    ],
)
def test_what_a_template_can_say(tell, line, words):
    assert tell(line) == words


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (350, "True False False, 26, 7,4%"),
        (400, "False True False, 24, 6%"),
        (376, "False False True, 0, 0%"),
        (0, f"True False False, 376, {MISSING}"),
        (None, f"False False False, {MISSING}, {MISSING}"),
    ],
)
def test_a_figure_against_the_period_before(tell, before, words):
    line = (
        '{{ tang("VII.5.3.1") }} {{ giam("VII.5.3.1") }} {{ bang("VII.5.3.1") }}, '
        '{{ chenh("VII.5.3.1") }}, {{ phan_tram_chenh("VII.5.3.1") }}'
    )
    known = None if before is None else Decimal(before)
    assert tell(line, before={"VII.5.3.1": known}) == words


@pytest.mark.parametrize(
    ("code", "compared"),
    [("VII.5.3.1", False), ("III.1.4", True), ("I.2.2", True), ("VII.5.3", True)],
    ids=["flow", "stock", "cumulative", "rate"],
)
def test_what_arose_in_a_quarter_is_not_held_against_half_a_year(tell, code, compared):
    line = f'{{{{ tang("{code}") }}}} {{{{ chenh("{code}") != "{MISSING}" }}}}'
    told = tell(line, before={code: Decimal(1)}, same_length=False)
    assert told == f"{compared} {compared}"


def test_marks_make_pieces():
    words = """
        @ trich_yeu: Công tác X

        # I. PHẦN
        ## 1. Mục
        ### a) Điểm
        > Căn cứ Luật;
        Một đoạn
        trên hai dòng.

        - một
        - hai
          còn hai
        + ba
    """
    assert list(pieces(words)) == [
        Piece(Level.SUBJECT, "Công tác X"),
        Piece(Level.PART, "I. PHẦN"),
        Piece(Level.HEADING, "1. Mục"),
        Piece(Level.POINT, "a) Điểm"),
        Piece(Level.BASIS, "Căn cứ Luật; Một đoạn trên hai dòng."),
        Piece(Level.ITEM, "- một"),
        Piece(Level.ITEM, "- hai còn hai"),
        Piece(Level.ITEM, "+ ba"),
    ]


def test_the_text_names_its_own_subject_and_annex(text):
    assert text.subject == "Công tác cải cách hành chính quý III năm 2024 trên địa bàn xã Bắc Sơn"
    assert text.annex_title == (
        "Thống kê số liệu về kết quả thực hiện công tác cải cách hành chính quý III năm 2024"
    )


@pytest.mark.parametrize("attack", ["{{ ''.__class__.__mro__ }}", "{{ so.__globals__ }}"])
def test_a_template_cannot_reach_python(tell, attack):
    with pytest.raises(SecurityError):
        tell(attack)


def test_a_template_cannot_read_a_file(tell):
    with pytest.raises(TypeError, match="no loader"):
        tell('{% include "/etc/passwd" %}')


def test_an_unknown_name_is_refused_and_not_left_blank(tell):
    with pytest.raises(UndefinedError):
        tell("{{ khong_co_chu_nay }}")


def test_every_number_of_the_text_stands_in_the_figures(form, numbers, text, setting):
    known = {show(number) for number in numbers.values() if number is not None}
    known |= {f"{int(n):02}" for n in numbers.values() if n is not None and 0 < n < 10}
    left = numbers["I.2.1"] - numbers["I.2.2"], numbers["IV.2.1"] - numbers["IV.2.2"]
    known |= {f"{number:02}" for number in left}
    body = " ".join(p.text for p in text.body if not re.match(r"[\dIVX]+\. ", p.text))
    body = body.replace(setting.can_cu, "").replace(setting.ky, "")
    body = re.sub(r"Nghị định số \S+ ngày \d+ tháng \d+ năm \d+|\d+/\d+/\d{4}|năm \d{4}", "", body)
    told = re.findall(r"\d[\d.,]*\d|\d", body)
    assert len(told) > 40
    assert [number for number in told if number not in known] == []


def test_one_figure_is_the_same_in_text_and_annex(form, figures, setting):
    changed = figures | {"III.3.1.2": Figure("III.3.1.2", State.VALUE, Decimal(370))}
    numbers = numbers_of(form, changed, derived(form, changed))
    sentences = Sentences(form, numbers, {}, MISSING)
    words = narrative(template_text(form.template), setting, sentences)
    body = "\n".join(piece.text for piece in words.body)
    assert numbers["III.3.1"] == Decimal("98.40")
    assert "giải quyết đúng hạn 370 hồ sơ, đạt tỷ lệ 98,4%" in body
    assert "giải quyết quá hạn 06 hồ sơ" in body
    assert "Còn 06 hồ sơ giải quyết quá hạn, tỷ lệ giải quyết đúng hạn mới đạt 98,4%" in body
    assert "đều đúng hạn" not in body


def test_what_is_missing_is_said_to_be_missing(report):
    body = report()
    assert "ban hành trong kỳ: [chưa có số liệu]." in body  # I.1 is blank on the paper
    assert "khảo sát sự hài lòng của người dân, tổ chức: [chưa có số liệu]." in body
    assert "không ban hành thêm văn bản" not in body


def test_what_did_not_arise_is_said_in_words(report):
    body = report(I_1=Decimal(0), VII_5_3_1=Decimal(0), X_1_4=Decimal(0), II_1=Decimal(0))
    assert "không ban hành thêm văn bản chỉ đạo" in body
    assert "không có hồ sơ phát sinh phí, lệ phí" in body
    assert "không ban hành và không tham mưu ban hành văn bản quy phạm pháp luật" in body
    assert "không nhận được phản ánh, kiến nghị" in body


def test_late_tasks_change_the_judgement(report):
    late = report(I_4_2=Decimal(10), I_4_3=Decimal(1), I_4_4=Decimal(2))
    assert "hoàn thành nhưng quá hạn 01 nhiệm vụ; quá hạn chưa hoàn thành 02 nhiệm vụ" in late
    assert "đang thực hiện, còn trong hạn 01 nhiệm vụ" in late
    assert "Hoàn thành dứt điểm 02 nhiệm vụ quá hạn" in late
    assert "bị quá hạn" not in late
    assert "Không có nhiệm vụ UBND huyện, Chủ tịch UBND huyện giao bị quá hạn" in report()


def test_rises_and_falls_are_told_with_the_period(report):
    before = {"VII.5.3.1": Decimal(350), "III.3.1": Decimal("98.3"), "III.1.4": Decimal(130)}
    body = report(before=before)
    assert "376 hồ sơ thủ tục hành chính, tăng 26 hồ sơ (7,4%) so với quý III năm 2023" in body
    assert "đạt tỷ lệ 100%, tăng 1,7 điểm phần trăm so với quý III năm 2023" in body
    assert "129 thủ tục, giảm 1 thủ tục (0,8%) so với quý III năm 2023" in body


def test_without_a_period_before_nothing_is_compared(report):
    assert not re.search("so với quý|so với kỳ|tăng |giảm ", report().replace("tinh giản", ""))


def test_two_tier_government_has_its_own_words(report, setting):
    province = replace(
        setting,
        cap_tren=PROVINCE_WORDS.cap_tren,
        chu_tich_cap_tren=PROVINCE_WORDS.chu_tich_cap_tren,
        cap=PROVINCE_WORDS.cap,
        co_quan_cap_tren="UBND tỉnh Hưng Yên",
        can_cu="",
    )
    body = report(words=province)
    assert "huyện" not in body
    assert "nhiệm vụ UBND tỉnh, Chủ tịch UBND tỉnh giao" in body
    assert "Trung tâm Phục vụ hành chính công" in body
    assert "118/2025/NĐ-CP" in body
    assert "61/2018/NĐ-CP" not in body


def test_without_a_letter_its_place_is_marked(report, setting):
    body = report(words=replace(setting, can_cu=""))
    assert body.startswith("Thực hiện [số, ký hiệu, ngày, trích yếu của văn bản")


def test_few_places_are_left_to_fill(report):
    places = re.findall(r"\[[^]]+\]", report(I_1=Decimal(14), I_6=Decimal(1)))
    assert len([place for place in places if place != MISSING]) <= 6


def random_numbers(form, chance):
    """Figures in all states, mixed."""
    figures = {}
    for code in form.asked():
        options = [option.number for option in form.indicators[code].options]
        value = chance.choice(options or [0, 0, 1, 9, 10, 12345])
        state = chance.choice([None, State.MISSING, State.NONE_ARISEN, *[State.VALUE] * 5])
        if state:
            figures[code] = Figure(code, state, Decimal(value) if state is State.VALUE else None)
    return numbers_of(form, figures, derived(form, figures))


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("which", FORMS, ids=lambda form: f"{form.id}-{form.version}")
def test_whatever_the_figures_the_text_is_whole(seed, which, setting):
    chance = random.Random(seed)
    now, before = random_numbers(which, chance), random_numbers(which, chance)
    sentences = Sentences(which, now, before, MISSING)
    text = narrative(template_text(which.template), setting, sentences)
    assert text.subject
    assert text.annex_title
    assert text.body[-1].text.endswith("./.")
    for piece in text.body:
        assert not re.search(r"None|True|False|[{}]|  | [,.;:]|[,;:.]{2}", piece.text[:-3])
        assert not re.search(rf"{re.escape(MISSING)} (hồ sơ|thủ tục|nhiệm vụ|người)", piece.text)
        assert unicodedata.is_normalized("NFC", piece.text)
