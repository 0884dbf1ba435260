"""The report as files: a .docx in the legal form with its annex, and the annex as .xlsx.

Text, annex and charts take every number from the same sheet.
"""

from __future__ import annotations

from datetime import date

from domain.dates.moments import local
from domain.people.people import Official, Role
from domain.people.units import short_name, superiors_on
from domain.talk.messages import Attachment, Reply
from domain.tasks.tasks import ANNEX_CODES
from handlers.documents.pictures import all_series, file_stem, pictures
from handlers.report.name import report_name
from handlers.report.on_page import page_tap
from handlers.report.parts import units_of, with_role
from handlers.report.register import basis, difference
from handlers.report.sheet import Sheet
from handlers.wording.say import say
from handlers.wording.show_moments import period_words, show_date
from handlers.work import Work
from reports.annex import annex_rows, numbers_of
from reports.document import Annex, AnnexBook, Letterhead, Origin, ReportDocument, Signature
from reports.drawing import undrawn
from reports.narrative import Sentences, Setting, narrative
from storage.reports.figures import count_messages_since


def report_reply(work: Work, person: Official, sheet: Sheet) -> Reply:
    """The files on request, with what is still missing said beside them."""
    missing = len(sheet.open_codes())
    if not missing:
        return Reply(say("files.ready"), (), report_files(work, sheet))
    own = sheet.unit.id in units_of(work, person)
    text_id = "files.draft" if own else "files.draft_of_other"
    said = say(text_id, missing=missing, slug=sheet.unit.slug)
    return Reply(said, (), report_files(work, sheet))


def annex_reply(work: Work, sheet: Sheet) -> Reply:
    """The annex with what stands in it, to be filled in and sent back."""
    workbook = _annex_workbook(work, sheet, report_document(work, sheet))
    return Reply(say("annex.fill", report=report_name(sheet)), page_tap(work), (workbook,))


def report_files(work: Work, sheet: Sheet) -> tuple[Attachment, ...]:
    """The report and its annex."""
    document = report_document(work, sheet)
    report = undrawn(f"bao-cao-{file_stem(sheet)}.docx", document)
    return report, _annex_workbook(work, sheet, document)


def _annex_workbook(work: Work, sheet: Sheet, document: ReportDocument) -> Attachment:
    assert document.annex is not None
    origin = Origin(
        form_id=sheet.form.id,
        form_version=sheet.form.version,
        unit_id=sheet.unit.id,
        unit_name=sheet.unit.name,
        round_id=f"{sheet.obligation.regime_id}/{sheet.obligation.period_code}",
        period=period_words(sheet.obligation.period_code),
        data_time=work.now,
        revision=document.revision,
    )
    book = AnnexBook(document.annex, document.letterhead, origin)
    return undrawn(f"phu-luc-{file_stem(sheet)}.xlsx", book)


def report_with_pictures(work: Work, sheet: Sheet) -> tuple[Attachment, ...]:
    """The report, its annex and all charts: what the command line writes into a folder."""
    return (*report_files(work, sheet), *pictures(sheet, all_series(work, sheet)))


def report_document(work: Work, sheet: Sheet) -> ReportDocument:
    """The report as a document without layout."""
    numbers = numbers_of(sheet.form, sheet.figures, sheet.rates)
    previous = {} if sheet.previous_of else sheet.previous
    before = numbers_of(sheet.form, previous, sheet.previous_rates)
    sentences = Sentences(sheet.form, numbers, before, say("files.no_data"), sheet.same_length)
    told = narrative(work.catalogue.template(sheet.form.template), _setting(work, sheet), sentences)
    return ReportDocument(
        letterhead=_letterhead(sheet),
        subject=told.subject,
        addressees=(superior_body(work, sheet),),
        body=told.body,
        distribution=tuple(say("files.distribution").splitlines()),
        signature=_signature(work, sheet),
        made_at=work.now,
        annex=Annex(
            title=told.annex_title,
            rows=annex_rows(sheet.form, numbers, sheet.words),
            remarks=_remarks(sheet),
            label_note=told.label_note,
        ),
        revision=_revision(work, sheet),
    )


def _remarks(sheet: Sheet) -> tuple[str, ...]:
    """Which tasks were counted, where the figures are those of the tasks assigned here."""
    register = sheet.register
    given = all(code in sheet.figures for code in ANNEX_CODES)
    if register is None or not given or difference(register, sheet.figures):
        return ()
    return (say("files.counting", basis=basis(register)),)


def _revision(work: Work, sheet: Sheet) -> int:
    """The first complete report is revision 1; each correcting message after it makes a new one."""
    completed_at = sheet.obligation.completed_at
    if completed_at is None:
        return 1
    return 1 + count_messages_since(work.session, sheet.obligation.id, completed_at)


def superior_body(work: Work, sheet: Sheet) -> str:
    """`UBND huyện Ân Thi`: the body to which the report goes, as it stood at the closing date."""
    units = work.lineage(sheet.unit.id)
    above = superiors_on(units, sheet.unit.id, sheet.obligation.closes)
    return say("files.body", unit=above[0].name) if above else sheet.words.cap_tren


def _letterhead(sheet: Sheet) -> Letterhead:
    return Letterhead(
        issuer=(say("files.committee"), sheet.unit.name.upper()),
        issuer_name=say("files.body", unit=sheet.unit.name),
        place=short_name(sheet.unit),
        year=sheet.obligation.closes.year,
    )


def _setting(work: Work, sheet: Sheet) -> Setting:
    obligation = sheet.obligation
    previous = sheet.previous and not sheet.previous_of
    return Setting(
        don_vi=sheet.unit.name,
        ky=period_words(obligation.period_code),
        ky_truoc=period_words(sheet.previous_code) if previous else "",
        tu_ngay=show_date(obligation.starts),
        den_ngay=show_date(obligation.closes),
        nam=obligation.closes.year,
        cap_tren=sheet.words.cap_tren,
        chu_tich_cap_tren=sheet.words.chu_tich_cap_tren,
        cap=sheet.words.cap,
        co_quan_cap_tren=superior_body(work, sheet),
        can_cu=sheet.regime.legal_basis if sheet.regime.superior_id else "",
    )


def _signature(work: Work, sheet: Sheet) -> Signature:
    chairmen: tuple[Official, ...] = with_role(
        work, sheet.unit.id, Role.CHAIRMAN, _signed_on(work, sheet)
    )
    name = chairmen[0].name if chairmen else ""
    return Signature(tuple(say("files.authority").splitlines()), name)


def _signed_on(work: Work, sheet: Sheet) -> date:
    """The day whose chairman signs: today, or when the report was complete; an old report keeps
    the name of its time."""
    completed_at = sheet.obligation.completed_at
    day = local(completed_at).date() if completed_at else work.today
    return min(day, sheet.unit.valid_to or day)
