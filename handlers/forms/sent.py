"""A superior's workbook that an administrator sends to the bot, to be made into a form.

tam  < (tệp PHU-LUC.xlsx) làm biểu
bot  > Đã đọc PHU-LUC.xlsx: 2 phần, 16 dòng; 12 số phải hỏi trong 5 mục, …
       Nạp biểu này? ...                                                          [nạp] [thôi]
"""

from __future__ import annotations

from dataclasses import replace

from domain.people.people import Official
from domain.people.permissions import Action
from domain.talk.messages import Attachment, Incoming, Reply
from handlers.forms.load_form import load_question
from handlers.forms.proposed import NoTable, proposed_form
from handlers.question import ask
from handlers.turn import TaskTurn
from handlers.wording.refuse import refuse
from handlers.wording.say import Asking, say, say_ask
from handlers.wording.understood import says
from handlers.work import Work
from reports.incoming.open_file import FORM_KINDS

TEXT = "text/plain"


def take_workbook(work: Work, person: Official, incoming: Incoming) -> Reply | None:
    """What is read of the workbook, and the files of the form; None for any other message."""
    file, opened = incoming.file, incoming.opened
    if file is None or not says("form", "make", incoming.text):
        return None
    if not work.scope(person, Action.MAKE_FORM):
        return refuse(work, person, "form.load")
    if opened is None or opened.kind not in {"xlsx", *FORM_KINDS}:
        return Reply(say("form_from.chat.not_workbook", name=file.name))
    if opened.refused:
        why = say(f"rule.file.{opened.refused}")
        return Reply(say("form_from.chat.unread", name=file.name, why=why))
    try:
        made = proposed_form(work.catalogue, opened, file.name, file.content, work.today.year)
    except NoTable:
        return Reply(say("form_from.chat.no_table", name=file.name))
    files = tuple(Attachment(name, TEXT, text.encode()) for name, text in made.files)
    question = load_question(work, made, file.name)
    read = "\n".join(made.lines)  # what would be loaded is part of the question
    words = Asking(f"{read}\n\n{say_ask('ask.load.form').words}")
    reply = ask(TaskTurn(work, person, incoming), question, words)
    return replace(reply, files=files)
