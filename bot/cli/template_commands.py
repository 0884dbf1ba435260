"""The commands below `nhacviec template`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Optional

import typer

from bot.cli.options import DB, At

File = Annotated[Path, typer.Argument(metavar="TỆP", help="Mẫu lời báo cáo, tệp .docx.")]


def new(
    name: Annotated[str, typer.Argument(metavar="MẪU", help="Biểu hoặc mẫu: par-quarter.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="TỆP", help="Tệp .docx nhận lời.", show_default=False)
    ] = Path("mau-loi-bao-cao.docx"),
    unit: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--unit", metavar="ĐƠN-VỊ", help="Lời đã nạp cho đơn vị này.", show_default=False
        ),
    ] = None,
    making: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(
            "--lan", metavar="SỐ", help="Lần nạp nào, theo template list.", show_default=False
        ),
    ] = None,
    db: DB = None,
) -> None:
    """Ghi lời báo cáo đang dùng thành tệp Word để sửa."""
    from bot.cli.templating import run_new

    run_new(name, out, db, unit, making)


def list_loaded(db: DB = None) -> None:
    """Liệt kê lời báo cáo đã nạp: của đơn vị nào, các lần nạp."""
    from bot.cli.templating import run_list

    run_list(db)


def check(file: File, db: DB = None) -> None:
    """Kiểm tra mẫu Word: chữ điền sẵn, mã chỉ tiêu, dấu mở đóng; nêu đúng đoạn. Có lỗi: mã 1."""
    from bot.cli.templating import run_check

    run_check(file, db)


def preview(
    file: File,
    out: Annotated[
        Path, typer.Option("--out", metavar="TỆP", help="Tệp .docx xem thử.", show_default=False)
    ] = Path("xem-thu.docx"),
    db: DB = None,
) -> None:
    """Xem thử báo cáo theo mẫu, với số giả."""
    from bot.cli.templating import run_preview

    run_preview(file, out, db)


def load(
    file: File,
    unit: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--unit",
            metavar="ĐƠN-VỊ",
            help="Đơn vị dùng mẫu này, và mọi đơn vị bên dưới. Mặc định: mọi đơn vị.",
            show_default=False,
        ),
    ] = None,
    db: DB = None,
    at: At = None,
) -> None:
    """Nạp mẫu: từ lần làm báo cáo sau, lời theo mẫu này. Bản cũ vẫn giữ."""
    from bot.cli.templating import run_template_load

    run_template_load(file, unit, db, at)


TEMPLATE: Mapping[Callable[..., Any], tuple[str, ...]] = {
    new: ("nhacviec template new par-quarter --out loi.docx",),
    list_loaded: ("nhacviec template list",),
    check: ("nhacviec template check loi.docx",),
    preview: ("nhacviec template preview loi.docx --out xem-thu.docx",),
    load: ("nhacviec template load loi.docx --unit xa-bac-son",),
}
"""Each command with its examples."""
