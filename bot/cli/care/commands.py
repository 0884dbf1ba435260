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


def doctor(db: DB = None, at: At = None) -> None:
    """Xem lại cả hệ thống, mỗi mục một dòng kèm việc cần làm. Có việc cần làm: mã 1."""
    from bot.cli.care.doctor import run_doctor

    run_doctor(db, at)


def purge(
    person: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--person",
            metavar="NGƯỜI",
            help="Xóa ngay lời và tệp của mọi tin của một người, theo yêu cầu của người ấy.",
        ),
    ] = None,
    db: DB = None,
    at: At = None,
) -> None:
    """Xóa lời và tệp của những tin đã hết hạn lưu (NHACVIEC_KEEP_TEXTS, NHACVIEC_KEEP_FILES)."""
    from bot.cli.care.purging import run_purge

    run_purge(person, db, at)


def person(
    name: Annotated[str, typer.Argument(metavar="NGƯỜI", help="Mã hoặc tên cán bộ.")],
    out: Annotated[Path, typer.Option("--out", metavar="TỆP", help="Tệp .json sẽ ghi.")],
    db: DB = None,
) -> None:
    """Ghi ra một tệp mọi điều đang lưu về một người, khi người ấy yêu cầu."""
    from bot.cli.care.purging import run_person

    run_person(name, out, db)


def try_rules(
    file: Annotated[
        Path, typer.Argument(metavar="TỆP", help="Tệp biểu có phép kiểm tra mới (.toml, .xlsx).")
    ],
    db: DB = None,
    at: At = None,
) -> None:
    """Chạy phép kiểm tra của một biểu mới trên số liệu đã có: báo cáo nào sẽ bị nêu thêm, bớt gì.
    Không ghi gì."""
    from bot.cli.care.rules_trying import run_try_rules

    run_try_rules(file, db, at)


CARE: Mapping[Callable[..., None], tuple[str, ...]] = {
    backup: ("nhacviec backup", "nhacviec backup --out /mnt/sao-luu"),
    doctor: ("nhacviec doctor",),
    purge: ("nhacviec purge", "nhacviec purge --person lan"),
    person: ("nhacviec person lan --out lan.json",),
    restore: ("nhacviec restore backups/nhacviec-20240828-073000",),
}
RULES: Mapping[Callable[..., None], tuple[str, ...]] = {
    try_rules: ("nhacviec rules try bieu-moi.toml",),
}
DATABASE: Mapping[Callable[..., None], tuple[str, ...]] = {
    move: ("nhacviec db move nhacviec.db postgresql://nhacviec:mat-khau@may-chu/nhacviec",),
}
"""Command -> its examples."""
