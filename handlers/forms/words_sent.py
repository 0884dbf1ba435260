"""A report text that an administrator sends as a Word file: checked, shown, and used on one word.

tam  < (tệp loi-bao-cao.docx)
bot  > loi-bao-cao.docx: mẫu lời báo cáo dùng được, khác mẫu đang dùng 2 đoạn. ...
       Dùng mẫu này cho huyện Ân Thi và các đơn vị bên dưới? ...                   [nạp] [thôi]
tam  < nạp
bot  > Đã nạp loi-bao-cao.docx cho huyện Ân Thi và các đơn vị bên dưới. ...
"""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import SequenceMatcher

from domain.people.people import Official
from domain.people.permissions import Action
from domain.report.forms import Form
from domain.talk.messages import Choice, Incoming, Reply
from domain.talk.question import Question, Wanted
from domain.talk.yes_no import YES
from handlers.documents.templates import scoped
from handlers.documents.word_template import (
    FaultyTemplate,
    load_template,
    sample_report,
    sound_template,
)
from handlers.forms.questions import LOAD_WORDS, units_of_texts
from handlers.names.units import find_unit
from handlers.question import Answering, ask, settle
from handlers.turn import TaskTurn
from handlers.wording.refuse import refuse
from handlers.wording.say import say, say_ask
from handlers.wording.understood import behind, says
from handlers.work import Work
from reports.drawing import undrawn
from reports.incoming.read_template import ReadTemplate, template_in
from storage.catalogue.sources import standing_text
from storage.database.states import SourceKind
from storage.messages.sent_files import keep_file, kept_file

LOAD, DROP = "load", "drop"
FAULTS_NAMED = 8
_GAP = re.compile(r"\n\s*\n")


def load_taps() -> tuple[Choice, Choice]:
    """The two words, or taps, below what would be loaded."""
    return Choice(say("load.chat.load"), LOAD), Choice(say("load.chat.drop"), DROP)


def is_agreed(turn: Answering) -> bool:
    """The word that loads what was shown, and nothing else."""
    return turn.word in (YES, LOAD) or says("preview", "load", turn.said)


def take_words(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    """What is to be said of a report text in a Word file; None for any other message."""
    file, opened = incoming.file, incoming.opened
    if file is None or opened is None or template_in(opened) is None:
        return None
    if not work.scope(person, Action.MAKE_FORM):
        return refuse(work, person, "template.load", "template.chat.not_allowed")
    try:
        found = sound_template(work.catalogue, opened, file.name)
    except FaultyTemplate as faulty:
        return Reply(_faults(faulty, file.name))
    assert found is not None  # it is one
    said = _unit_said(incoming.text)
    unit_id = _unit_meant(work, person, said)
    if unit_id is None:
        return Reply(say("template.chat.no_such_unit", name=file.name, unit=said))
    return _ask(work, person, incoming, *found, unit_id)


def _faults(faulty: FaultyTemplate, name: str) -> str:
    lines = [say("template.chat.faulty", name=name), *faulty.lines[:FAULTS_NAMED]]
    if more := len(faulty.lines) - FAULTS_NAMED:
        lines += [say("files.more_places", count=more)] if more > 0 else []
    return "\n".join(lines)


def _unit_said(text: str) -> str:
    """The unit that is named beside the file; nothing where the words only ask to load it."""
    named = behind("preview", "for_unit", text)
    said = (text if named is None else named).strip(" .,:!")
    return "" if says("preview", "load", said) else said


def _unit_meant(work: Work, person: Official, said: str) -> str | None:
    """The unit that is named, else that of the administrator; None for a name that is none of
    theirs."""
    if not said:
        return min(work.scope(person, Action.MAKE_FORM))
    known = {unit_id: work.units[unit_id] for unit_id in units_of_texts(work, person)}
    return find_unit(said, known, work.today, work.units).unit_id


def _ask(
    work: Work, person: Official, incoming: Incoming, read: ReadTemplate, form: Form, unit_id: str
) -> Reply:
    assert incoming.file is not None  # it was just read
    name, unit = incoming.file.name, work.units[unit_id].name
    before = standing_text(work.session, SourceKind.TEMPLATE, [scoped(read.name, unit_id)])
    count = _changed(before or work.catalogue.template(read.name), read.text)
    if before == read.text:
        return Reply(say("template.same", name=name))
    data = {
        "file": name,
        "template": read.name,
        "unit": unit_id,
        "text": keep_file(work.session, read.text.encode()),
    }
    about = say("question.file", file=name)
    question = Question(LOAD_WORDS, Wanted.FILE, data, load_taps(), name=about)
    words = say_ask("ask.load.template", name=name, unit=unit, count=count)
    reply = ask(TaskTurn(work, person, incoming), question, words)
    seen = f"xem-thu-{name}"
    return replace(reply, files=(undrawn(seen, sample_report(read.text, form)),))


def _changed(before: str, now: str) -> int:
    """How many paragraphs are other than in the text in use."""
    old, new = (
        [" ".join(each.split()) for each in _GAP.split(text.strip())] for text in (before, now)
    )
    edits = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for kind, i1, i2, j1, j2 in edits if kind != "equal")


def decided(turn: Answering) -> Reply | None:
    """The word about a text that was shown."""
    if not is_agreed(turn):
        return None
    work, data = turn.work, turn.question.data
    settle(turn, turn.question)
    content = kept_file(work.session, data["text"])
    if content is None or data["unit"] not in work.units:
        return Reply(say("question.past"))
    text, unit = content.decode(), work.units[data["unit"]].name
    new = load_template(work, turn.person, data["template"], text, data["unit"])
    return Reply(say("template.loaded" if new else "template.same", name=data["file"], unit=unit))
