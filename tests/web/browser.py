"""A real browser for the pages: the system's Chromium, driven by Playwright, off the network."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

AXE = Path(__file__).parent / "axe" / "axe.min.js"
AXE_HASH = "880970c081707360e64f34cea25ff91892f5bc95675b0776925b9709dd8a68bb"
SIZES = {"phone": (360, 740), "desk": (1280, 860)}
THEMES = ("light", "dark")
OFF = (
    # Pages of its own, loaded for each window though nobody sees them: they cost more than ours.
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess"),
    # What Playwright switches off: of two lists only the last one counts.
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "AimEnabled"),
    *("OptimizationHints", "NetworkTimeServiceQuerying", "PreconnectToSearch"),
    "TcpPortRandomizationWin",
)
ARGUMENTS = (
    f"--disable-features={','.join(OFF)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser. Where a build runs it must be there; elsewhere its tests are left out."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium: the pages were not looked at")
        pytest.skip("needs Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield browser
        browser.close()


class Looked:
    """What a page did that no page of ours may do."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        self._home = urlsplit(home).netloc
        context.on("request", lambda request: self._asked(request.url))
        context.on("console", lambda message: self._said(message.type, message.text))
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.netloc != self._home:
            self.foreign.append(url)

    def _said(self, kind: str, text: str) -> None:
        if text.endswith("net::ERR_FAILED"):  # a test has cut the line on purpose
            return
        if kind == "error" or "Content Security Policy" in text:
            self.complaints.append(text)


def serious_faults(page: Page) -> list[str]:
    """What axe-core finds serious or critical, each with the first element that it concerns."""
    content = AXE.read_bytes()
    assert hashlib.sha256(content).hexdigest() == AXE_HASH
    page.evaluate(content.decode())
    found: dict[str, Any] = page.evaluate(
        "() => axe.run(document, { resultTypes: ['violations'] })"
    )
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:160]}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]


def too_broad(page: Page) -> int:
    """By how many pixels a page is broader than its window."""
    script = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(script))
