"""The commands with which an office begins: who is there, and their codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Optional

import typer

from bot.cli.options import DB, At


def invite(
    official: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(metavar="NGƯỜI", help="Mã hoặc tên cán bộ.", show_default=False),
    ] = None,
    unit: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--unit", metavar="ĐƠN-VỊ", help="Mã cho mọi người chưa liên kết của một đơn vị."
        ),
    ] = None,
    page: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--page",
            metavar="THƯ-MỤC",
            help="Ghi mã thành trang để in, mỗi đơn vị một trang; không có --unit thì mọi đơn vị.",
        ),
    ] = None,
    bot: Annotated[
        str,
        typer.Option(
            "--bot",
            metavar="TÊN",
            help="Tên bot trên Telegram, ví dụ nhacviec_bot: thêm liên kết và mã QR mở thẳng bot.",
        ),
    ] = "",
    db: DB = None,
    at: At = None,
) -> None:
    """Tạo mã mời dùng một lần để cán bộ liên kết Zalo, Telegram."""
    from bot.cli.inviting import run_invitation_pages, run_invite

    if page is not None:
        run_invitation_pages(unit, page, bot, db, at)
        return
    run_invite(official, unit, db, at)


def load(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="TỆP…",
            help="Tệp .toml, .xlsx, mẫu báo cáo .txt.j2, hoặc tên mẫu có sẵn: bac-son.",
            show_default=False,
        ),
    ] = [],  # noqa: B006 - typer reads it and never changes it
    template: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--template",
            metavar="TỆP",
            help="Không nạp gì, chỉ ghi tệp .xlsx mẫu để điền đơn vị, cán bộ, nghỉ phép.",
        ),
    ] = None,
    db: DB = None,
    at: At = None,
) -> None:
    """Nạp đơn vị, cán bộ và mọi thứ của danh mục: biểu, chế độ báo cáo, mẫu báo cáo, lịch nghỉ, câu
    chữ. Có lỗi thì không nạp gì."""
    from bot.cli.loading import run_load, run_template

    if template is not None:
        run_template(template)
        return
    run_load(files, db, at)


BEGINNING: Mapping[Callable[..., Any], tuple[str, ...]] = {
    invite: (
        "nhacviec invite lan",
        "nhacviec invite --unit xa-bac-son",
        "nhacviec invite --page to-moi --bot nhacviec_bot",
    ),
    load: (
        "nhacviec load bac-son",
        "nhacviec load --template don-vi.xlsx",
        "nhacviec load don-vi.xlsx",
        "nhacviec load cay-xanh.toml che-do-cay-xanh.toml cay-xanh.txt.j2",
    ),
}
"""Each command with its examples."""
