"""A file that the bot made comes back: which making it is, what a hand has changed, and what is
other in the report since."""

from __future__ import annotations

import pytest

from bot.drawn import drawn
from domain.dates.moments import parse_at
from domain.talk.messages import Attachment
from reports.seal import Seal, mark_of, plain_words, read_seal
from storage.database.database import Database
from tests.support.annex_files import edited_docx, filled, reworded_docx
from tests.support.task_desk import Desk


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    """5/9/2024: the first block is given, and the files are made for the first time."""
    desk = Desk(memory_database, now=parse_at("2024-09-04 08:00"))
    desk.move("2024-09-05 08:00")
    desk.say("lan", "13 7 3 1 0 0")
    return desk


def made(desk: Desk, who: str = "lan") -> tuple[Attachment, Attachment]:
    report, annex = map(drawn, desk.answer(who, "/bao-cao xa-bac-son").files)
    return report, annex


def again(file: Attachment, content: bytes) -> Attachment:
    return Attachment(file.name, file.media, content)


def test_a_file_as_it_was_made_is_known_with_its_moment(desk: Desk) -> None:
    for file in made(desk):
        text = desk.say("dung", "kiểm tra", file=file)
        assert text.startswith(
            "Tệp này là báo cáo quý III năm 2024, xã Bắc Sơn, lần 1, "
            "số liệu lúc 08:00 ngày 5/9/2024.\n"
            "Số trong tệp đúng như bot đã làm.\n"
            "Từ đó đến nay chưa sửa số nào."
        )


def test_a_list_in_the_text_is_no_word_that_was_changed(desk: Desk) -> None:
    desk.say("lan", "X.Bv\n01/KH-UBND\t03/01/2024\tKiểm soát thủ tục hành chính năm 2024")
    report, _ = made(desk)
    assert "01/KH-UBND" in desk.say("lan", "xem danh mục X.Bv")
    text = desk.say("dung", "kiểm tra", file=report)
    assert "Số trong tệp đúng như bot đã làm.\nTừ đó đến nay chưa sửa số nào." in text


def test_what_was_changed_in_the_report_since_is_told(desk: Desk) -> None:
    files = made(desk)
    desk.move("2024-09-05 09:00")
    desk.say("lan", "sửa I.2.2 = 4")
    desk.say("lan", "sửa I.1 = 14")
    for file in files:
        text = desk.say("dung", "kiểm tra", file=file)
        assert "Số trong tệp đúng như bot đã làm." in text
        assert "Sau đó đã sửa 2 số: I.1: 13 → 14; I.2.2: 3 → 4." in text


def test_one_figure_typed_over_in_word_is_named(desk: Desk) -> None:
    report, _ = made(desk)
    file = again(report, edited_docx(report.content, "I.2.2", "5"))
    text = desk.say("dung", "kiểm tra", file=file)
    assert "Trong tệp có 1 số đã bị sửa tay so với bản bot làm: I.2.2: 3 → 5." in text
    assert "Từ đó đến nay chưa sửa số nào." in text


def test_one_figure_typed_over_in_excel_is_named(desk: Desk) -> None:
    _, annex = made(desk)
    file = again(annex, filled(annex.content, {"I.2.2": 5}))
    text = desk.say("dung", "kiểm tra", file=file)
    assert "Trong tệp có 1 số đã bị sửa tay so với bản bot làm: I.2.2: 3 → 5." in text


def test_a_workbook_that_was_only_saved_again_is_not_called_changed(desk: Desk) -> None:
    _, annex = made(desk)
    text = desk.say("dung", "kiểm tra", file=again(annex, filled(annex.content, {})))
    assert "Số trong tệp đúng như bot đã làm." in text


def test_an_older_making_is_told_from_the_newest_and_from_a_changed_file(desk: Desk) -> None:
    report, _ = made(desk)
    desk.move("2024-09-05 09:00")
    desk.say("lan", "sửa I.2.2 = 4")
    desk.answer("lan", "/bao-cao xa-bac-son")
    old = desk.say("dung", "kiểm tra", file=report)
    assert "lần 1, số liệu lúc 08:00" in old
    assert "Đã có bản mới hơn: lần 2, lúc 09:00 ngày 5/9/2024." in old
    assert "sửa tay" not in old
    changed = again(report, edited_docx(report.content, "I.2.2", "4"))
    text = desk.say("dung", "kiểm tra", file=changed)
    assert "sửa tay so với bản bot làm: I.2.2: 3 → 4." in text


