"""A filled annex comes as a file: shown, written on one word, dropped on another, never guessed."""

from __future__ import annotations

from decimal import Decimal as D
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select

import handlers.annex.sent
from bot.drawn import drawn
from domain.report.figures import Figure, State
from domain.talk.messages import Attachment, Reply
from reports.drawing import XLSX
from storage.database.audit import AUDIT
from storage.database.database import Database
from storage.database.states import ObligationState
from storage.reports.figures import figures, history
from storage.reports.overrides import overrides
from storage.reports.rounds import Obligation, obligations_of, set_obligation_state
from tests.bot.commune import Commune
from tests.support.annex_files import book_of, filled, own_csv, own_docx, own_xlsx, rows_of, saved

LAN, TUAN, DUNG = "telegram:101", "telegram:102", "telegram:104"
QUYNH = "zalo_bot:z107"
UNIT = "hung-yen/an-thi/xa-bac-son"
GIVEN = {"I.4.1": 14, "I.4.2": 13, "I.4.3": 1, "I.4.4": 0, "III.3.1.1": 381}
HEADING = ("UBND XÃ BẮC SƠN", "THỐNG KÊ SỐ LIỆU CẢI CÁCH HÀNH CHÍNH QUÝ III NĂM 2024")


class Desk(Commune):
    """The commune on the day of the first reminder."""

    def ask(self, who: str, text: str = "", **more: object) -> Reply:
        answer = self.say(who, text, **more)  # type: ignore[arg-type]
        assert answer is not None
        return answer.reply

    def told(self, who: str, text: str = "", **more: object) -> str:
        return self.ask(who, text, **more).text

    def blank(self, who: str = LAN) -> bytes:
        (file,) = self.ask(who, "/mau").files
        return drawn(file).content

    def report(self) -> Obligation:
        with self.database.read() as session:
            return next(o for o in obligations_of(session, UNIT) if o.period_code == "2024-Q3")

    def figures(self) -> dict[str, Figure]:
        with self.database.read() as session:
            return figures(session, self.report().id)

    def numbers(self) -> dict[str, D | None]:
        return {code: figure.value for code, figure in self.figures().items()}


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    desk = Desk(memory_database)
    desk.ring()
    return desk


def own_book(desk: Desk, values: dict[str, object], **origin: str) -> Attachment:
    return Attachment("phu-luc.xlsx", XLSX, filled(desk.blank(), values, origin))


# ---- shown, then written ----


def test_the_annex_that_the_bot_gave_out_comes_back_filled(desk: Desk) -> None:
    shown = desk.ask(LAN, file=own_book(desk, GIVEN))
    assert "phụ lục quý III năm 2024, xã Bắc Sơn" in shown.text
    assert "- 5 số mới" in shown.text
    assert "hoàn thành đúng hạn: 13 nhiệm vụ" in shown.text
    assert [choice.words for choice in shown.choices] == ["ghi", "thôi"]
    assert desk.figures() == {}  # nothing before the word
    assert desk.told(LAN, "ghi").startswith("Đã ghi 5 số:")
    assert desk.numbers() == {code: D(number) for code, number in GIVEN.items()}
    with desk.database.read() as session:
        (entry,) = history(session, desk.report().id, "I.4.2")
    assert (entry.official_id, entry.at, entry.old) == ("lan", desk.now, None)
    assert entry.source.startswith(LAN)


@pytest.mark.parametrize("make", [own_xlsx, own_docx], ids=["xlsx", "docx"])
def test_a_table_of_their_own_tells_unit_and_period_above_it(desk: Desk, make) -> None:  # type: ignore[no-untyped-def]
    shown = desk.ask(LAN, file=make(GIVEN, HEADING))
    assert "- 5 số mới" in shown.text
    desk.ask(LAN, choice=shown.choices[0].data)
    assert desk.numbers() == {code: D(number) for code, number in GIVEN.items()}


