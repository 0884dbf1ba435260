"""The commands that look after an installation. Each imports what it needs only when it runs."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.options import PATH, with_at, with_db
from bot.cli.words import command


@command("nhacviec backup", "nhacviec backup --out /mnt/sao-luu")
@click.option(
    "--out",
    metavar="THƯ-MỤC",
    type=PATH,
    help="Nơi giữ các bản sao lưu. Mặc định: NHACVIEC_BACKUPS, hoặc backups trong thư mục dữ liệu.",
)
@with_db
@with_at
def backup(out: Path | None, db: str | None, at: str | None) -> None:
    """Sao lưu cơ sở dữ liệu đang dùng, đọc lại để đối chiếu, rồi bỏ bớt bản cũ theo lịch giữ."""
    from bot.cli.care.backing_up import run_backup

    run_backup(out, db, at)


@command("nhacviec restore backups/nhacviec-20240828-073000")
@click.argument("folder", metavar="BẢN-SAO", type=PATH, help="Thư mục của bản sao lưu.")
@with_db
@with_at
def restore(folder: Path, db: str | None, at: str | None) -> None:
    """Phục hồi một bản sao lưu; dữ liệu đang có được giữ lại bên cạnh. Dừng bot trước."""
    from bot.cli.care.restoring import run_restore

    run_restore(folder, db, at)


@command("nhacviec db move nhacviec.db postgresql://nhacviec:mat-khau@may-chu/nhacviec")
@click.argument("source", metavar="NGUỒN", help="Tệp SQLite hoặc postgresql://… đang dùng.")
@click.argument("target", metavar="ĐÍCH", help="Tệp SQLite mới hoặc PostgreSQL còn trống.")
def move(source: str, target: str) -> None:
    """Chuyển toàn bộ dữ liệu giữa SQLite và PostgreSQL, đối chiếu từng bảng. Bị ngắt thì chạy
    lại."""
    from bot.cli.care.moving import run_move

    run_move(source, target)


@command("nhacviec doctor")
@with_db
@with_at
def doctor(db: str | None, at: str | None) -> None:
    """Xem lại cả hệ thống, mỗi mục một dòng kèm việc cần làm. Có việc cần làm: mã 1."""
    from bot.cli.care.doctor import run_doctor

    run_doctor(db, at)


@command("nhacviec purge", "nhacviec purge --person lan")
@click.option(
    "--person",
    metavar="NGƯỜI",
    help="Xóa ngay lời và tệp của mọi tin của một người, theo yêu cầu của người ấy.",
)
@with_db
@with_at
def purge(person: str | None, db: str | None, at: str | None) -> None:
    """Xóa lời và tệp của những tin đã hết hạn lưu (NHACVIEC_KEEP_TEXTS, NHACVIEC_KEEP_FILES)."""
    from bot.cli.care.purging import run_purge

    run_purge(person, db, at)


@command("nhacviec person lan --out lan.json")
@click.argument("name", metavar="NGƯỜI", help="Mã hoặc tên cán bộ.")
@click.option("--out", metavar="TỆP", type=PATH, required=True, help="Tệp .json sẽ ghi.")
@with_db
def person(name: str, out: Path, db: str | None) -> None:
    """Ghi ra một tệp mọi điều đang lưu về một người, khi người ấy yêu cầu."""
    from bot.cli.care.purging import run_person

    run_person(name, out, db)


@command("nhacviec rules try bieu-moi.toml", name="try")
@click.argument(
    "file", metavar="TỆP", type=PATH, help="Tệp biểu có phép kiểm tra mới (.toml, .xlsx)."
)
@with_db
@with_at
def try_rules(file: Path, db: str | None, at: str | None) -> None:
    """Chạy phép kiểm tra của một biểu mới trên số liệu đã có: báo cáo nào sẽ bị nêu thêm, bớt gì.
    Không ghi gì."""
    from bot.cli.care.rules_trying import run_try_rules

    run_try_rules(file, db, at)


CARE = (backup, doctor, purge, person, restore)
RULES = (try_rules,)
DATABASE = (move,)