def test_words_that_were_changed_by_hand_are_counted(desk: Desk) -> None:
    report, _ = made(desk)
    body = next(p for p in _paragraphs(report.content) if "nhiệm vụ trọng tâm" in p)
    content = reworded_docx(report.content, body, body + " Thêm một câu.")
    text = desk.say("dung", "kiểm tra", file=again(report, content))
    assert "Lời văn đã bị sửa tay ở 1 đoạn." in text
    assert "Số trong tệp đúng như bot đã làm." in text


def test_a_number_typed_over_in_the_text_is_named_with_its_words(desk: Desk) -> None:
    report, _ = made(desk)
    body = next(p for p in _paragraphs(report.content) if "đã hoàn thành 03 " in p)
    changed = body.replace("đã hoàn thành 03 ", "đã hoàn thành 08 ")
    content = reworded_docx(report.content, body, changed)
    text = desk.say("dung", "kiểm tra", file=again(report, content))
    assert "- Trong lời văn, 03 đã thành 08: “" in text


def test_a_number_typed_over_in_the_text_alone_is_asked_about_and_written_on_one_word(
    desk: Desk,
) -> None:
    report, _ = made(desk)
    body = next(p for p in _paragraphs(report.content) if "đã hoàn thành 03 " in p)
    content = reworded_docx(report.content, body, body.replace(" 03 ", " 04 "))
    text = desk.say("lan", file=again(report, content))
    assert "- Trong lời văn, 03 đã thành 04: “" in text
    assert "- 1 số khác số đang có:\n  2.2. nhiệm vụ kế hoạch đã xong: 3 nhiệm vụ → 4" in text
    assert "Ghi 1 số này vào báo cáo?" in text
    assert desk.say("lan", "ghi").startswith("Đã sửa 2.2.")
    assert "đã hoàn thành 04 " in "\n".join(_paragraphs(made(desk)[0].content))


def test_a_text_that_says_another_number_than_its_own_annex_is_not_written_unasked(
    desk: Desk,
) -> None:
    """376 in the annex, 370 in the text: the annex was changed too, and goes before the text."""
    report, _ = made(desk)
    body = next(p for p in _paragraphs(report.content) if "đã hoàn thành 03 " in p)
    both = reworded_docx(report.content, body, body.replace(" 03 ", " 04 "))
    file = again(report, edited_docx(both, "I.2.2", "5"))
    text = desk.say("lan", file=file)
    assert "sửa tay so với bản bot làm: I.2.2: 3 → 5." in text
    assert "- Trong lời văn, 03 đã thành 04: “" in text
    assert "3 nhiệm vụ → 5 nhiệm vụ" in desk.say("lan", "ghi")
    assert "đã hoàn thành 05 " in "\n".join(_paragraphs(made(desk)[0].content))


def test_three_makings_keep_every_word_and_name_every_number(desk: Desk) -> None:
    before, kept = "nhiệm vụ trọng tâm, thường xuyên;", ["việc một;", "việc hai;", "việc ba;"]
    for number, words in enumerate(kept, start=4):
        report, _ = made(desk)
        content = reworded_docx(report.content, before, words)
        body = next(p for p in _paragraphs(content) if f"đã hoàn thành 0{number - 1} " in p)
        changed = body.replace(f"hoàn thành 0{number - 1} ", f"hoàn thành 0{number} ")
        file = again(report, reworded_docx(content, body, changed))
        told = desk.say("lan", "giữ lời", file=file)
        assert words.split()[-1] in told
        assert f"0{number - 1} → 0{number}. Nếu số mới đúng" in told
        assert f"sửa I.2.2 = 0{number}" in told
        assert "Ghi 1 số này" in desk.say("lan", file=file)
        desk.say("lan", "ghi")
        desk.move(f"2024-09-05 {8 + number:02}:00")
        text = "\n".join(_paragraphs(made(desk)[0].content))
        assert words in text
        assert f"đã hoàn thành 0{number} " in text
        before = words


def _paragraphs(content: bytes) -> list[str]:
    from io import BytesIO

    from docx import Document

    return [p.text for p in Document(BytesIO(content)).paragraphs]


