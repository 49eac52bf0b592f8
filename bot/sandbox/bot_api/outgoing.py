"""What every message of a bot's goes through: where to, may it, how fast, and out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.sandbox.bot_api.call import Access
from bot.sandbox.bot_api.chats import Group, PrivateChat
from bot.sandbox.bot_api.parameters import as_text, integer
from bot.sandbox.bot_api.post_kinds import POST_KINDS, bar_to_posting
from bot.sandbox.bot_api.posting import new_message, post, sees
from bot.sandbox.bot_api.refusals import bad_request, forbidden, not_enough_rights

if TYPE_CHECKING:
    from bot.sandbox.bot_api.call import Call
    from bot.sandbox.bot_api.chats import Chat
    from bot.sandbox.bot_api.messages import Message, Topic


@dataclass(frozen=True, slots=True)
class Destination:
    chat: Chat
    reply_to: Message | None
    topic: Topic | None


def destination(call: Call, kind: str) -> Destination:
    """Where the message goes; raises the Refusal if there is no such place or the bot may not write there."""
    chat = call.chat(Access.WRITE)
    topic = _topic(call, chat)
    reply_to = _answered(call, chat)
    if reply_to and reply_to.topic and topic is None:
        topic = reply_to.topic
    must_be_let_write(call, chat, kind, topic)
    return Destination(chat, reply_to, topic)


def must_be_let_write(call: Call, chat: Chat, kind: str, topic: Topic | None = None) -> None:
    """Raises the Refusal if the bot may not send this kind of message there at this moment."""
    if isinstance(chat, PrivateChat):
        _must_be_let_write_privately(chat)
        return
    assert isinstance(chat, Group)
    match bar_to_posting(chat, call.bot, POST_KINDS[kind], topic):
        case "channel":
            raise bad_request("need administrator rights in the channel chat")
        case "topic":
            raise bad_request("TOPIC_CLOSED")
        case "group" | "own" | "outside" | "banned":
            raise not_enough_rights(f"send {POST_KINDS[kind].bot_words} to the chat")
        case None:
            pass


def send(call: Call, to: Destination, **content: Any) -> Message:
    """Counts the message against the flood limits and posts it."""
    spend_limits(call, to.chat)
    if isinstance(to.chat, PrivateChat):
        to.chat.contacted()
    protected = call.params.flag("protect_content") or (isinstance(to.chat, Group) and to.chat.protected)
    sender_chat = to.chat if to.chat.kind == "channel" else None
    return post(
        new_message(
            to.chat,
            call.bot,
            reply_to=to.reply_to,
            topic=to.topic,
            protected=protected,
            sender_chat=sender_chat,
            **content,
        )
    )


def spend_limits(call: Call, chat: Chat, messages: int = 1) -> None:
    if call.world.limits:
        call.bot.flood.spend(chat, messages)


def find_message(call: Call, chat: Chat, message_id: int, to: str) -> Message:
    """The message, if the bot can see it; else the Refusal `message <to> not found`."""
    message = chat.all_messages.get(message_id)
    if message is None or not sees(call.bot, message):
        raise bad_request(f"message {to} not found")
    return message


def _must_be_let_write_privately(chat: PrivateChat) -> None:
    if chat.blocked:
        raise forbidden("bot was blocked by the user")
    if not chat.opened and chat.request_in_force() is None:
        raise forbidden("bot can't initiate conversation with a user")


def _topic(call: Call, chat: Chat) -> Topic | None:
    """The topic in `message_thread_id`; General has none, and its number 1 is not found either."""
    thread = call.params.integer("message_thread_id")
    if not thread:
        return None
    topics = chat.topics if isinstance(chat, Group) and chat.is_forum else {}
    if thread not in topics:
        raise bad_request("message thread not found")
    return topics[thread]


def _answered(call: Call, chat: Chat) -> Message | None:
    wanted = call.params.object("reply_parameters", called="reply parameters")
    if wanted is None:
        message_id = call.params.integer("reply_to_message_id")
        may_be_missing = call.params.flag("allow_sending_without_reply")
    else:
        message_id = integer(as_text(wanted.get("message_id", 0)))
        may_be_missing = bool(wanted.get("allow_sending_without_reply"))
    if not message_id:
        return None
    message = chat.all_messages.get(message_id)
    if message and sees(call.bot, message):
        return message
    if may_be_missing:
        return None
    raise bad_request("message to be replied not found")
