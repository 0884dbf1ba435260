"""The head of a report, by the kind of unit that sends it, or as the regime has it for one unit.

A People's Committee prints itself in two lines and nothing above; an office, a department or an
agency prints the body above it, and then its own name.
"""

from __future__ import annotations

from domain.people.units import COMMITTEE_KINDS, Unit, short_name, superiors_on
from handlers.report.sheet import Sheet
from handlers.wording.say import say
from handlers.work import Work
from reports.document import Letterhead
from storage.reports.issues import Issue


def letterhead(work: Work, sheet: Sheet, issue: Issue) -> Letterhead:
    """Who sends the report from where, and the number and day that the clerk has given."""
    unit, above = sheet.unit, _above(work, sheet)
    committee = is_committee(unit)
    own = unit.name if committee or not above else _without(unit.name, above[0].name)
    place = unit if committee else next(filter(is_committee, above), unit)
    alone, paper = committee or not above, sheet.regime.paper
    head = paper.head_of(unit.id)
    issuer = (say("files.committee"), own.upper()) if committee else (own.upper(),)
    return Letterhead(
        issuer=head.issuer or issuer,
        issuer_name=head.name or (body_name(unit) if alone else f"{own} {above[0].name}"),
        place=head.place or short_name(place),
        year=sheet.obligation.closes.year,
        symbol=issue.symbol or head.symbol or paper.symbol or usual_symbol(unit, own),
        number=issue.number,
        signed_on=issue.signed_on,
        superior=head.superior or ("" if alone else body_name(above[0]).upper()),
    )


def is_committee(unit: Unit) -> bool:
    """A People's Committee, of whatever level."""
    return unit.kind in COMMITTEE_KINDS


def body_name(unit: Unit) -> str:
    """`UBND huyện Ân Thi`; an office by its own name."""
    return say("files.body", unit=unit.name) if is_committee(unit) else unit.name


def usual_symbol(unit: Unit, own: str) -> str:
    """`BC-UBND`; of an office the first letters of its name: `BC-PNV`, `BC-VP`."""
    if is_committee(unit):
        return say("files.symbol", body=say("files.committee_short"))
    office = say("files.office")
    if own.lower().startswith(office.lower()):
        own = office
    letters = (word[0] for word in own.split() if word[0].isalpha())
    return say("files.symbol", body="".join(letters).upper())


def superior_body(work: Work, sheet: Sheet) -> str:
    """`UBND huyện Ân Thi`: the body to which the report goes, as it stood at the closing date."""
    above = _above(work, sheet)
    return body_name(above[0]) if above else sheet.words.cap_tren


def _above(work: Work, sheet: Sheet) -> tuple[Unit, ...]:
    return superiors_on(work.lineage(sheet.unit.id), sheet.unit.id, sheet.obligation.closes)


def _without(name: str, above: str) -> str:
    """`Văn phòng HĐND và UBND thị xã Đức Phổ` -> `Văn phòng HĐND và UBND`."""
    return name.removesuffix(above).rstrip() or name
