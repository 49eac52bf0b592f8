"""approveChatJoinRequest, declineChatJoinRequest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.bot_api.call import Access
from bot.sandbox.bot_api.membership import come_in, settle_request
from bot.sandbox.bot_api.refusals import bad_request, not_enough_rights

if TYPE_CHECKING:
    from bot.sandbox.bot_api.accounts import Account
    from bot.sandbox.bot_api.call import Call
    from bot.sandbox.bot_api.chats import Group
    from bot.sandbox.bot_api.invite_links import JoinRequest


def approve_chat_join_request(call: Call) -> bool:
    group, person, request = _settled(call)
    come_in(group, person, by=call.bot, link=request.link, by_request=True)
    return True


def decline_chat_join_request(call: Call) -> bool:
    _settled(call)
    return True


def _settled(call: Call) -> tuple[Group, Account, JoinRequest]:
    group = call.group(Access.WRITE, "there are no join requests in private chats")
    person = call.user(group)
    if not group.may(call.bot, "can_invite_users"):
        raise not_enough_rights("manage chat join requests")
    if group.is_member(person):
        raise bad_request("USER_ALREADY_PARTICIPANT")
    request = settle_request(group, person)
    if request is None:
        raise bad_request("HIDE_REQUESTER_MISSING")
    return group, person, request


METHODS = {
    "approveChatJoinRequest": approve_chat_join_request,
    "declineChatJoinRequest": decline_chat_join_request,
}
