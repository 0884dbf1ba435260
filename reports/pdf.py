"""A docx as pdf, laid out by LibreOffice where it is installed: what is sent round for reading.

It takes seconds, so it is for the command line alone; a chat gives the docx.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 120


class NoPdf(Exception):
    """`reason` is "no_program" where LibreOffice is not there, "failed" where it gave nothing."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def pdf_of(docx: bytes) -> bytes:
    """The same document as pdf. Raises NoPdf.

    With a profile of its own: an office program that somebody has open would take the order and
    do nothing.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise NoPdf("no_program")
    with TemporaryDirectory(prefix="nhacviec-pdf-") as name:
        folder = Path(name)
        (folder / "report.docx").write_bytes(docx)
        order = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            name,
            str(folder / "report.docx"),
        ]
        try:
            subprocess.run(order, check=True, capture_output=True, timeout=SECONDS)
            return (folder / "report.pdf").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise NoPdf("failed") from error
