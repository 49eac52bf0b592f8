"""getUpdates: offsets, limits, life, kinds, long polls, conflicts."""

import asyncio
from typing import Any

import pytest

from bot.sandbox.bot_api.polling import BY_ANOTHER, BY_WEBHOOK, WEBHOOK_IS_ON
from bot.sandbox.bot_api.updates import WEEK
from tests.sandbox.line import Hall, Json, a_hall

HOUR = 3600


@pytest.fixture
def hall() -> Hall:
    hall = a_hall()
    for number in range(5):
        hall.ben.write(hall.group, str(number))
    return hall


async def get(hall: Hall, **params: Any) -> list[Json]:
    """getUpdates; between two of these three seconds pass, so that none is held."""
    hall.clock.advance(3)
    updates: list[Json] = await hall.line.call("getUpdates", **params)
    return updates


def texts(updates: list[Json]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_without_an_offset_everything_comes_from_the_oldest_again_and_again(hall: Hall) -> None:
    for _ in range(2):
        updates = await get(hall)
        assert texts(updates) == ["0", "1", "2", "3", "4"]
    ids = [update["update_id"] for update in updates]
    assert ids == list(range(ids[0], ids[0] + 5))


async def test_an_offset_confirms_what_lies_below_it(hall: Hall) -> None:
    first = (await get(hall))[0]["update_id"]
    assert texts(await get(hall, offset=first + 2)) == ["2", "3", "4"]
    assert texts(await get(hall)) == ["2", "3", "4"]
    assert await get(hall, offset=first + 5) == []


async def test_a_negative_offset_keeps_only_the_last(hall: Hall) -> None:
    assert texts(await get(hall, offset=-2)) == ["3", "4"]
    assert texts(await get(hall)) == ["3", "4"]


@pytest.mark.parametrize(("ahead", "ignored"), [(10, False), (11, True)])
async def test_an_offset_far_ahead_is_ignored(hall: Hall, ahead: int, ignored: bool) -> None:
    next_id = (await get(hall))[-1]["update_id"] + 1
    assert bool(await get(hall, offset=next_id + ahead)) is ignored


@pytest.mark.parametrize(("limit", "count"), [(2, 2), (0, 1), (-5, 1), (1000, 5)])
async def test_the_limit_is_brought_within_its_bounds(hall: Hall, limit: int, count: int) -> None:
    assert len(await get(hall, limit=limit)) == count


async def test_updates_live_24_hours() -> None:
    hall = a_hall()
    hall.ben.write(hall.group, "old")
    hall.clock.advance(23 * HOUR)
    hall.ben.write(hall.group, "new")
    hall.clock.advance(HOUR)
    assert texts(await get(hall)) == ["new"]


async def test_presses_live_150_seconds() -> None:
    hall = a_hall()
    await hall.line.call("sendMessage", chat_id=hall.group.id, text="x")
    hall.ben.forge_press(hall.group.messages[-1], "x")
    hall.clock.advance(149)
    assert hall.bot.inbox.pending() == 1
    hall.clock.advance(1)
    assert hall.bot.inbox.pending() == 0


async def test_after_a_week_of_silence_ids_go_on_at_random() -> None:
    hall = a_hall()
    steps = []
    for _ in range(20):
        hall.ben.write(hall.group, "x")
        before = (await get(hall))[-1]["update_id"]
        hall.clock.advance(WEEK)
        hall.ben.write(hall.group, "y")
        after = (await get(hall, offset=before + 1))[-1]["update_id"]
        assert after > 0
        steps.append(after - before)
        hall.bot.inbox.drop_all()
    assert min(steps) < 0 < max(steps)


async def test_by_default_three_kinds_do_not_come() -> None:
    hall = a_hall()
    await get(hall, allowed_updates=[])
    message = hall.ben.write(hall.group, "x")
    hall.ann.react(message, "👍")
    hall.ann.restrict(hall.group, hall.ben)
    assert hall.line.kinds() == ["message"]


async def test_what_was_asked_for_is_remembered_and_what_waits_still_comes() -> None:
    hall = a_hall()
    hall.ben.write(hall.group, "before")
    await get(hall, allowed_updates=["chat_member", "no_such_kind"])
    hall.ben.write(hall.group, "never stored")
    await get(hall)
    hall.ann.restrict(hall.group, hall.ben)
    assert hall.line.kinds() == ["message", "chat_member"]


async def test_a_list_of_unknown_kinds_is_the_default_and_no_list_changes_nothing() -> None:
    hall = a_hall()
    await get(hall, allowed_updates=["chat_member"])
    await get(hall, allowed_updates="chat_member")
    assert hall.bot.inbox.allowed == {"chat_member"}
    await get(hall, allowed_updates=["no_such_kind"])
    assert "message" in hall.bot.inbox.allowed
    assert "chat_member" not in hall.bot.inbox.allowed


class Poll:
    """A getUpdates that may take its time; `done` after the loop had a few turns."""

    def __init__(self, hall: Hall, **params: Any) -> None:
        self.task = asyncio.ensure_future(hall.line.answer("getUpdates", **params))

    async def done(self) -> bool:
        for _ in range(5):
            await asyncio.sleep(0)
        return self.task.done()

    async def result(self) -> Json:
        return await asyncio.wait_for(self.task, 2)


async def test_a_long_poll_ends_with_the_first_update() -> None:
    hall = a_hall()
    poll = Poll(hall, timeout=50)
    assert not await poll.done()
    hall.ben.write(hall.group, "x")
    assert texts((await poll.result())["result"]) == ["x"]


async def test_a_long_poll_ends_with_its_time_and_50_seconds_are_the_most() -> None:
    hall = a_hall()
    poll = Poll(hall, timeout=500)
    await poll.done()
    hall.clock.advance(49)
    assert not await poll.done()
    hall.clock.advance(1)
    assert (await poll.result())["result"] == []


async def test_a_second_poll_ends_the_first_with_a_conflict() -> None:
    hall = a_hall()
    first = Poll(hall, timeout=50)
    await first.done()
    second = Poll(hall, timeout=50)
    answer = await first.result()
    assert (answer["error_code"], answer["description"]) == (409, f"Conflict: {BY_ANOTHER}")
    third = Poll(hall, timeout=50)
    assert not await second.done()
    hall.clock.advance(3)
    assert (await second.result())["error_code"] == 409
    third.task.cancel()


async def test_the_same_offset_within_three_seconds_is_held() -> None:
    hall = a_hall()
    assert (await Poll(hall).result())["result"] == []
    again = Poll(hall)
    assert not await again.done()
    hall.clock.advance(2)
    assert not await again.done()
    hall.clock.advance(1)
    assert (await again.result())["result"] == []


async def test_the_same_offset_within_half_a_second_gets_one_update(hall: Hall) -> None:
    assert len((await Poll(hall).result())["result"]) == 5
    assert len((await Poll(hall).result())["result"]) == 1
    hall.clock.advance(0.5)
    assert len((await Poll(hall).result())["result"]) == 5


async def test_polls_and_webhooks_exclude_each_other() -> None:
    hall = a_hall()
    poll = Poll(hall, timeout=50)
    await poll.done()
    await hall.line.call("setWebhook", url="http://127.0.0.1:1/x")
    assert (await poll.result())["description"] == f"Conflict: {BY_WEBHOOK}"
    hall.clock.advance(3)
    assert await hall.line.refusal("getUpdates") == f"Conflict: {WEBHOOK_IS_ON}"
    held = Poll(hall)
    assert not await held.done()
    hall.clock.advance(3)
    assert (await held.result())["error_code"] == 409
    await hall.line.call("deleteWebhook")
    assert await get(hall) == []
