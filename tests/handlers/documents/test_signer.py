"""In what capacity somebody signs: by the title of the person and the kind of the unit."""

from __future__ import annotations

import pytest

from domain.people.units import Unit
from handlers.documents.letterhead import body_name, usual_symbol
from handlers.documents.signer import capacity
from storage.reports.issues import Power

COMMITTEE = "TM. ỦY BAN NHÂN DÂN"


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("Chủ tịch", (COMMITTEE, "CHỦ TỊCH")),
        ("Chủ tịch UBND xã", (COMMITTEE, "CHỦ TỊCH")),
        ("", (COMMITTEE, "CHỦ TỊCH")),
        ("Phó Chủ tịch", (COMMITTEE, "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        (
            "Phó Chủ tịch, phụ trách văn phòng",
            (COMMITTEE, "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
        ("Quyền Chủ tịch", (COMMITTEE, "Q. CHỦ TỊCH")),
        ("Chánh Văn phòng", ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
        ("Phó Trưởng phòng", ("TL. CHỦ TỊCH", "PHÓ TRƯỞNG PHÒNG")),
    ],
)
def test_who_signs_for_a_committee_does_so_by_the_title(title, lines):
    assert capacity(title, committee=True) == lines


@pytest.mark.parametrize(
    ("title", "head", "lines"),
    [
        ("Chánh Văn phòng", "Chánh Văn phòng", ("CHÁNH VĂN PHÒNG",)),
        ("Trưởng phòng", "", ("TRƯỞNG PHÒNG",)),
        ("Phó Trưởng phòng", "Trưởng phòng", ("KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG")),
        ("Chuyên viên", "Giám đốc", ("TL. GIÁM ĐỐC", "CHUYÊN VIÊN")),
        ("", "", ("THỦ TRƯỞNG ĐƠN VỊ",)),
    ],
)
def test_an_office_signs_in_its_own_name(title, head, lines):
    assert capacity(title, head, committee=False) == lines


def test_who_holds_a_mandate_signs_by_it():
    assert capacity("Chánh Văn phòng", power=Power.MANDATE, committee=True) == (
        "TUQ. CHỦ TỊCH",
        "CHÁNH VĂN PHÒNG",
    )


def unit(kind, name):
    return Unit("a/b", kind, name, "b")


@pytest.mark.parametrize(
    ("kind", "name", "symbol", "body"),
    [
        ("xa", "xã Bắc Sơn", "BC-UBND", "UBND xã Bắc Sơn"),
        ("huyen", "huyện Ân Thi", "BC-UBND", "UBND huyện Ân Thi"),
        ("tinh", "tỉnh Hưng Yên", "BC-UBND", "UBND tỉnh Hưng Yên"),
        ("phong_ban", "Phòng Nội vụ", "BC-PNV", "Phòng Nội vụ"),
        ("phong_ban", "Phòng Tài chính – Kế hoạch", "BC-PTCKH", "Phòng Tài chính – Kế hoạch"),
        ("phong_ban", "Văn phòng HĐND và UBND", "BC-VP", "Văn phòng HĐND và UBND"),
    ],
)
def test_symbol_and_name_follow_the_kind_of_the_unit(kind, name, symbol, body):
    assert usual_symbol(unit(kind, name), name) == symbol
    assert body_name(unit(kind, name)) == body
