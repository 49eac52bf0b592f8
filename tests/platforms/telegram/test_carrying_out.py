"""Effects, on our own Bot API server: what people then see."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.effects import CannotWrite, Done, Later, Refused, RequestGone
from bot.core.ids import Token
from bot.core.messages import Speech
from bot.platforms.telegram.limits import Pace
from bot.platforms.telegram.platform import TelegramPlatform
from tests.platforms.telegram.orders import (
    acknowledge,
    admit,
    make_link,
    post,
    remove_choices,
    revoke_link,
    say,
    take_out,
    turn_away,
)
from tests.platforms.telegram.scripted import TOKEN
from tests.platforms.telegram.updates import NOW

if TYPE_CHECKING:
    from bot.core.effects import Outcome
    from bot.core.ports import Order
    from bot.sandbox.bot_api.people import Person
    from tests.platforms.telegram.conftest import Hall, Naps

QUESTION = Speech(
    "Are you <b>18</b>?", (("Yes", Token("y")), ("No", Token("n"))), (("Read more", "https://x.example/"),)
)


@pytest.fixture
def ann(hall: Hall) -> Person:
    person = hall.world.add_person("Ann")
    person.start(hall.bot)
    return person


def asks_to_join(hall: Hall, person: Person) -> None:
    person.join(hall.group.create_link(hall.owner, asks=True))


async def test_what_is_said_arrives_as_it_is_with_its_buttons(hall: Hall, ann: Person) -> None:
    outcome = await hall.platform.carry_out(say(ann.id, QUESTION))
    message = ann.chat_with(hall.bot).messages[-1]
    assert outcome == Done(str(message.id))
    assert message.text == "Are you <b>18</b>?"
    assert [button["text"] for button in message.buttons] == ["Yes", "No", "Read more"]
    (call,) = hall.world.calls_to("sendMessage")
    assert "parse_mode" not in call.params
    assert '"is_disabled": true' in call.params["link_preview_options"]


@pytest.mark.parametrize("why", ["never met", "blocked", "deleted", "asked to join and was settled"])
async def test_who_cannot_be_written_to(hall: Hall, ann: Person, why: str) -> None:
    match why:
        case "never met":
            ann = hall.world.add_person("Ben")
        case "blocked":
            ann.block(hall.bot)
        case "deleted":
            ann.delete_account()
        case _:
            ann = hall.world.add_person("Ben")
            asks_to_join(hall, ann)
            hall.owner.decline(hall.group, ann)
    assert await hall.platform.carry_out(say(ann.id)) == CannotWrite()


async def test_whoever_asks_to_join_may_be_written_to_for_five_minutes(hall: Hall) -> None:
    ben = hall.world.add_person("Ben")
    asks_to_join(hall, ben)
    assert await hall.platform.carry_out(say(ben.id)) == Done("1")
    hall.world.clock.advance(301)
    assert await hall.platform.carry_out(say(ben.id)) == CannotWrite()


async def test_a_press_is_let_go_with_or_without_words(hall: Hall, ann: Person) -> None:
    await hall.platform.carry_out(say(ann.id, QUESTION))
    question = ann.chat_with(hall.bot).messages[-1]
    silent, told = ann.press(question, "Yes"), ann.press(question, "No")
    assert await hall.platform.carry_out(acknowledge(ann.id, silent.id)) == Done()
    assert await hall.platform.carry_out(acknowledge(ann.id, told.id, "Too late. " * 40)) == Done()
    assert silent.answer is not None
    assert silent.answer.text == ""
    assert told.answer is not None
    assert told.answer.show_alert
    assert len(told.answer.text) <= 200


async def test_a_press_that_nobody_waits_for_any_more_is_done_with(hall: Hall, ann: Person) -> None:
    await hall.platform.carry_out(say(ann.id, QUESTION))
    press = ann.press(ann.chat_with(hall.bot).messages[-1], "Yes")
    hall.world.clock.advance(60)
    assert await hall.platform.carry_out(acknowledge(ann.id, press.id)) == Done()
    assert press.answer is None


async def test_buttons_are_taken_off_and_it_may_be_done_twice(hall: Hall, ann: Person) -> None:
    done = await hall.platform.carry_out(say(ann.id, QUESTION))
    assert isinstance(done, Done)
    for _ in range(2):
        assert await hall.platform.carry_out(remove_choices(ann.id, done.receipt)) == Done()
    assert ann.chat_with(hall.bot).messages[-1].buttons == []
    assert await hall.platform.carry_out(remove_choices(ann.id, "999")) == Done()


async def test_somebody_is_admitted_once(hall: Hall, ann: Person) -> None:
    asks_to_join(hall, ann)
    assert await hall.platform.carry_out(admit(hall.group.id, ann.id)) == Done()
    assert hall.group.is_member(ann)
    assert await hall.platform.carry_out(admit(hall.group.id, ann.id)) == Done()


@pytest.mark.parametrize("settled", ["withdrawn", "declined", "approved, and gone again"])
async def test_a_request_that_is_gone_is_said_to_be_gone(hall: Hall, ann: Person, settled: str) -> None:
    asks_to_join(hall, ann)
    match settled:
        case "withdrawn":
            ann.withdraw_request(hall.group)
        case "declined":
            hall.owner.decline(hall.group, ann)
        case _:
            hall.owner.approve(hall.group, ann)
            ann.leave(hall.group)
    assert await hall.platform.carry_out(admit(hall.group.id, ann.id)) == RequestGone()


async def test_somebody_is_turned_away_once(hall: Hall, ann: Person) -> None:
    asks_to_join(hall, ann)
    for _ in range(2):
        assert await hall.platform.carry_out(turn_away(hall.group.id, ann.id)) == Done()
    assert not hall.group.is_member(ann)
    assert not hall.world.pending_requests(hall.group)


async def test_a_link_asks_to_join_ends_in_time_and_names_nobody(hall: Hall, ann: Person) -> None:
    order = make_link(hall.group.id, ann.id, timedelta(hours=2))
    done = await hall.platform.carry_out(order)
    assert isinstance(done, Done)
    link = hall.group.links[done.receipt]
    (call,) = hall.world.calls_to("createChatInviteLink")
    assert call.params["name"] == str(order.id)
    assert abs(int(call.params["expire_date"]) - hall.world.clock.now() - 7200) < 5
    assert ann.join(done.receipt) == "asked"
    assert link.group is hall.group


async def test_a_link_is_revoked_and_it_may_be_done_twice(hall: Hall, ann: Person) -> None:
    made = await hall.platform.carry_out(make_link(hall.group.id, ann.id))
    assert isinstance(made, Done)
    for _ in range(2):
        assert await hall.platform.carry_out(revoke_link(hall.group.id, ann.id, made.receipt)) == Done()
    assert hall.group.links[made.receipt].dead(hall.world.clock.now())


async def test_a_message_is_posted_and_one_is_taken_out(hall: Hall) -> None:
    said = hall.owner.write(hall.group, "something")
    assert await hall.platform.carry_out(take_out(hall.group.id, str(said.id))) == Done()
    assert said.deleted
    done = await hall.platform.carry_out(post(hall.group.id, "hello all"))
    assert isinstance(done, Done)
    assert hall.group.messages[-1].text == "hello all"
    assert await hall.platform.carry_out(take_out(hall.group.id, done.receipt)) == Done()
    assert hall.group.messages[-1].deleted


async def test_a_message_of_a_basic_group_is_never_mistaken_for_one_of_its_supergroup(hall: Hall) -> None:
    old = hall.world.add_basic_group("Morning", hall.owner)
    hall.owner.add_bot(old, hall.bot, as_admin=("all",))
    first = await hall.platform.carry_out(post(old.id, "in the old group"))
    new = hall.owner.upgrade(old)
    while new.next_message_id() < 10:
        hall.owner.write(new, "in the new group")
    assert isinstance(first, Done)
    outcome = await hall.platform.carry_out(take_out(new.id, first.receipt))
    assert isinstance(outcome, Refused | Done)
    assert not any(message.deleted for message in new.messages)


async def test_what_the_bot_may_not_do_is_refused_in_telegrams_words(hall: Hall, ann: Person) -> None:
    hall.owner.demote(hall.group, hall.bot)
    said = hall.owner.write(hall.group, "something")
    outcomes: dict[str, Outcome] = {}
    for order in (
        admit(hall.group.id, ann.id),
        make_link(hall.group.id, ann.id),
        take_out(hall.group.id, str(said.id)),
    ):
        outcomes[type(order.effect).__name__] = await hall.platform.carry_out(order)
    assert outcomes == {
        "Admit": Refused("Not enough rights to manage chat join requests"),
        "MakeLink": Refused("Not enough rights to manage chat invite link"),
        "TakeOut": Refused("Message can't be deleted"),
    }


async def test_where_the_bot_was_put_out_it_is_refused(hall: Hall) -> None:
    hall.owner.ban(hall.group, hall.bot)
    outcome = await hall.platform.carry_out(post(hall.group.id))
    assert outcome == Refused("Forbidden: bot was kicked from the supergroup chat")


async def repeated(hall: Hall, order: Order) -> Outcome:
    first = await hall.platform.carry_out(order)
    assert first == Later(timedelta(seconds=1))
    return await hall.platform.carry_out(order)


async def test_a_lost_answer_to_anything_but_a_message_does_no_harm(hall: Hall, ann: Person) -> None:
    ben, made = hall.world.add_person("Ben"), await hall.platform.carry_out(make_link(hall.group.id, ann.id))
    said = hall.owner.write(hall.group, "something")
    asks_to_join(hall, ann)
    asks_to_join(hall, ben)
    assert isinstance(made, Done)
    for order in (
        admit(hall.group.id, ann.id),
        turn_away(hall.group.id, ben.id),
        revoke_link(hall.group.id, ann.id, made.receipt),
        take_out(hall.group.id, str(said.id)),
    ):
        hall.world.faults.lose_reply()
        assert await repeated(hall, order) == Done()
    assert hall.group.is_member(ann)
    assert not hall.group.is_member(ben)


async def test_an_approval_whose_answer_was_lost_is_found_by_looking(hall: Hall, ann: Person) -> None:
    """Telegram says HIDE_REQUESTER_MISSING for a request that somebody settled: also if that was us."""
    asks_to_join(hall, ann)
    hall.owner.approve(hall.group, ann)
    assert await hall.platform.carry_out(admit(hall.group.id, ann.id)) == Done()


async def test_429_in_one_chat_stops_no_other(hall: Hall, ann: Person) -> None:
    hall.world.faults.fail("sendMessage", status=429, retry_after=30, chat_id=hall.group.id)
    assert await hall.platform.carry_out(post(hall.group.id)) == Later(timedelta(seconds=30))
    assert isinstance(await hall.platform.carry_out(say(ann.id)), Done)


async def test_a_server_that_is_away_is_an_outage_until_it_is_back(hall: Hall, ann: Person) -> None:
    hall.world.faults.unreachable()
    assert await hall.platform.carry_out(say(ann.id)) == Later(timedelta(seconds=1))
    assert await hall.platform.carry_out(post(hall.group.id)) == Later(timedelta(seconds=2), everywhere=True)
    hall.world.faults.unreachable(is_so=False)
    assert isinstance(await hall.platform.carry_out(say(ann.id)), Done)


async def test_our_own_pace_keeps_a_chat_from_ever_meeting_429(hall: Hall, ann: Person) -> None:
    outcomes = [await hall.platform.carry_out(say(ann.id, str(number))) for number in range(6)]
    assert [type(outcome) for outcome in outcomes] == [Done] * 4 + [Later] * 2
    posted = [await hall.platform.carry_out(post(hall.group.id, str(number))) for number in range(21)]
    assert [type(outcome) for outcome in posted] == [Done] * 20 + [Later]
    assert all(call.ok for call in hall.world.calls_to("sendMessage"))


async def test_forty_people_written_to_at_once_take_a_little_longer_but_meet_no_429(hall: Hall) -> None:
    people = [hall.world.add_person(str(number)) for number in range(40)]
    for person in people:
        person.start(hall.bot)
    outcomes = await asyncio.gather(*(hall.platform.carry_out(say(person.id)) for person in people))
    assert all(isinstance(outcome, Done) for outcome in outcomes)
    assert all(call.ok for call in hall.world.calls_to("sendMessage"))


async def test_a_cancelled_order_can_be_carried_out_afterwards(hall: Hall, ann: Person) -> None:
    hall.world.faults.delay("sendMessage", 3600, times=1)
    order = say(ann.id, "hello")
    attempt = asyncio.create_task(hall.platform.carry_out(order))
    await asyncio.sleep(0.02)
    attempt.cancel()
    with pytest.raises(asyncio.CancelledError):
        await attempt
    assert isinstance(await hall.platform.carry_out(order), Done)


async def test_nothing_is_counted_for_what_is_no_message(hall: Hall, naps: Naps) -> None:
    pace = Pace()
    platform = TelegramPlatform(TOKEN, api_url=hall.server.url, webhook=None, now=lambda: NOW, sleep=naps, pace=pace)
    for _ in range(40):
        await platform.carry_out(acknowledge(1, "1"))
    assert pace.chats_in_mind() == 0
    await platform.stop()
