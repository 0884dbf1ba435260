"""The numbers of a made report are set in letters that tell of which figure they are: a report that
was rewritten in an office program is understood by them, wherever they stand now."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from bot.drawn import drawn
from domain.dates.moments import parse_at
from domain.reading.cells import Opened
from domain.report.printed import TAG
from domain.talk.messages import Attachment
from reports.incoming.open_file import open_file
from storage.database.database import Database
from tests.support.annex_files import saved
from tests.support.task_desk import Desk

DONE = TAG + "I.2.2"


@pytest.fixture
def desk(memory_database: Database) -> Desk:
    desk = Desk(memory_database, now=parse_at("2024-09-04 08:00"))
    desk.move("2024-09-05 08:00")
    desk.say("lan", "13 7 3 1 0 0")
    return desk


def report(desk: Desk) -> Attachment:
    return drawn(desk.answer("lan", "/bao-cao xa-bac-son").files[0])


def told(paragraph: Any, name: str = DONE) -> list[Any]:
    """The runs of a paragraph that are the number of a figure."""
    return [run for run in paragraph.runs if run.style.name == name]


def holding(word: Any) -> Any:
    return next(each for each in word.paragraphs if told(each))


def with_words(paragraph: Any, before: str, behind: str) -> None:
    """Rewrite a paragraph around one number of it, which is left as it stands."""
    (number,) = told(paragraph)
    for run in [run for run in paragraph.runs if run._r is not number._r]:
        run._r.getparent().remove(run._r)
    look = paragraph.add_run(behind)
    number._r.addnext(look._r)
    first = paragraph.add_run(before)
    number._r.addprevious(first._r)


def again(file: Attachment, word: Any) -> Attachment:
    return Attachment(file.name, file.media, saved(word))


def numbers_told(opened: Opened) -> list[tuple[str, str]]:
    return sorted(
        (each.code, opened.text[at][each.start : each.end])
        for at, found in opened.printed.items()
        for each in found
    )


def text_of(file: Attachment) -> str:
    return "\n".join(each.text for each in Document(BytesIO(file.content)).paragraphs)


def test_every_number_of_the_text_tells_its_figure(desk: Desk) -> None:
    said = dict(numbers_told(open_file("a.docx", report(desk).content)))
    assert said["I.2.1"] == "07"
    assert said["I.2.2"] == "03"
    assert "I.4.1" not in said  # nobody has given it: a bracket stands there


def test_a_number_changed_in_a_paragraph_that_was_written_anew_is_asked_about(desk: Desk) -> None:
    file = report(desk)
    word = Document(BytesIO(file.content))
    with_words(holding(word), "Xã ta đến nay xong ", " việc, bằng kỳ trước.")
    told(holding(word))[0].text = "05"
    text = desk.say("lan", file=again(file, word))
    assert "2.2. nhiệm vụ kế hoạch đã xong: 3 nhiệm vụ → 5" in text
    assert desk.say("lan", "ghi").startswith("Đã sửa 2.2.")


def test_of_two_equal_numbers_the_changed_one_is_known(desk: Desk) -> None:
    desk.say("lan", "sửa I.2.2 = 7")  # 07 of 07
    file = report(desk)
    word = Document(BytesIO(file.content))
    paragraph = holding(word)
    with_words(paragraph, "Được giao 07 việc, xong ", " việc.")
    told(paragraph)[0].text = "06"
    text = desk.say("lan", file=again(file, word))
    assert "2.2. nhiệm vụ kế hoạch đã xong: 7 nhiệm vụ → 6" in text
    assert "2.1." not in text.partition("Ghi ")[0].partition("khác số đang có")[2]


def test_words_written_anew_around_a_number_are_kept_and_the_number_follows_its_figure(
    desk: Desk,
) -> None:
    file = report(desk)
    word = Document(BytesIO(file.content))
    paragraph = holding(word)
    number = told(paragraph)[0]
    new = paragraph.insert_paragraph_before("Tính riêng việc theo kế hoạch, xã đã làm xong ")
    moved = new.add_run(number.text)
    moved.style = number.style
    new.add_run(" việc.")
    said = desk.say("lan", "giữ lời", file=again(file, word))
    assert "“Tính riêng việc theo kế hoạch, xã đã làm xong 03 việc.”" in said
    desk.say("lan", "sửa I.2.2 = 5")
    assert "xã đã làm xong 05 việc." in text_of(report(desk))


def test_a_number_that_says_two_things_is_not_asked_about(desk: Desk) -> None:
    file = report(desk)
    word = Document(BytesIO(file.content))
    paragraph = holding(word)
    number = told(paragraph)[0]
    number.text = "04"
    twin = paragraph.add_run("05")
    twin.style = number.style
    assert "Ghi " not in desk.say("lan", file=again(file, word))


@pytest.mark.libreoffice
@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_an_office_program_that_saves_the_file_keeps_what_its_numbers_tell(
    desk: Desk, tmp_path: Path
) -> None:
    file = report(desk)
    word = Document(BytesIO(file.content))
    paragraph = holding(word)
    with_words(paragraph, "Xã ta đến nay xong ", " việc, bằng kỳ trước.")
    told(paragraph)[0].text = "05"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.docx").write_bytes(saved(word))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    order = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", str(tmp_path)]
    subprocess.run([*order, str(tmp_path / "in" / "a.docx")], check=True, capture_output=True)
    content = (tmp_path / "a.docx").read_bytes()
    before, after = (open_file("a.docx", each) for each in (saved(word), content))
    assert numbers_told(before) == numbers_told(after)
    assert len(numbers_told(before)) > 2
    text = desk.say("lan", file=Attachment(file.name, file.media, content))
    assert "2.2. nhiệm vụ kế hoạch đã xong: 3 nhiệm vụ → 5" in text
