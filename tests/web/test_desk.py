"""The superior's desk by link: what it shows, to whom, and that it only shows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest

from domain.dates.moments import parse_at
from handlers.wording.say import say
from storage.database.database import Database
from storage.people.officials import end_posts
from tests.web.pages_rig import Pages, fields, filled, send


@pytest.fixture
def pages(memory_database: Database) -> Pages:
    found = Pages(memory_database)
    found.ring()
    return found


@pytest.fixture
def client(pages: Pages) -> Iterator[httpx.Client]:
    with pages.served() as found:
        yield found


def gone(answer: httpx.Response, reason: str, status: int = 410) -> None:
    assert (answer.status_code, say(f"page.gone.{reason}") in answer.text) == (status, True)


def test_the_desk_shows_each_unit_and_what_to_type_about_the_late(
    pages: Pages, client: httpx.Client
) -> None:
    pages.at("2024-09-18 09:00")
    pages.ring()
    words = fields(client.get(pages.desk()).text).words
    assert "xã Bắc Sơn: 0/97" in words
    assert "nhắc xã Bắc Sơn" in words
    assert "quá hạn" in words


def test_a_unit_leads_to_its_annex_and_a_figure_to_its_history(
    pages: Pages, client: httpx.Client
) -> None:
    form = pages.link("lan", "điền trên trang I.4")
    send(client, form, filled(client, form, I_4_1="14", I_4_2="14", I_4_3="0", I_4_4="0"))
    path = pages.desk()
    unit = next(href for href in fields(client.get(path).text).links if "/report/" in href)
    annex = fields(client.get(unit).text)
    assert "14 nhiệm vụ" in annex.words
    figure = next(href for href in annex.links if href.endswith("code=I.4.1#detail"))
    shown = fields(client.get(figure).text).words
    assert "chị Lan: 14 nhiệm vụ" in shown
    assert "quý III năm 2024" in shown


def test_the_table_opens_in_a_spreadsheet(pages: Pages, client: httpx.Client) -> None:
    answer = client.get(f"{pages.desk()}/desk.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.text.startswith("\ufeff")
    head, *rows = csv.reader(io.StringIO(answer.text.lstrip("\ufeff")))
    assert head == say("page.desk.csv").split(" | ")
    assert [row[1:4] for row in rows if "quý III năm 2024" in row[0]] == [["xã Bắc Sơn", "0", "97"]]


def test_a_report_that_is_not_below_is_not_shown(pages: Pages, client: httpx.Client) -> None:
    gone(client.get(f"{pages.desk()}/report/99999"), "not_yours", 404)
    gone(client.get(f"{pages.desk()}/report/0"), "not_yours", 404)


def test_a_desk_is_for_who_has_units_below(pages: Pages) -> None:
    assert "https://" not in pages.ask("lan", "trang của tôi").reply.text


def test_a_desk_takes_nothing_and_is_no_form(pages: Pages, client: httpx.Client) -> None:
    path = pages.desk()
    assert client.post(path, data={"do": "send"}).status_code == 405
    gone(client.get(path.replace("/t/", "/p/")), "bad", 404)
    form = pages.link("lan")
    gone(client.get(form.replace("/p/", "/t/")), "bad", 404)


def test_a_desk_has_its_time_and_ends_with_the_post(pages: Pages, client: httpx.Client) -> None:
    path = pages.desk()
    pages.now += timedelta(hours=12, seconds=1)
    gone(client.get(path), "expired")
    path = pages.desk()
    assert client.get(path).status_code == 200
    with pages.database.work() as session:
        end_posts(session, "quynh", pages.now.date() - timedelta(days=1), pages.now)
    for each in (path, f"{path}/desk.csv", f"{path}/report/1"):
        gone(client.get(each), "revoked")


def test_a_desk_is_kept_by_nobody_and_framed_by_nobody(pages: Pages, client: httpx.Client) -> None:
    pages.now = parse_at("2024-08-29 09:00")
    path = pages.desk()
    for each in (path, f"{path}/desk.csv"):
        headers = client.get(each).headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-frame-options"] == "DENY"
        assert "default-src 'none'" in headers["content-security-policy"]
