"""People and bots come into groups, leave them, and change their standing there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.bot_api.accounts import Bot
from bot.sandbox.bot_api.invite_links import JoinRequest
from bot.sandbox.bot_api.posting import post_service
from bot.sandbox.bot_api.standing import LEFT, MEMBER, Standing, Status, kicked, restricted
from bot.sandbox.bot_api.views import ANONYMOUS_USER, chat_view, link_view, member_view, present, user_view

if TYPE_CHECKING:
    from bot.sandbox.bot_api.accounts import Account
    from bot.sandbox.bot_api.chats import Group
    from bot.sandbox.bot_api.invite_links import InviteLink

Json = dict[str, Any]


def change_standing(
    group: Group,
    account: Account,
    new: Standing,
    *,
    by: Account,
    link: InviteLink | None = None,
    by_request: bool = False,
) -> bool:
    """Gives somebody a new standing and tells the bots; false, and nobody is told, if it is the one they had."""
    old = group.standing(account)
    if old == new:
        return False
    audience = {bot.id: bot for bot in group.bots()}
    group.standings[account.id] = new
    if isinstance(account, Bot):
        audience[account.id] = account
        group.removed_bots.discard(account.id)
    if new.inside or new.barred:
        settle_request(group, account)
    how = present(via_join_request=by_request and link is None)
    for bot in audience.values():
        _tell_of_change(bot, group, account, (old, new), by=by, link=link, how=how)
    group.world.changed_bell.ring()
    return True


def come_in(
    group: Group, account: Account, *, by: Account, link: InviteLink | None = None, by_request: bool = False
) -> None:
    """Somebody becomes a member; whoever was restricted when they left is so again."""
    old = group.standing(account)
    new = restricted(old.own_permissions, old.until, inside=True) if old.status is Status.RESTRICTED else MEMBER
    newcomer = account if link or by_request or by is account else by

    def changes() -> None:
        change_standing(group, account, new, by=by, link=link, by_request=by_request)

    if link:
        link.uses += 1
    if group.kind == "channel" or not group.tells_of_joins:
        changes()
        return
    group.world.in_either_order(
        changes, lambda: post_service(group, newcomer, "new_chat_members", [account], to=_with(group, account))
    )


def go_out(group: Group, account: Account, new: Standing, *, by: Account) -> None:
    """Somebody ceases to be a member: leaves, or is put out by an administrator."""
    if not group.is_member(account):
        change_standing(group, account, new, by=by)
        return
    audience = group.bots()

    def changes() -> None:
        change_standing(group, account, new, by=by)
        if group.kind == "group" and isinstance(account, Bot) and by is not account:
            group.removed_bots.add(account.id)

    if group.kind == "channel" or not group.tells_of_joins:
        changes()
        return
    group.world.in_either_order(changes, lambda: post_service(group, by, "left_chat_member", account, to=audience))


def leave(group: Group, account: Account) -> None:
    """They go of their own will; a restriction stays with them."""
    old = group.standing(account)
    stays = old.status is Status.RESTRICTED
    go_out(group, account, restricted(old.own_permissions, old.until, inside=False) if stays else LEFT, by=account)


def put_out(group: Group, account: Account, *, by: Account, until: int) -> None:
    """Out and barred; from a basic group merely out."""
    go_out(group, account, LEFT if group.kind == "group" else kicked(until), by=by)


def ask_to_join(group: Group, person: Account, link: InviteLink | None) -> JoinRequest:
    """Makes a request and tells the bots that may decide on it; each of them may write for five minutes."""
    world = group.world
    request = JoinRequest(group=group, person=person, date=world.clock.now(), link=link)
    group.requests[person.id] = request
    for bot in group.bots():
        if group.may(bot, "can_invite_users"):
            world.private_chat(bot, person).requests.append(request)
            bot.inbox.deliver("chat_join_request", _request_view(request, person, bot), ("member", person.id))
    world.changed_bell.ring()
    return request


def settle_request(group: Group, account: Account) -> JoinRequest | None:
    """Ends somebody's request, if there is one, and with it the right to write to them."""
    request = group.requests.pop(account.id, None)
    if request:
        request.settled = True
        group.world.changed_bell.ring()
    return request


def _with(group: Group, account: Account) -> list[Bot]:
    bots = group.bots()
    return [*bots, account] if isinstance(account, Bot) and account not in bots else bots


def _request_view(request: JoinRequest, person: Account, bot: Bot) -> Json:
    return {
        "chat": chat_view(request.group, bot),
        "from": user_view(person, bot),
        "user_chat_id": person.id,
        "date": int(request.date),
        **present(bio=person.bio, invite_link=link_view(request.link, bot) if request.link else None),
    }


def _tell_of_change(
    bot: Bot,
    group: Group,
    account: Account,
    change: tuple[Standing, Standing],
    *,
    by: Account,
    link: InviteLink | None,
    how: Json,
) -> None:
    if bot is not account and not group.standing(bot).in_charge:
        return
    old, new = change
    hidden = by is not account and group.standing(by).anonymous
    view = {
        "chat": chat_view(group, bot),
        "from": ANONYMOUS_USER if hidden else user_view(by, bot),
        "date": int(group.world.clock.now()),
        "old_chat_member": member_view(group, account, old, bot),
        "new_chat_member": member_view(group, account, new, bot),
        **present(invite_link=link_view(link, bot) if link else None, **how),
    }
    if bot is account:
        bot.inbox.deliver("my_chat_member", view, ("my_chat_member", group.id))
    else:
        bot.inbox.deliver("chat_member", view, ("member", account.id))
