"""The commands of `nhacviec`. Each imports what it needs only when it runs, to start fast."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Optional

import typer

from bot.cli.beginning_commands import BEGINNING
from bot.cli.care.commands import CARE, DATABASE, RULES
from bot.cli.options import DB, AsJson, At
from bot.cli.template_commands import TEMPLATE
from bot.cli.words import Command, Group


def _group(name: str, words: str, *examples: str) -> typer.Typer:
    """A command that has commands."""
    return typer.Typer(
        cls=Group,
        name=name,
        help=words,
        epilog="\n".join(examples),
        no_args_is_help=True,
        rich_markup_mode=None,
        add_completion=False,
        pretty_exceptions_enable=False,
        options_metavar="",
        subcommand_metavar="LỆNH …",
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )


app = _group(
    "nhacviec",
    "Nhắc Việc: nhắc hạn báo cáo, nhận số liệu qua tin nhắn, kiểm tra và trả lại báo cáo.",
    "nhacviec demo",
    "nhacviec load bac-son --help",
)

OnCopy = Annotated[
    bool,
    typer.Option(
        "--on-copy",
        help="Thay cho mẫu: trên bản chép của dữ liệu đang dùng, ghi ra những lời nhắc bot sẽ "
        "gửi nếu không ai trả lời. Dữ liệu thật không đổi, không gửi gì.",
    ),
]
Days = Annotated[
    int,
    typer.Option(
        "--days",
        metavar="SỐ",
        min=1,
        max=400,
        help="Với --on-copy: xem trước bao nhiêu ngày. Mặc định: 30.",
        show_default=False,
    ),
]
Block = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--block", metavar="MỤC", help="Mục của biểu, ví dụ I.4."),
]
FormOfBlock = Annotated[
    str,
    typer.Option(
        "--form",
        metavar="BIỂU",
        help="Biểu mà mục thuộc về. Mặc định: par-quarter.",
        show_default=False,
    ),
]


def _command(
    *examples: str, of: typer.Typer = app, name: str | None = None
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A command with its examples."""
    return of.command(name, cls=Command, epilog="\n".join(examples), options_metavar="[TÙY CHỌN]")


@_command("nhacviec demo", "nhacviec demo --page", "nhacviec demo --page --sample an-thi-2024")
def demo(
    page: Annotated[
        Optional[bool],  # noqa: UP045
        typer.Option(
            "--page/--chat",
            help="Trang hai điện thoại trong trình duyệt, hoặc cửa sổ chat ngay tại đây. Mặc định: "
            "trang, nếu máy có màn hình và trình duyệt; nếu không: cửa sổ chat.",
            show_default=False,
        ),
    ] = None,
    sample: Annotated[
        str,
        typer.Option(
            "--sample",
            metavar="MẪU",
            help="Mẫu của trang: bac-son (một xã) hoặc an-thi-2024 (cả huyện); trên trang chọn lại "
            "được. Mặc định: bac-son.",
            show_default=False,
        ),
    ] = "bac-son",
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar="THƯ-MỤC",
            help="Thư mục cho tệp bot gửi, và cho bản diễn tập khi không có bàn phím.",
            show_default=False,
        ),
    ] = Path("out/demo"),
) -> None:
    """Nạp dữ liệu mẫu, để lời nhắc đầu tiên reo, rồi mở trang dùng thử hoặc cửa sổ chat."""
    from bot.cli.trying import has_browser, run_page

    at_keyboard = sys.stdin.isatty() and sys.stdout.isatty()
    if page or (page is None and at_keyboard and has_browser()):
        run_page(sample)
    from bot.rehearsal.demo import run_demo

    run_demo(out, interactive=at_keyboard)


@_command("nhacviec chat --as lan", "nhacviec chat --as lan --at 2024-08-28T08:00")
def chat(
    official: Annotated[
        str,
        typer.Option("--as", metavar="NGƯỜI", help="Chat với tư cách ai: mã hoặc tên cán bộ."),
    ],
    at: At = None,
    db: DB = None,
    files: Annotated[
        Path,
        typer.Option(
            "--files",
            metavar="THƯ-MỤC",
            help="Nơi lưu tệp bot gửi. Mặc định: nhacviec-files.",
            show_default=False,
        ),
    ] = Path("nhacviec-files"),
) -> None:
    """Chat với bot ngay trong cửa sổ lệnh (không cần mạng)."""
    from bot.rehearsal.chat import run_chat

    run_chat(official, at, db, files)


