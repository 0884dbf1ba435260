"""The commands that look after an installation. Each imports what it needs only when it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Optional

import typer

from bot.cli.options import DB, At


def backup(
    out: Annotated[
        Optional[Path],  # noqa: UP045 - typer reads the annotation at run time
        typer.Option(
            "--out",
            metavar="THƯ-MỤC",
            help="Nơi giữ các bản sao lưu. Mặc định: NHACVIEC_BACKUPS, hoặc backups trong thư mục "
            "dữ liệu.",
        ),
    ] = None,
    db: DB = None,
    at: At = None,
) -> None:
    """Sao lưu cơ sở dữ liệu đang dùng, đọc lại để đối chiếu, rồi bỏ bớt bản cũ theo lịch giữ."""
    from bot.cli.care.backing_up import run_backup

    run_backup(out, db, at)


def restore(
    folder: Annotated[
        Path, typer.Argument(metavar="BẢN-SAO", help="Thư mục của bản sao lưu.", show_default=False)
    ],
    db: DB = None,
    at: At = None,
) -> None:
    """Phục hồi một bản sao lưu; dữ liệu đang có được giữ lại bên cạnh. Dừng bot trước."""
    from bot.cli.care.restoring import run_restore

    run_restore(folder, db, at)


def move(
    source: Annotated[
        str, typer.Argument(metavar="NGUỒN", help="Tệp SQLite hoặc postgresql://… đang dùng.")
    ],
    target: Annotated[
        str, typer.Argument(metavar="ĐÍCH", help="Tệp SQLite mới hoặc PostgreSQL còn trống.")
    ],
) -> None:
    """Chuyển toàn bộ dữ liệu giữa SQLite và PostgreSQL, đối chiếu từng bảng. Bị ngắt thì chạy
    lại."""
    from bot.cli.care.moving import run_move

    run_move(source, target)


CARE: Mapping[Callable[..., None], tuple[str, ...]] = {
    backup: ("nhacviec backup", "nhacviec backup --out /mnt/sao-luu"),
    restore: ("nhacviec restore backups/nhacviec-20240828-073000",),
}
DATABASE: Mapping[Callable[..., None], tuple[str, ...]] = {
    move: ("nhacviec db move nhacviec.db postgresql://nhacviec:mat-khau@may-chu/nhacviec",),
}
"""Command -> its examples."""
