"""Takes `phones.png`, a picture of the page with two phones: python docs/images/take_phones.py

Needs Chromium. What people say comes from the transcript of the same conversation, is typed into
the page, and the answers are compared with the transcript before the picture is taken; the
picture carries the transcript as its description.
"""

from __future__ import annotations

import asyncio
import base64
import io
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp
from PIL import Image
from PIL.PngImagePlugin import PngInfo

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bot.rehearsal.transcript import BOT, INDENT, Utterance, read_script  # noqa: E402

TRANSCRIPT = ROOT / "tests/docs/transcripts/dien-thoai.txt"
PICTURE = Path(__file__).with_name("phones.png")
LEFT, RIGHT = "lan", "quynh"
SIZE = {"width": 1120, "height": 1270, "deviceScaleFactor": 1, "mobile": False}
HOLD = "(id, who) => { const s = document.querySelectorAll('select')[id]; s.value = who;"
HOLD += " s.dispatchEvent(new Event('change')); }"


class Browser:
    """A page in Chromium, driven over its debugging socket."""

    def __init__(self, socket_: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket_
        self._asked = 0

    async def ask(self, method: str, **params: Any) -> dict[str, Any]:
        self._asked += 1
        await self._socket.send_json({"id": self._asked, "method": method, "params": params})
        while True:
            answer = await self._socket.receive_json()
            if answer.get("id") == self._asked:
                found: dict[str, Any] = answer["result"]
                return found

    async def run(self, script: str) -> None:
        await self.ask("Runtime.evaluate", expression=script, awaitPromise=True)


def main() -> None:
    """Start the bot and the browser, type, look, save."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("needs chromium")
    page, debug = _free_port(), _free_port()
    settings = {
        "NHACVIEC_WEB_DEMO": "1",
        "NHACVIEC_CHANNELS": "web",
        "NHACVIEC_WEB_PORT": str(page),
    }
    with tempfile.TemporaryDirectory() as folder:
        bot = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=ROOT,
            env=os.environ | settings | {"NHACVIEC_DATA": folder},
        )
        options = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={folder}/browser",
        ]
        chromium = subprocess.Popen([browser, *options, f"--remote-debugging-port={debug}"])
        try:
            content = asyncio.run(_take(f"http://127.0.0.1:{page}", f"http://127.0.0.1:{debug}"))
        finally:
            for process in (chromium, bot):
                process.terminate()
                process.wait()
    _save(content)


async def _take(page: str, debug: str) -> bytes:
    async with aiohttp.ClientSession() as http:
        await _wait_for(http, page)
        await _wait_for(http, f"{debug}/json")
        async with http.put(f"{debug}/json/new?{page}/") as answer:
            url = json.loads(await answer.text())["webSocketDebuggerUrl"]
        async with http.ws_connect(url, max_msg_size=0) as socket_:
            browser = Browser(socket_)
            await browser.ask("Emulation.setDeviceMetricsOverride", **SIZE)
            await asyncio.sleep(2)
            await _talk(browser)
            await _compare(http, page)
            await asyncio.sleep(2)
            taken = await browser.ask("Page.captureScreenshot", format="png")
    return base64.b64decode(taken["data"])


async def _talk(browser: Browser) -> None:
    """Type what the people of the transcript say, each on the phone of their side."""
    for step in read_script(TRANSCRIPT.read_text("utf-8")).steps:
        if isinstance(step, Utterance):
            phone = int(step.official_id == RIGHT)
            await browser.run(f"({HOLD})({phone}, {step.official_id!r})")
            await browser.run(f"say(phones[{phone}], {json.dumps(step.text)})")
            await asyncio.sleep(0.5)
    await browser.run(f"({HOLD})(0, {LEFT!r})")


async def _compare(http: aiohttp.ClientSession, page: str) -> None:
    """What stands on the phones stands in the transcript."""
    transcript = TRANSCRIPT.read_text("utf-8")
    async with http.get(f"{page}/phones/state?who={LEFT}&who={RIGHT}") as answer:
        threads = json.loads(await answer.text())["threads"]
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
        few = taken.convert("RGB").quantize(96, dither=Image.Dither.NONE)
    few.save(PICTURE, optimize=True, pnginfo=about)


async def _wait_for(http: aiohttp.ClientSession, url: str) -> None:
    for _ in range(100):
        with suppress(aiohttp.ClientError):
            async with http.get(url):
                return
        await asyncio.sleep(0.2)
    sys.exit(f"{url} does not answer")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


if __name__ == "__main__":
    main()
