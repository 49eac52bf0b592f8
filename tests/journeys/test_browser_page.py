"""The sandbox's page in a browser: it keeps up, keeps still, and takes nothing that people write for markup."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from tests.journeys.browser import PHONE, a_browser, a_page, fits_in
from tests.sandbox.stage import EVENING, PRIVATE, Stage, a_stage

HOSTILE = '<img src=x onerror="alert(1)"><script>alert(2)</script>'
LONG = "a" * 300
pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module", name="browser")
async def one_browser_for_all_of_them() -> AsyncIterator[Browser]:
    async with a_browser() as browser:
        yield browser


@asynccontextmanager
async def looking(browser: Browser, stage: Stage, name: str, chat: str = EVENING) -> AsyncIterator[Page]:
    """Somebody looks into a chat."""
    async with a_page(browser, stage.page.url, f"#{stage.person(name).id}/{chat}") as page:
        await expect(page.locator("#people [aria-current=true]")).to_contain_text(name)
        yield page


async def test_hostile_and_long_names_and_texts_are_only_text(browser: Browser) -> None:
    async with a_stage() as stage:
        stage.person("Ada").first_name = HOSTILE
        stage.person("Sam").set_title(stage.evening, HOSTILE)
        stage.person("Mia").write(stage.evening, HOSTILE + LONG)
        async with looking(browser, stage, "Mia") as page:
            await expect(page.locator("#title")).to_have_text(HOSTILE)
            await expect(page.get_by_role("log")).to_contain_text(HOSTILE)
            await expect(page.locator("#people")).to_contain_text(HOSTILE)
            assert await page.locator("img").count() == 0
            assert await fits_in(page, PHONE)


async def test_arabic_runs_from_right_to_left_and_english_beside_it_does_not(browser: Browser) -> None:
    async with a_stage() as stage:
        stage.person("Mia").write(stage.evening, "مرحبا بكم")
        stage.person("Mia").write(stage.evening, "Welcome")
        async with looking(browser, stage, "Sam") as page:
            for text, direction in (("مرحبا بكم", "rtl"), ("Welcome", "ltr")):
                words = page.locator("#log .text", has_text=text)
                assert await words.evaluate("node => getComputedStyle(node).direction") == direction


async def test_what_is_being_typed_and_where_one_reads_stay_when_messages_come(browser: Browser) -> None:
    async with a_stage() as stage:
        for number in range(30):
            stage.person("Sam").write(stage.evening, f"Old {number}")
        async with looking(browser, stage, "Mia") as page:
            box = page.get_by_label("Your message")
            await box.fill("Half a sent")
            await page.locator("#log").evaluate("log => log.scrollTop = 40")
            stage.person("Sam").write(stage.evening, "New")
            await expect(page.locator("#log")).to_contain_text("New")
            await expect(page.get_by_role("button", name="More below")).to_be_visible()
            assert await page.locator("#log").evaluate("log => log.scrollTop") == 40
            await expect(box).to_have_value("Half a sent")
            await expect(box).to_be_focused()
            await page.get_by_role("button", name="More below").click()
            await expect(page.get_by_text("New", exact=True)).to_be_in_viewport()


async def test_a_draft_waits_in_its_own_chat(browser: Browser) -> None:
    async with a_stage() as stage, looking(browser, stage, "Mia") as page:
        await page.get_by_label("Your message").fill("For the group")
        await page.get_by_role("button", name="Hallkeeper").click()
        await expect(page.locator("#title")).to_have_text("Hallkeeper")
        await page.get_by_role("navigation").get_by_role("button", name="Evening").click()
        await expect(page.get_by_label("Your message")).to_have_value("For the group")


async def test_a_refusal_is_read_out_and_the_text_is_kept(browser: Browser) -> None:
    async with a_stage() as stage, looking(browser, stage, "Mia") as page:
        stage.person("Sam").set_permissions(stage.evening)
        await page.get_by_label("Your message").fill("Hello?")
        await page.get_by_role("button", name="Send", exact=True).click()
        await expect(page.get_by_role("alert").last).to_have_text("Nobody may send that in this group now.")
        await expect(page.get_by_label("Your message")).to_have_value("Hello?")


async def test_ones_last_message_is_changed_in_its_place(browser: Browser) -> None:
    async with a_stage() as stage, looking(browser, stage, "Mia") as page:
        await page.get_by_label("Your message").fill("Helo")
        await page.keyboard.press("Enter")
        await page.get_by_role("button", name="Change my last message").click()
        await expect(page.get_by_label("Your message, changed")).to_have_value("Helo")
        await page.get_by_label("Your message, changed").fill("Hello")
        await page.get_by_role("button", name="Save the change").click()
        await expect(page.locator("#log .text")).to_have_text("Hello")
        await expect(page.get_by_label("Your message", exact=True)).to_have_value("")
        assert stage.texts("Sam") == ["Hello"]


async def test_news_in_another_chat_is_marked_in_words(browser: Browser) -> None:
    async with a_stage() as stage:
        await stage.does("Mia", "start")
        async with looking(browser, stage, "Mia") as page:
            await stage.bot_says("Mia", "Look here")
            chats = page.get_by_role("navigation")
            await chats.get_by_role("button", name="Hallkeeper (new)").click()
            await expect(page.get_by_role("log")).to_contain_text("Look here")
            await expect(chats.get_by_role("button", name="Hallkeeper", exact=True)).to_be_visible()


async def test_focus_stays_with_the_message_when_its_buttons_go(browser: Browser) -> None:
    async with a_stage() as stage:
        await stage.does("Ada", "start")
        number = await stage.bot_says("Ada", "Yes?", {"text": "Yes", "callback_data": "yes-1"})
        async with looking(browser, stage, "Ada", PRIVATE) as page:
            await page.get_by_role("button", name="Yes").focus()
            await stage.line.call("editMessageReplyMarkup", chat_id=stage.person("Ada").id, message_id=number)
            await expect(page.get_by_role("button", name="Yes")).to_have_count(0)
            await expect(page.locator("#log article").last).to_be_focused()


async def test_the_page_says_when_the_sandbox_is_gone(browser: Browser) -> None:
    async with a_stage() as stage, looking(browser, stage, "Ada") as page:
        await stage.page.stop()
        await expect(page.locator("#trouble")).to_have_text("The sandbox does not answer. Is it still running?")


async def test_the_answer_to_what_one_does_comes_into_view_from_its_beginning(browser: Browser) -> None:
    choices = [{"text": f"{number} years", "callback_data": f"age-{number}"} for number in range(15)]
    async with a_stage() as stage:
        await stage.does("Ada", "start")
        await stage.bot_says("Ada", "How old are you?", *choices)
        async with looking(browser, stage, "Ada", PRIVATE) as page:
            await expect(page.get_by_text("How old are you?")).to_be_in_viewport()
            await page.get_by_role("button", name="0 years", exact=True).click()
            await stage.bot_says("Ada", "And now?", *choices)
            await expect(page.get_by_text("And now?")).to_be_in_viewport()
            await page.get_by_role("button", name="More below").click()
            await expect(page.get_by_role("button", name="14 years").last).to_be_in_viewport()
            await expect(page.get_by_role("button", name="More below")).to_be_hidden()


async def test_a_link_in_a_text_is_followed_within_the_sandbox(browser: Browser) -> None:
    async with a_stage() as stage:
        stage.person("Mia").write(stage.evening, "Look: https://t.me/example_hall_bot?start=go and https://nhs.uk/ms")
        async with looking(browser, stage, "Sam") as page:
            await page.get_by_role("link", name="https://nhs.uk/ms").click()
            await expect(page.get_by_role("alert").last).to_contain_text("leads out of Telegram")
            await page.get_by_role("link", name="https://t.me/example_hall_bot?start=go").click()
            await expect(page.locator("#title")).to_have_text("Hallkeeper")
            await expect(page.get_by_role("log")).to_contain_text("/start go")
