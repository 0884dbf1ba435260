"""Headings and registers on a page by link: written, kept, refused and shown by the rules of the
chat."""

from __future__ import annotations

import httpx
import pytest

from domain.report.written import rows_of
from handlers.wording.say import say
from storage.database.database import Database
from storage.reports.figures import figures
from tests.conftest import ON_POSTGRES
from tests.web.pages_rig import Pages, fields, send
from tests.web.written_form import HEADING, OPTIONAL, REGISTER, with_words

WORDS = "Thủ tục thay đổi luôn, chưa kịp đưa lên cổng.\nCán bộ còn kiêm nhiệm nhiều việc."


@pytest.fixture(params=["memory", ON_POSTGRES])
def pages(request: pytest.FixtureRequest) -> Pages:
    database: Database = request.getfixturevalue(f"{request.param}_database")
    found = Pages(database, catalogue=with_words())
    found.ring()
    return found


def page(client: httpx.Client, path: str) -> dict[str, str]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return {**fields(answer.text).sent, "do": "send"}


def stands(pages: Pages, code: str) -> str:
    with pages.database.read() as session:
        found = figures(session, pages.report).get(code)
    return found.words if found else ""


def rows(pages: Pages) -> tuple[tuple[str, ...], ...]:
    with pages.database.read() as session:
        return rows_of(figures(session, pages.report).get(REGISTER))


def told(pages: Pages, chat: str) -> str:
    """The newest message to a chat."""
    mine = [each for each in pages.outbox() if each.address.chat == chat]
    return max(mine, key=lambda each: each.id).reply.text


def first_row(sent: dict[str, str], *cells: str) -> dict[str, str]:
    return sent | {f"cell.{REGISTER}.0.{n}": cell for n, cell in enumerate(cells)}


def test_words_under_a_heading_are_written_and_said_back_in_the_chat(
    pages: Pages, client: httpx.Client
) -> None:
    path = pages.link("lan", f"điền trên trang {HEADING}")
    sent = page(client, path) | {f"text.{HEADING}": WORDS.replace("\n", "\r\n\r\n")}
    assert say("page.form.sent") in send(client, path, sent).text
    assert stands(pages, HEADING) == WORDS
    assert "khó khăn" in told(pages, "101")


def test_words_that_nobody_has_touched_change_nothing(pages: Pages, client: httpx.Client) -> None:
    path = pages.link("lan", f"điền trên trang {HEADING}")
    send(client, path, page(client, path) | {f"text.{HEADING}": WORDS})
    again = pages.link("lan", f"điền trên trang {HEADING}")
    sent = page(client, again)
    assert sent[f"text.{HEADING}"].strip() == WORDS
    assert say("page.form.nothing") in send(client, again, sent).text


def test_words_that_another_has_changed_meanwhile_are_asked_about_and_their_author_is_told(
    pages: Pages, client: httpx.Client
) -> None:
    path = pages.link("lan", f"điền trên trang {HEADING}")
    sent = page(client, path) | {f"text.{HEADING}": WORDS}
    pages.ask("dung", f"viết mục {HEADING}: Máy tính cũ, đường truyền chậm.")
    answer = send(client, path, sent)
    assert answer.status_code == 422
    assert stands(pages, HEADING) == "Máy tính cũ, đường truyền chậm."
    again = fields(answer.text)
    assert send(client, path, {**again.sent, **again.ticks, "do": "send"}).is_success
    assert stands(pages, HEADING) == WORDS
    assert "Máy tính cũ" in told(pages, "104")


def test_words_do_not_go_away_by_an_empty_field(pages: Pages, client: httpx.Client) -> None:
    pages.ask("lan", f"viết mục {HEADING}: {WORDS}")
    path = pages.link("lan", f"điền trên trang {HEADING}")
    answer = send(client, path, page(client, path) | {f"text.{HEADING}": ""})
    assert say("page.form.emptied_words") in answer.text
    assert stands(pages, HEADING)


def test_rows_are_filled_in_cell_by_cell_and_days_are_read(
    pages: Pages, client: httpx.Client
) -> None:
    path = pages.link("lan", f"điền trên trang {REGISTER}")
    sent = first_row(page(client, path), "01/KH-UBND", "3/1/2024", "Kiểm soát TTHC")
    assert send(client, path, sent).status_code == 200
    assert rows(pages) == (("01/KH-UBND", "03/01/2024", "Kiểm soát TTHC"),)
    again = page(client, pages.link("lan", f"điền trên trang {REGISTER}"))
    assert again[f"cell.{REGISTER}.0.1"] == "03/01/2024"


