"""The report as files: a .docx in the legal form with its annex, and the annex as .xlsx.

Text, annex and charts take every number from the same sheet. While figures or words are missing
it is a draft: its first page and its name say so, and the chat lists what has to be filled in.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

from domain.people.people import Official
from domain.people.units import superiors_on
from domain.report.forms import Form, Kind
from domain.talk.messages import Attachment, Reply
from domain.tasks.tasks import ANNEX_CODES
from handlers.documents.estimates import head, in_words, marked, remarks
from handlers.documents.letterhead import is_committee, letterhead, superior_body
from handlers.documents.making import cells_of, sealed, since_last
from handlers.documents.pictures import all_series, file_stem, pictures
from handlers.documents.signer import signature
from handlers.documents.templates import report_text
from handlers.documents.workbook import formula_lines, own_workbook, superiors_workbook
from handlers.report.estimates import estimates_line
from handlers.report.heading import noun
from handlers.report.name import report_name
from handlers.report.on_page import page_tap
from handlers.report.parts import units_of
from handlers.report.register import basis, difference
from handlers.report.sheet import Sheet
from handlers.wording.say import say
from handlers.wording.show_moments import period_words, show_date
from handlers.work import Work
from reports.annex import Numbers, annex_rows, numbers_of, side_by_side
from reports.brackets import OpenPlace, open_places
from reports.document import Annex, AnnexBook, Origin, PdfReport, ReportDocument, ValueColumn
from reports.drawing import undrawn
from reports.narrative import Narrative, Sentences, Setting, narrative
from reports.plain import to_plain
from reports.seal import plain_words
from storage.reports.issues import Version, issue_of, last_version, note_version

PLACES_NAMED = 5
MOST_UPRIGHT = 2  # columns of figures beside each other on an upright page
_NO_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)


def report_reply(work: Work, person: Official, sheet: Sheet) -> Reply:
    """The files on request, with what is still missing said beside them."""
    document = report_document(work, sheet)
    last = last_version(work.session, sheet.obligation.id)
    changed = since_last(sheet, last, document) if last else []
    lines = [
        _standing(work, person, sheet, document),
        *filter(None, [estimates_line(sheet)]),
        *changed,
        *_open_lines(work, person, sheet, document),
    ]
    said = "\n".join([*lines, *formula_lines(work, sheet)])
    if document.letterhead.number is None and not sheet.open_codes():
        said += "\n" + say("files.number.how", example=say("files.number.example"))
    return Reply(said, (), made_files(work, person, sheet, document))


def pdf_reply(work: Work, person: Official, sheet: Sheet) -> Reply:
    """The report as pdf, for reading; as a file of Word where no pdf can be made here."""
    if not work.makes_pdf:
        reply = report_reply(work, person, sheet)
        return replace(reply, text="\n".join([say("files.no_pdf"), reply.text]))
    document = _noted(work, person, sheet, report_document(work, sheet))
    missing = sheet.open_codes()
    owed = {"missing": len(missing), "what": noun(sheet.form, missing)}
    said = say("files.as_pdf_draft" if missing else "files.as_pdf", **owed)
    lines = [said, *_open_lines(work, person, sheet, document)]
    name = _report_name(sheet, document).removesuffix("docx") + "pdf"
    return Reply("\n".join(lines), (), (undrawn(name, PdfReport(document)),))


def _standing(work: Work, person: Official, sheet: Sheet, document: ReportDocument) -> str:
    missing = sheet.open_codes()
    if not missing:
        return say("files.ready" if document.annex else "files.ready_text")
    own = sheet.unit.id in units_of(work, person)
    text_id = "files.draft" if own else "files.draft_of_other"
    owed = {"missing": len(missing), "what": noun(sheet.form, missing)}
    return say(text_id, slug=sheet.unit.slug, **owed)


def _open_lines(work: Work, person: Official, sheet: Sheet, document: ReportDocument) -> list[str]:
    """What a draft leaves to its writers, the first few by their headings, and how it is written
    in a message; figures that nobody has are listed as such elsewhere."""
    figure = say("files.no_data").strip("[]")
    places = [place for place in open_places(document.body) if place.words != figure]
    if not places:
        return []
    own = sheet.unit.id in units_of(work, person)
    codes = {line.short: line.code for line in sheet.form.written} if own else {}
    shown, more = places[:PLACES_NAMED], len(places) - PLACES_NAMED
    return [
        say("files.open_places", revision=document.revision, count=len(places)),
        *(_open_line(place, codes.get(place.words, "")) for place in shown),
        *([say("files.more_places", count=more)] if more > 0 else []),
    ]


def _open_line(place: OpenPlace, code: str) -> str:
    text_id = "files.open_place_of" if code else "files.open_place"
    return say(text_id, under=place.under, words=place.words, code=code)


def annex_reply(work: Work, sheet: Sheet) -> Reply:
    """The annex with what stands in it, to be filled in and sent back."""
    workbook = _annex_workbook(work, sheet, report_document(work, sheet))
    own = own_workbook(work, sheet)
    fields = {"report": report_name(sheet), "file": own.file if own else ""}
    said = say("annex.fill_own" if own else "annex.fill", **fields)
    return Reply("\n".join([said, *formula_lines(work, sheet)]), page_tap(work), (workbook,))


def made_files(
    work: Work, person: Official | None, sheet: Sheet, document: ReportDocument | None = None
) -> tuple[Attachment, ...]:
    """The report and its annex as they go out: a version of its own where anything has changed.
    None is the person at the machine."""
    return _files(
        work, sheet, _noted(work, person, sheet, document or report_document(work, sheet))
    )


def _noted(
    work: Work, person: Official | None, sheet: Sheet, document: ReportDocument
) -> ReportDocument:
    """The document with its seal; its making is kept where anything has changed."""
    mark, id_ = _mark(document), sheet.obligation.id
    last = last_version(work.session, id_)
    if last is None or last.mark != mark:
        words = plain_words(piece.text for piece in document.body)
        made = Version(document.revision, mark, work.now, cells_of(sheet), words)
        note_version(work.session, id_, made, person.id if person else None, last)
    return sealed(work, sheet, document)


def file_names(work: Work, sheet: Sheet) -> tuple[str, ...]:
    """How the files are called that would be made now."""
    return tuple(file.name for file in _files(work, sheet, report_document(work, sheet)))


def _files(work: Work, sheet: Sheet, document: ReportDocument) -> tuple[Attachment, ...]:
    report = undrawn(_report_name(sheet, document), document)
    return (report, _annex_workbook(work, sheet, document)) if document.annex else (report,)


def _report_name(sheet: Sheet, document: ReportDocument) -> str:
    """`bao-cao-xa-bac-son-2024-Q3-du-thao-lan-1.docx`."""
    text_id = "files.draft_name" if document.draft else "files.final_name"
    return say(text_id, stem=f"bao-cao-{file_stem(sheet)}", revision=document.revision)


def _annex_workbook(work: Work, sheet: Sheet, document: ReportDocument) -> Attachment:
    name = f"phu-luc-{file_stem(sheet)}.xlsx"
    own = own_workbook(work, sheet)
    if own is not None:
        return undrawn(name, superiors_workbook(own, sheet))
    origin = Origin(
        form_id=sheet.form.id,
        form_version=sheet.form.version,
        unit_id=sheet.unit.id,
        unit_name=sheet.unit.name,
        round_id=f"{sheet.obligation.regime_id}/{sheet.obligation.period_code}",
        period=period_words(sheet.obligation.period_code),
        data_time=work.now,
        revision=document.revision,
        mark=document.seal.mark if document.seal else "",
    )
    annex = document.annex or _annex(work, sheet)
    book = AnnexBook(annex, document.letterhead, origin)
    return undrawn(name, book)


def report_with_pictures(work: Work, sheet: Sheet) -> tuple[Attachment, ...]:
    """The report, its annex and all charts, made by the person at the machine: what the command
    line writes into a folder. A making like those of the chat, with its version."""
    return (*made_files(work, None, sheet), *pictures(sheet, all_series(work, sheet)))


def report_document(work: Work, sheet: Sheet) -> ReportDocument:
    """The report as a document without layout."""
    told, numbers = _told(work, sheet)
    issue, paper = issue_of(work.session, sheet.obligation.id), sheet.regime.paper
    document = ReportDocument(
        letterhead=letterhead(work, sheet, issue),
        subject=told.subject,
        addressees=paper.addressees or (superior_body(work, sheet),),
        body=told.body,
        distribution=paper.copies or _copies(sheet),
        signature=signature(work, sheet, issue),
        made_at=work.now,
        annex=_annex_of(sheet, told, numbers) if paper.annex else None,
        draft=bool(sheet.open_codes()) or bool(open_places(told.body)),
        estimates=head(sheet),
    )
    return replace(document, revision=_revision(work, sheet, document))


def _told(work: Work, sheet: Sheet) -> tuple[Narrative, Numbers]:
    """The words, and the numbers that they and the annex have in common."""
    numbers = numbers_of(sheet.form, sheet.figures, sheet.rates)
    sentences = sentences_of(sheet, numbers)
    return narrative(report_text(work, sheet), setting_of(work, sheet), sentences), numbers


def sentences_of(sheet: Sheet, numbers: Numbers) -> Sentences:
    """What the text asks about these figures, beside those of the period before."""
    previous = {} if sheet.previous_of else sheet.previous
    before = numbers_of(sheet.form, previous, sheet.previous_rates)
    return Sentences(
        sheet.form,
        numbers,
        before,
        say("files.no_data"),
        sheet.same_length,
        sheet.figures,
        in_words(sheet),
        say("files.nothing"),
    )


def _annex(work: Work, sheet: Sheet) -> Annex:
    return _annex_of(sheet, *_told(work, sheet))


def _annex_of(sheet: Sheet, told: Narrative, numbers: Numbers) -> Annex:
    rows = annex_rows(sheet.form, numbers, sheet.words)
    return Annex(
        title=told.annex_title,
        rows=marked(sheet, side_by_side(sheet.form, rows)),
        remarks=(*remarks(sheet), *_remarks(sheet)),
        landscape=len(sheet.form.columns) > MOST_UPRIGHT,
        label_note=told.label_note,
        columns=_columns(sheet.form),
    )


def _columns(form: Form) -> tuple[ValueColumn, ...]:
    """The periods side by side, and one column more where lines have one figure for all of them."""
    if not form.columns:
        return ()
    alone = any(
        line.in_annex and line.kind is not Kind.GROUP and not line.column
        for line in form.indicators.values()
    )
    return (
        *(ValueColumn(column.letter, column.words) for column in form.columns),
        *([ValueColumn()] if alone else []),
    )


def _copies(sheet: Sheet) -> tuple[str, ...]:
    usual = "files.distribution" if is_committee(sheet.unit) else "files.distribution_office"
    return tuple(say(usual).splitlines())


def _remarks(sheet: Sheet) -> tuple[str, ...]:
    """Which tasks were counted, where the figures are those of the tasks assigned here."""
    register = sheet.register
    given = all(code in sheet.figures for code in ANNEX_CODES)
    if register is None or not given or difference(register, sheet.figures):
        return ()
    return (say("files.counting", basis=basis(register)),)


def _mark(document: ReportDocument) -> str:
    """The same for two documents that differ in nothing but when they were made."""
    bare = to_plain(replace(document, made_at=_NO_MOMENT, revision=0))
    for piece in bare["body"]:
        del piece["figures"]  # where they stand follows from the text
    del bare["seal"]  # it tells of the making, not of what was made
    return sha256(json.dumps(bare, sort_keys=True).encode("utf-8")).hexdigest()


def _revision(work: Work, sheet: Sheet, document: ReportDocument) -> int:
    """One more than the version that was made last, unless this is the same again."""
    last = last_version(work.session, sheet.obligation.id)
    if last is None:
        return 1
    return last.revision + (last.mark != _mark(document))


def setting_of(work: Work, sheet: Sheet) -> Setting:
    """The words of the report that are not figures."""
    obligation, regime = sheet.obligation, sheet.regime
    previous = sheet.previous and not sheet.previous_of
    above = superiors_on(work.lineage(sheet.unit.id), sheet.unit.id, obligation.closes)
    ground = regime.paper.ground([unit.id for unit in above])
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
        can_cu=regime.legal_basis if regime.superior_id else ground,
        co_phu_luc=regime.paper.annex,
    )
