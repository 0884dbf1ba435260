"""The two phones where things go wrong: slow lines, several tabs, a reload in the midst, strange
words, presses that come twice. One bot for all; each test has a person of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from handlers.wording.say import say
from tests.bot.running import Running
from tests.support.waiting import wait_until
from tests.web.browser import SIZES, Looked
from tests.web.phones_in_use import LONG, held_by, phone, set_clock, type_in

pytestmark = pytest.mark.slow

SAY = "**/phones/say"
SCRIPT = '<img src=x onerror="document.title=1"><script>document.title=2</script>'


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with Running(tmp_path_factory.mktemp("home"), web_demo="1") as run:
        wait_until(lambda: run.url in run.log or run.process.poll() is not None)
        yield run
        assert "Traceback" not in run.log
        assert "ERROR" not in run.log


@pytest.fixture
def refused() -> list[str]:
    """What the browser shall complain of, where the server refuses on purpose."""
    return []


@pytest.fixture
def window(browser: Browser, served: Running, refused: list[str]) -> Iterator[BrowserContext]:
    """A browser of one person, in which nothing comes from elsewhere and nothing complains."""
    width, height = SIZES["desk"]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN")
    context.set_default_timeout(LONG)
    looked = Looked(context, served.url)
    yield context
    context.close()
    assert looked.foreign == []
    assert [text for text in looked.complaints if not any(each in text for each in refused)] == []


def tab(window: BrowserContext, served: Running) -> Page:
    page = window.new_page()
    page.goto(served.url + "/", timeout=LONG)
    page.wait_for_selector(".thread .told, .empty:visible")
    return page


@contextmanager
def held_up(page: Page) -> Iterator[list[Route]]:
    """What is said waits on the line until the end of the block."""
    waiting: list[Route] = []
    page.route(SAY, lambda route: waiting.append(route))
    yield waiting
    page.unroute(SAY)  # which lets go what waits


def mine(page: Page, side: str = "left") -> list[str]:
    """What its holder has said, without what is on the way still."""
    said = phone(page, side).locator(".thread > li.mine:not(.ghost) .bubble")
    return said.all_inner_texts()


def test_on_a_slow_line_what_is_said_is_seen_at_once_and_keeps_its_order(
    window: BrowserContext, served: Running
) -> None:
    page = tab(window, served)
    lan = held_by(page, "lan")
    with held_up(page) as waiting:
        for text in ("còn thiếu", "trợ giúp"):
            lan.locator("textarea").fill(text)
            lan.locator(".send").click()
        expect(lan.locator(".ghost .bubble")).to_have_text(["còn thiếu", "trợ giúp"])
        page.wait_for_function("document.querySelectorAll('.ghost').length === 2")
        assert len(waiting) == 1  # the second does not overtake the first
    expect(lan.locator(".ghost")).to_have_count(0)
    expect(lan.locator(".mine .stamp")).to_have_count(2)
    assert mine(page) == ["còn thiếu", "trợ giúp"]


def test_what_was_said_arrives_though_the_page_is_loaded_anew_meanwhile(
    window: BrowserContext, served: Running
) -> None:
    page = tab(window, served)
    tuan = held_by(page, "tuan")
    tuan.locator("textarea").fill("lịch")
    with page.expect_request(SAY):
        tuan.locator(".send").click()
    page.reload()
    page.wait_for_selector(".thread .told")
    expect(phone(page, "left").locator(".mine .bubble")).to_have_text(["lịch"])
    expect(phone(page, "left").locator("textarea")).to_have_value("")


def test_two_tabs_show_the_same_and_each_keeps_what_is_being_typed_in_it(
    window: BrowserContext, served: Running
) -> None:
    first, second = tab(window, served), tab(window, served)
    held_by(first, "hoa").locator("textarea").fill("17.465 2.2")
    held_by(second, "hoa").locator("textarea").fill("khác")
    type_in(held_by(second, "quynh"), "chậm")  # the second tab is shown anew, and keeps its memory
    expect(phone(first, "right").locator(".mine .bubble")).to_have_text(["chậm"])
    first.reload()
    first.wait_for_selector(".thread .told")
    expect(phone(first, "left").locator(".who strong")).to_have_text("Lê Thị Hoa")
    expect(phone(first, "left").locator("textarea")).to_have_value("17.465 2.2")


def test_what_was_not_taken_goes_back_to_whom_it_was_meant_for(
    window: BrowserContext, served: Running
) -> None:
    """The phone has been handed on when it turns out that the line is gone."""
    page = tab(window, served)
    minh = held_by(page, "minh")
    waiting: list[Route] = []
    page.route(SAY, lambda route: waiting.append(route))
    minh.locator("textarea").fill("13 7 3 1 0 0")
    with page.expect_request(SAY):
        minh.locator(".send").click()
    held_by(page, "dung")
    waiting[0].abort()
    page.unroute(SAY)
    expect(page.locator("#notice")).to_have_text(say("web.page.offline"))
    expect(phone(page, "left").locator("textarea")).to_have_value("")
    expect(held_by(page, "minh").locator("textarea")).to_have_value("13 7 3 1 0 0")
    assert mine(page) == []


def test_words_beside_a_file_that_was_not_taken_are_not_lost(
    window: BrowserContext, served: Running
) -> None:
    page = tab(window, served)
    dung = held_by(page, "dung")
    page.route("**/phones/file?*", lambda route: route.abort())
    dung.locator("textarea").fill("phụ lục quý III")
    file = {"name": "phu-luc.csv", "mimeType": "text/csv", "buffer": b"x"}
    dung.locator("input[type=file]").set_input_files([file])  # type: ignore[list-item]
    expect(page.locator("#notice")).to_have_text(say("web.page.offline"))
    expect(dung.locator("textarea")).to_have_value("phụ lục quý III")


@pytest.mark.parametrize(
    "text",
    [SCRIPT, "🙂👩‍👩‍👧 14 14 0 0", "\u202e14 14 0 0\u202c العربية", "a" * 4000, "{{ 7 * 7 }} %s"],
    ids=["script", "emoji", "right to left", "long", "template"],
)
def test_whatever_is_typed_is_shown_as_it_was_typed_and_runs_nowhere(
    window: BrowserContext, served: Running, text: str
) -> None:
    page = tab(window, served)
    title = page.title()
    type_in(held_by(page, "thanh"), text)
    assert mine(page)[-1] == text
    assert page.title() == title
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_ten_thousand_letters_are_refused_in_words_and_kept(
    window: BrowserContext, served: Running
) -> None:
    page = tab(window, served)
    dung = held_by(page, "dung")
    dung.locator("textarea").fill("số liệu " * 1250)
    dung.locator(".send").click()
    expect(page.locator("#notice")).to_have_text(say("web.page.too_long", most=4000))
    expect(dung.locator("textarea")).to_have_value("số liệu " * 1250)
    assert mine(page) == []


def test_a_tap_and_a_move_that_are_pressed_twice_are_done_once(
    window: BrowserContext, served: Running
) -> None:
    page = tab(window, served)
    type_in(held_by(page, "dung"), "còn thiếu")
    moves: list[str] = []
    page.on("request", lambda request: moves.append(request.url) if "/clock" in request.url else 0)
    page.locator('[data-move="hour"]').dblclick()
    expect(page.locator("#notice")).to_be_empty()
    expect(page.locator('[data-move="hour"]')).not_to_have_attribute("aria-busy", "true")
    assert len(moves) == 1


def test_going_back_and_forth_in_the_browser_changes_nothing(
    window: BrowserContext, served: Running
) -> None:
    page = tab(window, served)
    held_by(page, "hoa").locator("textarea").fill("nháp")
    page.goto("about:blank")
    page.go_back()
    page.wait_for_selector(".thread .told")
    expect(phone(page, "left").locator(".who strong")).to_have_text("Lê Thị Hoa")
    expect(phone(page, "left").locator("textarea")).to_have_value("nháp")


def test_a_line_that_is_gone_is_told_and_what_came_meanwhile_is_there_afterwards(
    window: BrowserContext, served: Running
) -> None:
    page = tab(window, served)
    held_by(page, "tuan")
    page.route("**/phones/state?*", lambda route: route.abort())
    expect(page.locator("#notice")).to_have_text(say("web.page.offline"))
    type_in(held_by(tab(window, served), "tuan"), "trợ giúp")
    page.unroute("**/phones/state?*")
    expect(page.locator("#notice")).to_be_empty()
    expect(phone(page, "left").locator(".mine .bubble").last).to_have_text("trợ giúp")


def test_a_day_that_lies_behind_is_refused_in_words(
    window: BrowserContext, served: Running, refused: list[str]
) -> None:
    refused.append("status of 422")
    page = tab(window, served)
    now = page.locator("#day-wanted").get_attribute("min") or ""
    set_clock(page, now[:8] + "30")
    page.locator("#day-wanted").evaluate("input => { input.min = ''; input.value = '2020-01-01'; }")
    page.locator("#date button").click()
    expect(page.locator("#notice")).to_have_text(say("web.page.not_ahead"))
