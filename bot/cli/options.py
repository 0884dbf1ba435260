"""Options that several commands have, each explained once."""

from __future__ import annotations

from pathlib import Path

import click

PATH = click.Path(path_type=Path)
"""A file or a folder, whether it is there or not."""

with_db = click.option(
    "--db",
    metavar="TỆP|URL",
    help="Cơ sở dữ liệu: tệp SQLite hoặc postgresql://… Mặc định: NHACVIEC_DB, hoặc tệp trong thư "
    "mục dữ liệu của bạn.",
)
with_at = click.option(
    "--at",
    metavar="LÚC",
    help="Thời điểm coi là hiện tại (giờ Việt Nam), ví dụ 2024-08-28T07:30. Mặc định: bây giờ.",
)
with_json = click.option("--json", "as_json", is_flag=True, help="Trả lời bằng JSON cho máy đọc.")
