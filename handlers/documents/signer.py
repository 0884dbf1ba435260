"""Who signs, and in what capacity: TM., KT., TL., TUQ. by the title of the person.

Chủ tịch      -> TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH
Phó Chủ tịch  -> TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH
Chánh Văn phòng -> CHÁNH VĂN PHÒNG in an office, TL. CHỦ TỊCH / CHÁNH VĂN PHÒNG in a committee
"""

from __future__ import annotations

from datetime import date

from domain.dates.moments import local
from domain.people.people import Official, Role
from domain.words import fold
from handlers.documents.letterhead import is_committee
from handlers.owed.people import with_role
from handlers.report.sheet import Sheet
from handlers.wording.say import say
from handlers.work import Work
from reports.document import Signature
from storage.catalogue.words import folded
from storage.reports.issues import Issue, Power


def signature(work: Work, sheet: Sheet, issue: Issue) -> Signature:
    """The lines of whoever was chosen to sign, else of the head as it was when the report was
    complete; without a name where nobody is known."""
    signer, committee = signer_of(work, sheet, issue), is_committee(sheet.unit)
    if signer is None:
        return Signature(capacity("", committee=committee))
    heads = (each.title for each in _heads(work, sheet) if not _rank(each.title)[0])
    lines = capacity(signer.title, next(heads, ""), issue.power, committee=committee)
    return Signature(lines, signer.name)


def signer_of(work: Work, sheet: Sheet, issue: Issue) -> Official | None:
    """Who was chosen; else the head, or a deputy where no head is there."""
    if issue.signer_id in work.people:
        return work.people[issue.signer_id]
    heads = sorted(_heads(work, sheet), key=lambda person: bool(_rank(person.title)[0]))
    return heads[0] if heads else None


def bare_title(title: str) -> str:
    """`Phó Chủ tịch UBND xã, phụ trách văn phòng` -> `Phó Chủ tịch`."""
    first = title.partition(",")[0].strip()
    return first.partition(f" {say('files.committee_short')}")[0].strip()


def _heads(work: Work, sheet: Sheet) -> tuple[Official, ...]:
    return with_role(work, sheet.unit.id, Role.CHAIRMAN, _signed_on(work, sheet))


def capacity(
    title: str, head: str = "", power: Power = Power.ORDER, *, committee: bool
) -> tuple[str, ...]:
    """The lines above the name of a signer with that title; `head` is the title of the head of
    an office."""
    title = bare_title(title)
    head = say("files.signer.chairman") if committee else bare_title(head).upper()
    before = (say("files.signer.on_behalf", body=say("files.committee")),) if committee else ()
    rank, above = _rank(title)
    if rank == "deputy" and (not committee or fold(above) == fold(head)):
        return (*before, say("files.signer.for", head=above.upper()), title.upper())
    if rank == "acting":
        return (*before, say("files.signer.acting", head=above.upper()))
    if not head or not title or fold(title) == fold(head):
        return (*before, title.upper() or head or say("files.signer.head"))
    by = "files.signer.mandate" if power is Power.MANDATE else "files.signer.order"
    return (say(by, head=head), title.upper())


def _rank(title: str) -> tuple[str, str]:
    """A deputy or somebody acting, and for which title; nothing for everybody else."""
    first, _, rest = bare_title(title).partition(" ")
    for rank in ("deputy", "acting"):
        if rest and fold(first).strip(".") in folded("title", rank):
            return rank, rest
    return "", ""


def _signed_on(work: Work, sheet: Sheet) -> date:
    """The day whose head signs: today, or when the report was complete; an old report keeps the
    name of its time."""
    completed_at = sheet.obligation.completed_at
    day = local(completed_at).date() if completed_at else work.today
    return min(day, sheet.unit.valid_to or day)
