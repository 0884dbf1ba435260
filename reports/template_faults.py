"""What is wrong with the report texts of `catalogue/templates/`, before one of them is used."""

from __future__ import annotations

import tomllib
import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from domain.report.figures import Figure, day_number
from domain.report.forms import Form, Indicator, Kind
from domain.report.written import table_figure, text_figure
from reports.narrative import FUNCTIONS, Narrative, Sentences, Setting, environment, narrative

ENDING = ".txt.j2"
TEXTS = Path(__file__).resolve().parent.parent / "catalogue" / "texts" / "vi.toml"
NAMES = frozenset((*FUNCTIONS, *(field.name for field in fields(Setting))))
SAMPLE = Setting("x", "x", "x", "x", "x", 2024, "x", "x", "x", "x")
TRIALS = (None, Decimal(0), Decimal(7))  # every figure missing, none arisen, and there

TemplateFault = tuple[str, str, str]
"""File relative to the catalogue, line in words, message."""

Found = tuple[int | None, str, str]
"""Line, name of the message, what it is about."""


def template_faults(
    folder: Path, form: Form, loaded: Mapping[str, str] | None = None
) -> list[TemplateFault]:
    """The faults of the text of one form in words for who edits it; none where it has no text.

    `loaded` texts by name go before the files of the folder.
    """
    if not form.template:
        return []
    path = folder / f"{form.template}{ENDING}"
    text = (loaded or {}).get(form.template)
    if text is None and path.is_file():
        text = path.read_text("utf-8")
    found: Iterable[Found] = [(None, "no_file", "")] if text is None else _faults(text, form)
    return [
        (
            f"{folder.name}/{path.name}",
            _say("line", line=line) if line else "",
            _say(name, about=about),
        )
        for line, name, about in dict.fromkeys(found)
    ]


def faults_by_line(text: str, form: Form) -> list[tuple[int | None, str]]:
    """Line, where it is known, and message of what is wrong with a text as that of a form."""
    found = dict.fromkeys(_faults(text, form))
    return [(line, _say(name, about=about)) for line, name, about in found]


def tried_out(text: str, form: Form) -> Narrative:
    """The words of a sound text with sample figures: 07 everywhere."""
    return _trial(text, form, TRIALS[-1], TRIALS[-1])


def text_faults(text: str) -> list[tuple[str, str]]:
    """Line and message of what is wrong with a text by itself, whatever form will use it."""
    from jinja2 import TemplateSyntaxError

    try:
        found = list(_unknown_names(environment().parse(text)))
    except TemplateSyntaxError as error:
        found = [(error.lineno, "syntax", error.message or "")]
    return [(_say("line", line=line), _say(name, about=about)) for line, name, about in found]


def _say(name: str, **fields: object) -> str:
    """The words of a fault, for who edits the template."""
    return _texts()[f"report.fault.{name}"].format(**fields)


@cache
def _texts() -> dict[str, str]:
    table = tomllib.loads(TEXTS.read_text("utf-8"))["report"]["fault"]
    return {f"report.fault.{name}": words for name, words in table.items()}


def _faults(template: str, form: Form) -> Iterator[Found]:
    """What shows without figures; a text that is sound so far is also tried out."""
    from jinja2 import TemplateSyntaxError

    try:
        tree = environment().parse(template)
    except TemplateSyntaxError as error:
        yield error.lineno, "syntax", error.message or ""
        return
    plain = [*_unknown_names(tree), *_unknown_codes(tree, form)]
    yield from plain or _trial_faults(template, form)


def _unknown_names(tree: Any) -> Iterator[Found]:
    from jinja2 import meta, nodes

    unknown = meta.find_undeclared_variables(tree) - NAMES
    for node in tree.find_all(nodes.Name):
        if node.name in unknown:
            yield node.lineno, "unknown_name", node.name


def _unknown_codes(tree: Any, form: Form) -> Iterator[Found]:
    """Texts passed to the functions that are no line of the form, or a heading of it."""
    from jinja2 import nodes

    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in FUNCTIONS:
            allowed = _codes_of(call.node.name, form)
            for part in call.args:
                if isinstance(part, nodes.Const) and part.value not in allowed:
                    yield part.lineno, "unknown_code", str(part.value)


_WRITES = {"loi": (Kind.TEXT,), "danh_muc": (Kind.TABLE,), "da_viet": (Kind.TEXT, Kind.TABLE)}


def _codes_of(function: str, form: Form) -> set[str]:
    """The lines of which a function can speak."""
    kinds = _WRITES.get(function, [kind for kind in Kind if kind not in (Kind.GROUP, Kind.TEXT)])
    return {code for code, line in form.indicators.items() if line.kind in kinds}


_A_DAY = day_number(date(2024, 9, 15))


def _trial_faults(template: str, form: Form) -> Iterator[Found]:
    for now in TRIALS:
        for before in TRIALS:
            try:
                yield from _empty_parts(_trial(template, form, now, before))
            except Exception as error:  # whatever a template manages to raise is its fault
                yield _line(error), "fails", f"{type(error).__name__}: {error}"


def _trial(template: str, form: Form, now: Decimal | None, before: Decimal | None) -> Narrative:
    written = {line.code: _tried_words(line) for line in form.written if now is not None}
    sentences = Sentences(form, _tried(form, now), _tried(form, before), "x", figures=written)
    return narrative(template, SAMPLE, sentences)


def _tried_words(line: Indicator) -> Figure:
    if line.kind is Kind.TABLE:
        return table_figure(line.code, (tuple("x" for _ in line.row),))
    return text_figure(line.code, "x")


def _tried(form: Form, number: Decimal | None) -> dict[str, Decimal | None]:
    """The same number in every line; in that of a day, a day."""
    a_day = None if number is None else _A_DAY
    return {
        code: a_day if line.kind is Kind.DATE else number
        for code, line in form.indicators.items()
        if line.kind is not Kind.GROUP
    }


def _empty_parts(text: Narrative) -> Iterator[Found]:
    if not text.subject:
        yield None, "no_subject", ""
    if not text.body:
        yield None, "no_body", ""


def _line(error: Exception) -> int | None:
    """The line of the template at which it failed."""
    frames = traceback.extract_tb(error.__traceback__)
    return next((f.lineno for f in reversed(frames) if f.filename == "<template>"), None)
