"""`nhacviec read`: how the bot reads a text."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bot.fault import UsageFault
from domain.report.forms import Block, Form, Kind, Option
from handlers.figures.read import read_block, read_text

if TYPE_CHECKING:
    from storage.catalogue.catalogue import Catalogue

KINDS = (*(kind.value for kind in Kind if kind is not Kind.GROUP), "task")


def run_read(
    text: str,
    kind: str | None,
    options: str | None,
    block: str | None,
    form: str,
    as_json: bool,
    db: str | None = None,
) -> None:
    """One text, or one JSON object a line from standard input where the text is `-`."""
    forms = Forms(db)
    if text != "-":
        request = {"text": text, "kind": kind, "options": options, "block": block, "form": form}
        _print(_read({k: v for k, v in request.items() if v is not None}, forms), as_json)
        return
    for line in sys.stdin:
        if line.strip():
            _print(_read(_request(line), forms), as_json=True)


def _request(line: str) -> dict[str, Any]:
    try:
        request = json.loads(line)
    except json.JSONDecodeError:
        raise UsageFault("fault.json", line=line.strip()[:60]) from None
    if not isinstance(request, dict) or not isinstance(request.get("text"), str):
        raise UsageFault("fault.json", line=line.strip()[:60])
    return request


def _read(request: Mapping[str, Any], forms: Forms) -> dict[str, Any]:
    if request.get("block"):
        form = forms.form(request.get("form", "par-quarter"))
        return read_block(request["text"], form, _block(form, request["block"]))
    kind = request.get("kind")
    if kind not in KINDS:
        raise UsageFault("fault.kind", kinds=", ".join(KINDS))
    options = options_in(request.get("options"))
    if kind == Kind.ENUM and not options:
        raise UsageFault("fault.no_options")
    return read_text(request["text"], kind, options)


@dataclass
class Forms:
    """The forms of the files and those that were loaded, read when the first is asked for."""

    db: str | None

    @cached_property
    def catalogue(self) -> Catalogue:
        """Everything; without a database only the files. A text by itself needs neither."""
        from bot.wiring import database_if_there
        from storage.catalogue.catalogue import load_catalogue

        return load_catalogue(database_if_there(self.db))

    def form(self, form_id: str) -> Form:
        """The newest version of a form."""
        known = {form.id for form in self.catalogue.forms}
        if form_id not in known:
            raise UsageFault("fault.form", name=form_id, known=", ".join(sorted(known)))
        return self.catalogue.newest_form(form_id)


def _block(form: Form, name: str) -> Block:
    block = form.blocks_by_id.get(name) or form.block_of.get(name)
    if block is None:
        raise UsageFault("fault.block", name=name, known=", ".join(form.blocks_by_id))
    return block


def options_in(text: object) -> tuple[Option, ...]:
    """`Có=1;Không=0` as options; a list of such pieces is taken as well."""
    pieces = text if isinstance(text, list) else str(text or "").split(";")
    options = []
    for piece in pieces:
        words, equals, number = str(piece).partition("=")
        if not str(piece).strip():
            continue
        if not equals or not number.strip().isdigit():
            raise UsageFault("fault.options", text=str(piece))
        options.append(Option(words.strip(), int(number)))
    return tuple(options)


def _print(answer: Mapping[str, Any], as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        return
    shown = answer.get("values") or {"": answer.get("value")}
    sys.stdout.write(f"{answer['action']}  {answer.get('state') or ''}\n")
    for code, value in shown.items():
        if value is not None:
            sys.stdout.write(f"  {code} = {value}\n" if code else f"  {value}\n")
    sys.stdout.write(f"{answer['reply']}\n")
