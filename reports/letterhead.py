"""Number and date lines as the legal form wants them."""

from __future__ import annotations

from datetime import date

from reports.document import Letterhead
from reports.style import Style


def number_words(head: Letterhead, style: Style) -> str:
    """05 below ten; room to write in where the clerk has not given the number yet."""
    return style.words["number_blank"] if head.number is None else f"{head.number:02}"


def number_line(head: Letterhead, style: Style) -> str:
    """Số: 05/BC-UBND"""
    return style.words["number"].format(number=number_words(head, style), symbol=head.symbol)


def date_words(day: date | None, year: int, style: Style) -> str:
    """ngày 05 tháng 02 năm 2024, but tháng 9: days below 10 and months 1, 2 carry a zero."""
    blank = style.words["date_blank"]
    return style.words["date"].format(
        day=f"{day.day:02}" if day else blank,
        month=(f"{day.month:02}" if day.month <= 2 else day.month) if day else blank,
        year=day.year if day else year,
    )


def place_date_line(head: Letterhead, style: Style) -> str:
    """Bắc Sơn, ngày 15 tháng 9 năm 2024"""
    words = date_words(head.signed_on, head.year, style)
    return style.words["place_date"].format(place=head.place, date=words)


def title_lines(title: str) -> str:
    """A title whose last words stand in brackets has them on a line of their own."""
    words, sign, rest = title.rpartition(" (")
    return f"{words}\n({rest}" if sign and rest.endswith(")") else title


def annex_reference(head: Letterhead, style: Style) -> str:
    """(Kèm theo Báo cáo số 68/BC-UBND ngày 15 tháng 9 năm 2024 của UBND xã Bắc Sơn)"""
    return style.words["annex_reference"].format(
        number=number_words(head, style),
        symbol=head.symbol,
        date=date_words(head.signed_on, head.year, style),
        issuer=head.issuer_name,
    )
