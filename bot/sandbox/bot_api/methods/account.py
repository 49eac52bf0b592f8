"""getMe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.bot_api.views import user_view

if TYPE_CHECKING:
    from bot.sandbox.bot_api.call import Call


def get_me(call: Call) -> dict[str, Any]:
    return user_view(call.bot, call.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": call.bot.can_read_all_group_messages,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_guest_queries": False,
    }


METHODS = {"getMe": get_me}