def test_a_list_without_a_heading_is_of_the_one_open_report(desk: Desk) -> None:
    assert "quý III năm 2024" in desk.told(LAN, file=own_csv(GIVEN))
    desk.told(LAN, "Ghi.")
    assert desk.numbers()["III.3.1.1"] == 381


def test_thoi_drops_it(desk: Desk) -> None:
    desk.ask(LAN, file=own_csv(GIVEN))
    assert desk.told(LAN, "thôi") == "Đã bỏ tệp, không ghi số nào."
    assert "không có tệp nào chờ" in desk.told(LAN, "ghi")
    assert desk.figures() == {}


def test_the_same_file_again_changes_nothing(desk: Desk) -> None:
    file = own_book(desk, GIVEN)
    desk.ask(LAN, file=file)
    desk.ask(LAN, "ghi")
    again = desk.ask(LAN, file=file)
    assert "Không có số nào để ghi: 5 số trong tệp giống số đang có." in again.text
    assert again.choices == ()
    with desk.database.read() as session:
        assert len(history(session, desk.report().id, "I.4.2")) == 1


def test_what_differs_is_named_from_old_to_new_and_a_blank_takes_nothing_away(desk: Desk) -> None:
    desk.ask(LAN, file=own_csv(GIVEN))
    desk.ask(LAN, "ghi")
    shown = desk.told(LAN, file=own_csv({"I.4.1": 14, "I.4.2": 12, "I.4.3": 2, "I.4.4": None}))
    assert "- 2 số khác số đang có:" in shown
    assert "13 nhiệm vụ → 12 nhiệm vụ" in shown
    assert "- 1 số giữ nguyên" in shown
    assert "- 1 ô để trống: giữ số đang có" in shown
    desk.ask(LAN, "ghi")
    assert [desk.numbers()[f"I.4.{n}"] for n in (1, 2, 3, 4)] == [14, 12, 2, 0]


def test_zero_for_what_did_not_arise_is_no_change(desk: Desk) -> None:
    desk.ask(LAN, "4.1=14; 4.2=14; 4.3=kps; 4.4=kps")
    assert desk.figures()["I.4.4"].state is State.NONE_ARISEN
    assert "Không có số nào để ghi" in desk.told(LAN, file=own_csv({"I.4.4": 0, "I.4.1": 14}))


def test_only_the_figures_of_the_own_part_are_written(desk: Desk) -> None:
    file = own_csv({**GIVEN, "II.1.1": 1, "II.1.2": 0, "VI.1.1": 17465})
    shown = desk.told(LAN, file=file)
    assert "- 3 số thuộc phần của người khác, bot không ghi" in shown
    assert "anh Tuấn (Tư pháp) 2 số; chị Hoa (Tài chính) 1 số" in shown
    desk.ask(LAN, "ghi")
    assert set(desk.numbers()) == set(GIVEN)
    assert "- 2 số mới" in desk.told(TUAN, file=file)
    desk.ask(TUAN, "ghi")
    assert set(desk.numbers()) == {*GIVEN, "II.1.1", "II.1.2"}


# ---- what cannot be read ----


