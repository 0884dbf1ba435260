"""How the bot reads a text, as data: what `nhacviec read` prints and every reply rests on.

read_text("17,465", "money_million")
{"action": "ask", "value": None, "state": None, "reply": "“17,465” là ..."}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from domain.reading.answers import read_answer
from domain.reading.awaited import Answer, Awaited
from domain.reading.numbers import read_number
from domain.reading.readings import Treatment
from domain.report.forms import Block, Form, Kind, Option
from domain.words import clean, words
from handlers.wording.readings import phrase, phrase_answer, phrase_written
from handlers.wording.say import say
from storage.catalogue.words import vocabulary

TASK = "task"  # besides the kinds of figures: "is this task done?"


def read_text(text: str, kind: Kind | str, options: Sequence[Option] = ()) -> dict[str, Any]:
    """Read one figure of a kind, or with the kind `task` the report that a task is done."""
    if kind == TASK:
        return _read_task(text)
    kind = Kind(kind)
    reading = read_number(text, kind, tuple(options))
    value = None if reading.value is None or not reading.sure else _plain(reading.value)
    state = reading.state.value if reading.state and reading.sure else None
    return _answered(reading.action, value, state, phrase(reading, kind, options))


def read_block(text: str, form: Form, block: Block) -> dict[str, Any]:
    """Read a whole message against one block; `values` holds what would be stored at once or on
    a yes, where the whole message can be; otherwise what is sure in it."""
    awaited = Awaited(form, block)
    answer = read_answer(text, awaited)
    read = _answered(answer.action, None, _state(answer), _reply(answer, awaited))
    return read | {"values": _values(answer)}


def _answered(
    action: Treatment, value: str | None, state: str | None, reply: str
) -> dict[str, Any]:
    return {"action": action.value, "value": value, "state": state, "reply": reply}


def _read_task(text: str) -> dict[str, Any]:
    said = clean(text).lower()
    if vocabulary("task_report").find(words(said)):
        return _answered(Treatment.CONFIRM, None, None, say("reading.task_done"))
    return _answered(Treatment.ASK, None, None, say("reading.task_unclear", said=said[:60]))


def _plain(value: Decimal) -> str:
    return f"{value:f}"


def _state(answer: Answer) -> str | None:
    """The one state of all figures, if they have one in common."""
    states = {entry.reading.state for entry in answer.entries}
    state = states.pop() if len(states) == 1 else None
    return state.value if state else None


def _values(answer: Answer) -> Mapping[str, str | None]:
    likely = answer.action in (Treatment.ACCEPT, Treatment.CONFIRM)
    return {
        entry.code: None if entry.reading.value is None else _plain(entry.reading.value)
        for entry in answer.entries
        if entry.reading.action is Treatment.ACCEPT or (likely and entry.reading.sure)
    }


def _reply(answer: Answer, awaited: Awaited) -> str:
    if answer.explain is not None:
        return _explanation(answer.explain, awaited)
    asked = phrase_answer(answer, awaited)
    written = phrase_written(answer, awaited)
    return asked if asked == written or not written else f"{written}\n{asked}"


def _explanation(code: str, awaited: Awaited) -> str:
    block = awaited.block
    codes = (code,) if code else (block.codes if block else ())
    lines = [awaited.form.indicators[each] for each in codes]
    return "\n".join(
        say("reading.explained", code=line.printed, label=line.short, help=line.help).strip()
        for line in lines
    )
