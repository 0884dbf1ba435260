"""The report as pdf, where LibreOffice is there; a clear word where it is not."""

from __future__ import annotations

import shutil
from pathlib import Path
from time import sleep

import pytest

from reports.document import PdfReport
from reports.drawing import draw, undrawn
from reports.pdf import NoPdf, pdf_of
from storage.catalogue.folders import CATALOGUE


def test_without_libreoffice_there_is_no_pdf(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoPdf, match="no_program"):
        pdf_of(b"")


def test_a_program_that_does_not_end_is_ended_with_all_that_it_has_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started = tmp_path / "started"
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 600 &\necho $! > {started}\nwait\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(NoPdf, match="failed"):
        pdf_of(b"", seconds=1)
    while is_alive(int(started.read_text())):
        sleep(0.05)


def is_alive(process: int) -> bool:
    """Dead ones that nobody has asked after do not count."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_the_report_is_laid_out_as_pdf(document) -> None:
    wanted = undrawn("bao-cao.pdf", PdfReport(document))
    assert draw(wanted.drawing, CATALOGUE / "styles").startswith(b"%PDF-")
