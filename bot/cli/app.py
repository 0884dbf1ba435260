"""The commands of `nhacviec`. Each imports what it needs only when it runs, to start fast."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot.cli.beginning_commands import BEGINNING
from bot.cli.care.commands import CARE, DATABASE, RULES
from bot.cli.options import PATH, with_at, with_db, with_json
from bot.cli.template_commands import TEMPLATE
from bot.cli.words import Group, command, group

with_on_copy = click.option(
    "--on-copy",
    is_flag=True,
    help="Thay cho mẫu: trên bản chép của dữ liệu đang dùng, ghi ra những lời nhắc bot sẽ gửi nếu "
    "không ai trả lời. Dữ liệu thật không đổi, không gửi gì.",
)
with_days = click.option(
    "--days",
    metavar="SỐ",
    type=click.IntRange(min=1, max=400),
    default=30,
    help="Với --on-copy: xem trước bao nhiêu ngày. Mặc định: 30.",
)
with_block = click.option("--block", metavar="MỤC", help="Mục của biểu, ví dụ I.4.")
with_form = click.option(
    "--form",
    metavar="BIỂU",
    default="par-quarter",
    help="Biểu mà mục thuộc về. Mặc định: par-quarter.",
)


@command("nhacviec demo", "nhacviec demo --page", "nhacviec demo --page --sample an-thi-2024")
@click.option(
    "--page/--chat",
    default=None,
    help="Trang hai điện thoại trong trình duyệt, hoặc cửa sổ chat ngay tại đây. Mặc định: trang, "
    "nếu máy có màn hình và trình duyệt; nếu không: cửa sổ chat.",
)
@click.option(
    "--sample",
    metavar="MẪU",
    default="bac-son",
    help="Mẫu của trang: bac-son (một xã) hoặc an-thi-2024 (cả huyện); trên trang chọn lại được. "
    "Mặc định: bac-son.",
)
@click.option(
    "--out",
    metavar="THƯ-MỤC",
    type=PATH,
    default=Path("out/demo"),
    help="Thư mục cho tệp bot gửi, và cho bản diễn tập khi không có bàn phím.",
)
def demo(page: bool | None, sample: str, out: Path) -> None:
    """Nạp dữ liệu mẫu, để lời nhắc đầu tiên reo, rồi mở trang dùng thử hoặc cửa sổ chat."""
    from bot.cli.trying import has_browser, run_page

    at_keyboard = sys.stdin.isatty() and sys.stdout.isatty()
    if page or (page is None and at_keyboard and has_browser()):
        run_page(sample)
    from bot.rehearsal.demo import run_demo

    run_demo(out, interactive=at_keyboard)


@command("nhacviec chat --as lan", "nhacviec chat --as lan --at 2024-08-28T08:00")
@click.option(
    "--as",
    "official",
    metavar="NGƯỜI",
    required=True,
    help="Chat với tư cách ai: mã hoặc tên cán bộ.",
)
@with_at
@with_db
@click.option(
    "--files",
    metavar="THƯ-MỤC",
    type=PATH,
    default=Path("nhacviec-files"),
    help="Nơi lưu tệp bot gửi. Mặc định: nhacviec-files.",
)
def chat(official: str, at: str | None, db: str | None, files: Path) -> None:
    """Chat với bot ngay trong cửa sổ lệnh (không cần mạng)."""
    from bot.rehearsal.chat import run_chat

    run_chat(official, at, db, files)


@command("nhacviec tick", "nhacviec tick --at 2024-08-28")
@with_at
@with_db
def tick(at: str | None, db: str | None) -> None:
    """Làm mọi việc đến hạn vào lúc này, một lần: mở kỳ báo cáo, gửi lời nhắc."""
    from bot.cli.ticking import run_tick

    run_tick(at, db)


@command("nhacviec run", "NHACVIEC_WEB_DEMO=1 nhacviec run")
def run() -> None:
    """Chạy bot theo cấu hình (NHACVIEC_*, xem .env.example) cho đến khi dừng."""
    from bot.service.run import run_service

    run_service()


@command(
    "nhacviec rehearse --out dien-tap",
    "nhacviec rehearse an-thi-2024 --out dien-tap",
    "nhacviec rehearse thu-muc-cua-toi --out dien-tap",
    "nhacviec rehearse --on-copy --out sap-toi",
)
@click.option(
    "--out",
    metavar="THƯ-MỤC",
    type=PATH,
    required=True,
    help="Thư mục nhận bản ghi, biểu đồ và báo cáo.",
)
@click.argument(
    "sample",
    metavar="[MẪU HOẶC THƯ MỤC]",
    default="bac-son",
    help="Mẫu có sẵn: bac-son, ngoc-ky, quang-khai, binh-phuoc, duc-pho, van-tuong-2026, "
    "an-thi-2024; hoặc thư mục của mình có script.txt. Mặc định: bac-son.",
)
@with_on_copy
@with_days
@with_db
@with_at
def rehearse(
    out: Path, sample: str, on_copy: bool, days: int, db: str | None, at: str | None
) -> None:
    """Diễn tập cả một kỳ báo cáo với đồng hồ chạy nhanh, không cần mạng."""
    if on_copy:
        from bot.rehearsal.on_copy import run_on_copy

        run_on_copy(out, days, db, at)
        return
    from bot.cli.rehearsing import run_rehearse

    run_rehearse(sample, out)


@command("nhacviec play hoi-thoai.txt", "nhacviec play hoi-thoai.txt --out hoi-thoai")
@click.argument(
    "file",
    metavar="TỆP",
    type=PATH,
    help="Hội thoại viết sẵn: ai nói gì, lúc nào. Cách viết: docs/viet-hoi-thoai.md.",
)
@click.option(
    "--out", metavar="THƯ-MỤC", type=PATH, help="Thư mục nhận hội thoại và các tệp bot gửi."
)
def play(file: Path, out: Path | None) -> None:
    """Diễn lại một hội thoại viết sẵn và in ra cả lời bot; không cần mạng, không đổi dữ liệu."""
    from bot.cli.playing import run_play

    run_play(file, out)


@command(
    'nhacviec read "14 14 0 0" --block I.4',
    'nhacviec read "3,598 tỷ" --kind money_million',
    'nhacviec read "có" --kind enum --options "Có=1;Không=0"',
)
@click.argument(
    "text", metavar="CÂU", help="Câu trả lời; - để đọc từ đầu vào, mỗi dòng một đối tượng JSON."
)
@click.option("--kind", metavar="LOẠI", help="count, percent, money_million, enum hoặc task.")
@click.option("--options", metavar="CHỌN", help='Các lựa chọn của loại enum, ví dụ "Có=1;Không=0".')
@with_block
@with_form
@with_json
@with_db
def read(
    text: str,
    kind: str | None,
    options: str | None,
    block: str | None,
    form: str,
    as_json: bool,
    db: str | None,
) -> None:
    """Cho biết bot hiểu một câu trả lời như thế nào."""
    from bot.cli.reading import run_read

    run_read(text, kind, options, block, form, as_json, db)


@command(
    'nhacviec understand "xã mình đến đâu rồi" --as chairman',
    "nhacviec understand - --sample an-thi-2024 < cau.jsonl",
)
@click.argument(
    "text", metavar="CÂU", help="Câu nói; - để đọc từ đầu vào, mỗi dòng một đối tượng JSON."
)
@click.option(
    "--as",
    "role",
    metavar="VAI",
    default="official",
    help="official, head, chairman, superior, superior_leader hoặc admin.",
)
@click.option(
    "--situation",
    metavar="LÚC",
    default="idle",
    help="idle, block, question, rule, task, complete hoặc late.",
)
@click.option(
    "--sample", metavar="MẪU", default="an-thi-2024", help="Mẫu có sẵn với đơn vị và cán bộ."
)
@with_at
@click.option("--block", metavar="MỤC", default="I.4", help="Mục đang hỏi, ví dụ I.4.")
@with_json
def understand(
    text: str, role: str, situation: str, sample: str, at: str | None, block: str, as_json: bool
) -> None:
    """Cho biết bot hiểu một câu nói là muốn gì, và sẽ gợi ý những gì."""
    from bot.cli.understanding import run_understand

    run_understand(text, role, situation, sample, at, block, as_json=as_json)


@command("nhacviec verify phu-luc.xlsx", "nhacviec verify phu-luc.csv --json")
@click.argument("file", metavar="TỆP", type=PATH, help="Phụ lục đã điền: .csv, .xlsx hoặc .docx.")
@click.option(
    "--form", metavar="BIỂU", help="Biểu dùng để kiểm tra. Mặc định: biểu hợp với tệp nhất."
)
@with_json
@with_db
def verify(file: Path, form: str | None, as_json: bool, db: str | None) -> None:
    """Kiểm tra một phụ lục đã điền: mọi phép kiểm tra chéo bị sai, kèm dòng. Có chỗ sai: mã 1."""
    from bot.cli.verifying import run_verify

    run_verify(file, form, as_json, db)


@command(
    "nhacviec report --unit xa-bac-son --period 2024-Q3 --out bao-cao",
    "nhacviec report --unit xa-bac-son --period 2024-Q3 --json",
)
@click.option(
    "--unit", metavar="ĐƠN-VỊ", required=True, help="Mã hoặc tên, có dấu hay không: xa-bac-son."
)
@click.option("--period", metavar="KỲ", required=True, help="Kỳ, ví dụ 2024-Q3.")
@click.option(
    "--out", metavar="THƯ-MỤC", type=PATH, default=Path("out/report"), help="Thư mục nhận tệp."
)
@click.option("--form", metavar="BIỂU", help="Biểu của báo cáo, khi một kỳ có nhiều báo cáo.")
@click.option("--pdf", is_flag=True, help="Thêm báo cáo dạng .pdf; máy này phải có LibreOffice.")
@with_json
@with_db
@with_at
def report(
    unit: str,
    period: str,
    out: Path,
    form: str | None,
    pdf: bool,
    as_json: bool,
    db: str | None,
    at: str | None,
) -> None:
    """Xuất báo cáo .docx, phụ lục .xlsx và biểu đồ của một đơn vị trong một kỳ; hoặc số liệu bằng
    JSON."""
    from bot.cli.reporting import run_report, run_report_data

    if as_json:
        run_report_data(unit, period, form, db, at)
        return
    run_report(unit, period, out, form, db, at, pdf=pdf)


@command("nhacviec status xa-bac-son", "nhacviec status huyen-an-thi --json")
@click.argument("unit", metavar="ĐƠN-VỊ", help="Mã hoặc tên, có dấu hay không: xa-bac-son.")
@with_json
@with_db
@with_at
def status(unit: str, as_json: bool, db: str | None, at: str | None) -> None:
    """Tình hình báo cáo của một đơn vị."""
    from bot.cli.reporting import run_status

    run_status(unit, db, at, as_json=as_json)


@command("nhacviec check")
@with_db
@with_at
def check(db: str | None, at: str | None) -> None:
    """Kiểm tra danh mục (biểu, chế độ, ngày nghỉ, câu chữ, mẫu): mọi lỗi kèm tệp và khóa."""
    from bot.cli.checking import run_check

    run_check(db, at)


@command("nhacviec migrate", "nhacviec migrate --db postgresql://nhacviec@localhost/nhacviec")
@with_db
def migrate(db: str | None) -> None:
    """Tạo cơ sở dữ liệu hoặc đưa nó lên phiên bản này (tệp SQLite được chép dự phòng trước)."""
    from bot.cli.migrating import run_migrate

    run_migrate(db)


@command("nhacviec form from PHU-LUC.xlsx --out bieu", name="from")
@click.argument(
    "file", metavar="TỆP", type=PATH, help="Sổ tính của cấp trên: .xlsx, .xls hoặc .ods."
)
@click.option(
    "--out", metavar="THƯ-MỤC", type=PATH, required=True, help="Thư mục nhận các tệp của biểu."
)
@with_db
@with_at
def form_from(file: Path, out: Path, db: str | None, at: str | None) -> None:
    """Làm biểu từ sổ tính của cấp trên: dòng, đơn vị tính, mục hỏi, tỷ lệ, phép kiểm tra; nêu những
    chỗ cần xem lại. Nạp xong, sổ điền trả lại đúng trong sổ ấy."""
    from bot.cli.form_from import run_form_from

    run_form_from(file, out, db, at)


@command("nhacviec form map thong-ke.xlsx --form par-quarter --out khop.toml", name="map")
@click.argument(
    "file", metavar="TỆP", type=PATH, help="Bảng kết xuất của phần mềm khác: .xlsx hoặc .csv."
)
@click.option("--form", metavar="BIỂU", required=True, help="Biểu nhận số liệu.")
@click.option("--out", metavar="TỆP", type=PATH, required=True, help="Tệp .toml để ghi mã vào.")
@with_db
def form_map(file: Path, form: str, out: Path, db: str | None) -> None:
    """Khớp một lần bảng kết xuất của phần mềm khác (một cửa điện tử) với biểu; từ đó gửi bảng cho
    bot là bot đọc được số."""
    from bot.cli.form_from import run_form_map

    run_form_map(file, form, out, db)


@command("nhacviec aside", "nhacviec aside 3 --out tep", "nhacviec aside 3 --done")
@click.argument(
    "number", metavar="[SỐ]", type=int, required=False, help="Số của tin trong danh sách."
)
@click.option(
    "--out",
    metavar="THƯ-MỤC",
    type=PATH,
    default=Path(),
    help="Nơi lưu tệp của tin. Mặc định: thư mục này.",
)
@click.option("--done", is_flag=True, help="Đã xem: bỏ tin khỏi danh sách.")
@with_db
def aside(number: int | None, out: Path, done: bool, db: str | None) -> None:
    """Những tin bot không xử lý được, đã để riêng: xem, lấy tệp, bỏ khỏi danh sách."""
    from bot.cli.aside import run_aside

    run_aside(number, out, db, done=done)


@command("nhacviec token make 'Cổng dữ liệu huyện' --unit huyen-an-thi")
@click.argument("name", metavar="TÊN", help="Chương trình nào, của ai.")
@click.option(
    "--unit",
    metavar="ĐƠN-VỊ",
    required=True,
    help="Chỉ xem được đơn vị này và các đơn vị bên dưới.",
)
@with_db
def make(name: str, unit: str, db: str | None) -> None:
    """Tạo một mã; mã chỉ in ra một lần."""
    from bot.cli.tokens import run_make

    run_make(name, unit, db)


@command("nhacviec token show")
@with_db
def show(db: str | None) -> None:
    """Các mã đã tạo: cho ai, xem gì, dùng lần cuối ngày nào."""
    from bot.cli.tokens import run_list

    run_list(db)


@command("nhacviec token revoke 3")
@click.argument("number", metavar="SỐ", type=int, help="Số của mã trong danh sách.")
@with_db
def revoke(number: int, db: str | None) -> None:
    """Thu hồi một mã: từ lúc đó không đọc được gì nữa."""
    from bot.cli.tokens import run_revoke

    run_revoke(number, db)


@click.group(
    "nhacviec",
    cls=Group,
    help="Nhắc Việc: nhắc hạn báo cáo, nhận số liệu qua tin nhắn, kiểm tra và trả lại báo cáo.",
    epilog="nhacviec demo\nnhacviec load bac-son --help",
    invoke_without_command=True,
    no_args_is_help=True,
    options_metavar="",
    subcommand_metavar="LỆNH …",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--version", is_flag=True, help="Phiên bản của chương trình và của cơ sở dữ liệu.")
def app(version: bool) -> None:
    """The option that is none of a command's."""
    if version:
        from bot.cli.care.version import run_version

        run_version()


COMMANDS = (
    demo,
    chat,
    tick,
    run,
    rehearse,
    play,
    read,
    understand,
    verify,
    report,
    status,
    check,
    migrate,
    *BEGINNING,
    aside,
    *CARE,
    group(
        "form",
        "Biểu của cấp trên: làm biểu từ sổ tính.",
        (form_from, form_map),
        "nhacviec form from PHU-LUC.xlsx --out bieu",
    ),
    group(
        "token",
        "Mã cho chương trình khác đọc báo cáo: tạo, xem, thu hồi.",
        (make, show, revoke),
        "nhacviec token make --help",
    ),
    group("db", "Chuyển dữ liệu giữa SQLite và PostgreSQL.", DATABASE, "nhacviec db move --help"),
    group("rules", "Thử phép kiểm tra trên số liệu đã có.", RULES, "nhacviec rules try --help"),
    group(
        "template",
        "Lời báo cáo bằng tệp Word: lấy, kiểm tra, xem thử, nạp, liệt kê.",
        TEMPLATE,
        "nhacviec template new -h",
    ),
)
"""In the order in which the first page of help names them."""
for _each in COMMANDS:
    app.add_command(_each)