def test_pasted_rows_stand_behind_those_that_are_there_and_an_emptied_row_goes(
    pages: Pages, client: httpx.Client
) -> None:
    path = pages.link("lan", f"điền trên trang {REGISTER}")
    pasted = "1\t01/KH\t3/1/2024\tMột\r\n2\t02/KH\t4/1/2024\tHai"
    assert send(client, path, page(client, path) | {f"paste.{REGISTER}": pasted}).is_success
    assert [row[0] for row in rows(pages)] == ["01/KH", "02/KH"]
    path = pages.link("lan", f"điền trên trang {REGISTER}")
    sent = first_row(page(client, path), "", "", "") | {f"paste.{REGISTER}": "03/KH; 5/1/2024; Ba"}
    assert send(client, path, sent).is_success
    assert [row[0] for row in rows(pages)] == ["02/KH", "03/KH"]


def test_a_row_that_cannot_be_read_is_named_and_no_row_is_lost(
    pages: Pages, client: httpx.Client
) -> None:
    path = pages.link("lan", f"điền trên trang {REGISTER}")
    sent = first_row(page(client, path), "01/KH", "hôm nào đó", "Một")
    answer = send(client, path, sent | {f"paste.{REGISTER}": "02/KH; 4/1/2024; Hai"})
    assert answer.status_code == 422
    assert "hôm nào đó" in answer.text
    assert rows(pages) == ()
    kept = page(client, path)
    assert (kept[f"cell.{REGISTER}.0.1"], kept[f"cell.{REGISTER}.1.0"]) == ("hôm nào đó", "02/KH")
    assert send(client, path, first_row(kept, "01/KH", "3/1/2024", "Một")).is_success
    assert [row[0] for row in rows(pages)] == ["01/KH", "02/KH"]


def test_more_rows_are_there_as_soon_as_the_empty_ones_are_filled(
    pages: Pages, client: httpx.Client
) -> None:
    path = pages.link("lan", f"điền trên trang {REGISTER}")
    sent = page(client, path)
    size = sum(name.startswith(f"cell.{REGISTER}") for name in sent)
    sent |= {f"cell.{REGISTER}.{n}.0": f"0{n}/KH" for n in range(3)} | {"do": "draft"}
    assert send(client, path, sent).is_success
    again = page(client, path)
    assert sum(name.startswith(f"cell.{REGISTER}") for name in again) == 2 * size
    assert rows(pages) == ()


def test_that_nothing_arose_is_chosen_for_words_too(pages: Pages, client: httpx.Client) -> None:
    path = pages.link("lan", f"điền trên trang {REGISTER}")
    assert send(client, path, page(client, path) | {f"word.{REGISTER}": "kps"}).is_success
    with pages.database.read() as session:
        assert figures(session, pages.report)[REGISTER].state == "none_arisen"
    path = pages.link("lan", f"điền trên trang {HEADING}")
    both = {f"text.{HEADING}": WORDS, f"word.{HEADING}": "kps"}
    assert say("page.form.both") in send(client, path, page(client, path) | both).text


def test_a_heading_is_told_as_one_and_long_words_are_taken(
    pages: Pages, client: httpx.Client
) -> None:
    asked = pages.ask("lan", f"điền trên trang {HEADING}").reply.text
    assert "1 mục lời" in asked
    path = pages.link("lan", f"điền trên trang {HEADING}")
    long = "Khó khăn về kinh phí. " * 1000
    assert send(client, path, page(client, path) | {f"text.{HEADING}": long}).is_success
    assert stands(pages, HEADING) == long.strip()
    path = pages.link("lan", f"điền trên trang {HEADING}")
    longer = page(client, path) | {f"text.{HEADING}": long * 2}
    assert say("page.form.too_long_words") in send(client, path, longer).text
    assert stands(pages, HEADING) == long.strip()


def test_what_nobody_is_asked_may_be_written_by_whoever_has_something_to_say(
    pages: Pages, client: httpx.Client
) -> None:
    path = pages.link("lan")
    sent = page(client, path)
    assert say("page.form.optional") in client.get(path).text
    assert send(client, path, sent | {f"text.{OPTIONAL}": WORDS}).is_success
    assert stands(pages, OPTIONAL) == WORDS
    assert "kiến nghị" in told(pages, "101")
    block = pages.link("lan", f"điền trên trang {HEADING}")
    assert f"text.{OPTIONAL}" not in page(client, block)