@pytest.mark.parametrize(
    ("code", "typed", "named"),
    [
        ("III.3.1.1", "khoảng ba trăm", "“khoảng ba trăm”"),
        ("III.3.1.1", "376 hoặc 381", "“376 hoặc 381”"),
        ("III.3.1.1", 1.234, "“1,234”"),  # 1.234 in a program that takes the point for decimals
        ("III.3.1.1", 14.5, "“14,5”"),
        ("III.3.1.1", -3, "“-3”"),
        ("III.3.1.1", "#REF!", "“#REF!”"),
        ("III.3.1.1", "=D10+D11", "“công thức chưa có kết quả”"),
        ("III.3.1.1", "9" * 90, "…”"),
        ("III.3.1.1", 10**15, "“"),
        ("IV.2.5", 0.98, "“0,98”"),  # 0,98% or 98%
        ("I.5", 7, "“7”"),
    ],
)
def test_a_cell_without_one_reading_is_named_by_code_and_cell(
    desk: Desk, code: str, typed: object, named: str
) -> None:
    content = filled(desk.blank(), {**GIVEN, code: typed})
    row = cell_of(content, code).coordinate
    shown = desk.told(LAN, file=Attachment("phu-luc.xlsx", XLSX, content))
    assert "- 1 ô chưa đọc được, bot không ghi:" in shown
    (line,) = [line for line in shown.splitlines() if f"{code} (ô {row}): " in line]
    assert named in line
    desk.ask(LAN, "ghi")
    assert code not in desk.numbers()
    assert len(desk.numbers()) == len({*GIVEN} - {code})


def cell_of(content: bytes, code: str):  # type: ignore[no-untyped-def]
    return rows_of(openpyxl.load_workbook(BytesIO(content)).worksheets[0])[code]


@pytest.mark.parametrize(
    ("typed", "number_format", "value"),
    [
        ("1.234", "General", D(1234)),  # a number as text
        (" 381 ", "@", D(381)),
        ("381 hồ sơ", "General", D(381)),
        (381.0, "0", D(381)),
    ],
)
def test_numbers_as_people_write_them(
    desk: Desk, typed: object, number_format: str, value: D
) -> None:
    book = book_of({"III.3.1.1": typed}, HEADING)
    book.active["D5"].number_format = number_format
    desk.ask(LAN, file=Attachment("bieu.xlsx", XLSX, saved(book)))
    desk.ask(LAN, "ghi")
    assert desk.numbers() == {"III.3.1.1": value}


def test_a_percent_cell_holds_its_percent(desk: Desk) -> None:
    book = book_of({"IV.2.5": 0.15}, HEADING)
    book.active["D5"].number_format = "0%"
    desk.ask(LAN, file=Attachment("bieu.xlsx", XLSX, saved(book)))
    desk.ask(LAN, "ghi")
    assert desk.numbers() == {"IV.2.5": D(15)}


def test_two_values_for_one_line_are_not_chosen_between(desk: Desk) -> None:
    content = b"section,code,value\nI,4.1,14\nI,4.1,15\nI,4.2,13\n"
    shown = desk.told(LAN, file=Attachment("b.csv", "text/csv", content))
    assert "I.4.1 (dòng 3): “14” và “15”" in shown
    desk.ask(LAN, "ghi")
    assert desk.numbers() == {"I.4.2": D(13)}


def test_a_value_over_several_lines_is_named_and_is_no_figure_of_any(desk: Desk) -> None:
    book = book_of({"I.4.1": 14, "I.4.2": 13, "I.4.3": 0}, HEADING)
    book.active.merge_cells("D5:D6")
    shown = desk.told(LAN, file=Attachment("bieu.xlsx", XLSX, saved(book)))
    assert "I.4.1 (ô D5): “14” là ô gộp nhiều dòng" in shown
    desk.ask(LAN, "ghi")
    assert desk.numbers() == {"I.4.3": D(0)}


def test_a_hidden_sheet_is_not_looked_at(desk: Desk) -> None:
    book = book_of({"I.4.1": 14}, HEADING)
    hidden = book.create_sheet("cũ", 0)
    for row in book.worksheets[1].iter_rows(values_only=True):
        hidden.append([99 if cell == 14 else cell for cell in row])
    hidden.sheet_state = "hidden"
    desk.ask(LAN, file=Attachment("bieu.xlsx", XLSX, saved(book)))
    desk.ask(LAN, "ghi")
    assert desk.numbers() == {"I.4.1": D(14)}


# ---- broken rules ----


