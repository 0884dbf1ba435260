"""`nhacviec verify`: check a finished annex."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.fault import UsageFault
from bot.wiring import clock_at, database_if_there
from domain.report.forms import Form
from handlers.annex.file import AnnexFile, UnusableFile, fitting_form
from handlers.annex.own_workbook import annex_in
from handlers.annex.sealed import edited_without_store, version_lines
from handlers.annex.verify import BrokenRule, verify_annex
from handlers.wording.say import say
from handlers.wording.show_moments import show_moment
from handlers.work import Work
from reports.incoming.apart import open_apart
from reports.incoming.open_file import MOST_BYTES, kind_of, refusal
from storage.catalogue.catalogue import Catalogue, load_catalogue


def run_verify(file: Path, form_id: str | None, as_json: bool, db: str | None = None) -> None:
    """Print every broken rule with the rows named; what to know of the file goes to stderr.

    Exit code 1 where a rule is broken, so that a script can tell; what is only to be looked at
    (`warn`) leaves it 0.
    """
    if file.is_dir():
        raise UsageFault("fault.folder", name=file)
    catalogue = load_catalogue(database_if_there(db))
    annex = _annex(file, catalogue)
    form = _form(annex, form_id, catalogue.forms)
    for line in _made(annex, form, db):
        sys.stderr.write(line + "\n")
    verdict = verify_annex(annex, form)
    for note in verdict.notes:
        sys.stderr.write(note + "\n")
    if as_json:
        sys.stdout.write(json.dumps(verdict.findings, ensure_ascii=False, indent=1) + "\n")
    else:
        _print(verdict.findings)
    if any(finding["severity"] == "error" for finding in verdict.findings):
        sys.exit(1)


def _made(annex: AnnexFile, form: Form, db: str | None) -> list[str]:
    """Which making of the bot the file is, and what a hand has changed in it; all of it only where
    the database is that knows the report."""
    database = database_if_there(db)
    if annex.seal is None:
        return []
    if database is not None:
        with database.read() as session:
            work = Work(session, load_catalogue(database), clock_at(None)())
            if lines := version_lines(work, annex):
                return lines
    told = say(
        "files.version.offline",
        revision=annex.seal.revision,
        at=show_moment(annex.seal.made_at),
    )
    edited = edited_without_store(annex, form)
    return [told, say("files.version.edited_unnamed" if edited else "files.version.intact")]


def _annex(file: Path, catalogue: Catalogue) -> AnnexFile:
    """The annex, read in a process of its own: whoever made the file may have meant harm."""
    try:
        content = file.read_bytes() if file.stat().st_size <= MOST_BYTES else None
    except FileNotFoundError:
        detail = say("rule.file.not_there", file=file.name)
        raise UsageFault("fault.file", name=file.name, detail=detail) from None
    except OSError as error:
        raise UsageFault("fault.unreadable", name=file.name, detail=error.strerror) from None
    try:
        if content is None:
            raise UnusableFile("rule.file.too_big")
        if not kind_of(file.name):
            raise UnusableFile(f"rule.file.{refusal(file.name, content)}")
        return annex_in(catalogue, open_apart(file.name, content))
    except UnusableFile as unusable:
        detail = say(unusable.text_id, **unusable.fields)
        raise UsageFault("fault.file", name=file.name, detail=detail) from None


def _print(findings: list[BrokenRule]) -> None:
    for finding in findings:
        codes = ", ".join(finding["codes"])
        word = say(f"verify.{finding['severity']}")
        sys.stdout.write(f"{finding['rule']}  {word}  [{codes}]  {finding['message']}\n")
    errors = sum(finding["severity"] == "error" for finding in findings)
    warnings = len(findings) - errors
    sys.stdout.write(say("verify.counts", errors=errors, warnings=warnings) + "\n")


def _form(annex: AnnexFile, form_id: str | None, forms: Sequence[Form]) -> Form:
    """The form asked for in the version that fits the file best; without one, the best of all."""
    chosen = [form for form in forms if form_id in (None, form.id)]
    if not chosen:
        known = ", ".join(sorted({form.id for form in forms}))
        raise UsageFault("fault.form", name=form_id, known=known)
    return fitting_form(annex, chosen)
