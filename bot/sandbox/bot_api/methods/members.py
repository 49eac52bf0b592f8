"""getChatMember, getChatAdministrators, getChatMemberCount."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.bot_api.call import Access
from bot.sandbox.bot_api.chats import Group
from bot.sandbox.bot_api.refusals import bad_request
from bot.sandbox.bot_api.views import member_view, user_view

if TYPE_CHECKING:
    from bot.sandbox.bot_api.call import Call

Json = dict[str, Any]

INACCESSIBLE = "member list is inaccessible"


def get_chat_member(call: Call) -> Json:
    chat = call.chat(Access.MEMBER_LIST)
    if not isinstance(chat, Group):
        user_id = call.params.integer("user_id")
        if user_id not in {chat.id, call.bot.id}:
            raise bad_request("member not found")
        return {"user": user_view(call.world.accounts[user_id], call.bot), "status": "member"}
    account = call.user(chat)
    if account is not call.bot:
        _must_see_members(call, chat)
    return member_view(chat, account, chat.standing(account), call.bot)


def get_chat_administrators(call: Call) -> list[Json]:
    group = call.group(Access.MEMBER_LIST, "there are no administrators in the private chat")
    if group.kind == "channel":
        _must_see_members(call, group)
    with_bots = call.params.flag("return_bots")
    return [
        member_view(group, account, group.standing(account), call.bot)
        for account in group.members()
        if group.standing(account).in_charge and (with_bots or not account.is_bot or account is call.bot)
    ]


def get_chat_member_count(call: Call) -> int:
    chat = call.chat(Access.MEMBER_LIST)
    return len(chat.members()) if isinstance(chat, Group) else 2


def _must_see_members(call: Call, group: Group) -> None:
    if group.standing(call.bot).in_charge:
        return
    if group.kind == "channel":
        raise bad_request(INACCESSIBLE)
    if group.hidden_members:
        raise bad_request("CHAT_ADMIN_REQUIRED")


METHODS = {
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
}
