"""A lighter door: asking to join counts as consent, once the notice has been read to whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app.house import House
from bot.core.consent.given import Consent
from bot.core.events import User
from bot.core.ids import NativeId
from tests.journeys.both.hall import Hall, OpenHall, Somebody
from tests.journeys.both.matrix import MatrixSomebody
from tests.journeys.both.telegram import TelegramSomebody
from tests.journeys.telegram_hall import EXAMPLE, telegram_hall

_TEXT = EXAMPLE.read_text()
NOTICE = (
    _TEXT.partition("[gate]")[0]
    + '[gate]\nmode = "notice"\nnotice.en = "Others see your name here. Be kind."\n'
    + 'notice.cy = "Mae eraill yn gweld eich enw."\n\n[quiet_hours]'
    + _TEXT.partition("[quiet_hours]")[2].partition('[[groups]]\nkey = "mending-autumn"')[0]
)


def native(who: Somebody) -> NativeId:
    if isinstance(who, TelegramSomebody):
        return NativeId(str(who.visitor.person.id))
    assert isinstance(who, MatrixSomebody)
    return NativeId(who.resident.id)


async def consents_of(house: House, hall: Hall, who: Somebody) -> Sequence[Consent]:
    async with house.store.work() as work:
        account = await work.people.meet(User(hall.platform, native(who), ""), datetime.now(UTC))
        return await work.consents.of(account.person)


@pytest.mark.clause("MS-4.4")
async def test_who_asks_to_join_is_told_the_notice_and_is_in_and_that_is_on_record(open_hall: OpenHall) -> None:
    async with open_hall(policy=NOTICE) as hall, hall.at_work() as house:
        ada = await hall.somebody("Ada")
        await ada.comes_to("evening")
        hello = await ada.hears("You would like to join Northside Evening Group", "read this first")
        assert "your" in hello.text
        notice = await ada.hears("Others see your name here. Be kind.", "By asking to join you say yes")
        assert notice.labels == ()
        await ada.comes_in("evening")
        await ada.hears("You are in")
        (consent,) = await consents_of(house, hall, ada)
        assert (consent.key, consent.policy_version, consent.platform) == ("notice", "1.3", hall.platform)
        assert consent.statement.split() == notice.text.split()
        assert consent.language == "en"


@pytest.mark.clause("MS-4.4")
async def test_by_the_bots_door_and_typing_alone(open_hall: OpenHall) -> None:
    async with open_hall(policy=NOTICE) as hall, hall.at_work() as house:
        ada = await hall.somebody("Ada")
        await ada.opens_chat("join evening")
        await ada.hears("Be kind.")
        await ada.comes_in("evening")
        await ada.hears("You are in")
        assert [consent.key for consent in await consents_of(house, hall, ada)] == ["notice"]


async def test_nobody_is_let_in_before_the_notice_has_reached_them(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path, policy=NOTICE) as hall, hall.at_work():
        ada = hall.visitor("Ada")
        ada.person.start(hall.bot)
        await ada.hears("What would you like to do")
        ada.person.block(hall.bot)
        ada.asks_to_join()
        await hall.settles()
        assert not ada.is_in()
        assert not hall.world.calls_to("approveChatJoinRequest")
        ada.person.start(hall.bot)
        await ada.hears("Be kind.")
        await ada.is_let_in()


async def test_the_notice_comes_before_the_yes_and_in_the_language_of_its_reader(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path, policy=NOTICE) as hall, hall.at_work() as house:
        ada = hall.visitor("Ada", language_code="cy")
        ada.asks_to_join()
        await ada.hears("Mae eraill yn gweld")
        await ada.is_let_in()
        (consent,) = await hall.consents_of(house, ada)
        assert consent.language == "cy"
        assert "Mae eraill yn gweld eich enw." in consent.statement


async def test_whoever_comes_to_both_doors_at_once_is_told_and_let_in_once(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path, policy=NOTICE) as hall:
        ada = hall.visitor("Ada")
        ada.asks_to_join()
        ada.writes("/join evening")
        async with hall.at_work() as house:
            await ada.is_let_in()
            await hall.settles()
            assert len(await hall.consents_of(house, ada)) == 1
            assert len(hall.world.calls_to("approveChatJoinRequest")) == 1


async def test_a_notice_that_has_changed_on_its_way_is_told_anew_before_anybody_is_let_in(tmp_path: Path) -> None:
    async with telegram_hall(tmp_path, policy=NOTICE) as hall:
        ada = hall.visitor("Ada")
        async with hall.at_work():
            ada.person.start(hall.bot)
            await ada.hears("What would you like to do")
            ada.person.block(hall.bot)
            ada.asks_to_join()
            await hall.settles()
        hall.policy_text = NOTICE.replace("Be kind.", "Be very kind.").replace('version = "1.3"', 'version = "1.4"')
        async with hall.at_work() as house:
            ada.person.start(hall.bot)
            await ada.hears("Be very kind.")
            await ada.is_let_in()
            (consent,) = await hall.consents_of(house, ada)
            assert "Be very kind." in consent.statement
            assert consent.policy_version == "1.4"
