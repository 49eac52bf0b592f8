"""python-telegram-bot against the server: every method, every kind of update, nothing that it does not know."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
import telegram
from telegram import error as trouble

from bot.sandbox.bot_api.files import tiny_png
from bot.sandbox.bot_api.media import _FILES, _THINGS
from bot.sandbox.bot_api.methods.table import METHODS
from bot.sandbox.bot_api.people import Person
from bot.sandbox.bot_api.server import BotApiServer
from tests.sandbox.line import Hall, a_hall

BUTTONS = telegram.InlineKeyboardMarkup(
    [
        [
            telegram.InlineKeyboardButton("Yes", callback_data="yes"),
            telegram.InlineKeyboardButton("Go", url="https://a.org"),
        ]
    ]
)


@dataclass
class Wired:
    hall: Hall
    bot: telegram.Bot


@pytest.fixture
async def wired(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Wired]:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    hall = a_hall()
    async with (
        BotApiServer(hall.world) as server,
        telegram.Bot(hall.bot.token, base_url=f"{server.url}/bot", base_file_url=f"{server.url}/file/bot") as bot,
    ):
        yield Wired(hall, bot)


def unknown_fields(thing: Any) -> Iterator[str]:
    """Names of fields, at any depth, that python-telegram-bot has no place for."""
    if isinstance(thing, telegram.TelegramObject):
        yield from (f"{type(thing).__name__}.{name}" for name in thing.api_kwargs)
        for name in thing.to_dict(recursive=False):
            yield from unknown_fields(getattr(thing, name, None))
    elif isinstance(thing, (list, tuple)):
        for item in thing:
            yield from unknown_fields(item)


async def about_messages(hall: Hall, bot: telegram.Bot) -> AsyncIterator[Any]:
    chat, ben = hall.group.id, hall.ben.id
    message = await bot.send_message(chat, "<b>x</b> 👍", parse_mode="HTML", reply_markup=BUTTONS)
    photo = await bot.send_photo(chat, tiny_png(), caption="c")
    yield [message, photo]
    yield await bot.send_document(ben, BytesIO(b"hello"), filename="a.txt", reply_markup=BUTTONS)
    yield await bot.get_file(photo.photo[0].file_id)
    yield await bot.send_chat_action(ben, "typing")
    yield await message.reply_text("an answer", do_quote=True)
    yield await bot.edit_message_text("y", chat, message.message_id, reply_markup=BUTTONS)
    yield await bot.edit_message_reply_markup(chat, message.message_id)
    yield await bot.edit_message_caption(chat, photo.message_id, caption="d")
    yield await bot.forward_message(ben, chat, message.message_id)
    yield await bot.copy_message(ben, chat, message.message_id)
    yield await bot.set_message_reaction(chat, message.message_id, "👍")
    yield await bot.pin_chat_message(chat, message.message_id)
    yield await bot.get_chat(chat)
    yield await bot.unpin_chat_message(chat)
    yield await bot.delete_message(chat, message.message_id)
    yield await bot.delete_messages(chat, [photo.message_id])
    yield await bot.send_message(ben, "?", reply_markup=BUTTONS)
    press = hall.ben.press(hall.ben.chat_with(hall.bot).messages[-1], "Yes")
    yield await bot.answer_callback_query(press.id, "ok", show_alert=True)


async def about_chats(hall: Hall, bot: telegram.Bot) -> AsyncIterator[Any]:
    chat, scope = hall.group.id, telegram.BotCommandScopeChat(hall.group.id)
    topic = await bot.create_forum_topic(chat, "News")
    yield topic
    yield await bot.send_message(chat, "x", message_thread_id=topic.message_thread_id)
    yield await bot.close_forum_topic(chat, topic.message_thread_id)
    yield await bot.reopen_forum_topic(chat, topic.message_thread_id)
    yield await bot.get_chat(hall.ben.id)
    yield await bot.set_chat_title(chat, "Late")
    yield await bot.set_chat_description(chat, "x")
    yield await bot.set_chat_permissions(chat, telegram.ChatPermissions.all_permissions())
    yield await bot.set_my_commands([("help", "Help")], scope=scope)
    yield await bot.get_my_commands(scope=scope)
    yield await bot.delete_my_commands(scope=scope)


async def about_members(hall: Hall, bot: telegram.Bot) -> AsyncIterator[Any]:
    chat, cy, until = hall.group.id, hall.cy.id, int(hall.clock.now()) + 3600
    link = await bot.create_chat_invite_link(chat, creates_join_request=True, name="door", expire_date=until)
    yield link
    hall.cy.join(link.invite_link)
    yield await bot.decline_chat_join_request(chat, cy)
    hall.cy.join(link.invite_link)
    yield await bot.approve_chat_join_request(chat, cy)
    yield await bot.edit_chat_invite_link(chat, link.invite_link, member_limit=5)
    yield await bot.revoke_chat_invite_link(chat, link)
    yield await bot.export_chat_invite_link(chat)
    yield await bot.restrict_chat_member(chat, cy, telegram.ChatPermissions(), until_date=until)
    yield await bot.get_chat_member(chat, cy)
    yield await bot.promote_chat_member(chat, cy, can_pin_messages=True)
    yield await bot.get_chat_member(chat, cy)
    yield await bot.promote_chat_member(chat, cy)
    yield await bot.get_chat_administrators(chat)
    yield await bot.get_chat_member_count(chat)
    yield await bot.ban_chat_member(chat, cy, until_date=until)
    yield await bot.get_chat_member(chat, cy)
    yield await bot.unban_chat_member(chat, cy, only_if_banned=True)


async def about_itself(hall: Hall, bot: telegram.Bot) -> AsyncIterator[Any]:
    yield await bot.get_me()
    yield await bot.set_webhook("http://127.0.0.1:9/hook", secret_token="s", allowed_updates=["message"])
    yield await bot.get_webhook_info()
    yield await bot.delete_webhook()
    yield await bot.get_updates()
    yield await bot.leave_chat(hall.group.id)


async def test_every_method_answers_what_python_telegram_bot_knows(wired: Wired) -> None:
    wired.hall.ben.start(wired.hall.bot)
    wired.hall.ann.make_forum(wired.hall.group)
    for family in (about_messages, about_chats, about_members, about_itself):
        async for answer in family(wired.hall, wired.bot):
            assert list(unknown_fields(answer)) == []
    world = wired.hall.world
    done = {call.method for call in [*world.calls, *world.calls_to("getUpdates")] if call.ok}
    assert done == {name for name, _ in METHODS.values()}


def everything_happens(hall: Hall) -> None:
    """Something of every kind that a bot is told of."""
    everything_is_written(hall.ben, hall)
    everybody_moves(hall.ann, hall.cy, hall)


def everything_is_written(ben: Person, hall: Hall) -> None:
    ann, group = hall.ann, hall.group
    ben.start(hall.bot, "join-evening")
    ben.block(hall.bot)
    ben.unblock(hall.bot)
    first = ben.write(group, "hello https://a.org")
    ben.edit(first, "hello")
    ben.write(group, "answer", reply_to=first)
    ben.forward(first, group)
    for kind in (*_FILES, *_THINGS):
        ben.send_media(group, kind, "caption" if kind in {"photo", "document"} else "")
    ann.write(group, "x", anonymous=True)
    ben.write(group, "x", as_channel=hall.world.add_channel("Ben's", ben))
    news = hall.world.add_channel("News", ann, discussion=group, username="news")
    ann.add_bot(news, hall.bot, as_admin=("can_post_messages",))
    ann.edit(ann.write(news, "post"), "edited")
    ann.react(first, "👍")
    ann.pin(first)


def everybody_moves(ann: Person, cy: Person, hall: Hall) -> None:
    ben, group = hall.ben, hall.group
    ann.set_title(group, "Late")
    ann.make_forum(group)
    topic = ann.open_topic(group, "News")
    ben.write(group, "in a topic", topic=topic)
    ann.close_topic(group, topic)
    ann.reopen_topic(group, topic)
    cy.join(group.create_link(ann))
    ann.approve(group, cy)
    ann.promote(group, cy, can_pin_messages=True, title="Chair")
    ann.demote(group, cy)
    ann.restrict(group, cy, "can_send_messages", until=int(hall.clock.now()) + 999)
    cy.leave(group)
    ann.ban(group, cy)
    ann.unban(group, cy)
    ann.hide_behind_group(group)
    old = hall.world.add_basic_group("Old", ann)
    ann.add_bot(old, hall.bot)
    ann.upgrade(old)
    ann.remove(group, hall.bot)


async def test_every_update_is_one_that_python_telegram_bot_knows(wired: Wired) -> None:
    hall = wired.hall
    message = await wired.bot.send_message(hall.group.id, "?", reply_markup=BUTTONS)
    kept = hall.group.all_messages[message.message_id]
    hall.ben.press(kept, "yes")
    kept.deleted = True
    hall.ben.forge_press(kept, "forged")
    everything_happens(hall)
    updates = await wired.bot.get_updates()
    assert hall.bot.inbox.pending() == len(updates)
    assert list(unknown_fields(updates)) == []
    told = {name for update in updates for name in update.to_dict()} - {"update_id"}
    assert told == {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "callback_query",
        "chat_member",
        "my_chat_member",
        "chat_join_request",
        "message_reaction",
    }


Refused = Callable[[Wired], Awaitable[object]]


@pytest.mark.parametrize(
    ("call", "kind", "words"),
    [
        (lambda w: w.bot.send_message(5, "x"), trouble.BadRequest, "Chat not found"),
        (lambda w: w.bot.send_message(w.hall.ben.id, "x"), trouble.Forbidden, "Forbidden: bot can't initiate"),
        (
            lambda w: w.bot.approve_chat_join_request(w.hall.group.id, w.hall.ann.id),
            trouble.BadRequest,
            "User_already_participant",
        ),
        (lambda w: w.bot.do_api_request("sendLetter"), trouble.EndPointNotFound, "sendLetter"),
    ],
)
async def test_refusals_are_the_errors_that_python_telegram_bot_makes_of_them(
    wired: Wired, call: Refused, kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words):
        await call(wired)


@pytest.mark.parametrize(
    ("status", "kind"), [(429, trouble.RetryAfter), (409, trouble.Conflict), (502, trouble.NetworkError)]
)
async def test_failures_on_demand_are_the_errors_that_python_telegram_bot_makes_of_them(
    wired: Wired, status: int, kind: type[Exception]
) -> None:
    wired.hall.world.faults.fail("getMe", status=status)
    with pytest.raises(kind):
        await wired.bot.get_me()


async def test_a_token_that_is_nobodys_is_invalid(wired: Wired) -> None:
    wired.hall.world.bots.clear()
    with pytest.raises(trouble.InvalidToken):
        await wired.bot.get_me()


async def test_a_lost_reply_is_a_network_error_and_done(wired: Wired) -> None:
    wired.hall.world.faults.lose_reply("sendMessage")
    with pytest.raises(trouble.NetworkError):
        await wired.bot.send_message(wired.hall.group.id, "x")
    assert wired.hall.group.messages[-1].text == "x"


async def test_a_migrated_chat_is_an_error_with_the_new_id(wired: Wired) -> None:
    hall = wired.hall
    old = hall.world.add_basic_group("Old", hall.ann)
    hall.ann.add_bot(old, hall.bot)
    new = hall.ann.upgrade(old)
    with pytest.raises(trouble.ChatMigrated) as migrated:
        await wired.bot.send_message(old.id, "x")
    assert migrated.value.new_chat_id == new.id


async def test_what_was_uploaded_can_be_downloaded(wired: Wired) -> None:
    message = await wired.bot.send_document(wired.hall.group.id, b"hello", filename="a.txt")
    assert message.document
    file = await message.document.get_file()
    assert await file.download_as_bytearray() == b"hello"
