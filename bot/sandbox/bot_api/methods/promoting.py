"""promoteChatMember."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.bot_api.call import Access
from bot.sandbox.bot_api.membership import change_standing
from bot.sandbox.bot_api.methods.moderation import promoted_under
from bot.sandbox.bot_api.refusals import bad_request
from bot.sandbox.bot_api.rights import admin_rights
from bot.sandbox.bot_api.standing import MEMBER, Status, administrator

if TYPE_CHECKING:
    from bot.sandbox.bot_api.accounts import Account
    from bot.sandbox.bot_api.call import Call
    from bot.sandbox.bot_api.chats import Group
    from bot.sandbox.bot_api.rights import Rights


def promote_chat_member(call: Call) -> bool:
    """No right at all demotes, and lifts a restriction."""
    group = call.group(Access.WRITE, "can't promote members in private chats")
    person = call.user(group)
    given = frozenset(name for name in admin_rights(group.kind) if call.params.flag(name))
    _must_be_let_promote(call, group, person, given)
    anonymous = call.params.flag("is_anonymous")
    if given or anonymous:
        title = group.standing(person).custom_title
        new = administrator(given, call.bot.id, anonymous=anonymous, title=title)
    else:
        new = MEMBER
    change_standing(group, person, new, by=call.bot)
    return True


def _must_be_let_promote(call: Call, group: Group, person: Account, given: Rights) -> None:
    standing = group.standing(person)
    if person is call.bot:
        raise bad_request("can't promote self")
    if standing.status is Status.CREATOR:
        raise bad_request("can't remove chat owner")
    if not group.may(call.bot, "can_promote_members"):
        raise bad_request("not enough rights")
    if any(not group.may(call.bot, right) for right in given - {"can_manage_chat"}):
        raise bad_request("RIGHT_FORBIDDEN")
    if standing.in_charge and not promoted_under(group, person, call.bot):
        raise bad_request("CHAT_ADMIN_REQUIRED")
    if not standing.inside:
        raise bad_request("USER_NOT_PARTICIPANT")


METHODS = {"promoteChatMember": promote_chat_member}