def test_a_superior_learns_the_same_and_a_stranger_to_the_report_nothing(desk: Desk) -> None:
    report, _ = made(desk)
    assert "lần 1, số liệu lúc" in desk.say("quynh", "kiểm tra", file=report)
    assert "số liệu lúc 08:00" not in desk.say("mai", "kiểm tra", file=report)


def test_the_files_say_what_is_other_than_in_the_making_before(desk: Desk) -> None:
    assert "So với lần" not in desk.say("lan", "/bao-cao xa-bac-son")
    desk.move("2024-09-05 09:00")
    assert "So với lần" not in desk.say("lan", "/bao-cao xa-bac-son")
    desk.say("lan", "sửa I.2.2 = 4")
    text = desk.say("lan", "/bao-cao xa-bac-son")
    assert "So với lần 1 (lúc 08:00 ngày 5/9/2024), lần này khác 1 số: I.2.2: 3 → 4." in text


def test_a_seal_is_read_as_it_was_written_and_nothing_else_is_one() -> None:
    seal = Seal("hung-yen/an-thi", "par/2024-Q3", 2, parse_at("2024-09-13 14:05"), "0123")
    assert read_seal(seal.written) == seal
    assert read_seal(seal.written.replace(";", " ").replace(":", " ")) == seal  # by LibreOffice
    for other in ("", "báo cáo; quý III", seal.written.replace(";2;", ";hai;"), "nhacviec;;;;;"):
        assert read_seal(other) is None


def test_the_mark_is_of_the_figures_and_not_of_their_order() -> None:
    assert mark_of({"a": "1", "b": ""}) == mark_of({"b": "", "a": "1"})
    assert mark_of({"a": "1"}) != mark_of({"a": "2"})
    assert plain_words(["Một  câu ./.", ""]) == plain_words(["Một câu"])


# Words that are kept


def test_the_words_of_an_edited_report_are_those_of_the_next_one(desk: Desk) -> None:
    report, _ = made(desk)
    content = reworded_docx(report.content, "nhiệm vụ trọng tâm, thường xuyên;", "việc hằng ngày;")
    file = again(report, content)
    assert "gửi lại tệp kèm chữ: giữ lời" in desk.say("lan", "kiểm tra", file=file)
    assert desk.say("lan", "giữ lời", file=file) == (
        "Đã giữ lời của anh/chị ở 1 chỗ, dùng từ lần làm báo cáo sau: “việc hằng ngày;”."
    )
    desk.say("lan", "sửa I.2.2 = 4")
    new, _ = made(desk)
    text = "\n".join(_paragraphs(new.content))
    assert "là việc hằng ngày; đã giao" in text
    assert "đã hoàn thành 04 " in text


def test_a_number_changed_by_hand_is_named_and_not_kept(desk: Desk) -> None:
    report, _ = made(desk)
    body = next(p for p in _paragraphs(report.content) if "đã hoàn thành 03 " in p)
    content = reworded_docx(report.content, body, body.replace(" 03 ", " 08 "))
    text = desk.say("lan", "giữ lời", file=again(report, content))
    assert "Chỗ máy điền bị sửa tay, không đưa vào lời: 03 → 08." in text
    assert "đã hoàn thành 03 " in "\n".join(_paragraphs(made(desk)[0].content))


def test_words_are_kept_from_a_file_that_is_older_than_the_figures(desk: Desk) -> None:
    report, _ = made(desk)
    desk.say("lan", "sửa I.2.2 = 4")
    content = reworded_docx(report.content, "nhiệm vụ trọng tâm, thường xuyên;", "việc hằng ngày;")
    text = desk.say("lan", "giữ lời", file=again(report, content))
    assert "“việc hằng ngày;”" in text
    assert "máy điền" not in text


def test_nobody_of_another_unit_changes_the_words(desk: Desk) -> None:
    report, annex = made(desk)
    content = reworded_docx(report.content, "nhiệm vụ trọng tâm, thường xuyên;", "việc hằng ngày;")
    for who in ("quynh", "mai"):
        assert "Đã giữ" not in desk.say(who, "giữ lời", file=again(report, content))
    assert "việc hằng ngày" not in "\n".join(_paragraphs(made(desk)[0].content))
    assert "xin gửi báo cáo .docx" in desk.say("lan", "giữ lời", file=annex)
