"""What was made of a superior's workbook: the files of a form, and what nobody could tell.

$ nhacviec form from PHU-LUC.xlsx --out bieu
Đã đọc PHU-LUC.xlsx: 2 phần, 16 dòng, 11 số phải hỏi trong 5 mục, 2 tỷ lệ tự tính, 2 phép kiểm tra.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.reading.cells import Opened
from domain.words import fold
from handlers.wording.say import say
from reports.incoming.open_file import FORM_KINDS
from reports.patching.as_xlsx import as_xlsx
from reports.patching.propose import Proposal, propose
from reports.patching.written import (
    FORM,
    TEXT,
    WORKBOOK,
    TextFrame,
    form_toml,
    report_text,
    workbook_toml,
)
from storage.catalogue.catalogue import Catalogue

SAID = 8  # places of one kind that are named


class NoTable(Exception):
    """A workbook in which no table to fill in was found."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """The files of a form by name, and the lines that say what they hold."""

    files: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]


def proposed_form(
    catalogue: Catalogue, opened: Opened, name: str, content: bytes, year: int
) -> Proposed:
    """The form of a workbook that was opened. NoTable."""
    proposal = propose(opened.sheets, name, year, _owners(catalogue))
    if proposal is None:
        raise NoTable(name)
    old = opened.kind in FORM_KINDS
    workbook = as_xlsx(opened.sheets) if old else content
    kept_as = name.rpartition(".")[0] + ".xlsx"
    id_ = proposal.entries["id"]
    frame = TextFrame(say("form_from.text.opening"), say("form_from.text.closing"))
    files = (
        (id_ + FORM, form_toml(proposal)),
        (id_ + TEXT, report_text(proposal, frame)),
        (id_ + WORKBOOK, workbook_toml(proposal, kept_as, workbook)),
    )
    lines = [_counts(proposal, name)]
    if old:
        lines.append(say("form_from.old", name=name, kept=kept_as))
    return Proposed(files, (*lines, *_unsure_lines(proposal)))


def _owners(catalogue: Catalogue) -> dict[str, str]:
    """The keys of owner fields by their folded words: officials have them already."""
    return {fold(words): key for form in catalogue.forms for key, words in form.owners.items()}


def _counts(proposal: Proposal, name: str) -> str:
    return say(
        "form_from.read",
        name=name,
        sections=proposal.count("sections"),
        lines=proposal.count("indicators"),
        asked=proposal.asked,
        blocks=proposal.count("blocks"),
        rates=proposal.rates,
        rules=proposal.count("rules"),
    )


def _unsure_lines(proposal: Proposal) -> list[str]:
    told = [
        "- " + say(f"form_from.unsure.{what}", places=_listed(said))
        for what, said in proposal.unsure.items()
    ]
    return [say("form_from.unsure.head"), *told]


def _listed(said: Sequence[str]) -> str:
    shown, more = said[:SAID], len(said) - SAID
    words = ", ".join(shown)
    return words if more <= 0 else say("form_from.more", places=words, count=more)