def test_what_does_not_fit_is_said_before_and_can_be_kept_with_a_reason(desk: Desk) -> None:
    file = own_csv({"I.4.1": 14, "I.4.2": 15, "I.4.3": 0, "I.4.4": 0})
    shown = desk.told(LAN, file=file)
    assert "chỗ chưa khớp:" in shown
    assert "ghi <lý do>" in shown
    assert "lý do: huyện giao thêm" in desk.told(LAN, "ghi huyện giao thêm")
    assert desk.numbers()["I.4.2"] == 15
    with desk.database.read() as session:
        kept = overrides(session, desk.report().id)
    assert {override.reason for override in kept} == {"huyện giao thêm"}


def test_a_rate_of_the_file_is_checked_against_its_parts(desk: Desk) -> None:
    shown = desk.told(LAN, file=own_csv({"I.2": "80%", "I.2.1": 7, "I.2.2": 5}))
    assert "5/7 = 71,43%, không phải 80%" in shown
    assert "máy tự tính lại" in shown
    assert "chưa khớp" not in desk.told(LAN, "ghi")
    assert set(desk.numbers()) == {"I.2.1", "I.2.2"}
    desk.ask(TUAN, file=own_csv({"I.2": "80%", "II.1.1": 0}))
    assert "80" not in desk.told(TUAN, file=own_csv({"I.2": "80%", "II.1.1": 0}))


def test_a_rate_whose_parts_nobody_has_is_a_figure(desk: Desk) -> None:
    file = own_csv({"I.2": "80%", "I.1": 14})
    assert "- 2 số mới" in desk.told(LAN, file=file)
    desk.ask(LAN, "ghi")
    assert desk.numbers() == {"I.1": D(14), "I.2": D(80)}
    assert "2 số trong tệp giống" in desk.told(LAN, file=file)


BROKEN = {"I.4.1": 14, "I.4.2": 15, "I.4.3": 0, "I.4.4": 0}


@pytest.mark.parametrize("yes", ["ghi", "vâng", ""])
def test_what_is_broken_is_not_written_without_a_reason(desk: Desk, yes: str) -> None:
    shown = desk.ask(LAN, file=own_csv(BROKEN))
    assert "gửi: ghi <lý do>" in desk.told(LAN, yes, choice="" if yes else shown.choices[0].data)
    assert desk.numbers() == {}
    desk.told(LAN, "ghi do cấp trên giao thêm")  # the file still waits
    assert desk.numbers()["I.4.2"] == 15


def test_the_word_of_the_chat_keeps_what_is_broken_in_a_file_too(desk: Desk) -> None:
    desk.ask(LAN, file=own_csv(BROKEN))
    desk.ask(LAN, "giữ: huyện giao thêm")
    with desk.database.read() as session:
        assert {o.reason for o in overrides(session, desk.report().id)} == {"huyện giao thêm"}


# ---- of which report ----


def test_another_unit_s_annex_is_refused_and_tells_nothing(desk: Desk) -> None:
    desk.ask(LAN, "14 14 0 0")
    before = desk.numbers()
    for file in (
        own_book(desk, GIVEN, unit_id="hung-yen/an-thi/xa-phu-ung"),
        own_xlsx(GIVEN, ("UBND XÃ PHÙ ỦNG", HEADING[1])),
    ):
        answer = desk.ask(LAN, file=file)
        assert answer.text.startswith("Tệp này là của đơn vị khác nên bot không ghi.")
        assert "14" not in answer.text
        assert answer.choices == ()
        assert "không có tệp nào chờ" in desk.told(LAN, "ghi")
    assert desk.numbers() == before
    with desk.database.read() as session:
        asked = session.execute(select(AUDIT.c.detail).where(AUDIT.c.action == "refused"))
        assert len(asked.all()) == 2


def test_who_gives_no_figures_gets_the_check(desk: Desk) -> None:
    for who in (DUNG, QUYNH):
        told = desk.told(who, file=own_csv({**GIVEN, "I.4.2": 15}))
        assert "bot chỉ kiểm tra tệp" in told
        assert "SAI" in told
        assert "[I.4." in told
    assert desk.figures() == {}


