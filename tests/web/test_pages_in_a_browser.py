"""The pages by link in a real browser: filled in on a phone without script, looked at by axe."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import httpx
import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.routing import BaseRoute

from bot.web.api.routes import api_routes
from bot.web.look import look_routes
from handlers.wording.say import say
from storage.database.database import Database
from storage.reports.figures import figures
from tests.support.district import BAC_SON
from tests.web.browser import SIZES, THEMES, Looked, serious_faults, too_broad
from tests.web.desk_rig import DistrictDesk
from tests.web.pages_rig import Pages
from tests.web.serving import serving
from tests.web.written_form import HEADING, REGISTER, with_words

pytestmark = pytest.mark.slow

ENLARGED = (640, 430)  # a desk at 200 percent
LONG = 60_000  # the machine may be busy: nothing is measured here
expect.set_options(timeout=LONG)


@contextmanager
def opened(
    browser: Browser,
    client: httpx.Client,
    path: str,
    size: str = "phone",
    theme: str = "light",
    *,
    script: bool = True,
    complains: bool | None = False,
) -> Iterator[Page]:
    """A page in a window; in the end nothing came from elsewhere and nothing complained, unless the
    server refuses on purpose; None: it may or may not."""
    width, height = SIZES[size]
    home = str(client.base_url).rstrip("/")
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=theme,
        locale="vi-VN",
        java_script_enabled=script,
    )
    context.set_default_timeout(LONG)
    looked = Looked(context, home)
    page = context.new_page()
    page.goto(home + path, timeout=LONG)
    yield page
    context.close()
    assert looked.foreign == []
    assert complains in (None, bool(looked.complaints))


def given(pages: Pages) -> dict[str, object]:
    with pages.database.read() as session:
        return {code: each.value for code, each in figures(session, pages.report).items()}


def test_a_block_is_filled_in_on_a_phone_without_script(
    pages: Pages, client: httpx.Client, browser: Browser
) -> None:
    path = pages.link("lan", "điền trên trang I.4")
    with opened(browser, client, path, script=False) as page:
        for code, value in {"I.4.1": "14", "I.4.2": "14", "I.4.3": "0", "I.4.4": "0"}.items():
            page.locator(f'[id="f.{code}"]').fill(value)
        page.get_by_role("button", name=say("page.form.send")).click()
        page.get_by_role("heading", name=say("page.form.sent")).wait_for()
    assert [given(pages)[f"I.4.{n}"] for n in (1, 2, 3, 4)] == [14, 14, 0, 0]


def test_with_script_a_field_tells_what_is_wrong_before_it_is_sent(
    pages: Pages, client: httpx.Client, browser: Browser
) -> None:
    path = pages.link("lan", "điền trên trang I.4")
    with opened(browser, client, path) as page:
        page.locator('[id="f.I.4.1"]').fill("khoảng 20")
        page.locator('[id="f.I.4.2"]').focus()
        page.locator('[id="t.I.4.1"]').wait_for(state="visible")
        assert page.locator('[id="f.I.4.1"]').get_attribute("aria-invalid") == "true"
    assert given(pages) == {}


def test_a_superior_goes_from_the_desk_to_a_figure_and_back_by_the_keyboard_alone(
    district: DistrictDesk, browser: Browser
) -> None:
    with district.served() as client, opened(browser, client, district.desk_of("quynh")) as page:
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        page.locator("a", has_text="xã Bắc Sơn").focus()
        page.keyboard.press("Enter")
        page.get_by_role("heading", name=say("page.desk.documents")).wait_for()
        page.locator('a[href^="?code=I.1"]').first.focus()
        page.keyboard.press("Enter")
        page.get_by_role("heading", name=say("page.desk.history")).wait_for()
        page.locator(".tabs a", has_text=say("page.figures.tab")).focus()
        page.keyboard.press("Enter")
        page.locator("#code").select_option("III.3.1")
        page.get_by_role("button", name=say("page.figures.show")).press("Enter")
        expect(page.locator(".bars")).to_contain_text("80%")
        with page.expect_download() as coming:
            page.get_by_role("link", name=say("page.rows.xlsx")).press("Enter")
        assert openpyxl.load_workbook(BytesIO(Path(coming.value.path()).read_bytes())).active


def test_every_page_is_fit_to_be_used_in_both_themes_on_a_phone_on_a_desk_and_enlarged(
    memory_database: Database, browser: Browser
) -> None:
    district = DistrictDesk(memory_database, catalogue=with_words())
    district.begin()
    desk, report = district.desk_of("quynh"), district.report(BAC_SON).id
    paths = {
        "form": district.form_of("lan"),
        "written": district.form_of("lan", REGISTER),
        "heading": district.form_of("lan", HEADING),
        "desk": desk,
        "figures": f"{desk}/figures?code=III.3.1",
        "periods": f"{desk}/figures?way=periods",
        "tasks": f"{desk}/tasks",
        "on-time": f"{desk}/on-time",
        "report": f"{desk}/report/{report}?code=I.4.1",
        "nothing-found": f"{desk}?find=khong-co",
        "no-tasks": f"{desk}/tasks?find=khong-co",
        "gone": "/t/x",
    }
    with district.served() as client:
        for name, path in paths.items():
            with opened(browser, client, path, complains=name == "gone") as page:
                look_at(page, name)
        with opened(browser, client, district.form_of("lan", "I.4"), complains=True) as page:
            page.locator('[id="f.I.4.1"]').fill("khoảng 20")
            page.locator('[id="f.I.4.4"]').fill("900")
            page.get_by_role("button", name=say("page.form.send")).click()
            look_at(page, "form-refused")
            for code, value in {"I.4.1": "14", "I.4.2": "14", "I.4.4": "0"}.items():
                page.locator(f'[id="f.{code}"]').fill(value)
            page.get_by_role("button", name=say("page.form.send")).click()
            page.get_by_role("heading", name=say("page.form.sent")).wait_for()
            look_at(page, "form-sent")
    routes = [*look_routes(), *api_of(district)]  # it is dressed where there are no other pages
    with serving(routes) as client, opened(browser, client, "/api/v1") as page:
        look_at(page, "api")


def api_of(district: DistrictDesk) -> Iterable[BaseRoute]:
    return api_routes(district.database, district.catalogue, lambda: district.now)


def look_at(page: Page, name: str) -> None:
    """As pictures, where somebody wants to see them; what axe finds, and what runs out of the
    window, at twice the size of letters too."""
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        for size, (width, height) in (*SIZES.items(), ("enlarged", ENLARGED)):
            page.set_viewport_size({"width": width, "height": height})
            assert too_broad(page) <= 0, f"{name}, {size}"
            if folder := os.environ.get("NHACVIEC_PICTURES"):
                whole = page.screenshot(full_page=name not in ("form", "report"))
                Path(folder, f"{name}-{size}-{theme}.png").write_bytes(whole)
        assert serious_faults(page) == [], f"{name}, {theme}"
