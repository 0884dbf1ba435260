"""The report as pdf, where LibreOffice is there; a clear word where it is not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reports.pdf import NoPdf, pdf_of
from reports.word.docx import report_docx


def test_without_libreoffice_there_is_no_pdf(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoPdf, match="no_program"):
        pdf_of(b"")


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_the_report_is_laid_out_as_pdf(document, style) -> None:
    assert pdf_of(report_docx(document, style)).startswith(b"%PDF-")
