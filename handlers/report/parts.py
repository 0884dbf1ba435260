"""Who owes which part of which report today: owner fields, leave, substitutes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import filterfalse

from domain.people.people import Official
from domain.people.permissions import owner_fields
from domain.people.units import predecessors
from domain.report.forms import Block, Owned
from handlers.names.people import present
from handlers.report.sheet import Sheet, open_sheet
from handlers.report.which import short_name
from handlers.wording.show_moments import short_period
from handlers.work import Work
from storage.reports.rounds import Obligation, open_obligations, recently_completed

CORRECTED_WITHIN = timedelta(days=60)


@dataclass(frozen=True)
class Part:
    """The blocks of one report that one person has to fill today."""

    sheet: Sheet
    fields: tuple[str, ...]  # own owner fields and those of absent colleagues
    absent: tuple[Official, ...]  # the colleagues who are stood in for
    as_head: bool = False  # a head mends what others give: nothing of it is asked

    @cached_property
    def owned(self) -> Owned:
        """What the form asks of these owner fields."""
        return self.sheet.form.owned_by(self.fields)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks of the part, in asking order."""
        return self.owned.blocks

    @cached_property
    def open_blocks(self) -> tuple[Block, ...]:
        """The blocks in which a figure was not yet given; of a head's none are asked."""
        return () if self.as_head else self.owned.open_in(self.sheet.figures)

    @property
    def codes(self) -> frozenset[str]:
        """The codes whose figures the person may give."""
        return self.owned.codes

    @cached_property
    def open_codes(self) -> tuple[str, ...]:
        """The codes that the person still owes."""
        return tuple(filterfalse(self.sheet.figures.__contains__, self.owned.asked))

    @property
    def waiting_codes(self) -> tuple[str, ...]:
        """The codes that the person has answered with "chưa có số liệu"."""
        return tuple(code for code in self.sheet.waiting_codes() if code in self.codes)

    @property
    def estimated_codes(self) -> tuple[str, ...]:
        """The codes of the part whose figures are estimates."""
        return self.sheet.estimated_codes(self.owned.in_order)

    @property
    def has_estimates(self) -> bool:
        """True where one of them is."""
        given = self.sheet.figures.items()
        return any(figure.estimated and code in self.codes for code, figure in given)


def part_of(
    work: Work, official: Official, obligation: Obligation, sheet: Sheet | None = None
) -> Part | None:
    """The person's part of one report (of its sheet, where that is open already); None where they
    own no block of it today, and where the unit had ended before its figures were closed: then
    its successor reports for it."""
    if not work.unit(obligation.unit_id).valid_on(obligation.closes):
        return None
    fields, absent = _fields(work, official, obligation.unit_id)
    if not fields:
        return None
    opened = sheet or open_sheet(work, obligation)
    if not opened.told_as and (told_as := told_apart(work, official, obligation)):
        opened = replace(opened, told_as=told_as)
    held = (fields_of(work, a, obligation.unit_id, work.today) for a in absent)
    concerned = tuple(
        a for a, theirs in zip(absent, held, strict=True) if opened.form.owned_by(theirs).blocks
    )
    part = Part(opened, fields, concerned)
    return part if part.blocks else None


def _fields(
    work: Work, official: Official, unit_id: str
) -> tuple[tuple[str, ...], tuple[Official, ...]]:
    """The owner fields that the person fills today, and for which absent colleagues too."""
    key = (official.id, unit_id)
    if key not in work.filled_fields:
        work.filled_fields[key] = _filled_fields(work, official, unit_id)
    return work.filled_fields[key]


def _filled_fields(
    work: Work, official: Official, unit_id: str
) -> tuple[tuple[str, ...], tuple[Official, ...]]:
    own = fields_of(work, official, unit_id, work.today)
    absent = tuple(
        work.people[absent_id]
        for absent_id, present_id in work.stand_ins(work.today, [official.id]).items()
        if present_id == official.id
    )
    inherited = tuple(
        field for colleague in absent for field in fields_of(work, colleague, unit_id, work.today)
    )
    return tuple(dict.fromkeys((*own, *inherited))), absent


def reports_of(work: Work, official: Official) -> tuple[Obligation, ...]:
    """The open reports in which the person fills a part, the earliest due first."""
    if official.id not in work.open_reports:
        every = open_obligations(work.session, units_of(work, official))
        mine = (each for each in every if _fills(work, official, each))
        work.open_reports[official.id] = tuple(mine)
    return work.open_reports[official.id]