@_command("nhacviec tick", "nhacviec tick --at 2024-08-28")
def tick(at: At = None, db: DB = None) -> None:
    """Làm mọi việc đến hạn vào lúc này, một lần: mở kỳ báo cáo, gửi lời nhắc."""
    from bot.cli.ticking import run_tick

    run_tick(at, db)


@_command("nhacviec run", "NHACVIEC_WEB_DEMO=1 nhacviec run")
def run() -> None:
    """Chạy bot theo cấu hình (NHACVIEC_*, xem .env.example) cho đến khi dừng."""
    from bot.service.run import run_service

    run_service()


@_command(
    "nhacviec rehearse --out dien-tap",
    "nhacviec rehearse an-thi-2024 --out dien-tap",
    "nhacviec rehearse thu-muc-cua-toi --out dien-tap",
    "nhacviec rehearse --on-copy --out sap-toi",
)
def rehearse(
    out: Annotated[
        Path,
        typer.Option("--out", metavar="THƯ-MỤC", help="Thư mục nhận bản ghi, biểu đồ và báo cáo."),
    ],
    sample: Annotated[
        str,
        typer.Argument(
            metavar="[MẪU HOẶC THƯ MỤC]",
            help="Mẫu có sẵn: bac-son, ngoc-ky, quang-khai, binh-phuoc, duc-pho, van-tuong-2026, "
            "an-thi-2024; "
            "hoặc thư mục của mình có script.txt. Mặc định: bac-son.",
            show_default=False,
        ),
    ] = "bac-son",
    on_copy: OnCopy = False,
    days: Days = 30,
    db: DB = None,
    at: At = None,
) -> None:
    """Diễn tập cả một kỳ báo cáo với đồng hồ chạy nhanh, không cần mạng."""
    if on_copy:
        from bot.rehearsal.on_copy import run_on_copy

        run_on_copy(out, days, db, at)
        return
    from bot.cli.rehearsing import run_rehearse

    run_rehearse(sample, out)


@_command("nhacviec play hoi-thoai.txt", "nhacviec play hoi-thoai.txt --out hoi-thoai")
def play(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="TỆP",
            help="Hội thoại viết sẵn: ai nói gì, lúc nào. Cách viết: docs/viet-hoi-thoai.md.",
        ),
    ],
    out: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--out", metavar="THƯ-MỤC", help="Thư mục nhận hội thoại và các tệp bot gửi."),
    ] = None,
) -> None:
    """Diễn lại một hội thoại viết sẵn và in ra cả lời bot; không cần mạng, không đổi dữ liệu."""
    from bot.cli.playing import run_play

    run_play(file, out)


@_command(
    'nhacviec read "14 14 0 0" --block I.4',
    'nhacviec read "3,598 tỷ" --kind money_million',
    'nhacviec read "có" --kind enum --options "Có=1;Không=0"',
)
def read(
    text: Annotated[
        str,
        typer.Argument(
            metavar="CÂU", help="Câu trả lời; - để đọc từ đầu vào, mỗi dòng một đối tượng JSON."
        ),
    ],
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind", metavar="LOẠI", help="count, percent, money_million, enum hoặc task."
        ),
    ] = None,
    options: Annotated[
        str | None,
        typer.Option(
            "--options", metavar="CHỌN", help='Các lựa chọn của loại enum, ví dụ "Có=1;Không=0".'
        ),
    ] = None,
    block: Block = None,
    form: FormOfBlock = "par-quarter",
    as_json: AsJson = False,
    db: DB = None,
) -> None:
    """Cho biết bot hiểu một câu trả lời như thế nào."""
    from bot.cli.reading import run_read

    run_read(text, kind, options, block, form, as_json, db)


@_command(
    'nhacviec understand "xã mình đến đâu rồi" --as chairman',
    "nhacviec understand - --sample an-thi-2024 < cau.jsonl",
)
def understand(
    text: Annotated[
        str,
        typer.Argument(
            metavar="CÂU", help="Câu nói; - để đọc từ đầu vào, mỗi dòng một đối tượng JSON."
        ),
    ],
    role: Annotated[
        str,
        typer.Option(
            "--as",
            metavar="VAI",
            help="official, head, chairman, superior, superior_leader hoặc admin.",
        ),
    ] = "official",
    situation: Annotated[
        str,
        typer.Option(
            "--situation",
            metavar="LÚC",
            help="idle, block, question, rule, task, complete hoặc late.",
        ),
    ] = "idle",
    sample: Annotated[
        str, typer.Option("--sample", metavar="MẪU", help="Mẫu có sẵn với đơn vị và cán bộ.")
    ] = "an-thi-2024",
    at: At = None,
    block: Annotated[
        str, typer.Option("--block", metavar="MỤC", help="Mục đang hỏi, ví dụ I.4.")
    ] = "I.4",
    as_json: AsJson = False,
) -> None:
    """Cho biết bot hiểu một câu nói là muốn gì, và sẽ gợi ý những gì."""
    from bot.cli.understanding import run_understand

    run_understand(text, role, situation, sample, at, block, as_json=as_json)


