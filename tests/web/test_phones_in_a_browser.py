"""The two phones in a real browser: what somebody does there who has never seen them."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from bot.rehearsal.demo import GUIDE
from bot.rehearsal.samples import SAMPLE, load_script
from bot.rehearsal.transcript import Move, Utterance
from domain.dates.moments import local
from handlers.wording.say import say
from tests.bot.running import Running
from tests.support.waiting import wait_until
from tests.web.browser import SIZES, THEMES, Looked, serious_faults, too_broad
from tests.web.phones_in_use import LONG, held_by, phone, set_clock, type_in

pytestmark = pytest.mark.slow

ENLARGED = ((640, 430), (320, 640))  # a desk and a phone at 200 percent
READ = """log => [...log.querySelectorAll("li")]
  .map(li => li.getBoundingClientRect().top - log.getBoundingClientRect().top)
  .find(top => top >= 0)"""  # how far below the edge the first whole message stands


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Running]:
    """A page of its own for each test: a store that nobody has written into."""
    with Running(tmp_path, web_demo="1") as run:
        wait_until(lambda: run.url in run.log or run.process.poll() is not None)
        yield run
        assert "Traceback" not in run.log
        assert "ERROR" not in run.log


@pytest.fixture
def page(browser: Browser, served: Running) -> Iterator[Page]:
    with Opened(browser, served) as shown:
        yield shown


class Opened:
    """The page in a window; in the end nothing came from elsewhere and nothing complained."""

    def __init__(self, browser: Browser, served: Running) -> None:
        width, height = SIZES["desk"]
        view = {"width": width, "height": height}
        self._context = browser.new_context(viewport=view, locale="vi-VN")
        self._context.set_default_timeout(LONG)
        self._looked = Looked(self._context, served.url)
        self._url = served.url

    def __enter__(self) -> Page:
        page = self._context.new_page()
        page.goto(self._url + "/", timeout=LONG)
        page.wait_for_selector(".thread .told")
        return page

    def __exit__(self, *_: object) -> None:
        self._context.close()
        assert self._looked.foreign == []
        assert self._looked.complaints == []


def test_the_first_minute_leads_through_five_steps(page: Page) -> None:
    for step in range(1, len(GUIDE[SAMPLE]) + 1):
        expect(page.locator("#guide-step")).to_contain_text(f"{step}/5", timeout=LONG)
        page.locator("#guide-help").click()
    expect(page.locator("#guide")).to_be_hidden(timeout=LONG)
    expect(page.locator("#notice")).to_have_text(say("web.page.done"), timeout=LONG)
    left = phone(page, "left").locator(".thread")
    expect(left).to_contain_text("Đã ghi 6 số")
    expect(left).to_contain_text("chưa khớp")
    expect(left).to_contain_text("Đã ghi 4 số")
    expect(phone(page, "right").locator(".thread")).to_contain_text("Đã có 10/97 số")
    expect(page.locator("#news-words")).to_contain_text("vừa được nhắn")


def test_a_whole_quarter_is_played_by_hand_and_its_report_opens(page: Page) -> None:
    page.locator("#guide-off").click()
    today = "2024-08-28"
    for step in load_script(SAMPLE).steps:
        if isinstance(step, Move):
            day = local(step.at).date().isoformat()
            if day > today:
                today = day
                set_clock(page, day)
            continue
        assert isinstance(step, Utterance)
        type_in(held_by(page, step.official_id), step.text)
    lan = held_by(page, "lan")
    expect(lan.locator(".thread")).to_contain_text("chị Lan đã gửi đủ")
    type_in(lan, "báo cáo")
    paper = lan.locator(".paper", has_text=".docx").last
    with page.expect_download() as coming:
        paper.click()
    content = Path(coming.value.path()).read_bytes()
    told = "\n".join(each.text for each in Document(BytesIO(content)).paragraphs)
    assert "quý III" in told
    assert "Bắc Sơn" in "\n".join([told, *_cells(content)])


def _cells(content: bytes) -> list[str]:
    tables = Document(BytesIO(content)).tables
    return [cell.text for table in tables for row in table.rows for cell in row.cells]


def test_an_incoming_message_moves_no_reader_and_older_ones_come_as_one_scrolls(
    page: Page, served: Running
) -> None:
    lan = held_by(page, "lan")
    for _ in range(24):
        type_in(lan, "trợ giúp")
    page.reload()
    page.wait_for_selector(".thread .told")
    lan = phone(page, "left")
    assert lan.locator(".thread > li .stamp").count() == 40
    log = lan.locator(".log")
    log.evaluate("log => { log.scrollTop = 0; }")
    expect(lan.locator(".thread > li .stamp")).to_have_count(49, timeout=LONG)
    expect(lan.locator(".thread")).to_contain_text("Chào chị Lan")
    log.evaluate("log => { log.scrollTop = 900; }")
    before = log.evaluate(READ)
    answer = page.request.post(
        served.url + "/phones/say",
        data={"who": "lan", "text": "còn thiếu"},
        headers={"origin": served.url},
    )
    assert answer.ok
    expect(lan.locator(".down")).to_contain_text("tin mới", timeout=LONG)
    assert log.evaluate(READ) == before
    lan.locator(".down").click()
    expect(lan.locator(".down")).to_be_hidden()


def test_a_reload_keeps_who_holds_a_phone_and_what_was_begun(page: Page) -> None:
    hoa = held_by(page, "hoa")
    hoa.locator("textarea").fill("17.465 2.2")
    page.reload()
    page.wait_for_selector(".thread .told")
    hoa = phone(page, "left")
    expect(hoa.locator(".who strong")).to_have_text("Lê Thị Hoa")
    expect(hoa.locator("textarea")).to_have_value("17.465 2.2")


def test_an_own_message_is_edited_and_taken_back(page: Page) -> None:
    lan = held_by(page, "lan")
    type_in(lan, "13 7 3 1 0 0")
    lan.locator(".edit").last.click()
    expect(lan.locator(".editing")).to_be_visible()
    lan.locator("textarea").fill("13 7 4 1 0 0")
    lan.locator(".send").click()
    mine = lan.locator(".mine").first
    expect(mine).to_contain_text("13 7 4 1 0 0", timeout=LONG)
    expect(mine).to_contain_text(say("web.page.changed"))
    expect(lan.locator(".thread")).to_contain_text("3 nhiệm vụ → 4 nhiệm vụ", timeout=LONG)
    lan.locator(".undo:visible").click()
    expect(lan.locator(".thread .mine").last).to_contain_text("hoàn tác", timeout=LONG)


def test_what_others_were_told_is_counted_until_it_is_read(page: Page) -> None:
    left = phone(page, "left")
    count = left.locator(".swap .badge")
    expect(count).to_have_text("2")  # Hoa and Tuấn were reminded as well
    page.locator('[data-move="next"]').click()
    expect(page.locator("#news-words")).to_contain_text("Hoa", timeout=LONG)
    expect(count).not_to_have_text("2", timeout=LONG)
    others = int(count.inner_text())
    left.locator(".swap").click()
    row = page.locator("#people button", has_text="Lê Thị Hoa")
    unread = int(row.locator(".badge").inner_text())
    row.click()
    expect(left).to_have_attribute("data-held", "hoa", timeout=LONG)
    held_by(page, "lan")
    expect(count).to_have_text(str(others - unread), timeout=LONG)
    page.locator("#news button", has_text="Trần Văn Tuấn").click()
    expect(left).to_have_attribute("data-held", "tuan", timeout=LONG)


def test_a_refused_message_is_not_lost(page: Page, served: Running) -> None:
    lan = held_by(page, "lan")
    page.route("**/phones/say", lambda route: route.abort())
    lan.locator("textarea").fill("13 7 3 1 0 0")
    lan.locator(".send").click()
    expect(lan.locator("textarea")).to_have_value("13 7 3 1 0 0", timeout=LONG)
    page.unroute("**/phones/say")
    lan.locator("textarea").fill("chữ " * 2000)
    lan.locator(".send").click()
    expect(page.locator("#notice")).to_have_text(say("web.page.too_long", most=4000))
    expect(lan.locator("textarea")).not_to_be_empty()


def test_a_file_is_sent_and_shown_and_a_button_under_it_writes(page: Page) -> None:
    lan = held_by(page, "lan")
    content = b"section,code,value\nI,4.1,14\nI,4.2,13\nI,4.3,1\n"
    file = {"name": "phu-luc.csv", "mimeType": "text/csv", "buffer": content}
    lan.locator("input[type=file]").set_input_files([file])  # type: ignore[list-item]
    expect(lan.locator(".mine .paper")).to_contain_text("phu-luc.csv", timeout=LONG)
    lan.locator(".choices button").first.click()
    expect(lan.locator(".thread")).to_contain_text("Đã ghi 3 số", timeout=LONG)


def test_the_quarter_plays_by_itself_until_somebody_types(page: Page) -> None:
    page.locator("#pace").select_option("fast")
    page.locator("#play").click()
    expect(page.locator("#play")).to_contain_text(say("web.page.pause"), timeout=LONG)
    expect(phone(page, "left").locator(".mine").first).to_be_visible(timeout=LONG)
    right = phone(page, "right")
    type_in(right, "/status xa-bac-son")
    expect(page.locator("#play")).to_contain_text(say("web.page.play"), timeout=LONG)
    expect(right.locator(".picture img").last).to_be_visible()


def test_everybody_can_use_the_page_in_both_themes_on_a_phone_on_a_desk_and_enlarged(
    page: Page,
) -> None:
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(phone(page, "left").locator(".swap")).to_be_focused()
    page.locator("#guide-help").click()
    expect(phone(page, "left").locator(".mine .stamp")).to_have_count(1, timeout=LONG)
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        for width, height in (*SIZES.values(), *ENLARGED):
            page.set_viewport_size({"width": width, "height": height})
            assert too_broad(page) == 0, (theme, width)
            expect(page.locator("textarea:visible").first).to_be_visible()
        assert serious_faults(page) == [], theme
        page.locator(".swap:visible").first.click()
        assert serious_faults(page) == [], theme
        page.keyboard.press("Escape")
        expect(page.locator("#who")).to_be_hidden()
