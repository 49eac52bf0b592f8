"""exportChatInviteLink, createChatInviteLink, editChatInviteLink, revokeChatInviteLink."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.bot_api.call import Access
from bot.sandbox.bot_api.refusals import bad_request, not_enough_rights
from bot.sandbox.bot_api.views import link_view

if TYPE_CHECKING:
    from bot.sandbox.bot_api.call import Call
    from bot.sandbox.bot_api.chats import Group
    from bot.sandbox.bot_api.invite_links import InviteLink

Json = dict[str, Any]

LONGEST_NAME = 32
MOST_MEMBERS = 99_999


def export_chat_invite_link(call: Call) -> str:
    group = _group(call)
    for link in group.links.values():
        if link.primary and link.creator is call.bot:
            link.revoked = True
    return group.add_link(call.bot, primary=True).url


def create_chat_invite_link(call: Call) -> Json:
    settings = _settings(call)
    return link_view(_group(call).add_link(call.bot, **settings), call.bot)


def edit_chat_invite_link(call: Call) -> Json:
    """What is not given is set back."""
    settings = _settings(call)
    link = _own_link(call, _group(call))
    if link.revoked:
        raise bad_request("INVITE_HASH_EXPIRED")
    if link.primary:
        raise bad_request("CHAT_INVITE_PERMANENT")
    link.asks, link.name = settings["asks"], settings["name"]
    link.expires, link.limit = settings["expires"], settings["limit"]
    return link_view(link, call.bot)


def revoke_chat_invite_link(call: Call) -> Json:
    group = _group(call)
    link = _own_link(call, group)
    if link.revoked:
        raise bad_request("INVITE_HASH_EXPIRED")
    link.revoked = True
    if link.primary:
        group.add_link(call.bot, primary=True)
    return link_view(link, call.bot)


def _settings(call: Call) -> dict[str, Any]:
    params = call.params
    expires = params.integer("expire_date", least=0)
    limit = params.integer("member_limit", least=0, most=MOST_MEMBERS)
    asks = params.flag("creates_join_request")
    if asks and limit:
        raise bad_request("member limit can't be specified for links requiring administrator approval")
    if expires and expires <= call.world.clock.now():
        raise bad_request("EXPIRE_DATE_INVALID")
    name = params.text("name").strip()[:LONGEST_NAME] or None
    return {"asks": asks, "name": name, "expires": expires, "limit": limit}


def _group(call: Call) -> Group:
    group = call.group(Access.WRITE, "can't invite members to a private chat")
    if not group.may(call.bot, "can_invite_users"):
        raise not_enough_rights("manage chat invite link")
    return group


def _own_link(call: Call, group: Group) -> InviteLink:
    link = group.links.get(call.params.text("invite_link"))
    if link is None:
        raise bad_request("INVITE_HASH_EXPIRED")
    if link.creator is not call.bot:
        raise bad_request("CHAT_ADMIN_REQUIRED")
    return link


METHODS = {
    "exportChatInviteLink": export_chat_invite_link,
    "createChatInviteLink": create_chat_invite_link,
    "editChatInviteLink": edit_chat_invite_link,
    "revokeChatInviteLink": revoke_chat_invite_link,
}
