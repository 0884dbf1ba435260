"""`nhacviec verify`: check a finished annex."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bot.fault import UsageFault
from handlers.say import say
from handlers.verify import UnusableFile, verify_file
from storage.catalogue import load_catalogue


def run_verify(file: Path, form_id: str, as_json: bool) -> None:
    """Print every broken rule with the rows named; exit code 1 where an error was found."""
    catalogue = load_catalogue()
    known = sorted({form.id for form in catalogue.forms})
    if form_id not in known:
        raise UsageFault("fault.form", name=form_id, known=", ".join(known))
    try:
        findings = verify_file(file, catalogue.newest_form(form_id))
    except UnusableFile as unusable:
        raise UsageFault(unusable.text_id, **unusable.fields) from None
    if as_json:
        sys.stdout.write(json.dumps(findings, ensure_ascii=False, indent=1) + "\n")
        return
    for finding in findings:
        codes = ", ".join(finding["codes"])
        word = say(f"verify.{finding['severity']}")
        sys.stdout.write(f"{finding['rule']}  {word}  [{codes}]  {finding['message']}\n")
    errors = sum(finding["severity"] == "error" for finding in findings)
    sys.stdout.write(say("verify.counts", errors=errors, warnings=len(findings) - errors) + "\n")
