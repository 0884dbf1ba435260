"""Takes `phones.png`, a picture of the page with two phones: python docs/images/take_phones.py

Needs Chromium. What people say comes from the transcript of the same conversation, is typed into
the page, and the answers are compared with the transcript before the picture is taken; the
picture carries the transcript as its description.
"""

from __future__ import annotations

import io
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bot.rehearsal.transcript import BOT, INDENT, Utterance, read_script  # noqa: E402

TRANSCRIPT = ROOT / "tests/docs/transcripts/dien-thoai.txt"
PICTURE = Path(__file__).with_name("phones.png")
HOLDERS = {"left": "lan", "right": "quynh"}
SIZE = {"width": 1280, "height": 1240}


def main() -> None:
    """Start the bot and the browser, type, look, save."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("needs chromium")
    url = f"http://127.0.0.1:{_free_port()}/"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        settings = {"NHACVIEC_WEB_PORT": url.rpartition(":")[2].strip("/"), "NHACVIEC_DATA": folder}
        bot = subprocess.Popen(
            [sys.executable, "-m", "bot", "demo", "--page"], cwd=ROOT, env=settings
        )
        try:
            shown = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
            _save(_take(shown.new_page(viewport=SIZE), url))  # type: ignore[arg-type]
        finally:
            bot.terminate()
            bot.wait()


def _take(page: Page, url: str) -> bytes:
    _wait_for(url)
    page.goto(url)
    page.wait_for_selector(".thread .told")
    page.locator("#guide-off").click()
    for step in read_script(TRANSCRIPT.read_text("utf-8")).steps:
        if isinstance(step, Utterance):
            _type(page, step.official_id, step.text)
    _hold(page, "left", HOLDERS["left"])
    page.wait_for_timeout(2500)
    _compare(url)
    page.mouse.click(640, 5)
    return page.screenshot()


def _type(page: Page, who: str, text: str) -> None:
    """As that person, on the phone of their side."""
    side = next((side for side, name in HOLDERS.items() if name == who), "left")
    _hold(page, side, who)
    phone = page.locator(f'.phone[data-side="{side}"]')
    before = phone.locator(".told .stamp").count()
    phone.locator("textarea").fill(text)
    phone.locator(".send").click()
    phone.locator(".told .stamp").nth(before).wait_for()


def _hold(page: Page, side: str, who: str) -> None:
    """Choose who holds a phone."""
    known = json.loads(page.locator("#known").text_content() or "")
    name = next(person["name"] for person in known["people"] if person["id"] == who)
    phone = page.locator(f'.phone[data-side="{side}"]')
    if phone.locator(".who strong").inner_text() != name:
        phone.locator(".swap").click()
        page.locator("#people button", has_text=name).click()
    page.locator(f'.phone[data-held="{who}"]').wait_for()


def _compare(url: str) -> None:
    """What stands on the phones stands in the transcript."""
    transcript = TRANSCRIPT.read_text("utf-8")
    asked = "&".join(f"who={who}" for who in HOLDERS.values())
    threads: dict[str, list[dict[str, Any]]]
    threads = json.loads(_get(f"{url}phones/state?{asked}"))["threads"]
    for who, thread in threads.items():
        for bubble in thread:
            speaker = who if bubble.get("mine") else BOT + who
            lines = [INDENT + line if line else "" for line in bubble["text"].splitlines()]
            if "\n".join([speaker, *lines]) not in transcript:
                raise SystemExit(f"not in the transcript: {bubble['text']}")


def _save(content: bytes) -> None:
    about = PngInfo()
    about.add_itxt("Description", TRANSCRIPT.read_text("utf-8"))
    with Image.open(io.BytesIO(content)) as taken:
        few = taken.convert("RGB").quantize(
            256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
    few.save(PICTURE, optimize=True, pnginfo=about)


def _wait_for(url: str) -> None:
    for _ in range(100):
        try:
            _get(url)
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit(f"{url} does not answer")


def _get(url: str) -> bytes:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(url, timeout=60) as answer:
        content: bytes = answer.read()
    return content


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


if __name__ == "__main__":
    main()
