"""What the outbox does with rows that this release cannot make use of: a newer one wrote them, or they were altered."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import select, update

from bot.core.ids import EffectId
from bot.core.ports import Errand
from bot.storage.database import Database
from bot.storage.secrets import Vault
from bot.storage.tables import errands
from tests.laws.examples import ANN, CAT, NOON, meet, say


async def one_errand(store: Database) -> EffectId:
    async with store.work() as work:
        await work.errands.add([say((await meet(work)).id), say((await meet(work, CAT)).id)], NOON)
        return work.wanted[0].id


async def overwrite(store: Database, number: EffectId, effect: bytes) -> None:
    async with store.engine.begin() as connection:
        await connection.execute(update(errands).where(errands.c.id == number).values(effect=effect))


async def words_about(store: Database, number: EffectId) -> str:
    async with store.engine.begin() as connection:
        sealed = (await connection.execute(select(errands.c.words).where(errands.c.id == number))).scalar_one()
    return store._vault.open("errands.words", sealed)


async def test_an_effect_of_a_newer_release_is_set_aside_and_the_rest_goes_on(store: Database) -> None:
    number = await one_errand(store)
    await overwrite(store, number, store._vault.seal("errands.effect", '{"":"SingSong"}'))
    async with store.work() as work:
        assert await work.errands.load(number) is None
    async with store.work() as work:
        (left,) = await work.errands.waiting()
        assert await work.errands.load(left.id) is not None
    assert "another one wrote it" in await words_about(store, number)


async def test_an_altered_effect_is_set_aside(store: Database) -> None:
    number = await one_errand(store)
    sealed = bytearray(store._vault.seal("errands.effect", "{}"))
    sealed[-1] ^= 1
    await overwrite(store, number, bytes(sealed))
    async with store.work() as work:
        assert await work.errands.load(number) is None
    assert "altered" in await words_about(store, number)


async def test_the_platforms_words_are_kept_for_people_to_read(store: Database) -> None:
    number = await one_errand(store)
    async with store.work() as work:
        await work.errands.set_aside(number, "Forbidden: bot was kicked")
    assert await words_about(store, number) == "Forbidden: bot was kicked"


async def test_ten_thousand_errands_are_listed_quickly_and_unopened(
    store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with store.work() as work:
        ann = await meet(work, ANN)
        for _ in range(10):
            await work.errands.add([say(ann.id)] * 1000, NOON)
    monkeypatch.setattr(Vault, "open", None)
    began = time.process_time()
    async with store.work() as work:
        waiting = await work.errands.waiting()
    assert time.process_time() - began < 1.0
    assert len(waiting) == 10_000
    assert isinstance(waiting[0], Errand)
    assert [errand.id for errand in waiting] == sorted(errand.id for errand in waiting)
