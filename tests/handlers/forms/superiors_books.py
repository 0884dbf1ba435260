"""Workbooks of superiors: each made into a form, loaded beside the sample, filled by chat."""

from __future__ import annotations

from pathlib import Path

from bot.cli.form_from import run_form_from
from bot.cli.playing import stage
from bot.rehearsal.transcript import read_script
from storage.database.database import Database

ROOT = Path(__file__).parents[3]
BOOKS = {
    path.name: path
    for folder in (ROOT / "docs" / "vi-du", ROOT / "tests" / "data" / "so-cap-tren")
    for path in folder.glob("*.xls*")
    if path.name != "thong-ke-mot-cua.xlsx"  # an export, no form
}
"""Made by openpyxl, xlsxwriter, and LibreOffice (the budget, the .xls)."""

REGIME = """
id = "{id}"
title = "Báo cáo {id}"
form_id = "{id}"
legal_basis = "Công văn của UBND huyện Ân Thi"
superior_id = "hung-yen/an-thi"
valid_from = 2024-08-01
valid_to = 2024-12-31

[[rounds]]
code = "2024-D0108"
from = 2024-08-01
to = 2024-09-05
due_on = 2024-09-06
opens_on = 2024-08-28
"""


def form_files(book: str, folder: Path) -> list[Path]:
    """The files of the form that is made from a workbook, and when it is due."""
    run_form_from(BOOKS[book], folder, None, "2024-08-01")
    stem = book.rpartition(".")[0]
    regime = folder / "che-do.toml"
    regime.write_text(REGIME.format(id=stem), "utf-8")
    return [*(folder / (stem + end) for end in (".toml", ".txt.j2", ".so-tinh.toml")), regime]


def filled_by_chat(book: str, says: str, database: Database, folder: Path) -> tuple[str, Path]:
    """The conversation, and the folder with the files that the bot has sent in it."""
    files = form_files(book, folder / "bieu")
    head = f"# {book}\nsample: bac-son\nload: {' '.join(f'bieu/{f.name}' for f in files)}\n"
    script = read_script(f"{head}\nat 2024-08-28 08:00\n{says}")
    sent = folder / "sent"
    performance = stage(script, folder, database, sent)
    return "\n".join(performance.lines(script)), sent