def _fills(work: Work, official: Official, report: Obligation) -> bool:
    if not work.unit(report.unit_id).valid_on(report.closes):
        return False
    fields, _ = _fields(work, official, report.unit_id)
    form = work.catalogue.form(report.form_id, report.closes)
    return bool(form.owned_by(fields).blocks)


def told_apart(
    work: Work, official: Official, report: Obligation, others: Iterable[Obligation] = ()
) -> str:
    """The few words that tell a report from the person's other open ones and from `others`: "Cải
    cách hành chính quý III, xã Bắc Sơn"; nothing where there is no other."""
    among = (*reports_of(work, official), *others)
    every = {report.id: report} | {each.id: each for each in among}
    if len(every) == 1:
        return ""
    names = []
    if len({(each.regime_id, each.period_code) for each in every.values()}) > 1:
        names.append(_short(work, report, every.values()))
    if len({each.unit_id for each in every.values()}) > 1:
        names.append(work.unit(report.unit_id).name)
    return ", ".join(names)


def _short(work: Work, report: Obligation, among: Iterable[Obligation]) -> str:
    """ "Cải cách hành chính quý III", with the year where another year is open too."""
    regime = work.catalogue.regime(report.regime_id)
    same = {o.period_code for o in among if o.regime_id == report.regime_id}
    period = short_period(report.period_code, year=len({code[:4] for code in same}) > 1)
    return " ".join(filter(None, [short_name(regime), period]))


def fields_of(work: Work, official: Official, unit_id: str, day: date) -> tuple[str, ...]:
    """The owner fields of a unit's reports that the person holds on a day; those of a unit that
    has ended are held by the people of its successor."""
    acting = work.acting_for(unit_id, day)
    fields = (field for acts in acting for field in owner_fields(official, acts, day))
    return tuple(dict.fromkeys(fields))


def parts(work: Work, official: Official) -> tuple[Part, ...]:
    """The person's parts of all open reports, the earliest due first."""
    found = (
        part_of(work, official, obligation)
        for obligation in open_obligations(work.session, units_of(work, official))
    )
    return tuple(part for part in found if part is not None)


def units_of(work: Work, official: Official) -> frozenset[str]:
    """The units in which the person holds a post today, and those that were merged into them."""
    held = frozenset(post.unit_id for post in official.posts_on(work.today))
    return held | predecessors(work.successions, held, work.today)


def part_to_correct(work: Work, official: Official) -> Part | None:
    """The person's part of the newest report that was completed lately. It may be closed by now:
    then nothing older is corrected in its place."""
    return next(iter(finished_parts(work, official)), None)


def finished_parts(work: Work, official: Official) -> Iterator[Part]:
    """The person's parts of the reports that were completed lately, closed ones too, the newest
    first."""
    since = work.now - CORRECTED_WITHIN
    recent = recently_completed(work.session, units_of(work, official), since)
    found = (part_of(work, official, obligation) for obligation in reversed(recent))
    return (part for part in found if part is not None)


def named_apart(work: Work, official: Official, found: Sequence[Part]) -> tuple[Part, ...]:
    """The same parts, each named so that it is told from the others."""
    reports = [part.sheet.obligation for part in found]
    names = [told_apart(work, official, report, reports) for report in reports]
    return tuple(
        replace(part, sheet=replace(part.sheet, told_as=name))
        for part, name in zip(found, names, strict=True)
    )


def responsible(work: Work, unit_id: str, field: str, day: date) -> tuple[Official, ...]:
    """The officials who owe an owner field that day: a holder on leave is replaced by the
    substitute, and stays responsible where none was named."""
    return responsible_by_field(work, unit_id, day).get(field, ())


def responsible_by_field(work: Work, unit_id: str, day: date) -> Mapping[str, tuple[Official, ...]]:
    """The same of every owner field that somebody holds."""
    found: dict[str, dict[str, Official]] = {}
    for acts in work.acting_for(unit_id, day):
        for official in work.people.staff(acts):
            if fields := owner_fields(official, acts, day):
                acting = present(work, official, day)
                for field in fields:
                    found.setdefault(field, {})[acting.id] = acting
    return {field: tuple(people.values()) for field, people in found.items()}