@pytest.mark.parametrize(
    ("origin", "says"),
    [
        ({"round_id": "par-quarter/2019-Q3"}, "không có báo cáo nào đang nhận"),
        ({"form_version": "1999"}, "biểu cũ"),
        ({"form_id": "campaign-online-services"}, "biểu khác"),
    ],
)
def test_a_file_of_another_report_is_refused_with_the_way_on(
    desk: Desk, origin: dict[str, str], says: str
) -> None:
    told = desk.told(LAN, file=own_book(desk, GIVEN, **origin))
    assert says in told
    assert "mẫu" in told
    assert desk.figures() == {}


def test_where_several_reports_are_open_the_person_says_which(desk: Desk) -> None:
    desk.at("2024-12-02 08:00")
    desk.ring()  # quarter III is still owed, the year's report has begun
    asked = desk.ask(LAN, file=own_csv(GIVEN))
    words = [choice.words for choice in asked.choices]
    assert words == ["Cải cách hành chính quý III", "Cải cách hành chính năm 2024"]
    assert desk.figures() == {}
    assert "Còn chờ trả lời câu hỏi về tệp bieu.csv" in desk.told(LAN, "? 4.2")
    shown = desk.told(LAN, "quý III")
    assert shown.startswith("Tệp bieu.csv: phụ lục Cải cách hành chính quý III, xã Bắc Sơn.")
    desk.ask(LAN, "ghi")
    assert desk.numbers() == {code: D(number) for code, number in GIVEN.items()}


def test_the_words_beside_the_file_say_the_period(desk: Desk) -> None:
    desk.at("2024-12-02 08:00")
    desk.ring()
    shown = desk.told(LAN, "quý III năm 2024", file=own_csv(GIVEN))
    assert "phụ lục Cải cách hành chính quý III, xã Bắc Sơn." in shown
    (annexes,) = [desk.ask(LAN, "mẫu").files]
    assert len(annexes) == 2


def test_a_closed_report_takes_nothing(desk: Desk) -> None:
    report = desk.report()
    with desk.work() as work:
        state = ObligationState.LOCKED
        set_obligation_state(work.session, report, state, "quynh", desk.now, "x")
    answer = desk.ask(LAN, file=own_book(desk, GIVEN))
    assert answer.choices == ()
    desk.told(LAN, "ghi")
    assert desk.figures() == {}


# ---- between the preview and the word ----


def test_a_question_in_between_leaves_the_file_waiting(desk: Desk) -> None:
    desk.ask(LAN, file=own_csv(GIVEN))
    between = desk.ask(LAN, "? 4.2")
    assert "Còn chờ trả lời câu hỏi về tệp bieu.csv" in between.text
    assert [choice.words for choice in between.choices] == ["ghi", "thôi"]
    assert "Ghi 5 số này" in desk.told(LAN, "đúng")  # a yes to what?
    assert desk.figures() == {}
    assert desk.told(LAN, "ghi").startswith("Đã ghi 5 số")


def test_figures_typed_beside_the_file_are_not_overwritten_unasked(desk: Desk) -> None:
    desk.ask(LAN, file=own_csv(GIVEN))
    assert "Còn chờ trả lời câu hỏi về tệp bieu.csv" in desk.told(LAN, "4.1=9; 4.2=9; 4.3=0; 4.4=0")
    asked = desk.told(LAN, "ghi")
    assert asked.startswith("Đã ghi 3.1.1.")  # what nobody has touched since it was shown
    assert "từ lúc bot hỏi đến nay, số đã đổi" in asked
    assert desk.numbers()["I.4.1"] == 9
    desk.told(LAN, "đúng")
    assert desk.numbers()["I.4.1"] == 14


