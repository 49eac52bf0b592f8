"""A real chromium, and a page in it that notices whatever goes wrong."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = f"There is no chromium here (looked for: {', '.join(NAMES)})"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
)
DESK: ViewportSize = {"width": 1100, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}
MAGNIFIED: ViewportSize = {"width": 640, "height": 400}
"""What is left of 1280 by 800 at a zoom of 200 %."""


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


@asynccontextmanager
async def a_browser() -> AsyncIterator[Browser]:
    path = chromium()
    assert path, MISSING
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        await browser.close()


@asynccontextmanager
async def a_page(browser: Browser, address: str, fragment: str = "") -> AsyncIterator[Page]:
    """The page at this address; at the end, errors of scripts and requests to elsewhere fail the test."""
    wrong: list[str] = []
    page = await browser.new_page(viewport=DESK)
    page.set_default_timeout(10_000)
    page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    page.on("dialog", lambda dialog: wrong.append(f"dialog: {dialog.message}"))
    page.on("request", lambda asked: None if asked.url.startswith(address) else wrong.append(asked.url))
    await page.goto(f"{address}/{fragment}")
    await expect(page.locator("#title")).not_to_have_text("…")
    yield page
    await page.close()
    assert wrong == []


async def tab_to(page: Page, label: str) -> None:
    """Presses Tab until the button with this label has the focus; that it never does fails the test."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.textContent") == label:
            return
    raise AssertionError(f"Tab never comes to {label!r}")


async def fits_in(page: Page, size: ViewportSize) -> bool:
    """Whether nothing stands out at the side in a window of this size."""
    before = page.viewport_size
    await page.set_viewport_size(size)
    width = await page.evaluate("document.documentElement.scrollWidth")
    await page.set_viewport_size(before or DESK)
    return bool(width <= size["width"])
