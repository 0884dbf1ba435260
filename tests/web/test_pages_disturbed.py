"""Forms and desks by link where people press twice, go back, load anew, have several tabs, a slow
line, and names that nobody expects."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from domain.people.people import Official, Post, Role
from domain.people.units import Unit
from handlers.wording.say import say
from storage.people.officials import official, save_official
from storage.people.units import save_units
from storage.reports.figures import history
from tests.support.district import AN_THI, BAC_SON, UNITS
from tests.web.browser import serious_faults, too_broad
from tests.web.desk_rig import DistrictDesk
from tests.web.pages_rig import Pages
from tests.web.test_pages_in_a_browser import given, opened

pytestmark = pytest.mark.slow

CHECK = "**/check"
ROW = {"I.4.1": "14", "I.4.2": "14", "I.4.3": "0", "I.4.4": "0"}
HOSTILE = (
    '<script>document.title="xã"</script>',
    "xã \u202eباك سون\u202c",
    "xã 🙂👩‍👩‍👧 Vui",
    "xã " + "Rất Dài " * 12,
    "=HYPERLINK(1)",
)


def field(page: Page, code: str) -> str:
    return page.locator(f'[id="f.{code}"]').input_value()


def fill(page: Page, **values: str) -> None:
    for code, value in values.items():
        page.locator(f'[id="f.{code.replace("_", ".")}"]').fill(value)


def fill_row(page: Page) -> None:
    for code, value in ROW.items():
        page.locator(f'[id="f.{code}"]').fill(value)


def times_written(pages: Pages, code: str) -> int:
    with pages.database.read() as session:
        return len(history(session, pages.report, code))


@pytest.mark.parametrize("script", [True, False])
def test_a_form_that_is_sent_by_two_presses_is_written_once_and_says_so(
    pages: Pages, client: httpx.Client, browser: Browser, script: bool
) -> None:
    path = pages.link("lan", "điền trên trang I.4")
    with opened(browser, client, path, script=script, complains=None) as page:
        fill_row(page)
        page.get_by_role("button", name=say("page.form.send")).dblclick()
        page.get_by_role("heading", name=say("page.form.sent")).wait_for()
    assert [given(pages)[code] for code in ROW] == [14, 14, 0, 0]
    assert times_written(pages, "I.4.1") == 1


def test_whoever_goes_back_after_sending_reads_that_it_was_sent(
    pages: Pages, client: httpx.Client, browser: Browser
) -> None:
    path = pages.link("lan", "điền trên trang I.4")
    with opened(browser, client, path, complains=True) as page:
        fill_row(page)
        page.get_by_role("button", name=say("page.form.send")).click()
        page.get_by_role("heading", name=say("page.form.sent")).wait_for()
        page.go_back()
        expect(page.locator("main")).to_contain_text(say("page.gone.used"))
        assert serious_faults(page) == []
    assert times_written(pages, "I.4.1") == 1


def test_a_page_that_is_loaded_anew_in_the_midst_still_has_what_was_typed(
    pages: Pages, client: httpx.Client, browser: Browser
) -> None:
    path = pages.link("lan", "điền trên trang I.4")
    with opened(browser, client, path) as page:
        with page.expect_response(CHECK):
            fill(page, I_4_1="khoảng 20")
            page.locator('[id="f.I.4.2"]').fill("14")
            page.locator('[id="f.I.4.3"]').focus()
        page.reload()
        assert (field(page, "I.4.1"), field(page, "I.4.2")) == ("khoảng 20", "14")
    assert given(pages) == {}


def test_of_two_tabs_the_second_overwrites_nothing_and_reads_that_it_was_sent(
    pages: Pages, client: httpx.Client, browser: Browser
) -> None:
    path = pages.link("lan", "điền trên trang I.4")
    with (
        opened(browser, client, path) as first,
        opened(browser, client, path, complains=True) as second,
    ):
        fill_row(first)
        fill(second, I_4_1="99")
        first.get_by_role("button", name=say("page.form.send")).click()
        first.get_by_role("heading", name=say("page.form.sent")).wait_for()
        second.get_by_role("button", name=say("page.form.send")).click()
        expect(second.locator("main")).to_contain_text(say("page.gone.used"))
    assert given(pages)["I.4.1"] == 14


def test_on_a_slow_line_an_older_check_takes_nothing_of_a_newer_one_away(
    pages: Pages, client: httpx.Client, browser: Browser
) -> None:
    path = pages.link("lan", "điền trên trang I.4")
    with opened(browser, client, path) as page:
        held: list[Route] = []
        page.route(CHECK, lambda route: held.append(route) if not held else route.continue_())
        fill(page, I_4_1="14")
        with page.expect_request(CHECK):
            page.locator('[id="f.I.4.2"]').focus()
        with page.expect_response(CHECK):
            fill(page, I_4_2="khoảng 20")
            page.locator('[id="f.I.4.3"]').focus()
        trouble = page.locator('[id="t.I.4.2"]')
        trouble.wait_for(state="visible")
        with page.expect_response(CHECK):
            held[0].continue_()
        page.evaluate("new Promise(requestAnimationFrame)")
        expect(trouble).to_be_visible()


def test_where_the_line_is_gone_the_form_says_so_and_keeps_what_was_typed(
    pages: Pages, client: httpx.Client, browser: Browser
) -> None:
    path = pages.link("lan", "điền trên trang I.4")
    with opened(browser, client, path) as page:
        page.route(CHECK, lambda route: route.abort())
        fill(page, I_4_1="14")
        page.locator('[id="f.I.4.2"]').focus()
        expect(page.locator("#state")).to_have_text(say("page.form.unchecked"))
        assert field(page, "I.4.1") == "14"


def test_a_figure_that_was_changed_in_the_chat_meanwhile_names_who_was_first(
    pages: Pages, client: httpx.Client, browser: Browser
) -> None:
    path = pages.link("lan", "điền trên trang I.4")
    with opened(browser, client, path, complains=True) as page:
        fill(page, I_4_1="13")
        pages.ask("lan", "sửa I.4.1 = 14")
        page.get_by_role("button", name=say("page.form.send")).click()
        expect(page.locator('[id="t.I.4.1"]')).to_contain_text("Chị Lan đã đổi chỗ này thành 14")
        assert serious_faults(page) == []
        page.get_by_label(say("page.form.sure")).check()
        page.get_by_role("button", name=say("page.form.send")).click()
        page.get_by_text(say("page.form.written", count=1, what="số")).wait_for()
    assert given(pages)["I.4.1"] == 13


def test_names_that_nobody_expects_are_names_on_every_page_of_the_desk(
    district: DistrictDesk, browser: Browser
) -> None:
    home = next(unit for unit in UNITS if unit.id == BAC_SON)
    strange: list[Unit] = [
        replace(home, id=f"{AN_THI}/la-{n}", slug=f"la-{n}", name=name, code="")
        for n, name in enumerate(HOSTILE)
    ]
    with district.database.work() as session:
        save_units(session, strange)
        lan = official(session, "lan")
        save_official(session, replace(lan, name='Lan "><b>đậm</b>'), district.now)
        for n in range(40):
            posts = (Post(strange[n % 5].id, Role.OFFICIAL, ("office",)),)
            save_official(
                session, Official(f"o{n}", f"Họ Tên {n}", "anh", posts=posts), district.now
            )
    district.move("2024-09-19 09:00")
    report = district.report(BAC_SON).id
    with district.served() as client:
        desk = district.desk_of("quynh")
        for path in ("", "/figures?way=periods", "/on-time", f"/report/{report}?code=I.1"):
            with opened(browser, client, desk + path) as page:
                shown = page.locator("main").inner_text()
                assert page.locator("main script, main b").count() == 0
                assert too_broad(page) <= 0, path
                if "report" not in path:
                    assert all(" ".join(name.split()) in shown for name in HOSTILE), path
