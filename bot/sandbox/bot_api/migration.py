"""A basic group becomes a supergroup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.bot_api.accounts import Bot
from bot.sandbox.bot_api.chats import Group
from bot.sandbox.bot_api.posting import post_service
from bot.sandbox.bot_api.rights import admin_rights
from bot.sandbox.bot_api.standing import Status, administrator

if TYPE_CHECKING:
    from bot.sandbox.bot_api.standing import Standing


def upgrade(old: Group) -> Group:
    """Moves everybody into a supergroup with an id of its own, whose messages are counted from one again.

    A note in the old group names the new one, and the other way round; the old one takes no more messages.
    """
    world = old.world
    new = Group(world, -1_000_000_000_000 - world.next_group_number(), "supergroup", old.title, old.owner)
    new.permissions = old.permissions
    new.description = old.description
    new.protected = old.protected
    for account_id in old.standings:
        account = world.accounts[account_id]
        if old.is_member(account):
            new.standings[account_id] = _carried_over(old.standing(account), is_bot=isinstance(account, Bot))
    world.groups[new.id] = new
    bots = old.bots()
    old.upgraded_to = new
    post_service(old, old.owner, "migrate_to_chat_id", new.id, to=bots)
    post_service(new, old.owner, "migrate_from_chat_id", old.id, to=bots)
    return new


def _carried_over(standing: Standing, *, is_bot: bool) -> Standing:
    """An administrator of a basic group has no list of rights; in the supergroup they have all but one."""
    if standing.status is not Status.ADMINISTRATOR:
        return standing
    rights = frozenset(admin_rights("supergroup"))
    if is_bot:
        rights -= {"can_promote_members"}
    return administrator(rights, standing.promoted_by or 0)
