"""Holidays, wordings and words of an installation: loaded as forms are, kept through updates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from bot.cli.checking import run_check
from bot.cli.loading import run_load
from bot.fault import UsageFault
from bot.wiring import open_store
from domain.words import words
from handlers.documents.word_template import sample_report
from handlers.wording.say import bundled_texts, say, use_texts
from reports.drawing import draw, undrawn
from reports.style import load_style, use_own_style
from storage.catalogue.catalogue import Catalogue, load_catalogue, template_text
from storage.catalogue.folders import CATALOGUE
from storage.catalogue.sources import SOURCES, every_text
from storage.catalogue.words import bundled_words, use_words, vocabulary
from storage.database.database import Database
from storage.database.states import SourceKind

HOLIDAYS_2027 = """
known_from = 2027-01-01
known_until = 2027-12-31
days = [
  { date = 2027-01-01, weekday = "T6", kind = "holiday", status = "sourced", name = "Tết" },
  { date = 2027-02-05, weekday = "T6", kind = "holiday", status = "sourced", name = "Tết" },
  { date = 2027-02-08, weekday = "T2", kind = "holiday", status = "sourced", name = "Tết" },
]
"""

Load = Callable[..., Catalogue]


@pytest.fixture
def load(file_database: Database, tmp_path: Path) -> Iterator[Load]:
    """Load a file of this name and text; the catalogue as the next command finds it."""

    def load_text(name: str, text: str) -> Catalogue:
        file = tmp_path / name
        file.write_text(text, "utf-8")
        run_load([str(file)], str(file_database.file), None)
        return open_store(str(file_database.file))[1]

    yield load_text
    use_texts({})
    use_words({})
    use_own_style({})


STYLE = 'style = "nd30-2020"\n[page]\nleft = 35\nright = 15\n[paragraph]\nline = 1.3\n'


def test_the_looks_of_the_office_are_those_of_every_document_from_then_on(
    load: Load, file_database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    load("trinh-bay.toml", STYLE)
    assert "cách trình bày riêng, trên nền nd30-2020" in capsys.readouterr().out
    form = load_catalogue().newest_form("par-quarter")
    report = sample_report(template_text(form.template), form)
    drawing = undrawn("a.docx", report).drawing
    assert drawing is not None
    section = Document(BytesIO(draw(drawing, CATALOGUE / "styles"))).sections[0]
    assert (round(section.left_margin.mm), round(section.right_margin.mm)) == (35, 15)
    load("trinh-bay.toml", STYLE.replace("35", "30"))  # what is drawn later stays as it was asked
    again = Document(BytesIO(draw(drawing, CATALOGUE / "styles"))).sections[0]
    assert round(again.left_margin.mm) == 35
    with file_database.read() as session:
        assert len(every_text(session, SourceKind.STYLE)) == 2


def test_columns_fill_the_room_between_the_margins_of_the_office() -> None:
    style = load_style(CATALOGUE / "styles" / "nd30-2020.toml", {"page": {"left": 35, "right": 20}})
    assert style.text_width == 155
    for names in (("issuer", "motto"), ("printed", "label", "unit", "value", "note")):
        assert sum(style.column[name] for name in names) == pytest.approx(155)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("left = 35", "left = 40", r"page\.left: phải là số từ 30 đến 35"),
        ("left = 35", 'left = "35"', r"page\.left: phải là số từ 30 đến 35"),
        ("left = 35", "lef = 35", r"page\.lef: .*có phải “page\.left”\?"),
        ("[page]", 'font = "Arial"\n[page]', r"font: quy định về thể thức ấn định điều này"),
        ("nd30-2020", "nd30", r"style: không có kiểu trình bày “nd30”; .*nd30-2020"),
    ],
)
def test_what_the_decree_does_not_leave_to_the_office_is_refused_by_its_key(
    load: Load, old: str, new: str, told: str
) -> None:
    assert old in STYLE
    with pytest.raises(UsageFault, match=told):
        load("trinh-bay.toml", STYLE.replace(old, new, 1))


def test_the_holidays_of_a_new_year_are_loaded_and_take_the_place_of_what_was_computed(
    load: Load, file_database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    run_check(str(file_database.file), "2026-12-20")
    assert "lịch nghỉ năm 2027 chưa công bố đủ" in capsys.readouterr().out
    calendar = load("nghi-2027.toml", HOLIDAYS_2027).calendar
    assert "nghi-2027.toml: lịch nghỉ, 3 ngày." in capsys.readouterr().out
    assert not calendar.is_working_day(date(2027, 2, 8))
    assert calendar.is_working_day(date(2027, 9, 2))  # only computed before, and not in the letter
    assert not calendar.is_working_day(date(2026, 9, 2))
    run_check(str(file_database.file), "2026-12-20")
    assert "chưa công bố" not in capsys.readouterr().out


def test_holidays_that_a_file_with_one_new_day_lets_go_are_named(
    load: Load, capsys: pytest.CaptureFixture[str]
) -> None:
    day = '[{ date = 2024-09-13, kind = "holiday", status = "sourced", name = "Nghỉ bão" }]'
    alone = f"known_from = 2024-09-13\nknown_until = 2024-09-13\ndays = {day}"
    calendar = load("bao.toml", alone).calendar
    assert not calendar.is_working_day(date(2024, 9, 13))
    assert not calendar.is_working_day(date(2024, 9, 2))
    assert "nay thành ngày làm việc" not in capsys.readouterr().out
    calendar = load(
        "bao.toml", f"known_from = 2024-09-01\nknown_until = 2024-09-30\ndays = {day}"
    ).calendar
    assert calendar.is_working_day(date(2024, 9, 2))
    assert (
        "2 ngày đang nghỉ nay thành ngày làm việc: 2/9/2024, 3/9/2024." in capsys.readouterr().out
    )


def test_a_year_after_a_gap_is_refused_by_its_key(load: Load) -> None:
    text = (
        HOLIDAYS_2027.replace("2027", "2028")
        .replace('weekday = "T6", ', "")
        .replace('weekday = "T2", ', "")
    )
    with pytest.raises(UsageFault, match=r"nghi\.toml: known_from: lịch nghỉ đang có đến hết 2026"):
        load("nghi.toml", text)


def test_a_wording_of_the_office_is_said_and_every_version_of_it_is_kept(
    load: Load, file_database: Database
) -> None:
    name = "run.flood"
    section, _, key = name.partition(".")
    load("cau-chu.toml", f'[{section}]\n{key} = "Xin chậm lại."\n')
    assert say(name) == "Xin chậm lại."
    load("cau-chu.toml", f'[{section}]\n{key} = "Xin gửi chậm lại một chút."\n')
    assert say(name) == "Xin gửi chậm lại một chút."
    with file_database.read() as session:
        assert len(session.execute(SOURCES.select()).all()) == 2
    assert say("help.commands") == bundled_texts()["help.commands"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[history]\ntitel = "x"\n', "history.titel: không có câu chữ mang mã này; có phải"),
        (
            '[history]\ntitle = "{code} {nhan}"\n',
            r"history.title: câu này không dùng được \{nhan\}",
        ),
        ('[history]\ntitle = "{code"\n', "history.title: dấu ngoặc nhọn không đúng"),
        ('[answr]\nyes = ["ưng"]\n', "answr: không có nhóm từ “answr”; có: answer"),
        ('[answer]\nyess = ["ưng"]\n', "answer.yess: nhóm này không có nghĩa “yess”; có: yes"),
        ('[answer]\nyes = ["bỏ đi"]\n', "answer.yes: “bỏ đi” đã có nghĩa khác: drop"),
    ],
)
def test_what_nobody_would_say_or_understand_is_named_and_nothing_is_loaded(
    load: Load, file_database: Database, text: str, told: str
) -> None:
    with pytest.raises(UsageFault, match=told):
        load("cua-huyen.toml", text)
    with file_database.read() as session:
        assert session.execute(SOURCES.select()).first() is None


def test_a_phrase_of_the_place_is_understood_beside_the_others(load: Load) -> None:
    assert vocabulary("answer").find(words("ưng bụng")) is None
    load("cach-noi.toml", '[answer]\nyes = ["ưng bụng"]\n')
    assert "ưng bụng" not in bundled_words()["answer"]["yes"]
    for said in ("ưng bụng", "ung bung", "đúng rồi"):
        found = vocabulary("answer").find(words(said))
        assert found is not None
        assert found.meaning == "yes"
