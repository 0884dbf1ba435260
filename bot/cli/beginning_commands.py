"""The commands with which an office begins: who is there, and their codes."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.options import PATH, with_at, with_db
from bot.cli.words import command


@command(
    "nhacviec invite lan",
    "nhacviec invite --unit xa-bac-son",
    "nhacviec invite --page to-moi --bot nhacviec_bot",
)
@click.argument("official", metavar="NGƯỜI", required=False, help="Mã hoặc tên cán bộ.")
@click.option("--unit", metavar="ĐƠN-VỊ", help="Mã cho mọi người chưa liên kết của một đơn vị.")
@click.option(
    "--page",
    metavar="THƯ-MỤC",
    type=PATH,
    help="Ghi mã thành trang để in, mỗi đơn vị một trang; không có --unit thì mọi đơn vị.",
)
@click.option(
    "--bot",
    metavar="TÊN",
    default="",
    help="Tên bot trên Telegram, ví dụ nhacviec_bot: thêm liên kết và mã QR mở thẳng bot.",
)
@with_db
@with_at
def invite(
    official: str | None,
    unit: str | None,
    page: Path | None,
    bot: str,
    db: str | None,
    at: str | None,
) -> None:
    """Tạo mã mời dùng một lần để cán bộ liên kết Zalo, Telegram."""
    from bot.cli.inviting import run_invitation_pages, run_invite

    if page is not None:
        run_invitation_pages(unit, page, bot, db, at)
        return
    run_invite(official, unit, db, at)


@command(
    "nhacviec load bac-son",
    "nhacviec load --template don-vi.xlsx",
    "nhacviec load don-vi.xlsx",
    "nhacviec load cay-xanh.toml che-do-cay-xanh.toml cay-xanh.txt.j2",
)
@click.argument(
    "files",
    metavar="TỆP…",
    nargs=-1,
    help="Tệp .toml, .xlsx, mẫu báo cáo .txt.j2, hoặc tên mẫu có sẵn: bac-son.",
)
@click.option(
    "--template",
    metavar="TỆP",
    type=PATH,
    help="Không nạp gì, chỉ ghi tệp .xlsx mẫu để điền đơn vị, cán bộ, nghỉ phép.",
)
@with_db
@with_at
def load(files: tuple[str, ...], template: Path | None, db: str | None, at: str | None) -> None:
    """Nạp đơn vị, cán bộ và mọi thứ của danh mục: biểu, chế độ báo cáo, mẫu báo cáo, lịch nghỉ, câu
    chữ. Có lỗi thì không nạp gì."""
    from bot.cli.loading import run_load, run_template

    if template is not None:
        run_template(template)
        return
    run_load(files, db, at)


BEGINNING = (invite, load)
