"""The sample's form with a heading and a register more, for pages on which people write."""

from __future__ import annotations

from dataclasses import replace

from domain.report.forms import Block, Indicator, Kind, RowCell
from storage.catalogue.catalogue import Catalogue
from tests.bot.outbox.outbox_rig import catalogue_once

HEADING, REGISTER, OPTIONAL = "I.9.T", "I.9.B", "I.9.K"
COLUMNS = (RowCell("Số, ký hiệu"), RowCell("Ngày", is_day=True), RowCell("Trích yếu"))


def with_words() -> Catalogue:
    """The sample's form with two headings, of which one is not asked for, and one register more,
    which the office writes."""
    catalogue = catalogue_once()
    form = next(form for form in catalogue.forms if form.id == "par-quarter")
    plain = {"parent": "I", "unit": "", "owner": "office", "in_annex": False}
    heading = Indicator(
        HEADING, "9", label="Khó khăn", short="khó khăn", kind=Kind.TEXT, help="Nêu rõ.", **plain
    )
    register = Indicator(
        REGISTER, "10", label="Văn bản", short="văn bản", kind=Kind.TABLE, row=COLUMNS, **plain
    )
    optional = Indicator(
        OPTIONAL, "11", label="Kiến nghị", short="kiến nghị", kind=Kind.TEXT, optional=True, **plain
    )
    blocks = tuple(
        Block(each.code, each.short, "office", (each.code,)) for each in (heading, register)
    )
    more = {each.code: each for each in (heading, register, optional)}
    longer = replace(
        form,
        indicators={**form.indicators, **more},
        blocks=(*form.blocks, *blocks),
    )
    return replace(catalogue, forms=tuple(longer if f is form else f for f in catalogue.forms))
