"""banChatMember, unbanChatMember, restrictChatMember."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.bot_api.call import Access
from bot.sandbox.bot_api.membership import change_standing, go_out, put_out
from bot.sandbox.bot_api.refusals import bad_request, not_enough_rights
from bot.sandbox.bot_api.rights import permissions_from
from bot.sandbox.bot_api.standing import LEFT, Status, kicked, restricted, term

if TYPE_CHECKING:
    from bot.sandbox.bot_api.accounts import Account
    from bot.sandbox.bot_api.call import Call
    from bot.sandbox.bot_api.chats import Group

PUT_OUT_FOR = 60
FREED_AFTER = 1.0
"""Throwing somebody out is a ban of a minute that is lifted after a second (TDLib, restrict_channel_participant)."""


def ban_chat_member(call: Call) -> bool:
    group = call.group(Access.WRITE, "can't ban members in private chats")
    person = call.user(group)
    _must_be_let_restrict(call, group, person)
    if group.kind == "group" and not group.is_member(person):
        raise bad_request("USER_NOT_PARTICIPANT")
    put_out(group, person, by=call.bot, until=_term(call))
    return True


async def unban_chat_member(call: Call) -> bool:
    group = call.group(Access.WRITE, "method is available for supergroup and channel chats only")
    if group.kind == "group":
        raise bad_request("method is available for supergroup and channel chats only")
    person = call.user(group)
    _must_be_let_restrict(call, group, person)
    standing = group.standing(person)
    if standing.barred:
        change_standing(group, person, LEFT, by=call.bot)
    elif not call.params.flag("only_if_banned"):
        if standing.inside:
            await _throw_out(call, group, person)
        else:
            change_standing(group, person, LEFT, by=call.bot)
    return True


def restrict_chat_member(call: Call) -> bool:
    wanted = call.params.object("permissions", called="permissions") or {}
    words = "method is available only for supergroups"
    group = call.group(Access.WRITE, words)
    if not group.is_supergroup:
        raise bad_request(words)
    person = call.user(group)
    _must_be_let_restrict(call, group, person)
    independent = call.params.flag("use_independent_chat_permissions")
    permissions = permissions_from(wanted, independent=independent)
    old = group.standing(person)
    new = restricted(permissions, _term(call), inside=old.inside, tag=old.tag)
    change_standing(group, person, new, by=call.bot)
    return True


async def _throw_out(call: Call, group: Group, person: Account) -> None:
    until = int(call.world.clock.now()) + PUT_OUT_FOR
    go_out(group, person, kicked(until), by=call.bot)
    await call.world.clock.sleep(FREED_AFTER)
    if group.standing(person).barred:
        change_standing(group, person, LEFT, by=call.bot)


def _term(call: Call) -> int:
    return term(call.params.integer("until_date"), call.world.clock.now())


def _must_be_let_restrict(call: Call, group: Group, person: Account) -> None:
    standing = group.standing(person)
    if person is call.bot:
        raise bad_request("can't restrict self")
    if standing.status is Status.CREATOR:
        raise bad_request("can't remove chat owner")
    if not group.may(call.bot, "can_restrict_members"):
        raise not_enough_rights("restrict/unrestrict chat member")
    if standing.in_charge and not promoted_under(group, person, call.bot):
        raise bad_request("user is an administrator of the chat")


def promoted_under(group: Group, admin: Account, bot: Account) -> bool:
    """Whether the bot made this administrator, or somebody did whom it made, and so on."""
    seen: set[int] = set()
    by = group.standing(admin).promoted_by
    while by is not None and by not in seen:
        if by == bot.id:
            return True
        seen.add(by)
        by = group.standing(group.world.accounts[by]).promoted_by if by in group.world.accounts else None
    return False


METHODS = {
    "banChatMember": ban_chat_member,
    "unbanChatMember": unban_chat_member,
    "restrictChatMember": restrict_chat_member,
}
