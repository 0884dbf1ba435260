"""The empty workbook of units, officials and leave, with the words that may stand in it."""

from __future__ import annotations

from collections.abc import Mapping

from domain.people.units import UNIT_KINDS
from handlers.wording.say import say
from reports.incoming.read_people import LEAVE, OFFICIALS, REGIMES, UNITS
from reports.workbook.empty_table import EmptySheet, empty_workbook
from storage.catalogue.people_files import SPOKEN_ROLES

BROAD = frozenset(
    {"Tên", "Họ tên", "Chức vụ", "Địa chỉ", "Tên khác", "Đơn vị", "Cấp trên", "Nhập vào"}
)


def people_template() -> bytes:
    """Sheets and headings as `nhacviec load` reads them."""
    sheets = (
        EmptySheet(say("load.sheet.units"), _columns(UNITS), {"Loại": UNIT_KINDS}),
        EmptySheet(say("load.sheet.officials"), _columns(OFFICIALS), {"Vai trò": SPOKEN_ROLES}),
        EmptySheet(say("load.sheet.leave"), _columns(LEAVE)),
        EmptySheet(say("load.sheet.regimes"), _columns(REGIMES), {"Dùng": ("Có", "Không")}),
    )
    return empty_workbook(sheets, say("load.sheet.guide"), say("load.guide").splitlines())


def _columns(columns: Mapping[str, str]) -> dict[str, int]:
    return {title: 28 if title in BROAD else 16 for title in columns}
