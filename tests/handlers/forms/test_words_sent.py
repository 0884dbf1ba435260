"""A report text that an administrator sends as a Word file: checked, shown, used on one word."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document

from bot.drawn import drawn
from domain.talk.messages import Attachment
from handlers.documents.templates import scoped
from reports.drawing import DOCX
from reports.style import load_style
from reports.word.template import template_docx
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.sources import every_text
from storage.database.audit import trail
from storage.database.database import Database
from storage.database.states import SourceKind
from tests.support.annex_files import reworded_docx
from tests.support.district import AN_THI, BAC_SON, District

STYLE = load_style(CATALOGUE / "styles" / "nd30-2020.toml")
OLD, NEW = "nhiệm vụ trọng tâm, thường xuyên", "việc hằng ngày"


@pytest.fixture
def desk(memory_database: Database) -> District:
    district = District(memory_database)
    district.move("2024-09-05 08:00")
    return district


def file(desk: District, old: str = OLD, new: str = NEW, name: str = "loi.docx") -> Attachment:
    text = desk.catalogue.template("par-quarter")
    content = reworded_docx(template_docx(text, "par-quarter", STYLE), old, new)
    return Attachment(name, DOCX, content)


def kept(desk: District) -> list[str]:
    with desk.database.read() as session:
        return [source.name for source in every_text(session, SourceKind.TEMPLATE)]


def words_of(desk: District, who: str) -> str:
    report = drawn(desk.answer(who, "/bao-cao").files[0])
    return "\n".join(p.text for p in Document(BytesIO(report.content)).paragraphs)


def test_it_is_shown_with_sample_figures_and_nothing_changes_before_the_word(
    desk: District,
) -> None:
    reply = desk.answer("tam", file=file(desk))
    assert reply.text == (
        "loi.docx: mẫu lời báo cáo dùng được, khác mẫu đang dùng 1 đoạn. Tệp xem thử kèm theo, số "
        "trong đó là số giả.\n"
        "Dùng mẫu này cho huyện Ân Thi và các đơn vị bên dưới? Gửi: nạp – để dùng, hoặc: thôi – "
        "để bỏ."
    )
    assert [choice.words for choice in reply.choices] == ["nạp", "thôi"]
    (seen,) = reply.files
    assert seen.name == "xem-thu-loi.docx"
    assert NEW in "\n".join(p.text for p in Document(BytesIO(drawn(seen).content)).paragraphs)
    assert kept(desk) == []
    desk.say("tam", "thôi")
    assert kept(desk) == []
    assert OLD in words_of(desk, "lan")


def test_one_word_makes_it_the_text_of_all_below_at_once_and_on_record(desk: District) -> None:
    desk.say("tam", file=file(desk))
    assert desk.say("tam", "nạp").startswith(
        "Đã nạp loi.docx cho huyện Ân Thi và các đơn vị bên dưới."
    )
    assert NEW in words_of(desk, "lan")
    with desk.database.read() as session:
        (deed,) = trail(session, f"template:{scoped('par-quarter', AN_THI)}")
    assert deed.official_id == "tam"
    assert "giống mẫu đang dùng" in desk.say("tam", file=file(desk))


def test_a_unit_that_is_named_beside_it_has_it_alone(desk: District) -> None:
    told = desk.say("tam", "mẫu cho xã Bắc Sơn", file=file(desk))
    assert "Dùng mẫu này cho xã Bắc Sơn và các đơn vị bên dưới?" in told
    desk.say("tam", "nạp")
    assert kept(desk) == [scoped("par-quarter", BAC_SON)]
    assert "bot không thấy đơn vị “xã Không Có”" in desk.say(
        "tam", "mẫu cho xã Không Có", file=file(desk)
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('dem("I.1")', 'dem("I.88")', "I.88"),
        ("{{ ky }}", "{{ ki }}", "ki"),
        ("{{ ky }}", "{{ ky }", "đoạn"),
    ],
)
def test_every_fault_is_told_with_its_paragraph_and_nothing_is_kept(
    desk: District, old: str, new: str, told: str
) -> None:
    said = desk.say("tam", file=file(desk, old, new))
    assert said.startswith("loi.docx: chưa dùng được, bot chưa ghi gì.")
    assert "loi.docx, đoạn " in said
    assert told in said
    assert "giống" not in desk.say("tam", "nạp")
    assert kept(desk) == []


@pytest.mark.parametrize("who", ["quynh", "lan", "dung"])
def test_only_an_administrator_loads_one(desk: District, who: str) -> None:
    assert "Mẫu lời báo cáo do quản trị nạp." in desk.say(who, file=file(desk))
    assert kept(desk) == []
