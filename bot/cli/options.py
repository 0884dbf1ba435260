"""Options that several commands have, each explained once."""

from __future__ import annotations

from typing import Annotated, Optional

import typer

DB = Annotated[
    Optional[str],  # noqa: UP045 - typer reads the annotation at run time
    typer.Option(
        "--db",
        metavar="TỆP|URL",
        help="Cơ sở dữ liệu: tệp SQLite hoặc postgresql://… Mặc định: NHACVIEC_DB, hoặc tệp trong "
        "thư mục dữ liệu của bạn.",
    ),
]
At = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        "--at",
        metavar="LÚC",
        help="Thời điểm coi là hiện tại (giờ Việt Nam), ví dụ 2024-08-28T07:30. Mặc định: bây giờ.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Trả lời bằng JSON cho máy đọc.")]