@_command("nhacviec verify phu-luc.xlsx", "nhacviec verify phu-luc.csv --json")
def verify(
    file: Annotated[
        Path, typer.Argument(metavar="TỆP", help="Phụ lục đã điền: .csv, .xlsx hoặc .docx.")
    ],
    form: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--form",
            metavar="BIỂU",
            help="Biểu dùng để kiểm tra. Mặc định: biểu hợp với tệp nhất.",
        ),
    ] = None,
    as_json: AsJson = False,
    db: DB = None,
) -> None:
    """Kiểm tra một phụ lục đã điền: mọi phép kiểm tra chéo bị sai, kèm dòng. Có chỗ sai: mã 1."""
    from bot.cli.verifying import run_verify

    run_verify(file, form, as_json, db)


@_command(
    "nhacviec report --unit xa-bac-son --period 2024-Q3 --out bao-cao",
    "nhacviec report --unit xa-bac-son --period 2024-Q3 --json",
)
def report(
    unit: Annotated[
        str,
        typer.Option("--unit", metavar="ĐƠN-VỊ", help="Mã hoặc tên, có dấu hay không: xa-bac-son."),
    ],
    period: Annotated[str, typer.Option("--period", metavar="KỲ", help="Kỳ, ví dụ 2024-Q3.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="THƯ-MỤC", help="Thư mục nhận tệp.", show_default=False)
    ] = Path("out/report"),
    form: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--form", metavar="BIỂU", help="Biểu của báo cáo, khi một kỳ có nhiều báo cáo."
        ),
    ] = None,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Thêm báo cáo dạng .pdf; máy này phải có LibreOffice.")
    ] = False,
    as_json: AsJson = False,
    db: DB = None,
    at: At = None,
) -> None:
    """Xuất báo cáo .docx, phụ lục .xlsx và biểu đồ của một đơn vị trong một kỳ; hoặc số liệu bằng
    JSON."""
    from bot.cli.reporting import run_report, run_report_data

    if as_json:
        run_report_data(unit, period, form, db, at)
        return
    run_report(unit, period, out, form, db, at, pdf=pdf)


@_command("nhacviec status xa-bac-son", "nhacviec status huyen-an-thi --json")
def status(
    unit: Annotated[
        str,
        typer.Argument(metavar="ĐƠN-VỊ", help="Mã hoặc tên, có dấu hay không: xa-bac-son."),
    ],
    as_json: AsJson = False,
    db: DB = None,
    at: At = None,
) -> None:
    """Tình hình báo cáo của một đơn vị."""
    from bot.cli.reporting import run_status

    run_status(unit, db, at, as_json=as_json)


@_command("nhacviec check")
def check(db: DB = None, at: At = None) -> None:
    """Kiểm tra danh mục (biểu, chế độ, ngày nghỉ, câu chữ, mẫu): mọi lỗi kèm tệp và khóa."""
    from bot.cli.checking import run_check

    run_check(db, at)


@_command("nhacviec migrate", "nhacviec migrate --db postgresql://nhacviec@localhost/nhacviec")
def migrate(db: DB = None) -> None:
    """Tạo cơ sở dữ liệu hoặc đưa nó lên phiên bản này (tệp SQLite được chép dự phòng trước)."""
    from bot.cli.migrating import run_migrate

    run_migrate(db)


for _each, _examples in BEGINNING.items():
    _command(*_examples)(_each)

_form = _group(
    "form", "Biểu của cấp trên: làm biểu từ sổ tính.", "nhacviec form from PHU-LUC.xlsx --out bieu"
)
app.add_typer(_form)


@_command("nhacviec form from PHU-LUC.xlsx --out bieu", of=_form, name="from")
def form_from(
    file: Annotated[
        Path, typer.Argument(metavar="TỆP", help="Sổ tính của cấp trên: .xlsx, .xls hoặc .ods.")
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="THƯ-MỤC", help="Thư mục nhận các tệp của biểu.")
    ],
    db: DB = None,
    at: At = None,
) -> None:
    """Làm biểu từ sổ tính của cấp trên: dòng, đơn vị tính, mục hỏi, tỷ lệ, phép kiểm tra; nêu những
    chỗ cần xem lại. Nạp xong, sổ điền trả lại đúng trong sổ ấy."""
    from bot.cli.form_from import run_form_from

    run_form_from(file, out, db, at)


