"""What one can do besides answering questions: by button, by label, by number."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.telegram_hall import telegram_hall


async def test_what_the_menu_offers_is_done_by_button_by_label_and_by_number(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work():
        ada = hall.visitor("Ada")
        ada.writes("/menu")
        ada.presses(await ada.hears("What would you like to do"), "See whom I can turn to")
        await ada.hears("Samaritans")
        ada.writes("menu")
        await ada.hears("What would you like to do")
        ada.writes("read the rules of a group")
        await ada.hears("The rules of which group")
        ada.writes("1")
        await ada.hears("The rules of Northside Evening Group", "Be kind")


async def test_an_answer_belongs_to_the_newest_question(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work():
        ada = hall.visitor("Ada")
        ada.asks_to_join()
        first = await ada.hears("Question 1 ")
        ada.writes("/rules")
        await ada.hears("The rules of which group")
        ada.writes("1")
        await ada.hears("The rules of Northside Evening Group")
        assert not any("Question 2 " in said for said in ada.heard)
        ada.presses(first, "Yes, others may see that")
        await ada.hears("Question 2 ")
        ada.writes("25")
        await ada.hears("Question 3 ")


async def test_a_button_of_somebody_else_does_nothing(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path) as hall, hall.at_work():
        ada, eve = hall.visitor("Ada"), hall.visitor("Eve")
        ada.writes("/menu")
        menu = await ada.hears("What would you like to do")
        eve.writes("/menu")
        hers = await eve.hears("What would you like to do")
        heard = len(eve.heard)
        told = await eve.person.forge_press(hers, str(menu.buttons[0]["callback_data"])).answered()
        assert "not for you" in str(told.text)
        await hall.settles()
        assert len(eve.heard) == heard
