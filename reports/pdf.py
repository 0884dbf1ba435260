"""A report as pdf, laid out by LibreOffice where it is installed: what is sent round for reading.

It takes seconds: the command line waits for it, a chat has it made by the sender.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 120


class NoPdf(Exception):
    """`reason` is "no_program" where LibreOffice is not there, "failed" where it gave nothing."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def pdf_program() -> str | None:
    """The office program of this machine; None where there is none."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def pdf_of(docx: bytes, seconds: float = SECONDS) -> bytes:
    """The same document as pdf. Raises NoPdf.

    With a profile of its own: an office program that somebody has open would take the order and
    do nothing.
    """
    program = pdf_program()
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
            _run(order, seconds)
            return (folder / "report.pdf").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise NoPdf("failed") from error


def _run(order: list[str], seconds: float) -> None:
    """Run a program and whatever it starts; when its time is up, none of them goes on."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        order, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        if process.wait(seconds):
            raise subprocess.CalledProcessError(process.returncode, order)
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
