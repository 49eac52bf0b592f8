from datetime import timedelta
from typing import Any

import pytest

from bot.core.effects import (
    AcknowledgePress,
    Admit,
    Effect,
    Look,
    MakeLink,
    Mute,
    Post,
    Remove,
    RemoveChoices,
    RevokeLink,
    Say,
    TakeOut,
    TurnAway,
    Unmute,
    Urgency,
    lane,
)
from bot.core.ids import AccountId, ApplicationId, EffectId, NativeId, Token
from bot.core.membership.application import Prompt
from bot.core.messages import line, message
from bot.core.ports import LoadedErrand
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from tests.laws.examples import BEN, CAT, EVENING, HOUR, MATRIX, NOON, TELEGRAM, application, meet, say


async def added(work: Transaction, effect: Effect) -> EffectId:
    await work.errands.add([effect], NOON)
    return work.wanted[-1].id


async def loaded(work: Transaction, effect: Effect) -> LoadedErrand:
    found = await work.errands.load(await added(work, effect))
    assert found is not None
    assert found.effect == effect
    return found


async def test_effects_wait_in_the_order_in_which_they_were_wanted(store: Database) -> None:
    async with store.work() as work:
        ann, cat = await meet(work), await meet(work, CAT)
        await work.errands.add([], NOON)
        effects: list[Effect] = [
            say(ann.id, urgency=Urgency.RELAY),
            Post(group=EVENING, platform=MATRIX, message=message(line("Hello."))),
            say(cat.id, urgency=Urgency.SAFETY),
            *(say(ann.id, str(number)) for number in range(20)),
        ]
        await work.errands.add(effects, NOON)
        await work.errands.add([say(ann.id, "the last")], NOON)
        wanted = list(work.wanted)
    async with store.work() as work:
        assert not work.wanted
        waiting = list(await work.errands.waiting())
        assert waiting == wanted
        assert [errand.lane for errand in waiting] == [lane(effect) for effect in (*effects, say(ann.id))]
        assert [(errand.platform, errand.urgency, errand.due) for errand in waiting[:3]] == [
            (TELEGRAM, Urgency.RELAY, NOON),
            (MATRIX, Urgency.NOTICE, NOON),
            (MATRIX, Urgency.SAFETY, NOON),
        ]
        texts = [(await work.errands.load(errand.id)) for errand in waiting[3:]]
    said = [found.effect.message.lines[0] for found in texts if found and isinstance(found.effect, Say)]
    assert said == [line(str(number)) for number in range(20)] + [line("the last")]


async def test_an_effect_for_nobody_is_a_key_error(store: Database) -> None:
    async with store.work() as work:
        with pytest.raises(KeyError):
            await work.errands.add([say(AccountId(99))], NOON)


