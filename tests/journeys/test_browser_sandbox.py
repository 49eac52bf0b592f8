"""`python -m bot sandbox`, as somebody meets it who tries Hallkeeper for the first time."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.journeys.browser import MAGNIFIED, PHONE, a_browser, a_page, fits_in, tab_to

NOT_KEPT_YET = "This release keeps the gate"
"""What the program says at every start."""
ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@asynccontextmanager
async def the_sandbox() -> AsyncIterator[str]:
    """Its address, while it is open. It must close in good order."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = ("-m", "bot", "sandbox", "--port", str(port))
    sandbox = await asyncio.create_subprocess_exec(sys.executable, *arguments, cwd=ROOT, stdout=PIPE, stderr=PIPE)
    assert sandbox.stdout
    assert sandbox.stderr
    try:
        line = (await asyncio.wait_for(sandbox.stdout.readline(), 30)).decode()
        address = f"http://127.0.0.1:{port}"
        assert address in line, (await sandbox.stderr.read()).decode()
        yield address
    finally:
        sandbox.send_signal(signal.SIGTERM)
        rest, complaints = await asyncio.wait_for(sandbox.communicate(), 15)
    others = [line for line in complaints.decode().splitlines() if NOT_KEPT_YET not in line]
    assert (sandbox.returncode, rest, others) == (0, b"", [])


@pytest_asyncio.fixture(scope="module", loop_scope="module", name="address")
async def one_sandbox_for_all_of_them() -> AsyncIterator[str]:
    async with the_sandbox() as address:
        yield address


@pytest_asyncio.fixture(scope="module", loop_scope="module", name="browser")
async def one_browser_for_all_of_them() -> AsyncIterator[Browser]:
    async with a_browser() as browser:
        yield browser


async def answer(page: Page, question: str, label: str) -> None:
    """Presses a button under the newest message once that asks this."""
    message = page.locator("#log article").last
    await expect(message).to_contain_text(question)
    await message.get_by_role("button", name=label, exact=True).click()


async def write(page: Page, text: str) -> None:
    await page.get_by_label("Your message").fill(text)
    await page.keyboard.press("Enter")


async def answer_the_questions(page: Page) -> None:
    """Those of the example policy; the first by keyboard alone, the second and the sixth by typing."""
    log = page.get_by_role("log")
    await expect(log).to_contain_text("Question 1 of 10")
    await tab_to(page, "Yes, others may see that")
    await page.keyboard.press("Enter")
    await expect(log).to_contain_text("How old are you?")
    await write(page, "18")
    await answer(page, "May I handle these answers?", "Yes, you may ask me")
    await answer(page, "Do you live with MS?", "Yes")
    await answer(page, "Where do you live?", "In Northside")
    await expect(log).to_contain_text("What would you like to find here?")
    await write(page, "People to talk with")
    for number in (7, 8, 9):
        await answer(page, f"Question {number} of 10", "Yes, I agree")
    await answer(page, "Question 10 of 10", "Yes, I agree to this")


async def test_a_newcomer_is_asked_let_in_and_heard(address: str, browser: Browser, tmp_path: Path) -> None:
    async with a_page(browser, address) as page:
        await page.screenshot(path=tmp_path / "start.png", full_page=True)
        await tab_to(page, "Ask to join")
        await page.keyboard.press("Enter")
        await answer_the_questions(page)
        await expect(page.get_by_role("log")).to_contain_text("You are in. Welcome to Northside Evening Group!")
        await page.screenshot(path=tmp_path / "admitted.png", full_page=True)

        chats = page.get_by_role("navigation", name="On Telegram")
        await chats.get_by_role("button", name="Northside Evening Group").click()
        await expect(page.locator("#stands")).to_have_text("You are a member of this group.")
        await write(page, "Hello, I am Ada.")
        await page.get_by_role("button", name="Sam").click()
        await expect(page.get_by_role("log")).to_contain_text("Hello, I am Ada.")
        await page.get_by_text("Members (4)").click()
        await expect(page.locator("#members")).to_contain_text("Ada")
        await page.screenshot(path=tmp_path / "staff.png", full_page=True)

        before = await page.locator("#now").inner_text()
        await page.get_by_role("button", name="+ 1 hour").click()
        await expect(page.locator("#now")).not_to_have_text(before)
        assert await fits_in(page, PHONE)
        assert await fits_in(page, MAGNIFIED)


ON_MATRIX = (
    ("How old are you", "4 May 1995"),
    ("private things", "Yes, you may ask me"),
    ("Do you live with MS", "1"),
    ("Where do you live", "2"),
    ("What would you like", "People who understand"),
    ("not medical advice", "I agree"),
    ("code of conduct", "y"),
    ("events and courses", "no"),
    ("safe space", "yes"),
)


async def test_another_joins_on_matrix(address: str, browser: Browser, tmp_path: Path) -> None:
    async with a_page(browser, address) as page:
        chats, log = page.get_by_role("navigation", name="On Matrix"), page.get_by_role("log")
        await page.get_by_role("button", name="Noor").click()
        await chats.get_by_role("button", name="Hallkeeper").click()
        await page.get_by_role("button", name="Open a private chat").click()
        await write(page, "join evening")
        await log.get_by_role("button", name="thumbs up").click()
        for question, words in ON_MATRIX:
            await expect(log.locator("article").last).to_contain_text(question)
            await write(page, words)
        await expect(log).to_contain_text("I have invited you to Northside Evening Group.")

        await chats.get_by_role("button", name="Northside Evening Group").click()
        await page.get_by_role("button", name="Accept the invitation").click()
        await expect(page.locator("#stands")).to_have_text("You are a member of this group.")
        await write(page, "Hello, I am Noor.")
        await page.get_by_role("button", name="Sam").click()
        await expect(log).to_contain_text("Hello, I am Noor.")
        await page.screenshot(path=tmp_path / "matrix.png", full_page=True)
        assert await fits_in(page, PHONE)


async def test_arabic_is_shown_from_right_to_left(address: str, browser: Browser, tmp_path: Path) -> None:
    async with a_page(browser, address) as page:
        await page.get_by_role("button", name="Sam").click()
        await page.get_by_role("navigation", name="On Telegram").get_by_role("button", name="Hallkeeper").click()
        await page.get_by_role("button", name="Start", exact=True).click()
        log = page.get_by_role("log")
        await write(page, "/language العربية")
        await expect(log.locator("article").last).to_contain_text("من الآن أكتب إليك")
        await write(page, "/menu")
        await expect(log.locator("article").last).to_contain_text("ماذا تريد أن تفعل؟")
        said = log.locator("article").last.locator("p.text")
        assert await said.evaluate("words => getComputedStyle(words).direction") == "rtl"
        await page.screenshot(path=tmp_path / "arabic.png", full_page=True)
        await write(page, "/language en")
        await expect(log.locator("article").last).to_contain_text("From now on I write to you in English.")
