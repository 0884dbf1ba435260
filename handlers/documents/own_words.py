"""A report that somebody has reworded in Word: its words become the text of the unit.

thanh < (tệp bao-cao-xa-bac-son-2024-Q3-lan-2.docx, kèm chữ) giữ lời
bot   > Đã giữ lời của anh/chị ở 2 chỗ, dùng từ lần làm báo cáo sau: “…”; “…”
        Chỗ máy điền bị sửa tay, không đưa vào lời: 376 → 370. ...
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from domain.people.people import Official
from domain.talk.messages import Reply
from handlers.documents.files import sentences_of, setting_of
from handlers.documents.templates import report_text, scoped
from handlers.report.sheet import Sheet
from handlers.wording.say import say
from handlers.work import Work
from reports.annex import Numbers, numbers_of
from reports.reworded import Reworded, reworded
from reports.seal import plain_words
from reports.template_faults import faults_by_line
from storage.catalogue.sources import save_source
from storage.database.audit import note
from storage.database.states import SourceKind
from storage.reports.issues import Version

KEPT = "template.kept"
NAMED_AT_MOST = 5
_EXAMPLE = ("4.2", "13")
_LONGEST = 60  # letters of an edit that is named


def keep_words(
    work: Work, person: Official, sheet: Sheet, made: Version, paragraphs: Sequence[str]
) -> Reply:
    """Keep every edit that has a place in the text; name the others. Nothing is kept of a text
    that would not work any more."""
    found = _compared(work, sheet, made, paragraphs)
    if found.kept and faults_by_line(found.template, sheet.form):
        return Reply(say("files.words.unsound"))
    if found.kept:
        name = scoped(sheet.form.template, sheet.unit.id)
        save_source(work.session, SourceKind.TEMPLATE, name, "", found.template, work.now)
        told = {"template": name, "revision": made.revision, "kept": found.kept}
        note(work.session, work.now, person.id, KEPT, f"unit:{sheet.unit.id}", told)
    return Reply("\n".join(_lines(found)))


def typed_over(
    work: Work, sheet: Sheet, made: Version, paragraphs: Sequence[str]
) -> dict[str, str]:
    """Figures whose number a hand has changed in the text, by code: where the file tells the figure
    of the number, else only in paragraphs that are still made as they were, so that nothing is
    taken for another figure."""
    found = _compared(work, sheet, made, paragraphs)
    return {
        each.code: each.number
        for each in found.typed
        if (each.code in made.cells if each.told else _as_made(each.paragraph, made))
    }


def _as_made(paragraph: str, made: Version) -> bool:
    return plain_words([paragraph])[0] in made.words


def _compared(work: Work, sheet: Sheet, made: Version, paragraphs: Sequence[str]) -> Reworded:
    sentences = sentences_of(sheet, _numbers(sheet, made))
    return reworded(report_text(work, sheet), setting_of(work, sheet), sentences, paragraphs)


def _numbers(sheet: Sheet, made: Version) -> Numbers:
    """The figures of the making; of a line that the annex does not print, those of now."""
    now = numbers_of(sheet.form, sheet.figures, sheet.rates)
    then = {code: Decimal(cell) if cell else None for code, cell in made.cells.items()}
    return {**now, **{code: then[code] for code in now if code in then}}


def _lines(found: Reworded) -> list[str]:
    lines = [say("files.words.nothing")]
    if found.kept:
        lines = [say("files.words.kept", count=len(found.kept), words=_named(found.kept))]
    if found.printed:
        changes = [say("files.words.printed_one", old=a, new=b or "–") for a, b in found.printed]
        code, number = next(((each.code, each.number) for each in found.typed), _EXAMPLE)
        told = {"changes": "; ".join(changes[:NAMED_AT_MOST]), "code": code, "number": number}
        lines.append(say("files.words.printed", **told))
    if found.left:
        lines.append(say("files.words.left", count=len(found.left), words=_named(found.left)))
    return lines


def _named(edits: Sequence[str]) -> str:
    short = [each if len(each) <= _LONGEST else each[: _LONGEST - 1] + "…" for each in edits]
    return "; ".join(say("files.words.quoted", words=each) for each in short[:NAMED_AT_MOST])
