"""Every point of the legal form, asked of every bundled report; what a report has not is named with
its reason; and a fault in any point is found."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reports.style import load_style
from storage.catalogue.folders import CATALOGUE
from tests.bot.rehearsal.conftest import Rehearse
from tests.bot.rehearsal.form_points import POINTS, Face, Made
from tests.reports.paper import Paper

COMMITTEE, CHAIRMAN = "ỦY BAN NHÂN DÂN", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")

FACES = {
    "ngoc-ky": Face(
        issuer=(COMMITTEE, "XÃ NGỌC KỲ"),
        number="Số: 45/BC-UBND",
        day="Ngọc Kỳ, ngày 30 tháng 5 năm 2023",
        subject="Kết quả thực hiện công tác cải cách thủ tục hành chính tại UBND xã Ngọc Kỳ\n"
        "(Từ năm 2021 đến tháng 5 năm 2023)",
        addressees=("Thường trực HĐND huyện Tứ Kỳ",),
        copies=("TV Đảng ủy – TTr HĐND xã", "Lãnh đạo UBND xã", "Công chức UBND xã", "Lưu: VP"),
        authority=CHAIRMAN,
        signer="Vũ Hồng Phúc",
        annexes=(
            "DANH MỤC VĂN BẢN CHỈ ĐẠO, ĐIỀU HÀNH ĐÃ BAN HÀNH",
            (
                "SỐ LIỆU VỀ KẾT QUẢ THỰC HIỆN CÔNG TÁC CẢI CÁCH THỦ TỤC HÀNH CHÍNH\n"
                "(TỪ NĂM 2021 ĐẾN THÁNG 5 NĂM 2023)"
            ),
        ),
        name="UBND xã Ngọc Kỳ",
        across=True,
    ),
    "quang-khai": Face(
        issuer=(COMMITTEE, "XÃ QUANG KHẢI"),
        number="Số: {5,}/BC-UBND",  # the clerk has not given it yet
        day="Quang Khải, ngày +tháng +năm 2023",
        subject="Những hạn chế, vướng mắc và biện pháp, giải pháp khắc phục công tác cải cách hành "
        "chính 6 tháng đầu năm 2023",
        addressees=("UBND huyện Tứ Kỳ (Phòng Nội vụ huyện)",),
        copies=("Phòng Nội vụ huyện", "Lưu: VP"),
        authority=CHAIRMAN,
        signer="Đặng Quang Tiến",
        ground="Công văn số 749/UBND-NV ngày 20/6/2023 của UBND huyện Tứ Kỳ về việc thực hiện một "
        "số nội dung phục vụ Hội nghị sơ kết công tác cải cách hành chính 6 tháng đầu năm 2023",
    ),
    "binh-phuoc": Face(
        issuer=(COMMITTEE, "XÃ BÌNH PHƯỚC"),
        number="Số: 233/BC-UBND",
        day="Bình Phước, ngày 25 tháng 9 năm 2023",
        subject="Kết quả thực hiện Kế hoạch Cao điểm ba mươi ngày đêm thúc đẩy, nâng cao hiệu quả "
        "dịch vụ công trực tuyến trên địa bàn xã Bình Phước",
        addressees=("UBND huyện Bình Sơn",),
        copies=(
            "Phòng VHTT huyện",
            "Văn phòng HĐND&UBND huyện",
            "TT. Đảng ủy xã",
            "TT. HĐND xã",
            "TT. UBMTTQVN xã",
            "MT, các HĐT xã",
            "CT, các PCT.UBND xã",
            "Công chức UBND xã",
            "Lưu: VT",
        ),
        authority=CHAIRMAN,
        signer="Huỳnh Ngọc Thọ",
        ground="Kế hoạch số 168/KH-UBND ngày 25/8/2023 của UBND huyện Bình Sơn về Cao điểm ba mươi "
        "ngày, đêm thúc đẩy nâng cao hiệu quả dịch vụ công trực tuyến trên địa bàn huyện",
    ),
    "duc-pho": Face(
        superior="UBND THỊ XÃ ĐỨC PHỔ",
        issuer=("VĂN PHÒNG HĐND VÀ UBND",),
        number="Số: 21/BC-VP",
        day="Đức Phổ, ngày 17 tháng 5 năm 2024",
        subject="Kết quả tham mưu thực hiện công tác cải cách hành chính từ ngày 15/12/2023 đến "
        "ngày 15/5/2024",
        addressees=("Phòng Nội vụ thị xã Đức Phổ",),
        copies=(
            "Chủ tịch UBND thị xã (b/c)",
            "Phòng Nội vụ thị xã",
            "Các cơ quan, đơn vị liên quan",
            "UBND các xã, phường",
            "Lưu: VT",
        ),
        authority=("CHÁNH VĂN PHÒNG",),
        signer="Trần Quốc Toàn",
        ground="Công văn số 549/PNV ngày 15/5/2024 của Phòng Nội vụ thị xã Đức Phổ về việc báo cáo "
        "kết quả thực hiện công tác cải cách hành chính 05 tháng đầu năm 2024",
        annexes=(
            "DANH SÁCH NHIỆM VỤ ĐƯỢC UBND TỈNH, CHỦ TỊCH UBND TỈNH GIAO",
            "SỐ LIỆU VỀ CÔNG TÁC CẢI CÁCH HÀNH CHÍNH TỪ NGÀY 15/12/2023 ĐẾN NGÀY 15/5/2024",
        ),
        name="Văn phòng HĐND và UBND thị xã Đức Phổ",
        across=True,
    ),
    "van-tuong-2026": Face(
        issuer=(COMMITTEE, "XÃ VẠN TƯỜNG"),
        number="Số: 36/BC-UBND",
        day="Vạn Tường, ngày 14 tháng 3 năm 2026",
        subject="Công tác cải cách hành chính quý I năm 2026 trên địa bàn xã Vạn Tường",
        addressees=("UBND tỉnh Quảng Ngãi",),
        copies=("TT Đảng ủy, TT HĐND (b/c)", "Chủ tịch, các PCT UBND", "Lưu: VT"),
        authority=CHAIRMAN,
        signer="Phạm Ngọc Hải",
        ground="Nghị định số 09/2019/NĐ-CP ngày 24/01/2019 của Chính phủ quy định về chế độ báo "
        "cáo của cơ quan hành chính nhà nước",
        annexes=(
            "THỐNG KÊ SỐ LIỆU VỀ KẾT QUẢ THỰC HIỆN CÔNG TÁC CẢI CÁCH HÀNH CHÍNH QUÝ I NĂM 2026",
        ),
        name="UBND xã Vạn Tường",
        gone=("huyện", "thị xã", "thị trấn"),
    ),
}

NO_SUPERIOR = "a People's Committee prints no body above it"
NO_ANNEX = "all figures stand in the text, there is no annex"
_WITHOUT_ANNEX = dict.fromkeys(("F-26", "F-27", "F-28", "F-29", "F-30", "F-34"), NO_ANNEX)
HAS_NOT = {
    "ngoc-ky": {
        "F-09": NO_SUPERIOR,
        "F-19": "the supervision was asked for by no letter that the real report names",
    },
    "quang-khai": {"F-09": NO_SUPERIOR, **_WITHOUT_ANNEX},
    "binh-phuoc": {"F-09": NO_SUPERIOR, **_WITHOUT_ANNEX},
    "duc-pho": {},
    "van-tuong-2026": {"F-09": NO_SUPERIOR},
}
"""By report and point, what it has not, and why."""


FOUND = (AssertionError, StopIteration)


@pytest.fixture(scope="module")
def made(rehearse: Rehearse) -> Callable[[str], Made]:
    style = load_style(CATALOGUE / "styles" / "nd30-2020.toml")

    @cache
    def of(sample: str) -> Made:
        played = rehearse(sample)
        return Made(Paper.at(played.report), FACES[sample], style, played.annex)

    return of


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("sample", FACES)
def test_a_report_keeps_the_point_or_has_nothing_to_keep_it_with(
    sample: str, point: str, made: Callable[[str], Made]
) -> None:
    if point not in HAS_NOT[sample]:
        POINTS[point](made(sample))
        return
    with pytest.raises(FOUND):
        POINTS[point](made(sample))


@pytest.mark.parametrize("sample", [name for name in FACES if not FACES[name].annexes])
def test_a_report_without_an_annex_does_not_speak_of_one(
    sample: str, made: Callable[[str], Made]
) -> None:
    assert "phụ lục" not in made(sample).paper.words.lower()
    assert len(made(sample).paper.word.sections) == 1
    assert made(sample).workbook is None


# What a fault of each point looks like


def _text(paragraph: Any, old: str, new: str) -> None:
    for run in paragraph.runs:
        run.text = run.text.replace(old, new)


def _attribute(element: Any, name: str, value: str) -> None:
    element.set(qn(name), value)


def _without(element: Any) -> None:
    element.getparent().remove(element)


def _picture(paper: Paper) -> None:
    paper.text[0].runs[0]._r.append(paper.word.element.makeelement(qn("w:drawing"), {}))


FAULTS: dict[str, Callable[[Paper], object]] = {
    "F-01": lambda p: setattr(p.word.sections[0], "page_width", Mm(216)),
    "F-02": lambda p: setattr(p.word.sections[0], "left_margin", Mm(25)),
    "F-03": lambda p: setattr(p.text[3].runs[0].font, "name", "Calibri"),
    "F-04": lambda p: setattr(p.word.sections[0], "different_first_page_header_footer", False),
    "F-05": lambda p: _attribute(
        p.blocks[0]._tbl.tblPr.find(qn("w:tblBorders"))[0], "w:val", "single"
    ),
    "F-06": lambda p: setattr(p.head[1].paragraphs[0].runs[0], "bold", False),
    "F-07": lambda p: _text(p.head[1].paragraphs[1], " - ", "-"),
    "F-08": lambda p: setattr(p.head[1].paragraphs[2].paragraph_format, "left_indent", Pt(0)),
    "F-09": lambda p: setattr(p.head[0].paragraphs[0].runs[0], "bold", True),
    "F-10": lambda p: setattr(p.head[0].paragraphs[1].runs[0], "bold", False),
    "F-11": lambda p: _without(p.head[0].paragraphs[2]._p.pPr.find(qn("w:pBdr"))),
    "F-12": lambda p: _text(p.head[2].paragraphs[0], "Số: ", "Số "),
    "F-13": lambda p: _text(p.head[3].paragraphs[0], "tháng 5", "tháng 05"),
    "F-14": lambda p: setattr(p.title[0].runs[0], "text", "Báo cáo"),
    "F-15": lambda p: setattr(p.title[1].runs[0], "italic", True),
    "F-16": lambda p: setattr(p.text[0].paragraph_format, "space_after", Pt(0)),
    "F-17": lambda p: _text(next(x for x in p.text if x.text.startswith("2. ")), "2. ", "3. "),
    "F-18": lambda p: setattr(p.text[0].runs[0], "italic", True),
    "F-19": lambda p: _text(p.text[0], "ngày 15/5/2024 của", "của"),
    "F-20": lambda p: _text(p.text[-1], "./.", "."),
    "F-21": lambda p: _text(p.title[-1], "Kính gửi: ", "Gửi: "),
    "F-22": lambda p: _text(p.ending.cell(0, 0).paragraphs[2], ";", "."),
    "F-23": lambda p: _text(p.ending.cell(0, 1).paragraphs[0], "CHÁNH", "TM. CHÁNH"),
    "F-24": lambda p: setattr(p.text[-1].paragraph_format, "keep_with_next", False),
    "F-25": _picture,
    "F-26": lambda p: [_text(each, "Phụ lục", "bảng") for each in p.text],
    "F-27": lambda p: _text(p.annexes[0][0][0], "Phụ lục I", "Phụ lục"),
    "F-28": lambda p: _without(p.word.sections[1]._sectPr.find(qn("w:pgNumType"))),
    "F-29": lambda p: setattr(p.word.sections[2], "orientation", WD_ORIENT.PORTRAIT),
    "F-30": lambda p: _without(p.figures.rows[5]._tr.trPr.find(qn("w:cantSplit"))),
    "F-31": lambda p: [_text(each, "99,84%", "99.84%") for each in p.text],
    "F-32": lambda p: _text(p.head[2].paragraphs[0], "BC-VP", "BC/VP"),
    "F-33": lambda p: _text(p.text[0], "Thực hiện", "HỎA TỐC. Thực hiện"),
    "F-34": lambda p: [_text(each.cells[3].paragraphs[0], ".", ",") for each in p.figures.rows],
    "nothing open": lambda p: _text(p.text[0], "Thực hiện", "[Thực hiện]"),
    "nothing gone": lambda p: _text(p.text[0], "Thực hiện", "Phòng nào đó thực hiện"),
    "spelled one way": lambda p: _text(p.text[0], "Thực hiện", "Uỷ ban thực hiện"),
}
"""By point, what would be a fault of the report of Đức Phổ."""


@pytest.mark.parametrize("point", POINTS)
def test_a_fault_in_the_point_is_found(
    point: str, made: Callable[[str], Made], rehearse: Rehearse
) -> None:
    sound = made("duc-pho")
    broken = Paper.at(rehearse("duc-pho").report)
    FAULTS[point](broken)
    face = replace(sound.face, gone=("phòng nào đó",))
    POINTS[point](replace(sound, face=face))
    with pytest.raises(FOUND):
        POINTS[point](replace(sound, paper=broken, face=face))


def test_every_point_of_the_checklist_is_asked() -> None:
    numbered = [point for point in POINTS if re.fullmatch(r"F-\d\d", point)]
    assert numbered == [f"F-{number:02}" for number in range(1, 35)]
    assert FAULTS.keys() == POINTS.keys()
    assert HAS_NOT.keys() == FACES.keys()
