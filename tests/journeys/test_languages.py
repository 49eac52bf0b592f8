"""A community of two languages, at its gate."""

from __future__ import annotations

import pytest

from tests.journeys.both.hall import OpenHall
from tests.journeys.both.ledger import consents_of
from tests.journeys.telegram_hall import EXAMPLE

_HERE = "I know that this is peer support. It is not medical advice."
BOTH = (
    EXAMPLE.read_text()
    .replace('language = "en"\n', 'language = "en"\nlanguages = ["ga"]\n')
    .replace(f'statement.en = "{_HERE}"', f'statement.en = "{_HERE}"\nstatement.ga = "Ní comhairle leighis é seo."')
    .replace("sensitive = true ", "sensitive = false ")
)


@pytest.mark.clause("MS-3.4")
async def test_the_language_is_asked_first_and_what_is_agreed_to_is_kept_in_the_language_shown(
    open_hall: OpenHall,
) -> None:
    async with open_hall(policy=BOTH) as hall, hall.at_work() as house:
        ada = await hall.somebody("Ada")
        await ada.comes_to("evening")
        asked = await ada.hears("Which language would you like to read")
        assert set(asked.labels[:2]) == {"English", "Gaeilge"}
        await ada.chooses("Gaeilge")
        for _ in range(3):
            await ada.hears("Question")
            await ada.says({"Question 2 ": "1", "Question 3 ": "25", "Question 4 ": "1"}[ada.last.text[:11]])
        await ada.hears("Question 5 ", "This text is only there in")
        await ada.says("1")
        await ada.hears("Question 6 ")
        await ada.says("!language en" if hall.platform == "matrix" else "/language en")
        await ada.hears("From now on I write to you in English", "Question 6 ", "What would you like")
        await ada.says("/language Gaeilge")
        await ada.hears("Question 6 ")
        await ada.says("Cuideachta")
        await ada.hears("Ní comhairle leighis é seo.")
        await ada.says("1")
        for _ in range(2):
            await ada.hears("Question")
            await ada.says("1")
        await ada.hears("Question 10 ")
        await ada.says("1")
        await ada.comes_in("evening")
        (advice,) = [each for each in await consents_of(house, ada) if each.key == "consent:not-advice"]
        assert (advice.statement, advice.language) == ("Ní comhairle leighis é seo.", "ga")
        (conduct,) = [each for each in await consents_of(house, ada) if each.key == "consent:code-of-conduct"]
        assert (conduct.statement, conduct.language) == ("I agree to the policy and the code of conduct.", "en")
