"""The commands of `nhacviec`. Each imports what it needs only when it runs, to start fast."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

app = typer.Typer(
    name="nhacviec",
    help="Nhắc Việc: nhắc hạn báo cáo, nhận số liệu qua tin nhắn, kiểm tra và trả lại báo cáo.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

DB = Annotated[
    Optional[str],  # noqa: UP045 - typer reads the annotation at run time
    typer.Option(
        "--db",
        metavar="URL",
        help="Cơ sở dữ liệu. Mặc định: tệp SQLite trong thư mục dữ liệu của bạn.",
    ),
]
At = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        "--at",
        metavar="ISO",
        help="Thời điểm coi là hiện tại, ví dụ 2024-08-28T07:30 (giờ Việt Nam).",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Trả lời bằng JSON cho máy đọc.")]


@app.command()
def demo(
    out: Annotated[
        Path,
        typer.Option(
            "--out", metavar="DIR", help="Thư mục cho bản diễn tập khi không có bàn phím."
        ),
    ] = Path("out/demo"),
) -> None:
    """Nạp dữ liệu mẫu, để lời nhắc đầu tiên reo, rồi mở cửa sổ chat của người được nhắc."""
    from bot.demo import run_demo

    run_demo(out, interactive=sys.stdin.isatty() and sys.stdout.isatty())


@app.command()
def chat(
    official: Annotated[
        str,
        typer.Option("--as", metavar="OFFICIAL", help="Chat với tư cách ai: mã hoặc tên cán bộ."),
    ],
    at: At = None,
    db: DB = None,
    files: Annotated[
        Path, typer.Option("--files", metavar="DIR", help="Nơi lưu tệp bot gửi.")
    ] = Path("nhacviec-files"),
) -> None:
    """Chat với bot ngay trong cửa sổ lệnh (không cần mạng)."""
    from bot.chat import run_chat

    run_chat(official, at, db, files)


@app.command()
def tick(at: At = None, db: DB = None) -> None:
    """Làm mọi việc đến hạn vào lúc này, một lần: mở kỳ báo cáo, gửi lời nhắc."""
    from bot.ticking import run_tick

    run_tick(at, db)


@app.command()
def run() -> None:
    """Chạy bot theo cấu hình (NHACVIEC_*, xem .env.example) cho đến khi dừng."""
    from bot.run import run_service

    run_service()


@app.command()
def rehearse(
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Thư mục nhận bản ghi, biểu đồ và báo cáo.")
    ],
    sample: Annotated[str, typer.Argument(metavar="[SAMPLE]", help="Tên mẫu.")] = "bac-son",
) -> None:
    """Diễn tập cả một kỳ báo cáo với đồng hồ chạy nhanh, không cần mạng."""
    from bot.rehearse import run_rehearsal

    run_rehearsal(sample, out)


@app.command()
def read(
    text: Annotated[
        str,
        typer.Argument(metavar="TEXT", help="Câu trả lời; '-' để đọc mỗi dòng một đối tượng JSON."),
    ],
    kind: Annotated[
        str | None, typer.Option("--kind", help="count, percent, money_million hoặc enum.")
    ] = None,
    options: Annotated[
        str | None, typer.Option("--options", help='Các lựa chọn, ví dụ "Có=1;Không=0".')
    ] = None,
    block: Annotated[str | None, typer.Option("--block", help="Mục của biểu, ví dụ I.4.")] = None,
    form: Annotated[str, typer.Option("--form", help="Biểu mà mục thuộc về.")] = "par-quarter",
    as_json: AsJson = False,
) -> None:
    """Cho biết bot hiểu một câu trả lời như thế nào."""
    from bot.reading import run_read

    run_read(text, kind, options, block, form, as_json)


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Phụ lục đã điền: .csv hoặc .xlsx.")],
    form: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--form", help="Biểu dùng để kiểm tra. Mặc định: biểu hợp với tệp nhất."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Kiểm tra một phụ lục đã điền: mọi phép kiểm tra chéo bị sai, kèm dòng."""
    from bot.verifying import run_verify

    run_verify(file, form, as_json)


@app.command()
def report(
    unit: Annotated[
        str, typer.Option("--unit", metavar="U", help="Đơn vị: xa-bac-son, tên có hoặc không dấu.")
    ],
    period: Annotated[str, typer.Option("--period", metavar="P", help="Kỳ, ví dụ 2024-Q3.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Thư mục nhận tệp.")],
    db: DB = None,
    at: At = None,
) -> None:
    """Xuất báo cáo .docx, phụ lục .xlsx và biểu đồ của một đơn vị trong một kỳ."""
    from bot.reporting import run_report

    run_report(unit, period, out, db, at)


@app.command()
def status(
    unit: Annotated[
        str, typer.Argument(metavar="U", help="Đơn vị: xa-bac-son, tên có hoặc không dấu.")
    ],
    db: DB = None,
    at: At = None,
) -> None:
    """Tình hình báo cáo của một đơn vị."""
    from bot.reporting import run_status

    run_status(unit, db, at)


@app.command()
def check() -> None:
    """Kiểm tra danh mục (biểu, chế độ báo cáo, ngày nghỉ, câu chữ): mọi lỗi kèm tệp và khóa."""
    from bot.checking import run_check

    run_check()


@app.command()
def migrate(db: DB = None) -> None:
    """Tạo cơ sở dữ liệu hoặc đưa nó lên phiên bản này (tệp SQLite được chép dự phòng trước)."""
    from bot.migrating import run_migrate

    run_migrate(db)


@app.command()
def invite(
    official: Annotated[str, typer.Argument(metavar="OFFICIAL", help="Mã hoặc tên cán bộ.")],
    db: DB = None,
    at: At = None,
) -> None:
    """Tạo mã mời dùng một lần để cán bộ liên kết Zalo, Telegram."""
    from bot.inviting import run_invite

    run_invite(official, db, at)


@app.command()
def load(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE…", help="Tệp .toml hoặc .xlsx, hoặc tên mẫu có sẵn: bac-son."),
    ],
    db: DB = None,
    at: At = None,
) -> None:
    """Nạp đơn vị, cán bộ, biểu từ tệp, hoặc một bộ mẫu có sẵn."""
    from bot.loading import run_load

    run_load(files, db, at)
