"""setMessageReaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.bot_api.call import Access
from bot.sandbox.bot_api.chats import Group
from bot.sandbox.bot_api.outgoing import find_message
from bot.sandbox.bot_api.post_kinds import bar_to_reacting
from bot.sandbox.bot_api.reactions import EMOJI
from bot.sandbox.bot_api.refusals import bad_request

if TYPE_CHECKING:
    from bot.sandbox.bot_api.call import Call


def set_message_reaction(call: Call) -> bool:
    """An empty list takes it back; no bot hears of bots' reactions."""
    wanted = call.params.array("reaction", called="reaction") or []
    emoji = [_emoji(reaction) for reaction in wanted]
    chat = call.chat(Access.WRITE)
    message = find_message(call, chat, call.params.integer("message_id"), "to react")
    if isinstance(chat, Group) and bar_to_reacting(chat, call.bot):
        raise bad_request("CHAT_WRITE_FORBIDDEN")
    if len(emoji) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    message.reactions.pop(call.bot.id, None)
    if emoji:
        message.reactions[call.bot.id] = emoji[0]
    return True


def _emoji(reaction: Any) -> str:
    if not isinstance(reaction, dict) or reaction.get("type") != "emoji" or reaction.get("emoji") not in EMOJI:
        raise bad_request("REACTION_INVALID")
    return str(reaction["emoji"])


METHODS = {"setMessageReaction": set_message_reaction}
