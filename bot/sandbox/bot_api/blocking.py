"""A person stops a bot, or lets it write again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.bot_api.views import chat_view, user_view

if TYPE_CHECKING:
    from bot.sandbox.bot_api.chats import PrivateChat


def set_blocked(chat: PrivateChat, *, blocked: bool) -> None:
    """Tells the bot by my_chat_member, if anything changes."""
    if chat.blocked == blocked:
        return
    chat.blocked = blocked
    bot = chat.bot
    user = user_view(bot, bot)
    outside: dict[str, Any] = {"user": user, "status": "kicked", "until_date": 0}
    inside: dict[str, Any] = {"user": user, "status": "member"}
    content = {
        "chat": chat_view(chat, bot),
        "from": user_view(chat.person, bot),
        "date": int(chat.world.clock.now()),
        "old_chat_member": inside if blocked else outside,
        "new_chat_member": outside if blocked else inside,
    }
    bot.inbox.deliver("my_chat_member", content, ("my_chat_member", chat.id))
    chat.world.changed_bell.ring()
