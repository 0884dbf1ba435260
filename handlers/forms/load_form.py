"""The form that was made of a superior's workbook, looked over and kept on one word.

tam  < nạp
bot  > Đã nạp biểu bieu-02-mot-cua bản 2024: 12 số. ...
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.report.forms import Form
from domain.talk.messages import Reply
from domain.talk.question import Question, Wanted
from handlers.forms.proposed import Proposed
from handlers.forms.questions import LOAD_FORM
from handlers.forms.words_sent import is_agreed, load_taps
from handlers.question import Answering, settle
from handlers.wording.say import say
from handlers.work import Work
from reports.patching.written import FORM, TEXT, WORKBOOK
from reports.template_faults import faults_by_line
from storage.catalogue.form_files import form_alone
from storage.catalogue.sources import form_in_use, save_source
from storage.catalogue.workbook_files import load_workbooks
from storage.database.audit import note
from storage.database.states import SourceKind
from storage.messages.sent_files import keep_file, kept_file

LOADED = "form.loaded"


@dataclass(frozen=True, slots=True)
class _Files:
    """The texts of a form by what they are."""

    form: str
    text: str
    workbook: str


def load_question(work: Work, made: Proposed, file: str) -> Question:
    """What waits for the word: the files as they were made."""
    kept = {name: keep_file(work.session, text.encode()) for name, text in made.files}
    data = {"file": file, "files": kept}
    about = say("question.file", file=file)
    return Question(LOAD_FORM, Wanted.FILE, data, load_taps(), name=about)


def decided(turn: Answering) -> Reply | None:
    """The word about a form that was made."""
    if not is_agreed(turn):
        return None
    settle(turn, turn.question)
    files = _files(turn.work, turn.question.data["files"])
    if files is None:
        return Reply(say("question.past"))
    form, told = form_alone(turn.question.data["file"], files.form)
    faults = [*map(str, told), *(_faults(turn.work, form, files) if form else ())]
    if form is None or faults:
        return Reply("\n".join([say("load.chat.faulty"), *faults]))
    return _keep(turn, form, files)


def _files(work: Work, kept: Mapping[str, str]) -> _Files | None:
    found: dict[str, str] = {}
    for name, digest in kept.items():
        ending = next(each for each in (WORKBOOK, TEXT, FORM) if name.endswith(each))
        content = kept_file(work.session, digest)
        if content is None:
            return None
        found[ending] = content.decode()
    return _Files(found[FORM], found[TEXT], found[WORKBOOK])


def _faults(work: Work, form: Form, files: _Files) -> list[str]:
    """What of it cannot be: also that a form in use would lose lines under which figures stand."""
    told = [words for _, words in faults_by_line(files.text, form)]
    told += map(str, load_workbooks(({form.id + WORKBOOK: files.workbook},), (form,))[1])
    name = (form.id, form.version)
    before = next((f for f in work.catalogue.forms if (f.id, f.version) == name), None)
    if before and form_in_use(work.session, form.id, form.version):
        gone = before.indicators.keys() - form.indicators.keys()
        told += (say("check.dropped_code", code=code, version=form.version) for code in gone)
    return told


def _keep(turn: Answering, form: Form, files: _Files) -> Reply:
    work = turn.work
    brought = (
        (SourceKind.FORM, form.id, form.version, files.form),
        (SourceKind.TEMPLATE, form.template, "", files.text),
        (SourceKind.WORKBOOK, form.id, form.version, files.workbook),
    )
    new = [save_source(work.session, *source, work.now) for source in brought]
    told = {"name": turn.question.data["file"], "form": form.id, "version": form.version}
    if not any(new):
        return Reply(say("load.chat.same", **told))
    note(work.session, work.now, turn.person.id, LOADED, f"form:{form.id}", told)
    asked = any(regime.form_id == form.id for regime in work.catalogue.regimes)
    text_id = "load.chat.form" if asked else "load.chat.form_unasked"
    return Reply(say(text_id, **told, count=len(form.asked())))
