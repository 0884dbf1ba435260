"""The superior's desk by link: what it shows, to whom, and that it only shows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import httpx
import openpyxl
import pytest
from docx import Document

from domain.people.units import Unit
from handlers.wording.say import say
from storage.database.database import Database
from storage.people.officials import end_posts
from storage.people.units import save_units
from tests.storage.statements import counted
from tests.support.district import AN_THI, BAC_SON, BESIDE, DA_LOC, UNITS
from tests.web.desk_rig import DistrictDesk
from tests.web.pages_rig import Fields, Pages, fields, gone

VIEWS = ("", "/figures", "/figures?way=periods", "/tasks", "/on-time")
TABLES = ("/desk", "/figures", "/tasks", "/on-time")


@pytest.fixture
def desk(district: DistrictDesk) -> Iterator[httpx.Client]:
    """The pages of the district, served."""
    with district.served() as client:
        yield client


def seen(client: httpx.Client, path: str) -> Fields:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return fields(answer.text)


def made(client: httpx.Client, path: str) -> httpx.Response:
    """A document, by the button of our own page."""
    return client.post(path, headers={"origin": str(client.base_url).rstrip("/")})


def rows_of(answer: httpx.Response) -> list[list[str]]:
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))


# -- what stands there -----------------------------------------------------------------------------


def test_the_desk_shows_each_unit_and_what_to_type_about_the_late(
    district: DistrictDesk, desk: httpx.Client
) -> None:
    words = seen(desk, district.desk_of("quynh")).words
    assert "xã Đa Lộc: 6/97, quá hạn 3 ngày" in words
    assert "nhắc xã Đa Lộc" in words
    assert "nhắc xã Bắc Sơn" not in words
    assert "Chính Nghĩa" not in words


def test_what_is_to_be_typed_about_the_late_reminds_them(
    district: DistrictDesk, desk: httpx.Client
) -> None:
    typed = re.search(r"<kbd>(.*?)</kbd>", desk.get(district.desk_of("quynh")).text)
    assert typed is not None
    assert "chị Nam" in district.say("quynh", typed[1])


def test_a_unit_leads_to_its_annex_and_a_figure_to_its_course_and_its_history(
    district: DistrictDesk, desk: httpx.Client
) -> None:
    path = district.desk_of("quynh")
    unit = next(href for href in seen(desk, path).links if "/report/" in href)
    annex = seen(desk, unit)
    figure = next(href for href in annex.links if href.endswith("code=I.1#detail"))
    shown = seen(desk, f"{unit}{figure}").words
    assert "chị Nam: ước 14" in shown
    assert "quý III năm 2024" in shown


def test_the_documents_of_a_unit_are_made_as_in_the_chat_and_looking_at_them_makes_none(
    district: DistrictDesk, desk: httpx.Client
) -> None:
    report = district.report(DA_LOC).id
    before = len(district.trail(f"obligation:{report}"))
    page = seen(desk, f"{district.desk_of('quynh')}/report/{report}")
    assert len(district.trail(f"obligation:{report}")) == before
    word, annex = page.posted
    assert not any("/files/" in href for href in page.links)
    for look in (desk.get, desk.head):  # as a preview of links, or a browser that reads ahead
        assert look(word).status_code == 405
    gone(made(desk, f"{word}x"), "replaced")
    gone(desk.post(word, headers={"origin": "https://elsewhere.example"}), "elsewhere", 403)
    assert len(district.trail(f"obligation:{report}")) == before
    answer = made(desk, word)
    assert "attachment" in answer.headers["content-disposition"]
    text = "\n".join(each.text for each in Document(io.BytesIO(answer.content)).paragraphs)
    assert "quý III" in text
    assert openpyxl.load_workbook(io.BytesIO(made(desk, annex).content))
    deeds = district.trail(f"obligation:{report}")[before:]
    assert [(each.action, each.official_id) for each in deeds] == [("obligation.made", "quynh")]


def test_any_figure_stands_unit_beside_unit_with_that_of_all_together(
    district: DistrictDesk, desk: httpx.Client
) -> None:
    path = f"{district.desk_of('quynh')}/figures"
    page = seen(desk, f"{path}?code=III.3.1")
    assert page.words.index("xã Phù Ủng") < page.words.index("xã Bắc Sơn")
    assert "80%" in page.words
    assert "Chung, tính từ tổng: 91,18%" in page.words
    assert "chưa gửi" in page.words  # Đa Lộc
    assert "Chính Nghĩa" not in page.words
    assert page.sent["code"] == "III.3.1"
    over = seen(desk, f"{path}?code=III.3.1&way=periods").words
    assert "quý III năm 2024" in over


@pytest.mark.parametrize(
    "asked", ["code=XX", "round=par/1999-Q1", "way=sideways", "page=-1", "page=x", "page=99999999"]
)
def test_what_makes_no_sense_in_an_address_asks_for_nothing(
    district: DistrictDesk, desk: httpx.Client, asked: str
) -> None:
    path = district.desk_of("quynh")
    for view in ("", "/figures", "/tasks", "/on-time"):
        assert desk.get(f"{path}{view}?{asked}").status_code == 200


def test_tasks_show_what_waits_for_a_verdict_and_what_to_type(
    district: DistrictDesk, desk: httpx.Client
) -> None:
    page = desk.get(f"{district.desk_of('quynh')}/tasks").text
    typed = re.findall(r"<kbd>(.*?)</kbd>", page)
    assert typed == ["việc 1 Bắc Sơn", "duyệt 1 Phù Ủng"]
    assert "quá hạn" in page
    assert "Rà soát thủ tục đất đai" in district.say("quynh", typed[0])
    assert "Phù Ủng" in district.say("quynh", typed[1])
    again = desk.get(f"{district.desk_of('quynh')}/tasks").text
    assert "Phù Ủng" not in fields(again).words


def test_who_came_in_time_has_a_place_and_a_row(district: DistrictDesk, desk: httpx.Client) -> None:
    path = f"{district.desk_of('quynh')}/on-time"
    assert ["3", "xã Đa Lộc", "0", "1", "1", "3 ngày", "0"] in rows_of(desk.get(f"{path}.csv"))
    words = seen(desk, path).words
    assert "Thứ" in words
    assert "chưa nộp, quá hạn 3 ngày" in words


def test_a_long_table_comes_in_parts_and_is_searched(
    district: DistrictDesk, desk: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.pages.table_asked.ROWS", 2)
    path = district.desk_of("quynh")
    first, second = seen(desk, path), seen(desk, f"{path}?page=2")
    assert say("page.rows.number", number=1, pages=2, total=3) in first.words
    assert "?page=2" in first.links
    reports = [[h for h in each.links if "/report/" in h] for each in (first, second)]
    assert [len(each) for each in reports] == [2, 1]
    assert not set(reports[0]) & set(reports[1])
    assert len([h for h in seen(desk, f"{path}?whole=1").links if "/report/" in h]) == 3
    found = seen(desk, f"{path}?find=phu+ung")
    assert len([h for h in found.links if "/report/" in h]) == 1


@pytest.mark.parametrize("view", VIEWS)
def test_what_is_looked_for_and_is_not_there_is_said_and_nothing_else_is_claimed(
    district: DistrictDesk, desk: httpx.Client, view: str
) -> None:
    path = district.desk_of("quynh")
    asked = f"{view}{'&' if '?' in view else '?'}find=Không Có <b>"
    found = seen(desk, path + asked)
    assert say("page.rows.not_found", said="Không Có <b>") in found.words
    assert say("page.tasks.none") not in found.words
    assert say("desk.on_time.nothing") not in found.words
    everything = next(link for link in found.links if "?" in link and "find=" not in link)
    assert "xã Bắc Sơn" in seen(desk, everything).words


def test_of_many_late_units_the_first_are_named_and_the_others_counted(
    district: DistrictDesk, desk: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.pages.desk.LATE_AT_MOST", 0)
    path = district.desk_of("quynh")
    assert say("page.desk.late_more", count=1) in seen(desk, path).words
    assert "nhắc xã Đa Lộc" in seen(desk, f"{path}?whole=1").words


# -- tables to take along --------------------------------------------------------------------------


def test_every_view_is_a_table_that_a_spreadsheet_opens(
    district: DistrictDesk, desk: httpx.Client
) -> None:
    path = district.desk_of("quynh")
    for table in TABLES:
        rows = rows_of(desk.get(f"{path}{table}.csv"))
        book = openpyxl.load_workbook(io.BytesIO(desk.get(f"{path}{table}.xlsx").content))
        sheet = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=3)]
        assert sheet[0] == rows[0]
        assert len(sheet) == len(rows) > 1, table
    head, *rows = rows_of(desk.get(f"{path}/desk.csv?find=bac+son"))
    assert [row[1:4] for row in rows] == [["xã Bắc Sơn", "97", "97"]]
    assert head == say("page.desk.table").split(" | ")


def test_numbers_of_a_table_are_numbers_and_words_stay_words(
    district: DistrictDesk, desk: httpx.Client
) -> None:
    path = district.desk_of("quynh")
    book = openpyxl.load_workbook(io.BytesIO(desk.get(f"{path}/figures.xlsx?code=III.3.1").content))
    cells = {row[0].value: row[1].value for row in book.active.iter_rows(min_row=4)}
    assert cells["xã Phù Ủng"] == 80
    assert cells["xã Đa Lộc"] is None
    (row,) = [r for r in rows_of(desk.get(f"{path}/tasks.csv")) if "Phù Ủng" in r[2]]
    assert row[1].startswith("'=")
    book = openpyxl.load_workbook(io.BytesIO(desk.get(f"{path}/tasks.xlsx").content))
    (title,) = [r[1] for r in book.active.iter_rows(min_row=4) if r[2].value == "xã Phù Ủng"]
    assert (title.value[:1], title.data_type) == ("=", "s")


# -- for whom --------------------------------------------------------------------------------------


def test_a_report_that_is_not_below_is_not_shown(
    district: DistrictDesk, desk: httpx.Client
) -> None:
    path, beside = district.desk_of("quynh"), district.report(BESIDE).id
    for report in (beside, 99999, 0):
        gone(desk.get(f"{path}/report/{report}"), "not_yours", 404)
        gone(made(desk, f"{path}/report/{report}/files/bao-cao.docx"), "not_yours", 404)
    assert desk.get(f"{district.desk_of('hue')}/report/{beside}").status_code == 200


def test_a_desk_is_for_who_has_units_below(pages: Pages) -> None:
    assert "https://" not in pages.ask("lan", "trang của tôi").reply.text


def test_a_desk_takes_nothing_and_is_no_form(pages: Pages, client: httpx.Client) -> None:
    path = pages.desk()
    assert client.post(path, data={"do": "send"}).status_code == 405
    gone(client.get(path.replace("/t/", "/p/")), "bad", 404)
    form = pages.link("lan")
    gone(client.get(form.replace("/p/", "/t/")), "bad", 404)


def test_a_desk_has_its_time_and_ends_with_the_post(
    district: DistrictDesk, desk: httpx.Client
) -> None:
    path = district.desk_of("quynh")
    district.now += timedelta(hours=12, seconds=1)
    gone(desk.get(path), "expired")
    path = district.desk_of("quynh")
    assert desk.get(path).status_code == 200
    with district.database.work() as session:
        end_posts(session, "quynh", district.now.date() - timedelta(days=1), district.now)
    for each in (*VIEWS, *(f"{table}.xlsx" for table in TABLES), "/report/1"):
        gone(desk.get(path + each), "revoked")


# -- how much it asks of the database --------------------------------------------------------------


def test_a_page_asks_the_database_as_often_for_many_units_as_for_few(
    memory_database: Database,
) -> None:
    district = DistrictDesk(memory_database)
    district.begin()
    report = f"/report/{district.report(BAC_SON).id}?code=I.1"
    paths = (*VIEWS, *(f"{table}.csv" for table in TABLES), report)
    with district.served() as client:
        path = district.desk_of("quynh")
        client.get(path)  # reads which units there are
        before = {each: asked(district, client, path + each) for each in paths}
        grow(district, 60)
        path = district.desk_of("quynh")
        client.get(path)  # ... by now
        after = {each: asked(district, client, path + each) for each in paths}
    assert after == before
    assert max(before[each] for each in VIEWS) <= 12


def asked(district: DistrictDesk, client: httpx.Client, path: str) -> int:
    with counted(district.database) as statements:
        assert client.get(path).status_code == 200
    return len(statements)


def grow(district: DistrictDesk, many: int) -> None:
    """So many communes more, which owe the report, too, and have not begun."""
    home = next(unit for unit in UNITS if unit.id == BAC_SON)
    new: list[Unit] = [
        replace(home, id=f"{AN_THI}/xa-{n}", slug=f"xa-{n}", name=f"xã Mới {n}", code="")
        for n in range(many)
    ]
    with district.database.work() as session:
        save_units(session, new)
    district.say("quynh", "giao tất cả các xã: rà soát chung, hạn 20/9/2024")
    district.say("quynh", "giao")
    district.move("2024-09-19 09:00")
