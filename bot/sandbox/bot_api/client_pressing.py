"""What people press, and how they react."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.bot_api.accounts import Bot
from bot.sandbox.bot_api.callbacks import CallbackQuery
from bot.sandbox.bot_api.chats import Group
from bot.sandbox.bot_api.client import Client
from bot.sandbox.bot_api.message_view import inaccessible_view, message_view
from bot.sandbox.bot_api.post_kinds import bar_to_reacting
from bot.sandbox.bot_api.posting import sees
from bot.sandbox.bot_api.reactions import EMOJI, tell_of_reaction
from bot.sandbox.bot_api.refusals import ClientTold
from bot.sandbox.bot_api.views import user_view

if TYPE_CHECKING:
    from bot.sandbox.bot_api.messages import Message

CHAT_INSTANCE = 7919


class Pressing(Client):
    def press(self, message: Message, label_or_data: str) -> CallbackQuery:
        """Presses the inline button with this label or data; raises LookupError if there is none to press."""
        button = message.button(label_or_data)
        if "callback_data" not in button:
            raise LookupError(f"{label_or_data!r} leads to {button.get('url')}; it calls nobody back")
        if message.deleted:
            raise ClientTold("MESSAGE_ID_INVALID")
        return self.forge_press(message, button["callback_data"])

    def forge_press(self, message: Message, data: str) -> CallbackQuery:
        """Sends any callback data in the name of a message of a bot's, as a crooked client can."""
        self._must_look_into(message.chat)
        bot = message.sender
        if not isinstance(bot, Bot):
            raise ClientTold("BOT_INVALID")
        if isinstance(message.chat, Group) and not message.chat.is_member(bot):
            raise ClientTold("BOT_RESPONSE_TIMEOUT")
        query = CallbackQuery(
            world=self.world,
            id=str(self.world.chance.randint(10**17, 10**18)),
            bot=bot,
            person=self,
            data=data,
            pressed_at=self.world.clock.now(),
        )
        self.world.callback_queries[query.id] = query
        _tell_of_press(query, message)
        return query

    def react(self, message: Message, emoji: str | None) -> None:
        """Sets one's reaction; None takes it back."""
        self._must_look_into(message.chat)
        if isinstance(message.chat, Group) and bar_to_reacting(message.chat, self):
            raise ClientTold("CHAT_WRITE_FORBIDDEN")
        if emoji is not None and emoji not in EMOJI:
            raise ClientTold("REACTION_INVALID")
        tell_of_reaction(message, self, emoji)


def _tell_of_press(query: CallbackQuery, message: Message) -> None:
    bot, chat = query.bot, message.chat
    shown = message_view(message, bot) if sees(bot, message) else inaccessible_view(chat, message.id, bot)
    content = {
        "id": query.id,
        "from": user_view(query.person, bot),
        "message": shown,
        "chat_instance": str(chat.id * CHAT_INSTANCE),
        "data": query.data,
    }
    bot.inbox.deliver("callback_query", content, ("callback", query.person.id))
    query.world.changed_bell.ring()