def test_an_old_preview_writes_nothing(desk: Desk) -> None:
    shown = desk.ask(LAN, file=own_csv(GIVEN))
    desk.ask(LAN, "ghi")
    desk.ask(LAN, "sửa 4.2 = 12")
    assert "không còn hiệu lực" in desk.told(LAN, choice=shown.choices[0].data)
    assert desk.numbers()["I.4.2"] == 12


def test_what_a_file_has_brought_can_be_taken_back(desk: Desk) -> None:
    desk.ask(LAN, file=own_csv(GIVEN))
    desk.ask(LAN, "ghi")
    assert "Đã hoàn tác" in desk.told(LAN, "hoàn tác")
    assert desk.figures() == {}


def test_nothing_is_half_written(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.ask(LAN, file=own_csv(GIVEN))

    def fails(*_: object) -> Reply:
        raise RuntimeError("after the figures, before the answer")

    monkeypatch.setattr(handlers.annex.sent, "go_on", fails)
    assert "bot gặp lỗi" in desk.told(LAN, "ghi")
    assert desk.figures() == {}
    monkeypatch.undo()
    assert desk.told(LAN, "ghi").startswith("Đã ghi 5 số")


# ---- checked only ----


def test_an_annex_is_checked_for_anybody_and_not_written(desk: Desk) -> None:
    file = own_csv({"I.2": "80%", "I.2.1": 7, "I.2.2": 5})
    whole = own_book(desk, {"I.2": "80%", "I.2.1": 7, "I.2.2": 5})
    for who, sent in ((LAN, file), (QUYNH, whole)):
        told = desk.told(who, "kiểm tra giúp em", file=sent)
        assert "sai 1 chỗ" in told
        assert "SAI V01 [I.2, I.2.2, I.2.1]: " in told
        assert "không ghi số nào" in told
    assert "không có tệp nào chờ" in desk.told(LAN, "ghi")
    assert desk.figures() == {}


def test_the_waiting_file_is_checked_by_the_word_alone(desk: Desk) -> None:
    assert "Gửi tệp phụ lục" in desk.told(LAN, "/kiem-tra")
    desk.ask(LAN, file=own_csv({"I.2": "80%", "I.2.1": 7, "I.2.2": 5}))
    assert "SAI V01" in desk.told(LAN, "kiểm tra")
    assert "Đã ghi 2 số" in desk.told(LAN, "ghi")


# ---- files that are no annex ----


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.pdf", b"%PDF", "Chỉ đọc được số liệu trong tệp .xlsx, .docx hoặc .csv."),
        ("a.xls", bytes.fromhex("d0cf11e0a1b11ae1"), "lưu lại dạng .xlsx"),
        ("a.xlsx", bytes.fromhex("d0cf11e0a1b11ae1"), "có mật khẩu"),
        ("a.docx", bytes.fromhex("d0cf11e0a1b11ae1"), "có mật khẩu"),
        ("a.xlsx", b"PK\x03\x04 cut", "tệp hỏng"),
        ("a.docx", b"PK\x03\x04 cut", "tệp hỏng"),
        ("a.xlsx", saved(openpyxl.Workbook()), "Không thấy biểu trong tệp"),
        ("a.csv", b"", "Tệp trống"),
        ("a.csv", b"a;b\n1;2\n", "cần cột STT"),
        ("a.csv", bytes(5_000_001), "quá lớn"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_why_and_what_works(
    desk: Desk, name: str, content: bytes, says: str
) -> None:
    told = desk.told(TUAN, file=Attachment(name, "", content))
    assert told.startswith(f"Bot chưa dùng được tệp {name}.")
    assert says in told
    assert "mẫu" in told
    assert desk.figures() == {}


def test_an_annex_with_the_word_done_is_evidence_of_a_task(desk: Desk) -> None:
    told = desk.told(LAN, "xong 3", file=own_csv(GIVEN))
    assert "số mới" not in told
    assert "việc số 3" in told
