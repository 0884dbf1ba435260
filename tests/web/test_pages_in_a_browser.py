"""The pages by link in a real browser: filled in on a phone without script, looked at by axe."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page

from handlers.wording.say import say
from storage.reports.figures import figures
from tests.web.browser import SIZES, THEMES, Looked, chromium, serious_faults, too_broad
from tests.web.pages_rig import Pages

pytestmark = pytest.mark.slow

LONG = 60_000  # the machine may be busy: nothing is measured here


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@contextmanager
def opened(
    browser: Browser,
    client: httpx.Client,
    path: str,
    size: str = "phone",
    theme: str = "light",
    *,
    script: bool = True,
) -> Iterator[Page]:
    """A page in a window; in the end nothing came from elsewhere and nothing complained."""
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
    assert looked.complaints == []


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


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_fit_to_be_used(
    pages: Pages, client: httpx.Client, browser: Browser, size: str, theme: str
) -> None:
    pages.at("2024-09-18 09:00")
    pages.ring()
    desk = pages.desk()
    report = f"{desk}/report/{pages.report}?code=I.4.1"
    for name, path in {
        "form": pages.link("lan"),
        "desk": desk,
        "report": report,
    }.items():
        with opened(browser, client, path, size, theme) as page:
            assert serious_faults(page) == [], name
            assert too_broad(page) <= 0, name
            if folder := os.environ.get("NHACVIEC_PICTURES"):
                page.screenshot(path=Path(folder) / f"{name}-{size}-{theme}.png")
