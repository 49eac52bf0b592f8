"""Reactions to messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.bot_api.chats import Group
from bot.sandbox.bot_api.views import chat_view, user_view

if TYPE_CHECKING:
    from bot.sandbox.bot_api.accounts import Account
    from bot.sandbox.bot_api.messages import Message

_ALLOWED = """
👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤️‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈
😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂️ 🤷 🤷‍♀️ 😡
"""
EMOJI = frozenset(_ALLOWED.split())
"""Everything that can be a reaction (Bot API, ReactionTypeEmoji)."""


def tell_of_reaction(message: Message, person: Account, emoji: str | None) -> None:
    """Changes somebody's reaction; bots in charge of the chat hear of it, if they asked."""
    old = message.reactions.get(person.id)
    if old == emoji:
        return
    if emoji is None:
        del message.reactions[person.id]
    else:
        message.reactions[person.id] = emoji
    chat = message.chat
    for bot in chat.bots():
        if isinstance(chat, Group) and not chat.standing(bot).in_charge:
            continue
        hidden = isinstance(chat, Group) and chat.standing(person).anonymous
        actor = {"actor_chat": chat_view(chat, bot)} if hidden else {"user": user_view(person, bot)}
        content = {
            "chat": chat_view(chat, bot),
            "message_id": message.id,
            **actor,
            "date": int(chat.world.clock.now()),
            "old_reaction": _view(old),
            "new_reaction": _view(emoji),
        }
        bot.inbox.deliver("message_reaction", content, ("reaction", chat.id))
    chat.world.changed_bell.ring()


def _view(emoji: str | None) -> list[dict[str, Any]]:
    return [{"type": "emoji", "emoji": emoji}] if emoji else []
