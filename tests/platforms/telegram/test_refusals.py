"""Every answer that Telegram is known to give, and what it means for the effect."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.effects import CannotWrite, Done, Later, Moved, Outcome, Refused, RequestGone
from bot.core.ids import NativeId
from bot.core.messages import Speech
from bot.core.ports import Order
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
from tests.platforms.telegram.scripted import Answer, Scripted, bad, forbidden, no, ok, page

if TYPE_CHECKING:
    from bot.platforms.telegram.platform import TelegramPlatform

ANN, EVENING = 1001, -1001234567890

Case = tuple[Order, str, Answer, Outcome]
FINAL: list[Case] = [
    (say(ANN), "sendMessage", forbidden("bot was blocked by the user"), CannotWrite()),
    (say(ANN), "sendMessage", forbidden("bot can't initiate conversation with a user"), CannotWrite()),
    (say(ANN), "sendMessage", forbidden("user is deactivated"), CannotWrite()),
    (say(ANN), "sendMessage", bad("chat not found"), CannotWrite()),
    (
        say(ANN),
        "sendMessage",
        forbidden("the bot can't send messages to the bot"),
        Refused("Forbidden: the bot can't send messages to the bot"),
    ),
    (say(ANN), "sendMessage", bad("BUTTON_DATA_INVALID"), Refused("BUTTON_DATA_INVALID")),
    (
        post(EVENING),
        "sendMessage",
        forbidden("bot was kicked from the supergroup chat"),
        Refused("Forbidden: bot was kicked from the supergroup chat"),
    ),
    (post(EVENING), "sendMessage", bad("chat not found"), Refused("Chat not found")),
    (
        post(EVENING),
        "sendMessage",
        bad("not enough rights to send text messages to the chat"),
        Refused("Not enough rights to send text messages to the chat"),
    ),
    (post(-4321), "sendMessage", no(400, "x", migrate_to_chat_id=-1005), Moved(NativeId("-1005"))),
    (
        take_out(-4321, "-4321/5"),
        "deleteMessage",
        no(400, "x", migrate_to_chat_id=-1005),
        Refused("The group has become a supergroup; this message stayed behind."),
    ),
    (take_out(EVENING, "5"), "deleteMessage", bad("message to delete not found"), Done()),
    (
        take_out(EVENING, "5"),
        "deleteMessage",
        bad("message can't be deleted"),
        Refused("Message can't be deleted"),
    ),
    (
        acknowledge(ANN, "1"),
        "answerCallbackQuery",
        bad("query is too old and response timeout expired or query ID is invalid"),
        Done(),
    ),
    (
        remove_choices(ANN, "5"),
        "editMessageReplyMarkup",
        bad(
            "message is not modified: specified new message content and reply markup are exactly the same as a "
            "current content and reply markup of the message"
        ),
        Done(),
    ),
    (remove_choices(ANN, "5"), "editMessageReplyMarkup", bad("message to edit not found"), Done()),
    (remove_choices(ANN, "5"), "editMessageReplyMarkup", bad("message can't be edited"), Done()),
    (remove_choices(ANN, "5"), "editMessageReplyMarkup", forbidden("user is deactivated"), Done()),
    (admit(EVENING, ANN), "approveChatJoinRequest", bad("USER_ALREADY_PARTICIPANT"), Done()),
    (
        admit(EVENING, ANN),
        "approveChatJoinRequest",
        bad("not enough rights to manage chat join requests"),
        Refused("Not enough rights to manage chat join requests"),
    ),
    (turn_away(EVENING, ANN), "declineChatJoinRequest", bad("HIDE_REQUESTER_MISSING"), Done()),
    (turn_away(EVENING, ANN), "declineChatJoinRequest", bad("USER_ALREADY_PARTICIPANT"), Done()),
    (
        make_link(EVENING, ANN),
        "createChatInviteLink",
        bad("not enough rights to manage chat invite link"),
        Refused("Not enough rights to manage chat invite link"),
    ),
    (revoke_link(EVENING, ANN, "https://t.me/+x"), "revokeChatInviteLink", bad("INVITE_HASH_EXPIRED"), Done()),
    (
        revoke_link(EVENING, ANN, "https://t.me/+x"),
        "revokeChatInviteLink",
        bad("CHAT_ADMIN_REQUIRED"),
        Refused("CHAT_ADMIN_REQUIRED"),
    ),
    (say(ANN), "sendMessage", no(413, "Request Entity Too Large"), Refused("Request Entity Too Large")),
    (
        say(ANN),
        "sendMessage",
        no(404, "Not Found: method not found"),
        Refused("Not Found: method not found"),
    ),
]


@pytest.mark.parametrize("case", FINAL, ids=[f"{type(row[0].effect).__name__}: {row[2].body[-70:]}" for row in FINAL])
async def test_a_final_answer_has_its_outcome(telegram: TelegramPlatform, scripted: Scripted, case: Case) -> None:
    wanted, method, answer, outcome = case
    scripted.will(method, answer)
    assert await telegram.carry_out(wanted) == outcome
    assert scripted.methods() == [method]


@pytest.mark.parametrize(
    ("standing", "outcome"),
    [
        (ok({"status": "member"}), Done()),
        (ok({"status": "restricted", "is_member": True}), Done()),
        (ok({"status": "restricted", "is_member": False}), RequestGone()),
        (ok({"status": "left"}), RequestGone()),
        (ok({"status": "kicked"}), RequestGone()),
        (bad("PARTICIPANT_ID_INVALID"), RequestGone()),
        (bad("CHAT_ADMIN_REQUIRED"), Refused("CHAT_ADMIN_REQUIRED")),
    ],
)
async def test_a_request_that_is_gone_was_perhaps_granted(
    telegram: TelegramPlatform, scripted: Scripted, standing: Answer, outcome: Outcome
) -> None:
    scripted.will("approveChatJoinRequest", bad("HIDE_REQUESTER_MISSING"))
    scripted.will("getChatMember", standing)
    assert await telegram.carry_out(admit(EVENING, ANN)) == outcome


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (no(429, "Too Many Requests: retry after 17", retry_after=17), 17),
        (no(429, "Too Many Requests: retry after 0", retry_after=0), 1),
        (no(429, "Too Many Requests"), 5),
    ],
)
async def test_429_puts_off_this_chat_alone_for_as_long_as_was_asked(
    telegram: TelegramPlatform, scripted: Scripted, answer: Answer, seconds: int
) -> None:
    scripted.will("sendMessage", answer)
    assert await telegram.carry_out(say(ANN)) == Later(timedelta(seconds=seconds))


TRANSIENT = [
    no(500, "Internal Server Error"),
    page(502),
    page(200),
    page(403),
    page(404),
    page(301),
    Answer(200, "[1, 2]"),
]


@pytest.mark.parametrize("answer", TRANSIENT, ids=[f"{row.status} {row.body[:6]}" for row in TRANSIENT])
async def test_what_is_no_answer_of_telegrams_is_tried_again(
    telegram: TelegramPlatform, scripted: Scripted, answer: Answer
) -> None:
    scripted.will("sendMessage", answer)
    assert await telegram.carry_out(say(ANN)) == Later(timedelta(seconds=1))


async def test_one_failing_chat_waits_longer_and_longer_and_alone(
    telegram: TelegramPlatform, scripted: Scripted
) -> None:
    scripted.will("sendMessage", page(502))
    outcomes = [await telegram.carry_out(say(ANN)) for _ in range(4)]
    assert outcomes == [Later(timedelta(seconds=wait)) for wait in (1, 2, 4, 8)]


async def test_two_chats_failing_in_a_row_are_an_outage_until_one_succeeds(
    telegram: TelegramPlatform, scripted: Scripted
) -> None:
    scripted.will("sendMessage", page(502))
    await telegram.carry_out(say(ANN))
    assert await telegram.carry_out(say(1002)) == Later(timedelta(seconds=2), everywhere=True)
    scripted.will("answerCallbackQuery", ok(result=True))
    assert await telegram.carry_out(acknowledge(ANN, "1")) == Done()
    assert await telegram.carry_out(say(1002)) == Later(timedelta(seconds=1))


async def test_a_refusals_words_bear_nothing_that_we_wrote(telegram: TelegramPlatform, scripted: Scripted) -> None:
    scripted.will("sendMessage", bad("inline keyboard button URL 'https://x.example/?who=Ann' is invalid: can't be"))
    outcome = await telegram.carry_out(say(ANN, Speech("?", doors=(("Go", "https://x.example"),))))
    assert outcome == Refused("Inline keyboard button url … is invalid: can't be")


async def test_a_long_message_goes_on_where_it_had_come_to(telegram: TelegramPlatform, scripted: Scripted) -> None:
    sent = ok({"message_id": 5, "date": 1, "chat": {"id": ANN, "type": "private", "first_name": "Ann"}})
    scripted.will("sendMessage", sent, page(502), sent)
    long = say(ANN, "\n\n".join(f"{number} " + "x" * 3000 for number in range(2)))
    assert await telegram.carry_out(long) == Later(timedelta(seconds=1))
    assert await telegram.carry_out(long) == Done("5")
    assert [call.parameters["text"][0] for call in scripted.asked] == ["0", "1", "1"]


async def test_a_message_with_nothing_in_it_is_refused_without_asking(
    telegram: TelegramPlatform, scripted: Scripted
) -> None:
    assert isinstance(await telegram.carry_out(say(ANN, "")), Refused)
    assert scripted.asked == []
