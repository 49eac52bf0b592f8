"""Which module answers which method. A new family of methods is one module beside this one and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.bot_api.methods import (
    account,
    callbacks,
    chats,
    commands,
    deleting,
    editing,
    files,
    forwarding,
    invite_links,
    join_requests,
    members,
    moderation,
    pins,
    promoting,
    reactions,
    sending,
    topics,
    updates,
)

if TYPE_CHECKING:
    from bot.sandbox.bot_api.call import Handler

FAMILIES = (
    account,
    callbacks,
    chats,
    commands,
    deleting,
    editing,
    files,
    forwarding,
    invite_links,
    join_requests,
    members,
    moderation,
    pins,
    promoting,
    reactions,
    sending,
    topics,
    updates,
)

METHODS: dict[str, tuple[str, Handler]] = {
    name.lower(): (name, handler) for family in FAMILIES for name, handler in family.METHODS.items()
}
"""By the name in lower case, since Telegram takes any: the proper spelling, and what answers."""
