"""A file of the bot that comes back: which making it is, what was changed in it by hand, and what
has changed in the report since.

lan  < (tệp bao-cao-xa-bac-son-2024-Q3-lan-2.docx)
bot  > Tệp này là báo cáo quý III năm 2024, xã Bắc Sơn, lần 2, số liệu lúc 14:05 ngày 13/9/2024.
       Trong tệp có 1 số đã bị sửa tay so với bản bot làm: III.3.1.1: 376 → 370.
       Sau đó đã sửa 3 số: ...
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches

from domain.people.people import Official
from domain.people.permissions import Action
from domain.report.figures import plainly
from domain.report.forms import Form, Kind
from domain.report.rates import rate
from domain.talk.messages import Reply
from handlers.annex.file import AnnexFile
from handlers.annex.verify import figure_in
from handlers.documents.making import cells_of, changed, first_few
from handlers.documents.own_words import keep_words, typed_over
from handlers.report.name import report_name
from handlers.report.sheet import Sheet, open_sheet
from handlers.wording.refuse import refuse
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment
from handlers.work import Work
from reports.seal import Seal, mark_of, plain_words
from storage.reports.issues import Version, versions
from storage.reports.rounds import obligation_of

LIKE = 0.6  # from which on two paragraphs are one that was edited
NUMBERS_NAMED = 5
BESIDE = 40  # letters
_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*%?")


def version_lines(work: Work, annex: AnnexFile, person: Official | None = None) -> list[str]:
    """What is known of a file with a seal, in sentences; nothing for any other file, and for one
    of a report that the person may not see. None is the person at the machine."""
    seal = annex.seal
    sheet = _sheet(work, seal, person) if seal else None
    if seal is None or sheet is None:
        return []
    made = versions(work.session, sheet.obligation.id)
    cells = cells_in(annex, sheet.form)
    told = {"report": report_name(sheet), "revision": seal.revision}
    own = next((each for each in made if _is_of(each, seal)), None)
    if own is None:
        edited = [] if mark_of(cells) == seal.mark else [say("files.version.edited_unnamed")]
        return [say("files.version.unknown", **told), *edited]
    lines = [say("files.version.this", **told, at=show_moment(seal.made_at))]
    lines += _by_hand(sheet.form, own, cells, annex)
    lines += _since(sheet, own)
    last = made[-1]
    if last.revision != own.revision:
        at = show_moment(last.made_at)
        lines.append(say("files.version.newest", revision=last.revision, at=at))
    return lines


def with_text_numbers(work: Work, person: Official, annex: AnnexFile) -> AnnexFile:
    """The annex with the numbers that a hand has changed in the text alone: they are shown and
    asked about like those of its table."""
    seal = annex.seal
    sheet = _sheet(work, seal, person) if seal and annex.text else None
    if seal is None or sheet is None:
        return annex
    made = versions(work.session, sheet.obligation.id)
    own = next((each for each in made if _is_of(each, seal)), None)
    typed = typed_over(work, sheet, own, annex.marked_text) if own else {}
    if own is None or not typed:
        return annex
    taken = {*sheet.form.asked(), *sheet.form.ratios}  # a rate is held against its two figures
    there = cells_in(annex, sheet.form)
    new = {c: n for c, n in typed.items() if c in taken and there.get(c) == own.cells.get(c)}
    where = say("files.version.in_text")
    return replace(
        annex,
        cells=tuple(
            replace(cell, raw=new[cell.code], where=where) if cell.code in new else cell
            for cell in annex.cells
        ),
    )


def keep_words_of(work: Work, person: Official, annex: AnnexFile) -> Reply:
    """Make the words of a report that was edited in Word those of its unit."""
    seal = annex.seal
    sheet = _sheet(work, seal, person) if seal else None
    if seal is None or sheet is None or not annex.text:
        return Reply(say("files.words.no_report"))
    if all(post.unit_id != sheet.unit.id for post in person.posts_on(work.today)):
        return refuse(work, person, f"words of {seal.unit_id}", "files.words.not_allowed")
    made = versions(work.session, sheet.obligation.id)
    own = next((each for each in made if _is_of(each, seal)), None)
    if own is None:
        return Reply(say("files.words.no_report"))
    return keep_words(work, person, sheet, own, annex.marked_text)


def edited_without_store(annex: AnnexFile, form: Form) -> bool:
    """True where the figures are not those that the seal was made for; no database is needed."""
    return annex.seal is not None and mark_of(cells_in(annex, form)) != annex.seal.mark


def cells_in(annex: AnnexFile, form: Form) -> dict[str, str]:
    """The cells of the file as a made annex tells them: numbers without their dress, words as they
    are, nothing for a blank."""
    lines = (each for section in form.sections for each in section.codes)
    wanted = [c for c in lines if form.indicators[c].in_annex and _takes_one(form, c)]
    found = dict.fromkeys(wanted, "")
    unsaved = []  # rates whose value the program that saved the file has left out
    for cell in annex.cells:
        if cell.code not in found or cell.raw in (None, ""):
            unsaved += [cell.code] if cell.formula and cell.code in found else []
            continue
        line = form.indicators[cell.code]
        figure = None if cell.flaw else figure_in(cell, line)
        number = figure.number(line.kind) if figure else None
        found[cell.code] = str(cell.raw) if number is None else str(plainly(number))
    return found | {code: _computed(form, code, found) for code in unsaved}


def _computed(form: Form, code: str, cells: Mapping[str, str]) -> str:
    """What the formula of a rate gives."""
    ratio = form.indicators[code].ratio
    parts = [cells.get(each, "") for each in (ratio.part, ratio.whole)] if ratio else []
    if not parts or not all(part.replace(".", "", 1).isdecimal() for part in parts):
        return ""
    value = rate(Decimal(parts[0]), Decimal(parts[1]))
    return "" if value is None else str(plainly(value))


def _takes_one(form: Form, code: str) -> bool:
    return form.indicators[code].kind is not Kind.GROUP


def _sheet(work: Work, seal: Seal, person: Official | None) -> Sheet | None:
    if seal.unit_id not in work.units:
        return None
    if person is not None and not work.may(person, Action.SEE_FIGURES, seal.unit_id):
        return None
    regime, _, period = seal.round_id.partition("/")
    report = obligation_of(work.session, seal.unit_id, regime, period)
    return open_sheet(work, report) if report else None


def _is_of(version: Version, seal: Seal) -> bool:
    return version.revision == seal.revision and mark_of(version.cells) == seal.mark


def _by_hand(form: Form, own: Version, cells: Mapping[str, str], annex: AnnexFile) -> list[str]:
    """Figures and paragraphs that are not as they were made."""
    lines = [say("files.version.intact")]
    if changes := changed(form, own.cells, cells):
        told = first_few(changes)
        lines = [say("files.version.edited", count=len(changes), changes=told)]
    return [*lines, *_words_by_hand(form, own, plain_words(annex.text))] if annex.text else lines


def _words_by_hand(form: Form, own: Version, there: Sequence[str]) -> list[str]:
    """How many paragraphs are other, and every number that was typed over in one. The name of a
    list is kept among the words, and is printed nowhere."""
    lists = plain_words(line.short for line in form.written if line.kind is Kind.TABLE)
    gone = [each for each in own.words if each not in (*there, *lists)]
    if not gone:
        return []
    added = [each for each in there if each not in own.words]
    lines = [say("files.version.words_edited", count=len(gone)) + " " + say("files.words.how")]
    for each in gone:
        near = get_close_matches(each, added, 1, LIKE)
        for old, new in _numbers_typed_over(each, near[0]) if near else ():
            told = {"old": old, "new": new, "words": _around(near[0], new)}
            lines.append(say("files.version.number_edited", **told))
    return lines[: 1 + NUMBERS_NAMED]


def _numbers_typed_over(before: str, after: str) -> list[tuple[str, str]]:
    """Numbers in the same place that are not the same; where some were added or taken out, nobody
    can say which stands for which."""
    old, new = _NUMBER.findall(before), _NUMBER.findall(after)
    pairs = zip(old, new, strict=True) if len(old) == len(new) else ()
    return [(first, second) for first, second in pairs if first != second]


def _around(text: str, number: str) -> str:
    """The words beside a number, so that it is found in the file."""
    at = text.find(number)
    start, end = max(0, at - BESIDE), at + len(number) + BESIDE
    cut = text[start:end]
    return ("…" if start else "") + cut.strip() + ("…" if end < len(text) else "")


def _since(sheet: Sheet, own: Version) -> list[str]:
    changes = changed(sheet.form, own.cells, cells_of(sheet))
    if not changes:
        return [say("files.version.since_nothing")]
    return [say("files.version.since", count=len(changes), changes=first_few(changes))]
