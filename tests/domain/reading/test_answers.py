"""Whole messages against the block that is asked, on the annex of the quarter.

A row reads: what is typed -> action, the figures by code, and in brackets what stopped the rest.
Figures that are not surely accepted carry their action's first letter: c(onfirm), a(sk), r(eject).
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from domain.reading.answers import read_answer
from domain.reading.awaited import Answer, Awaited, Stop
from domain.reading.readings import Treatment
from domain.report.figures import Figure, State
from domain.report.forms import Form
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.form_files import load_forms


def _annex() -> Form:
    forms, _ = load_forms(CATALOGUE / "forms")
    return next(form for form in forms if (form.id, form.version) == ("par-quarter", "2024"))


ANNEX = _annex()
BLOCK = ANNEX.blocks_by_id
MARKS = {Treatment.ACCEPT: "", Treatment.CONFIRM: "c:", Treatment.ASK: "a:", Treatment.REJECT: "r:"}


def awaited(block: str | None, later: int = 0, **more) -> Awaited:
    """The named block, with so many of the following ones still open."""
    if block is None:
        return Awaited(ANNEX, None, **more)
    at = [each.id for each in ANNEX.blocks].index(block)
    return Awaited(ANNEX, ANNEX.blocks[at], ANNEX.blocks[at + 1 : at + 1 + later], **more)


def told(answer: Answer) -> str:
    """accept I.4.1=14 I.4.2=14 [too_few 3/4 at 4]."""
    words = [answer.action.value]
    for entry in answer.entries:
        value = "-" if entry.reading.value is None else f"{entry.reading.value:f}"
        words.append(f"{entry.code}={MARKS[entry.reading.action]}{value}")
    if stop := answer.trouble:
        counted = stop.reason in (Stop.TOO_FEW, Stop.TOO_MANY, Stop.UNREADABLE)
        place = f" {stop.given}/{stop.wanted} at {stop.position}" if counted else ""
        words.append(f"[{stop.reason.value}{place}]")
    return " ".join(words)


FOUR = "I.4.1={} I.4.2={} I.4.3={} I.4.4={}"
OK4 = "accept " + FOUR.format(14, 14, 0, 0)
CONFIRM4 = "confirm " + FOUR.format("c:14", "c:14", "c:0", "c:0")

TASKS = [
    # by position
    ("14 14 0 0", OK4),
    ("  14   14\u00a00 0 ", OK4),
    ("１４ １４ ０ ０", OK4),
    ("14 14 0 0.", OK4),
    ("014 14 00 0", OK4),
    ("14\t14\t0\t0", OK4),
    ("14;14;0;0", OK4),
    ("14; 14; 0; 0;", OK4),
    ("14 | 14 | 0 | 0", OK4),
    ("| 14 | 14 | 0 | 0 |", OK4),
    ("14, 14, 0, 0", OK4),
    ("dạ 14 14 0 0 ạ", OK4),
    ("14 nv 14 nv 0 0", OK4),
    ("14nv 14nv 0nv 0nv", OK4),
    ("mười bốn mười bốn 0 0", "confirm " + FOUR.format("c:14", "c:14", "c:0", "c:0")),
    ("ba mươi hai mươi 0 0", "confirm " + FOUR.format("c:30", "c:20", "c:0", "c:0")),
    ("mười bốn; mười bốn; 0; 0", OK4),
    ("sáu sáu mốt 0 0", "confirm " + FOUR.format("c:6", "c:61", "c:0", "c:0")),
    ("14 (mười bốn) 14 0 0", OK4),
    ("14,14,0,0", CONFIRM4),
    ("14/14/0/0", CONFIRM4),
    ("14-14-0-0", CONFIRM4),
    ("14 - 14 - 0 - 0", CONFIRM4),
    ("14 14; 0 0", CONFIRM4),
    ("mười\ttám\t14\t0\t1639", "reject [too_many 5/4 at 5]"),
    ("14\t14 nv\t0\tkhông phát sinh", OK4),
    ("1O 14 0 O", "confirm " + FOUR.format("c:10", 14, 0, "c:0")),
    ("14 hs 14 0 0", "confirm " + FOUR.format("c:14", 14, 0, 0)),  # dossiers are no tasks
    ("14 14 kps 0", "accept " + FOUR.format(14, 14, 0, 0)),
    ("14 14 không phát sinh 0", "accept " + FOUR.format(14, 14, 0, 0)),
    ("14 14 không có 0", "confirm " + FOUR.format(14, 14, "c:0", 0)),
    ("14 14 0 bq", "accept " + FOUR.format(14, 14, 0, "-")),
    ("14 14 0 chưa", "confirm " + FOUR.format(14, 14, 0, "c:-")),
    ("14 14 ko 0", "ask " + FOUR.format(14, 14, "a:-", 0)),
    ("14 14 - 0", "ask " + FOUR.format(14, 14, "a:-", 0)),
    ("1,000 14 0 0", "ask " + FOUR.format("a:-", 14, 0, 0)),
    ("14; khoảng 14; 0; 0", "ask " + FOUR.format(14, "a:-", 0, 0)),
    ("14;;0;0", "ask " + FOUR.format(14, "a:-", 0, 0)),
    ("14 14 0 -1", "reject " + FOUR.format(14, 14, 0, "r:-")),
    ("14 14 0", "reject [too_few 3/4 at 4]"),
    ("14", "reject [too_few 1/4 at 2]"),
    ("0", "reject [too_few 1/4 at 2]"),
    ("14 14 0 0 0", "reject [too_many 5/4 at 5]"),
    ("14 14 0 0 kps", "reject [too_many 5/4 at 5]"),
    # a word that is no figure may belong to either neighbour: nothing is stored
    ("14 khoảng 14 0 0", "ask [unreadable 4/4 at 1]"),
    ("14 thiếu 14 0", "ask [unreadable 4/4 at 2]"),
    ("14 14 0 0 đúng không", "ask [unreadable 6/4 at 5]"),
    ("quá hạn 0, đúng hạn 14, tổng 14, 0", "ask [unreadable 4/4 at 1]"),
    ("1 639 1 639 0 0", "ask [two_layouts]"),
    ("mười bốn 0 0", "reject [too_few 3/4 at 4]"),
    ("cảm ơn", "ask [no_figures]"),
    ("14.14.0.0", "reject [too_few 1/4 at 2]"),
    # one word for all
    ("kps", "accept " + FOUR.format(0, 0, 0, 0)),
    ("khoong phats sinh", "confirm " + FOUR.format("c:0", "c:0", "c:0", "c:0")),
    ("cả mục kps", "accept " + FOUR.format(0, 0, 0, 0)),
    ("không có", "confirm " + FOUR.format("c:0", "c:0", "c:0", "c:0")),
    ("0 hết", "confirm " + FOUR.format("c:0", "c:0", "c:0", "c:0")),
    ("0 het", "confirm " + FOUR.format("c:0", "c:0", "c:0", "c:0")),
    ("tất cả bằng 0", "confirm " + FOUR.format("c:0", "c:0", "c:0", "c:0")),
    ("chưa", "confirm " + FOUR.format("c:-", "c:-", "c:-", "c:-")),
    ("bq", "accept " + FOUR.format("-", "-", "-", "-")),
    ("không", "ask [bare_no]"),
    ("--", "ask [bare_no]"),
    ("nkt", "reject [no_previous]"),
    # a fraction fills the tasks that were done on time
    ("14/14", "confirm I.4.1=c:14 I.4.2=c:14"),
    ("12 / 14", "confirm I.4.1=c:14 I.4.2=c:12"),
    ("15/9", "ask [date_or_fraction]"),
    # by code
    ("4.2: 13", "accept I.4.2=13"),
    ("4.2=13", "accept I.4.2=13"),
    ("4.2 = 13; 4.3 = 1", "accept I.4.2=13 I.4.3=1"),
    ("à nhầm 4.2 là 12, 4.3 là 2", "confirm I.4.2=c:12 I.4.3=c:2"),
    ("4.2 là 13 chứ không phải 12", "confirm I.4.2=c:13"),
    ("14 14 (100%) 0 0", "confirm " + FOUR.format("c:14", "c:14", "c:0", "c:0")),
    ("14 7 (50 %) 7 0", "confirm " + FOUR.format("c:14", "c:7", "c:7", "c:0")),
    ("14 14 (50%) 0 0", "reject [too_many 5/4 at 5]"),
    ("4.2=13,4.3=1", "accept I.4.2=13 I.4.3=1"),
    ("4.2=13 4.3=1", "accept I.4.2=13 I.4.3=1"),
    ("4.1 14 4.2 14", "accept I.4.1=14 I.4.2=14"),
    ("4.2 13", "accept I.4.2=13"),
    ("4.2) 13", "accept I.4.2=13"),
    ("I.4.2=13", "accept I.4.2=13"),
    ("i.4.2: 13", "accept I.4.2=13"),
    ("chỉ tiêu 4.2 = 13", "accept I.4.2=13"),
    ("sửa 4.2 thành 13", "accept I.4.2=13"),
    ("sua 4.2=13", "accept I.4.2=13"),
    ("sửa 4.2 13", "accept I.4.2=13"),
    ("đổi 4.2 sang 13", "accept I.4.2=13"),
    ("sửa 4.2 từ 14 thành 13", "accept I.4.2=13"),
    ("sửa 4.2 thành 13, 4.3 thành 1", "accept I.4.2=13 I.4.3=1"),
    ("sửa 4.2 13 và 4.3 1", "accept I.4.2=13 I.4.3=1"),
    ("sửa 4.2=13, 4.3=1", "accept I.4.2=13 I.4.3=1"),
    ("sửa 4.2 thành 13 thành 12", "ask I.4.2=a:-"),
    ("sửa 4.2 từ 4.1 thành 13", "ask I.4.2=a:-"),
    ("suwar 4.2 thanhf 13", "accept I.4.2=13"),
    ("4,2: 13", "confirm I.4.2=c:13"),
    ("4.2 kps", "accept I.4.2=0"),
    ("4.2=khoảng 13", "ask I.4.2=a:-"),
    ("VI.1.1=17.465", "accept VI.1.1=17465"),
    ("I.4: 14 14 0 0", OK4),
    ("I.4 14 14 0 0", OK4),
    ("mục 4: 14 14 0 0", OK4),
    ("I.4 kps", "accept " + FOUR.format(0, 0, 0, 0)),
    ("4.2", "ask [code_alone]"),
    ("4.2=", "ask [code_alone]"),
    ("sửa 4.2", "ask [code_alone]"),
    ("sửa 13", "ask [which_code]"),
    ("4.9=3", "reject [unknown_code]"),
    ("1.1=5", "ask [ambiguous_code]"),
    ("14 14 4.3=0", "ask [mixed]"),
    ("14 14 4.3 kps", "ask [mixed]"),
    ("4.1 = 14 và 4.2 = 13", "accept I.4.1=14 I.4.2=13"),
    ("- 4.2: 13", "accept I.4.2=13"),
    ("4.1. tổng số được giao", "ask [no_figures]"),
    ("4.2=13; 4.2=14", "ask [twice]"),
    ("4.2=13; 4.9=3; 4.3=1", "reject I.4.2=13 [unknown_code]"),
    # a bare number before "=" is a code or a position
    ("1=14", "ask [ambiguous_code]"),
    ("4=3", "ask [ambiguous_code]"),
    ("2=5/7", "confirm I.2.1=c:7 I.2.2=c:5"),
    ("2=80%", "confirm I.2=c:80"),
    ("2=80", "ask [ambiguous_code]"),
    ("mục 2 = 80", "confirm I.2=c:80"),
    ("mục 2 = 7/5", "ask [date_or_fraction]"),
    ("mục 2 = khoảng 80", "reject [rate_not_asked]"),
    # pasted from the annex
    ("4.1. Tổng số nhiệm vụ được giao | Nhiệm vụ | 14", "accept I.4.1=14"),
    ("4.1 | Tổng số nhiệm vụ được giao | Nhiệm vụ | 14 | Văn phòng", "accept I.4.1=14"),
    ("4.1\tTổng số nhiệm vụ được giao\tNhiệm vụ\t14", "accept I.4.1=14"),
    ("4.1 Tổng số nhiệm vụ được giao Nhiệm vụ 14", "accept I.4.1=14"),
    ("4.1 tổng số được giao: 14", "accept I.4.1=14"),
    ("4.1 | Số hồ sơ đã giải quyết xong | Hồ sơ | 14", "ask [label_differs]"),
    # several lines
    ("14\n14\n0\n0", OK4),
    ("14 14\n0 0", CONFIRM4),
    ("1. 14\n2. 14\n3. 0\n4. 0", CONFIRM4),
    ("1- 14\n2- 14\n3- 0\n4- 0", CONFIRM4),
    ("- 14\n- 14\n- 0\n- 0", OK4),
    ("4.1 14\n4.2 14\n4.3 0\n4.4 0", OK4),
    ("4.1=14\n4.2=14", "accept I.4.1=14 I.4.2=14"),
    ("14 14 0 0\n5=1", OK4 + " I.5=1"),
    ("14\n14\n0", "reject [too_few 3/4 at 4]"),
    ("14 14 0 0\n4.2=13", "ask I.4.1=14 I.4.3=0 I.4.4=0 [twice]"),
    ("14 14 0 0\n1 1", OK4.replace("accept", "reject") + " [surplus_line]"),
    ("", "ask [empty]"),
    ("\n \n", "ask [empty]"),
    ("1" * 20_001, "reject [too_long]"),
    ("x\n" * 500, "reject [too_long]"),
]

OTHER_BLOCKS = [
    ("I.5", "0 0 0 0", "accept I.5=0 I.5.1=0 I.5.2=0 I.6=0"),
    ("I.5", "Có 120 phát phiếu Không", "accept I.5=1 I.5.1=120 I.5.2=1 I.6=0"),
    ("I.5", "1 120 1 0", "accept I.5=1 I.5.1=120 I.5.2=1 I.6=0"),
    ("I.5", "co 120 ket hop ko", "accept I.5=1 I.5.1=120 I.5.2=2 I.6=0"),
    ("I.5", "có 120 phiếu có", "confirm I.5=1 I.5.1=120 I.5.2=c:1 I.6=1"),
    ("I.5", "có 120 cả hai có", "ask [unreadable 3/4 at 3]"),
    ("I.5", "1 120 3 1", "reject I.5=1 I.5.1=120 I.5.2=r:- I.6=1"),
    ("I.5", "5 1 6 1", "confirm I.5=c:1 I.6=c:1"),
    ("I.5", "6 1 5 0", "confirm I.6=c:1 I.5=c:0"),
    ("I.5", "5 1 6 3", "reject I.5=r:- I.5.1=c:1 I.5.2=r:- I.6=r:-"),
    ("I.5", "1 120 9 5", "reject I.5=c:1 I.5.1=c:120 I.5.2=r:- I.6=r:-"),
    ("I.5", "kps", "confirm I.5=c:- I.5.1=0 I.5.2=c:- I.6=c:-"),
    ("I.5", "5: 1 120 1 0", "accept I.5=1 I.5.1=120 I.5.2=1 I.6=0"),
    ("IV.1", "hoàn thành chưa hoàn thành", "accept IV.1.1=1 IV.1.2=0"),
    ("VII.1", "VII.2.1: chưa có", "accept VII.2.1=0"),
    ("VII.1", "2.1 chưa có", "accept VII.2.1=0"),
    ("VII.1", "chưa có 2.1", "accept VII.2.1=0"),
    ("VII.1", "2.1 chưa có số liệu", "confirm VII.2.1=c:-"),
    ("IV.1", "0,Chưa hoàn thành", "reject [too_few 1/2 at 2]"),
    ("VI.1", "3 tỷ 598", "reject [too_few 1/2 at 2]"),
    ("VI.1", "66.057 trđ (66,057 tỷ)", "reject [too_few 1/2 at 2]"),
    ("I.5", "không 0 2 chưa không", "confirm I.5=c:0 I.5.1=c:2 I.5.2=c:- I.6=c:0"),
    ("VI.1", "17 tỷ 465,34087tr", "confirm VI.1.1=c:17000 VI.1.2=c:465.34087"),
    ("VI.1", "2 tỷ 1 tỷ", "accept VI.1.1=2000 VI.1.2=1000"),
    ("III.2", "14 105nv 3 3", "reject [too_many 4/3 at 4]"),
    ("IV.1", "hoàn thành", "reject [too_few 1/2 at 2]"),
    ("IV.2", "20 19 0 0 15 %", "accept IV.2.1=20 IV.2.2=19 IV.2.3=0 IV.2.4=0 IV.2.5=15"),
    ("IV.2", "20, 19, 0, 0, 15,5", "accept IV.2.1=20 IV.2.2=19 IV.2.3=0 IV.2.4=0 IV.2.5=15.5"),
    (
        "IV.2",
        "20 người 19 người 0 0 15 phần trăm",
        "accept IV.2.1=20 IV.2.2=19 IV.2.3=0 IV.2.4=0 IV.2.5=15",
    ),
    ("VI.1", "17.465 3.598", "accept VI.1.1=17465 VI.1.2=3598"),
    ("VI.1", "17,465 tỷ 3,598 tỷ", "accept VI.1.1=17465 VI.1.2=3598"),
    ("VI.1", "17.465 tr va 3 tỷ 598", "confirm VI.1.1=c:17465 VI.1.2=c:3598"),
    ("VI.1", "17.465 và 3.598", "confirm VI.1.1=c:17465 VI.1.2=c:3598"),
    ("VI.1", "17.465 voi 3.598", "confirm VI.1.1=c:17465 VI.1.2=c:3598"),
    ("VI.1", "17.465 cùng 3.598", "confirm VI.1.1=c:17465 VI.1.2=c:3598"),
    ("I.4", "14, 13, 1 và 0", "confirm I.4.1=c:14 I.4.2=c:13 I.4.3=c:1 I.4.4=c:0"),
    ("VI.1", "gần 3,5 tỷ", "ask [about]"),
    ("VI.1", "tren 3,5 ty", "ask [about]"),
    ("VI.1", "khoảng 17.465 3.598", "ask [unreadable 2/2 at 1]"),
    ("VI.1", "17,465 3.598", "ask VI.1.1=a:- VI.1.2=3598"),
    ("VI.1", "17 465 3 598", "ask [two_layouts]"),
    ("VI.1", "17.465,3.598", "ask [two_layouts]"),
    ("VI.1", "17.465, 3.598", "confirm VI.1.1=c:17465 VI.1.2=c:3598"),
    ("VI.1", "2 tỷ 350 1 tỷ", "confirm VI.1.1=c:2350 VI.1.2=1000"),
    ("VI.1", "2 tỷ 350 triệu 100", "ask [two_layouts]"),
    ("VI.1", "3.598/17.465", "confirm VI.1.1=c:17465 VI.1.2=c:3598"),
    ("VI.1", "1.1 17.465", "confirm VI.1.1=c:17465"),
    ("VI.1", "1.1\t17.465", "confirm VI.1.1=c:17465"),
    ("VI.1", "VI.1 17.465 12.300", "accept VI.1.1=17465 VI.1.2=12300"),
    ("VI.1", "VI.1: 17.465 12.300", "accept VI.1.1=17465 VI.1.2=12300"),
    ("VI.1", "VI.1 3.598/17.465", "confirm VI.1.1=c:17465 VI.1.2=c:3598"),
    ("VI.1", "17.465 kps", "accept VI.1.1=17465 VI.1.2=0"),
    ("VI.1", "1.2 kps", "accept VI.1.2=0"),
    ("VI.1", "1.1 = 17.465", "accept VI.1.1=17465"),
    ("VI.1", "17.465\n3.598", "accept VI.1.1=17465 VI.1.2=3598"),
    ("III.2", "1 639 5", "accept III.2.1=1 III.2.2=639 III.2.3=5"),
    ("III.2", "1 639 5 7", "ask [two_layouts]"),
    ("III.2", "15/9/2024", "ask [unreadable 1/3 at 1]"),
    ("III.3", "3.1 = 376/376", "confirm III.3.1.1=c:376 III.3.1.2=c:376"),
    ("III.3", "376/376", "ask [which_rate]"),
    ("III.3", "3.2 kps", "accept III.3.2.1=0 III.3.2.2=0"),
    (
        "VII.5.3",
        "376/376 24/24",
        "confirm VII.5.3.1=c:376 VII.5.3.2=c:376 VII.5.4.1=c:24 VII.5.4.2=c:24",
    ),
    ("VII.5.3", "5.3=100%", "confirm VII.5.3=c:100"),
    ("VI.2.4", "2.4=3", "accept VI.2.4=3"),
    ("VI.2.4", "2.4: 1 1 1", "accept VI.2.4.1=1 VI.2.4.2=1 VI.2.4.3=1"),
    ("V.3", "3=0", "ask [ambiguous_code]"),
    ("VII.4.2", "4.2 98", "accept VII.4.2=98"),
]


@pytest.mark.parametrize(("typed", "expected"), TASKS)
def test_the_task_block(typed, expected):
    assert told(read_answer(typed, awaited("I.4"))) == expected


@pytest.mark.parametrize(("block", "typed", "expected"), OTHER_BLOCKS)
def test_blocks_of_other_kinds(block, typed, expected):
    assert told(read_answer(typed, awaited(block))) == expected


def _numbers(codes, value=1):
    return {code: Figure(code, State.VALUE, Decimal(value)) for code in codes}


def test_several_lines_answer_several_blocks():
    text = "14 14 0 0\nCó 120 phát phiếu Không\nkps\n0 0 0"
    answer = read_answer(text, awaited("I.4", later=3))
    assert answer.action is Treatment.ACCEPT
    assert [entry.code for entry in answer.entries] == [
        code for block in ANNEX.blocks[1:5] for code in block.codes
    ]


def test_four_lines_of_four_figures_are_four_blocks_not_one():
    answer = read_answer("14 14 0 0\n1 120 1 0\n0 0 0 0 0 0\n0 0 0", awaited("I.4", later=3))
    assert (answer.action, len(answer.entries)) == (Treatment.ACCEPT, 17)


def test_a_later_line_that_is_short_is_named_by_its_number():
    answer = read_answer("14 14 0 0\n1 120 1", awaited("I.4", later=2))
    assert [entry.code for entry in answer.entries] == ["I.4.1", "I.4.2", "I.4.3", "I.4.4"]
    assert answer.trouble is not None
    assert (answer.trouble.reason, answer.trouble.line) == (Stop.TOO_FEW, 2)
    assert (answer.trouble.position, answer.trouble.codes) == (4, ("I.6",))


def test_a_pasted_annex_is_read_by_section_and_code():
    pasted = """STT | Chỉ tiêu thống kê | Đơn vị tính | Số liệu | Ghi chú
I | CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH | | | Văn phòng
1 | Số văn bản chỉ đạo CCHC đã ban hành | Văn bản | 14 | Văn phòng
2 | Tỷ lệ hoàn thành Kế hoạch CCHC năm | % | 80% | Văn phòng
2.1 | Số nhiệm vụ đề ra trong kế hoạch | Nhiệm vụ | 7 | Văn phòng
3 | Kiểm tra CCHC | | | Văn phòng
5.2 | Hình thức khảo sát | Trực tuyến = 0; Phát phiếu = 1; Kết hợp = 2 | | Văn phòng
II | CẢI CÁCH THỂ CHẾ | | | Tư pháp
1.1 | Số VBQPPL đã ban hành hoặc tham mưu ban hành | Văn bản | 0 | Tư pháp
VI | CẢI CÁCH TÀI CHÍNH CÔNG
1.1 | Kế hoạch được giao | Triệu đồng | 17.465 | Tài chính"""
    expected = "confirm I.1=14 I.2=c:80 I.2.1=7 II.1.1=0 VI.1.1=17465"
    assert told(read_answer(pasted, awaited("I.4"))) == expected
    assert told(read_answer(pasted.replace(" | ", "\t"), awaited("I.4"))) == expected


def test_the_bundled_annex_with_its_doubtful_cells_reads_line_by_line():
    """Every line of the printed form, pasted with the figure 1, is read as that very line."""
    for section in ANNEX.sections:
        for code in section.codes:
            line = ANNEX.indicators[code]
            if not line.asked or not line.in_annex:
                continue
            label = line.label.format(
                cap_tren="UBND huyện", chu_tich_cap_tren="Chủ tịch UBND huyện", cap="cấp huyện"
            )
            block = ANNEX.block_of[code]
            pasted = f"{line.printed} | {label} | {line.unit} | 1 |"
            answer = read_answer(pasted, Awaited(ANNEX, block))
            assert [e.code for e in answer.entries if e.reading.sure] == [code], pasted


@pytest.mark.parametrize(
    "said",
    ["còn lại kps", "các mục còn lại: không phát sinh", "kps các mục còn lại", "mọi mục kps"],
)
def test_a_word_for_the_rest_stands_for_all_that_is_open_and_is_confirmed(said):
    given = {"II.2.1": Figure("II.2.1", State.VALUE, Decimal(3))}
    answer = read_answer(said, awaited("II.1", 1, current=given))
    assert answer.action is Treatment.CONFIRM
    open_ = [code for code in (*BLOCK["II.1"].codes, *BLOCK["II.3"].codes) if code != "II.2.1"]
    assert [entry.code for entry in answer.entries] == open_
    assert {entry.reading.value for entry in answer.entries} == {Decimal(0)}


def test_a_word_for_the_rest_behind_a_row_leaves_out_what_the_row_has_answered():
    answer = read_answer("17.465 3.598\ncòn lại chưa có số liệu", awaited("VI.1", 2))
    row, rest = answer.entries[:2], answer.entries[2:]
    assert [entry.code for entry in row] == ["VI.1.1", "VI.1.2"]
    assert {entry.code.rpartition(".")[0] for entry in rest} == {"VI.2", "VI.2.4"}
    assert {entry.reading.state for entry in rest} == {State.MISSING}


def test_the_rest_as_before_names_what_the_period_before_lacks():
    before = {code: Figure(code, State.VALUE, Decimal(1)) for code in BLOCK["I.4"].codes[1:]}
    answer = read_answer("các mục còn lại như kỳ trước", awaited("I.4", previous=before))
    assert [entry.code for entry in answer.entries] == list(before)
    assert answer.trouble.codes == ("I.4.1",)


@pytest.mark.parametrize("said", ["còn lại", "còn lại 5", "còn lại nhiều việc"])
def test_words_for_the_rest_alone_give_no_figures(said):
    assert read_answer(said, awaited("II.1", 1)).entries == ()


def test_a_word_for_a_section_fills_what_the_person_owns():
    owned = frozenset(c for b in ANNEX.blocks if b.owner == "finance" for c in b.codes)
    finance = awaited("VI.1", owned=owned)
    answer = read_answer("VI kps", finance)
    assert answer.action is Treatment.CONFIRM
    assert {entry.code for entry in answer.entries} == owned
    assert told(read_answer("mục V kps", finance)) == "reject [foreign_code]"
    assert told(read_answer("I.4.2=3", finance)) == "reject [foreign_code]"
    assert told(read_answer("kps mục VI", finance)).startswith("confirm VI.1.1=c:0")


def test_a_short_code_means_the_awaited_section_first_then_the_persons_own():
    assert told(read_answer("2.1=7", awaited("I.4"))) == "accept I.2.1=7"
    assert told(read_answer("2.1=20", awaited("IV.1"))) == "accept IV.2.1=20"
    own = frozenset({"II.1.1", "VII.5.1.1"})
    elsewhere = awaited("I.4", owned=own)
    assert told(read_answer("5.1.1=107", elsewhere)) == "accept VII.5.1.1=107"


def test_an_ambiguous_code_names_its_candidates():
    answer = read_answer("4.2=3", awaited("VI.1"))
    assert answer.trouble is not None
    assert answer.trouble.reason is Stop.AMBIGUOUS_CODE
    assert answer.trouble.codes == ("I.4.2", "VII.4.2")


def test_as_before_is_asked_as_a_whole_where_one_figure_happened_in_the_period():
    staff = awaited("IV.2", previous=_numbers(ANNEX.blocks_by_id["IV.2"].codes, 20))
    expected = "confirm IV.2.1=c:20 IV.2.2=c:20 IV.2.3=c:20 IV.2.4=c:20 IV.2.5=c:20"
    assert told(read_answer("nkt", staff)) == expected
    assert told(read_answer("như quý trước", staff)) == expected
    mixed = "accept IV.2.1=20 IV.2.2=20 IV.2.3=0 IV.2.4=0 IV.2.5=15"
    assert told(read_answer("20 nkt 0 0 15", staff)) == mixed
    assert told(read_answer("2.4 nkt", staff)) == "confirm IV.2.4=c:20"


def test_as_before_without_an_earlier_figure_names_what_is_lacking():
    answer = read_answer("nkt", awaited("IV.2", previous=_numbers(("IV.2.1",))))
    assert [entry.code for entry in answer.entries] == ["IV.2.1"]
    assert answer.trouble is not None
    assert answer.trouble.reason is Stop.NO_PREVIOUS
    assert answer.trouble.codes == ("IV.2.2", "IV.2.3", "IV.2.4", "IV.2.5")


def test_as_before_keeps_the_state_of_the_earlier_figure():
    before = {"IV.2.1": Figure("IV.2.1", State.NONE_ARISEN)}
    answer = read_answer("2.1 nkt", awaited("IV.2", previous=before))
    assert answer.entries[0].reading.state is State.NONE_ARISEN
    missing = {"IV.2.1": Figure("IV.2.1", State.MISSING)}
    assert told(read_answer("2.1 nkt", awaited("IV.2", previous=missing))) == (
        "reject [no_previous]"
    )


@pytest.mark.parametrize(
    ("typed", "correction"),
    [("sửa 4.2 thành 13", True), ("sua 4.2=13", True), ("4.2=13", False), ("4.2 13", False)],
)
def test_a_correction_is_told(typed, correction):
    assert read_answer(typed, awaited("I.4")).entries[0].correction is correction
    given = awaited("I.4", current=_numbers(("I.4.2",), 14))
    assert read_answer(typed, given).entries[0].correction is True


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("?", ""),
        ("??", ""),
        ("giải thích", ""),
        ("? 4.2", "I.4.2"),
        ("4.2?", "I.4.2"),
        ("4.2 ?", "I.4.2"),
        ("giải thích 4.2", "I.4.2"),
        ("giai thich 4.2", "I.4.2"),
        ("4.2 là gì?", "I.4.2"),
        ("? VI.1.1", "VI.1.1"),
    ],
)
def test_a_question_asks_for_an_explanation(typed, code):
    answer = read_answer(typed, awaited("I.4"))
    assert (answer.explain, answer.action, answer.entries) == (code, Treatment.COMMAND, ())


def test_a_code_is_a_number_only_where_decimals_are_asked():
    rate = Awaited(ANNEX, _single("VII.4.2"))
    assert told(read_answer("4.3", rate)).endswith("[code_alone]") is False
    assert told(read_answer("4.2", rate)) == "ask [code_or_number]"
    assert told(read_answer("98.3", rate)) == "accept VII.4.2=98.3"
    assert told(read_answer("98,3", rate)) == "accept VII.4.2=98.3"


def test_a_single_figure_takes_spaces_between_thousands_on_a_yes():
    count = Awaited(ANNEX, _single("III.3.1.1"))
    assert told(read_answer("1 639", count)) == "confirm III.3.1.1=c:1639"
    assert told(read_answer("14 14 0 0", count)) == "ask III.3.1.1=a:-"
    assert told(read_answer("nkt", count)) == "reject [no_previous]"


def _single(code: str):
    block = ANNEX.block_of[code]
    return type(block)(block.id, block.title, block.owner, (code,))


def test_without_a_block_only_codes_are_read():
    assert told(read_answer("14 14 0 0", awaited(None))) == "reject [nothing_awaited]"
    assert told(read_answer("kps", awaited(None))) == "reject [nothing_awaited]"
    assert told(read_answer("I.4.2=13", awaited(None))) == "accept I.4.2=13"
    assert told(read_answer("V kps", awaited(None))).startswith("confirm V.1.1=c:0")


def test_a_row_before_any_block_was_asked_is_for_the_first_open_one_on_a_yes():
    not_asked = Awaited(ANNEX, None, ANNEX.blocks[1:])
    assert told(read_answer("14 14 0 0", not_asked)) == CONFIRM4
    assert told(read_answer("14 14 0", not_asked)) == "reject [nothing_awaited]"
    assert told(read_answer("cảm ơn", not_asked)) == "reject [nothing_awaited]"
    assert told(read_answer("4.2=13", not_asked)) == "ask [ambiguous_code]"


def standing(*codes: str) -> dict[str, Figure]:
    return {code: Figure(code, State.VALUE, Decimal(7)) for code in codes}


@pytest.mark.parametrize(
    ("said", "block", "stands", "last", "expected"),
    [
        ("sửa 2.1 thành 8", "III.1", ["I.2.1"], [], "accept I.2.1=8"),
        ("sửa 2.1 = 8", "III.2", ["I.2.1"], [], "accept I.2.1=8"),
        ("à nhầm, 2.1 là 8", "III.1", ["I.2.1"], [], "confirm I.2.1=c:8"),
        ("sửa 2.1 thành 8", "III.2", ["I.2.1", "III.2.1"], [], "accept III.2.1=8"),
        ("sửa 2.1 thành 8", "III.2", ["I.2.1", "III.2.1"], ["I.2.1"], "accept I.2.1=8"),
        ("sửa 2.1 thành 8", "III.1", ["I.2.1", "IV.2.1"], [], "ask [ambiguous_code]"),
        ("sửa 2.1 thành 8", "III.1", [], [], "ask [ambiguous_code]"),
        ("sửa 2.1 thành 8", "III.2", [], [], "accept III.2.1=8"),
        ("2.1 = 8", "III.1", ["I.2.1"], [], "accept III.2.1=8"),
    ],
)
def test_a_correction_by_a_short_code_means_a_figure_that_stands(
    said: str, block: str, stands: list[str], last: list[str], expected: str
) -> None:
    asked = awaited(block, current=standing(*stands), given_last=tuple(last))
    assert told(read_answer(said, asked)) == expected