async def test_presses_have_a_lane_each(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        presses = [AcknowledgePress(to=ann.id, press=NativeId(press)) for press in ("p1", "p2", "p1")]
        await work.errands.add(presses, NOON)
        first, other, again = (errand.lane for errand in work.wanted)
    assert first == again != other
    assert "p1" not in first


async def test_what_is_done_is_gone_and_its_number_is_not_given_again(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        number = await added(work, say(ann.id))
        await work.errands.done(number)
        assert await work.errands.load(number) is None
        assert not await work.errands.waiting()
        await work.errands.done(number)
    async with store.work() as work:
        assert await added(work, say(ann.id)) != number


async def test_what_is_put_off_counts_an_attempt_and_waits_until_then(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        number = await added(work, say(ann.id))
        await work.errands.put_off(number, NOON + HOUR)
        await work.errands.put_off(number, NOON + 2 * HOUR)
    async with store.work() as work:
        assert [errand.due for errand in await work.errands.waiting()] == [NOON + 2 * HOUR]
        found = await work.errands.load(number)
    assert found is not None
    assert (found.attempts, found.asked_at) == (2, NOON)


async def test_what_is_parked_or_set_aside_does_not_wait(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        parked, aside, left = [await added(work, say(ann.id, text)) for text in ("one", "two", "three")]
        await work.errands.park(parked)
        await work.errands.set_aside(aside, "Bad Request: chat not found")
        assert [errand.id for errand in await work.errands.waiting()] == [left]
    async with store.work() as work:
        await work.people.set_reachable(ann.id, reachable=True)
        assert [errand.id for errand in work.wanted] == [parked]


@pytest.mark.parametrize("effect", [Say, AcknowledgePress, RemoveChoices])
async def test_what_is_private_goes_to_the_persons_chat(store: Database, effect: Any) -> None:
    more: dict[type, dict[str, object]] = {
        Say: {"message": message(line("Hello."))},
        AcknowledgePress: {"press": NativeId("p")},
        RemoveChoices: {"message": NativeId("m")},
    }
    async with store.work() as work:
        cat = await meet(work, CAT)
        found = await loaded(work, effect(to=cat.id, **more[effect]))
    assert (found.chat, found.user, found.language, found.reachable) == ("@cat:example.org", None, "cy", True)


@pytest.mark.parametrize("effect", [Admit, TurnAway, MakeLink, RevokeLink, Remove, Look, Mute, Unmute])
async def test_what_concerns_somebodys_joining_names_the_group_and_them(store: Database, effect: Any) -> None:
    more: dict[type, dict[str, object]] = {
        Admit: {"application": ApplicationId(1)},
        TurnAway: {"application": ApplicationId(1)},
        MakeLink: {"application": ApplicationId(1), "lasts_for": timedelta(hours=48)},
        RevokeLink: {"link": "https://t.me/+abc"},
    }
    async with store.work() as work:
        ann = await meet(work)
        await work.groups.declare(EVENING, MATRIX, NativeId("!e:example.org"))
        await work.groups.declare(EVENING, TELEGRAM, NativeId("-100"))
        await work.groups.moved(TELEGRAM, NativeId("-100"), NativeId("-200"))
        found = await loaded(work, effect(to=ann.id, group=EVENING, **more.get(effect, {})))
    assert (found.chat, found.user, found.language) == ("-200", "1001", "en")


async def test_what_is_for_a_group_goes_to_its_chat_on_that_platform(store: Database) -> None:
    async with store.work() as work:
        await work.groups.declare(EVENING, MATRIX, NativeId("!e:example.org"))
        await work.groups.declare(EVENING, TELEGRAM, NativeId("-100"))
        post = await loaded(work, Post(group=EVENING, platform=MATRIX, message=message(line("Hello."))))
        take_out = await loaded(work, TakeOut(group=EVENING, platform=TELEGRAM, message=NativeId("5")))
    assert (post.chat, post.user, post.language) == ("!e:example.org", None, "")
    assert (take_out.chat, take_out.user, take_out.reachable, take_out.stale) == ("-100", None, True, False)


async def test_what_has_no_chat_to_go_to_is_set_aside(store: Database) -> None:
    async with store.work() as work:
        number = await added(work, TakeOut(group=EVENING, platform=TELEGRAM, message=NativeId("5")))
        assert await work.errands.load(number) is None
        assert not await work.errands.waiting()


async def test_a_question_is_stale_once_it_is_no_longer_open(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        number = (await work.applications.add(application(ann))).id
        asked = Prompt(account=ann.id, application=number, step="age", options=((Token("t"), "yes"),))
        first = await work.prompts.ask(asked)
        errand = await added(work, say(ann.id, prompt=first.id))
        plain = await added(work, say(ann.id))
        assert not await is_stale(work, errand)
        await work.prompts.ask(asked.__class__(account=ann.id, application=number, step="condition"))
        assert await is_stale(work, errand)
        assert not await is_stale(work, plain)


async def test_a_question_of_a_forgotten_application_is_stale(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        ended = application(ann, ended_at=NOON - HOUR, standing=application(ann).standing.REFUSED)
        number = (await work.applications.add(ended)).id
        prompt = await work.prompts.ask(Prompt(account=ann.id, application=number, step="age"))
        errand = await added(work, say(ann.id, prompt=prompt.id))
        await work.applications.forget(NOON, EVENING.partition("/")[0])  # type: ignore[arg-type]
        assert await is_stale(work, errand)


async def is_stale(work: Transaction, errand: EffectId) -> bool:
    found = await work.errands.load(errand)
    assert found is not None
    return found.stale


async def test_whether_they_can_be_reached_is_said_as_it_is_now(store: Database) -> None:
    async with store.work() as work:
        ben = await meet(work, BEN)
        number = await added(work, say(ben.id))
        await work.people.set_reachable(ben.id, reachable=False)
        found = await work.errands.load(number)
    assert found is not None
    assert not found.reachable


async def test_what_waits_for_nobody_is_forgotten_and_what_is_wanted_is_not(store: Database) -> None:
    async with store.work() as work:
        ann = await meet(work)
        await work.errands.add([say(ann.id, "parked"), say(ann.id, "aside"), say(ann.id, "wanted")], NOON)
        parked, aside, wanted = (errand.id for errand in work.wanted)
        await work.errands.park(parked)
        await work.errands.set_aside(aside, "no")
        assert await work.errands.forget(NOON) == 0
        assert await work.errands.forget(NOON + HOUR) == 2
        assert [errand.id for errand in await work.errands.waiting()] == [wanted]
