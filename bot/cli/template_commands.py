"""The commands below `nhacviec template`."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.options import PATH, with_at, with_db
from bot.cli.words import command

with_file = click.argument("file", metavar="TỆP", type=PATH, help="Mẫu lời báo cáo, tệp .docx.")


@command("nhacviec template new par-quarter --out loi.docx")
@click.argument("name", metavar="MẪU", help="Biểu hoặc mẫu: par-quarter.")
@click.option(
    "--out",
    metavar="TỆP",
    type=PATH,
    default=Path("mau-loi-bao-cao.docx"),
    help="Tệp .docx nhận lời.",
)
@click.option("--unit", metavar="ĐƠN-VỊ", help="Lời đã nạp cho đơn vị này.")
@click.option("--lan", "making", metavar="SỐ", type=int, help="Lần nạp nào, theo template list.")
@with_db
def new(name: str, out: Path, unit: str | None, making: int | None, db: str | None) -> None:
    """Ghi lời báo cáo đang dùng thành tệp Word để sửa."""
    from bot.cli.templating import run_new

    run_new(name, out, db, unit, making)


@command("nhacviec template list", name="list")
@with_db
def list_loaded(db: str | None) -> None:
    """Liệt kê lời báo cáo đã nạp: của đơn vị nào, các lần nạp."""
    from bot.cli.templating import run_list

    run_list(db)


@command("nhacviec template check loi.docx")
@with_file
@with_db
def check(file: Path, db: str | None) -> None:
    """Kiểm tra mẫu Word: chữ điền sẵn, mã chỉ tiêu, dấu mở đóng; nêu đúng đoạn. Có lỗi: mã 1."""
    from bot.cli.templating import run_check

    run_check(file, db)


@command("nhacviec template preview loi.docx --out xem-thu.docx")
@with_file
@click.option(
    "--out", metavar="TỆP", type=PATH, default=Path("xem-thu.docx"), help="Tệp .docx xem thử."
)
@with_db
def preview(file: Path, out: Path, db: str | None) -> None:
    """Xem thử báo cáo theo mẫu, với số giả."""
    from bot.cli.templating import run_preview

    run_preview(file, out, db)


@command("nhacviec template load loi.docx --unit xa-bac-son")
@with_file
@click.option(
    "--unit",
    metavar="ĐƠN-VỊ",
    help="Đơn vị dùng mẫu này, và mọi đơn vị bên dưới. Mặc định: mọi đơn vị.",
)
@with_db
@with_at
def load(file: Path, unit: str | None, db: str | None, at: str | None) -> None:
    """Nạp mẫu: từ lần làm báo cáo sau, lời theo mẫu này. Bản cũ vẫn giữ."""
    from bot.cli.templating import run_template_load

    run_template_load(file, unit, db, at)


TEMPLATE = (new, list_loaded, check, preview, load)