@_command(
    "nhacviec form map thong-ke.xlsx --form par-quarter --out khop.toml", of=_form, name="map"
)
def form_map(
    file: Annotated[
        Path,
        typer.Argument(metavar="TỆP", help="Bảng kết xuất của phần mềm khác: .xlsx hoặc .csv."),
    ],
    form: Annotated[str, typer.Option("--form", metavar="BIỂU", help="Biểu nhận số liệu.")],
    out: Annotated[Path, typer.Option("--out", metavar="TỆP", help="Tệp .toml để ghi mã vào.")],
    db: DB = None,
) -> None:
    """Khớp một lần bảng kết xuất của phần mềm khác (một cửa điện tử) với biểu; từ đó gửi bảng cho
    bot là bot đọc được số."""
    from bot.cli.form_from import run_form_map

    run_form_map(file, form, out, db)


@_command("nhacviec aside", "nhacviec aside 3 --out tep", "nhacviec aside 3 --done")
def aside(
    number: Annotated[
        Optional[int],  # noqa: UP045
        typer.Argument(metavar="[SỐ]", help="Số của tin trong danh sách.", show_default=False),
    ] = None,
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar="THƯ-MỤC",
            help="Nơi lưu tệp của tin. Mặc định: thư mục này.",
            show_default=False,
        ),
    ] = Path(),
    done: Annotated[bool, typer.Option("--done", help="Đã xem: bỏ tin khỏi danh sách.")] = False,
    db: DB = None,
) -> None:
    """Những tin bot không xử lý được, đã để riêng: xem, lấy tệp, bỏ khỏi danh sách."""
    from bot.cli.aside import run_aside

    run_aside(number, out, db, done=done)


_token = _group(
    "token",
    "Mã cho chương trình khác đọc báo cáo: tạo, xem, thu hồi.",
    "nhacviec token make --help",
)
app.add_typer(_token)


@_command("nhacviec token make 'Cổng dữ liệu huyện' --unit huyen-an-thi", of=_token)
def make(
    name: Annotated[str, typer.Argument(metavar="TÊN", help="Chương trình nào, của ai.")],
    unit: Annotated[
        str,
        typer.Option(
            "--unit", metavar="ĐƠN-VỊ", help="Chỉ xem được đơn vị này và các đơn vị bên dưới."
        ),
    ],
    db: DB = None,
) -> None:
    """Tạo một mã; mã chỉ in ra một lần."""
    from bot.cli.tokens import run_make

    run_make(name, unit, db)


@_command("nhacviec token show", of=_token)
def show(db: DB = None) -> None:
    """Các mã đã tạo: cho ai, xem gì, dùng lần cuối ngày nào."""
    from bot.cli.tokens import run_list

    run_list(db)


@_command("nhacviec token revoke 3", of=_token)
def revoke(
    number: Annotated[int, typer.Argument(metavar="SỐ", help="Số của mã trong danh sách.")],
    db: DB = None,
) -> None:
    """Thu hồi một mã: từ lúc đó không đọc được gì nữa."""
    from bot.cli.tokens import run_revoke

    run_revoke(number, db)


for _each, _examples in CARE.items():
    _command(*_examples)(_each)

_database = _group("db", "Chuyển dữ liệu giữa SQLite và PostgreSQL.", "nhacviec db move --help")
app.add_typer(_database)
for _each, _examples in DATABASE.items():
    _command(*_examples, of=_database)(_each)

_rules = _group("rules", "Thử phép kiểm tra trên số liệu đã có.", "nhacviec rules try --help")
app.add_typer(_rules)
for _each, _examples in RULES.items():
    _command(*_examples, of=_rules, name="try")(_each)


_template = _group(
    "template",
    "Lời báo cáo bằng tệp Word: lấy, kiểm tra, xem thử, nạp, liệt kê.",
    "nhacviec template new -h",
)
app.add_typer(_template)
for _each, _examples in TEMPLATE.items():
    _command(*_examples, of=_template, name=_each.__name__.partition("_")[0])(_each)


@app.callback(invoke_without_command=True)
def nhacviec(
    version: Annotated[
        bool, typer.Option("--version", help="Phiên bản của chương trình và của cơ sở dữ liệu.")
    ] = False,
) -> None:
    """The option that is none of a command's."""
    if version:
        from bot.cli.care.version import run_version

        run_version()
