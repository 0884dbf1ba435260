"""A proposed form as the files that are loaded: the form, the text of its report, the workbook."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reports.patching.propose import Proposal

FORM, TEXT, WORKBOOK = ".toml", ".txt.j2", ".so-tinh.toml"
"""Endings of the names; what stands before them is the id of the form."""

_LINE = 76  # letters of the workbook on one line


def form_toml(proposal: Proposal) -> str:
    """The form, as `nhacviec load` reads it."""
    import tomlkit

    document = tomlkit.document()
    for key, value in proposal.entries.items():
        if isinstance(value, list):
            document.add(key, _listed(value))
        else:
            document.add(key, tomlkit.item(value))
    return tomlkit.dumps(document)


def _listed(entries: list[Mapping[str, Any]]) -> Any:
    """`[[indicators]]`, a key a line; a rate on one line."""
    import tomlkit

    listed = tomlkit.aot()
    for entry in entries:
        table = tomlkit.table()
        for key, value in entry.items():
            if isinstance(value, dict):
                inline = tomlkit.inline_table()
                inline.update(value)
                table.add(key, inline)
            else:
                table.add(key, value)
        listed.append(table)
    return listed


def workbook_toml(proposal: Proposal, file: str, content: bytes) -> str:
    """The workbook and its cells by code."""
    entries = proposal.entries
    lines = [
        f"form_id = {quoted(entries['id'])}",
        f"version = {quoted(entries['version'])}",
        f"file = {quoted(file)}",
        f"computed = [{', '.join(map(quoted, proposal.computed))}]",
        'workbook = """',
        *_pieces(b64encode(content).decode()),
        '"""',
        "",
        "[cells]",
        *(f'"{code}" = {quoted(str(place))}' for code, place in proposal.cells.items()),
    ]
    return "\n".join(lines) + "\n"


def quoted(words: str) -> str:
    """Words as TOML has them."""
    import tomlkit

    return str(tomlkit.item(words).as_string())


def _pieces(words: str) -> Iterator[str]:
    for at in range(0, len(words), _LINE):
        yield words[at : at + _LINE]


@dataclass(frozen=True, slots=True)
class TextFrame:
    """What a report says besides its figures, as its template writes it."""

    opening: str
    closing: str


def report_text(proposal: Proposal, frame: TextFrame) -> str:
    """A plain text to begin with: every section, every figure with its label."""
    entries = proposal.entries
    title = entries["title"]
    pieces = [f"@ trich_yeu: {title} {{{{ ky }}}}\n@ phu_luc: {title}", frame.opening]
    for section in entries["sections"]:
        pieces.append(f"# {section['code']}. {section['title'].upper()}")
        pieces += _of_section(entries, section["code"])
    return "\n\n".join([*pieces, frame.closing]) + "\n"


def _of_section(entries: Mapping[str, Any], code: str) -> Iterator[str]:
    for line in entries["indicators"]:
        if line["code"].partition(".")[0] == code and line["kind"] != "group":
            said = "lua_chon" if line["kind"] in ("yes_no", "enum") else "dem"
            said = "so" if line["kind"] == "percent" else said
            yield f'- {line["label"]}: {{{{ {said}("{line["code"]}") }}}}.'
