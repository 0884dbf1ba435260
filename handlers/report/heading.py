"""The question for a heading that is to be written, or for the rows of a register.

Mục II.2 – Khó khăn, hạn chế
Nêu từng khó khăn thành một đoạn.
Viết ngay ở đây, gửi nhiều tin cũng được; viết xong gửi: hết mục
"""

from __future__ import annotations

from collections.abc import Collection

from domain.report.figures import State
from domain.report.forms import Form, Indicator, Kind
from domain.report.shown import show_figure
from handlers.report.parts import Part
from handlers.report.sheet import Sheet
from handlers.wording.say import say


def ask_written(sheet: Sheet, line: Indicator) -> str:
    """What is to be written, what stands there, and how to end it."""
    code, table = line.code, line.kind is Kind.TABLE
    lines = [say("text.title", code=code, label=sheet.short(code))]
    if sheet.told_as:
        report = sheet.told_as[:1].upper() + sheet.told_as[1:]
        lines = [say("text.title_of", report=report, code=code, label=sheet.short(code))]
    if line.help:
        lines.append(sheet.filled(line.help))
    figure = sheet.figure(code)
    if figure is not None and figure.state is State.VALUE:
        lines.append(say("text.stands", words=show_figure(figure, line)))
    if table:
        columns = "; ".join(column.title for column in line.row)
        lines.append(say("text.how_rows", columns=columns, example=line.example or columns))
    else:
        lines.append(say("text.how"))
    return "\n".join(lines)


def noun(form: Form, codes: Collection[str], figures: str = "text.noun.figures") -> str:
    """How these lines are called together, behind their number: "số", "mục lời", or both."""
    written = len(form.written_codes.intersection(codes))
    if not written:
        return say(figures)
    return say("text.noun.texts" if written == len(codes) else "text.noun.both")


def owed_first(part: Part) -> str:
    """How much of a report one person still owes, where the question for it stands below."""
    codes, form = part.open_codes, part.sheet.form
    if form.written_codes.issuperset(codes):
        return say("remind.own_texts", count=len(codes))
    return say("remind.own", count=len(codes), what=noun(form, codes), blocks=len(part.open_blocks))


def owed_later(part: Part) -> str:
    """The same, where another report is asked first."""
    codes, form = part.open_codes, part.sheet.form
    if form.written_codes.issuperset(codes):
        return say("remind.own_texts_later", count=len(codes))
    fields = {"what": noun(form, codes), "blocks": len(part.open_blocks)}
    return say("remind.own_later", count=len(codes), **fields)
