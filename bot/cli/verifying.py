"""`nhacviec verify`: check a finished annex."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bot.fault import UsageFault
from bot.wiring import database_if_there
from domain.report.forms import Form
from handlers.annex.file import AnnexFile, UnusableFile, fitting_form, read_annex_file
from handlers.annex.verify import BrokenRule, verify_annex
from handlers.wording.say import say
from storage.catalogue.catalogue import load_catalogue


def run_verify(file: Path, form_id: str | None, as_json: bool, db: str | None = None) -> None:
    """Print every broken rule with the rows named; what to know of the file goes to stderr.

    Exit code 1 where a rule is broken, so that a script can tell; what is only to be looked at
    (`warn`) leaves it 0.
    """
    if file.is_dir():
        raise UsageFault("fault.folder", name=file)
    try:
        annex = read_annex_file(file)
    except UnusableFile as unusable:
        detail = say(unusable.text_id, **unusable.fields)
        raise UsageFault("fault.file", name=file.name, detail=detail) from None
    verdict = verify_annex(annex, _form(annex, form_id, db))
    for note in verdict.notes:
        sys.stderr.write(note + "\n")
    if as_json:
        sys.stdout.write(json.dumps(verdict.findings, ensure_ascii=False, indent=1) + "\n")
    else:
        _print(verdict.findings)
    if any(finding["severity"] == "error" for finding in verdict.findings):
        sys.exit(1)


def _print(findings: list[BrokenRule]) -> None:
    for finding in findings:
        codes = ", ".join(finding["codes"])
        word = say(f"verify.{finding['severity']}")
        sys.stdout.write(f"{finding['rule']}  {word}  [{codes}]  {finding['message']}\n")
    errors = sum(finding["severity"] == "error" for finding in findings)
    warnings = len(findings) - errors
    sys.stdout.write(say("verify.counts", errors=errors, warnings=warnings) + "\n")


def _form(annex: AnnexFile, form_id: str | None, db: str | None) -> Form:
    """The form asked for in the version that fits the file best; without one, the best of all."""
    forms = load_catalogue(database_if_there(db)).forms
    chosen = [form for form in forms if form_id in (None, form.id)]
    if not chosen:
        known = ", ".join(sorted({form.id for form in forms}))
        raise UsageFault("fault.form", name=form_id, known=known)
    return fitting_form(annex, chosen)
