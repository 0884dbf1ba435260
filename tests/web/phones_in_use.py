"""What somebody does with the two phones in a browser."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

LONG = 60_000  # the machine may be busy: nothing is measured here
expect.set_options(timeout=LONG)
SUPERIORS = ("quynh",)


def phone(page: Page, side: str) -> Locator:
    return page.locator(f'.phone[data-side="{side}"]')


def held_by(page: Page, who: str) -> Locator:
    """The phone of that person, who is chosen in the list unless they hold one already."""
    side = "right" if who in SUPERIORS else "left"
    name = NAMES[who]
    chosen = phone(page, side)
    if chosen.locator(".who strong").inner_text() != name:
        chosen.locator(".swap").click()
        page.locator("#find").fill(name)
        page.locator("#people button", has_text=name).click()
    expect(chosen).to_have_attribute("data-held", who, timeout=LONG)
    return chosen


NAMES = {
    "lan": "Nguyễn Thị Lan",
    "tuan": "Trần Văn Tuấn",
    "hoa": "Lê Thị Hoa",
    "minh": "Phạm Văn Minh",
    "quynh": "Hoàng Thu Quỳnh",
    "dung": "Đỗ Thị Dung",
    "thanh": "Vũ Đình Thành",
}


def type_in(chosen: Locator, text: str) -> None:
    """Type a message, send it, and wait until the bot has answered."""
    bubbles = chosen.locator(".thread > li.told .stamp")
    before = bubbles.count()
    mine = chosen.locator(".thread > li.mine .stamp")
    own = mine.count()
    chosen.locator("textarea").fill(text)
    chosen.locator(".send").click()
    expect(mine).to_have_count(own + 1, timeout=LONG)
    chosen.page.wait_for_function(
        "([list, before]) => list.querySelectorAll('li.told .stamp').length > before"
        " && !list.querySelector('.dots')",
        arg=[chosen.locator(".thread").element_handle(), before],
        timeout=LONG,
        polling=50,  # at each frame, as by itself, the browser draws all the time
    )


def set_clock(page: Page, day: str) -> None:
    page.locator("#day-wanted").fill(day)
    page.locator("#date button").click()
    year, month, date = (int(part) for part in day.split("-"))
    expect(page.locator("#day")).to_contain_text(f"{date}/{month}/{year}", timeout=LONG)
    expect(page.locator("#notice")).to_be_empty(timeout=LONG)
