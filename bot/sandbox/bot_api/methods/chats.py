"""getChat, setChatTitle, setChatDescription, setChatPermissions, leaveChat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.bot_api.call import Access
from bot.sandbox.bot_api.chats import Group, PrivateChat
from bot.sandbox.bot_api.membership import leave
from bot.sandbox.bot_api.message_view import message_view
from bot.sandbox.bot_api.posting import post_service, sees
from bot.sandbox.bot_api.refusals import bad_request, not_enough_rights
from bot.sandbox.bot_api.rights import permissions_from
from bot.sandbox.bot_api.views import chat_view, permissions_view, present

if TYPE_CHECKING:
    from bot.sandbox.bot_api.call import Call
    from bot.sandbox.bot_api.chats import Chat

Json = dict[str, Any]

LONGEST_TITLE = 128
LONGEST_DESCRIPTION = 255
_NO_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}


def get_chat(call: Call) -> Json:
    chat = call.chat(Access.READ)
    view = chat_view(chat, call.bot) | {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": _NO_GIFTS,
    }
    pinned = next((message for message in reversed(chat.pinned) if sees(call.bot, message)), None)
    if pinned:
        view["pinned_message"] = message_view(pinned, call.bot, with_reply=False)
    if isinstance(chat, PrivateChat):
        return view | present(bio=chat.person.bio)
    assert isinstance(chat, Group)
    return view | _about_group(call, chat)


def set_chat_title(call: Call) -> bool:
    title = call.params.text("title").strip()[:LONGEST_TITLE]
    if not title:
        raise bad_request("title must be non-empty")
    group = call.group(Access.WRITE, "can't change private chat title")
    if not group.may(call.bot, "can_change_info"):
        raise not_enough_rights("change chat title")
    if title != group.title:
        group.title = title
        post_service(group, call.bot, "new_chat_title", title)
    return True


def set_chat_description(call: Call) -> bool:
    description = call.params.text("description").strip()[:LONGEST_DESCRIPTION]
    group = call.group(Access.WRITE, "can't change private chat description")
    if not group.may(call.bot, "can_change_info"):
        raise not_enough_rights("set chat description")
    if description == group.description:
        raise bad_request("chat description is not modified")
    group.description = description
    return True


def set_chat_permissions(call: Call) -> bool:
    wanted = call.params.object("permissions", called="permissions") or {}
    group = call.group(Access.WRITE, "can't change private chat permissions")
    if group.kind == "channel":
        raise bad_request("can't change channel chat permissions")
    if not group.may(call.bot, "can_restrict_members"):
        raise not_enough_rights("change chat permissions")
    independent = call.params.flag("use_independent_chat_permissions")
    group.permissions = permissions_from(wanted, independent=independent)
    return True


def leave_chat(call: Call) -> bool:
    leave(call.group(Access.EDIT, "can't leave private chats"), call.bot)
    return True


def _about_group(call: Call, group: Group) -> Json:
    own_links = (
        link.url for link in group.links.values() if link.primary and not link.revoked and link.creator is call.bot
    )
    invites = group.may(call.bot, "can_invite_users")
    about: Json = present(
        description=group.description or None,
        active_usernames=[group.username] if group.username else None,
        invite_link=next(own_links, None) if invites else None,
        slow_mode_delay=group.slow_mode_seconds or None,
        has_hidden_members=group.hidden_members,
        has_protected_content=group.protected,
        join_by_request=group.join_by_request,
        linked_chat_id=_linked(group),
    )
    if group.kind == "channel":
        return about
    return about | {"permissions": permissions_view(group.permissions)}


def _linked(group: Chat) -> int | None:
    for other in group.world.groups.values():
        discussion = getattr(other, "discussion", None)
        if discussion is group:
            return other.id
        if other is group and discussion is not None:
            return int(discussion.id)
    return None


METHODS = {
    "getChat": get_chat,
    "setChatTitle": set_chat_title,
    "setChatDescription": set_chat_description,
    "setChatPermissions": set_chat_permissions,
    "leaveChat": leave_chat,
}
