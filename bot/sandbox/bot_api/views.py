"""Accounts, chats, members and links, as a bot sees them in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.bot_api.accounts import ANONYMOUS_ADMIN, CHANNEL_SENDER, TELEGRAM_ITSELF
from bot.sandbox.bot_api.chats import Group, PrivateChat
from bot.sandbox.bot_api.rights import PERMISSIONS, Rights, admin_rights
from bot.sandbox.bot_api.standing import Standing, Status

if TYPE_CHECKING:
    from bot.sandbox.bot_api.accounts import Account, Bot
    from bot.sandbox.bot_api.chats import Chat
    from bot.sandbox.bot_api.invite_links import InviteLink

Json = dict[str, Any]

ANONYMOUS_USER: Json = {
    "id": ANONYMOUS_ADMIN,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
CHANNEL_USER: Json = {"id": CHANNEL_SENDER, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
TELEGRAM_USER: Json = {"id": TELEGRAM_ITSELF, "is_bot": False, "first_name": "Telegram"}


def present(**fields: Any) -> Json:
    """A JSON object without the fields that have nothing to say."""
    return {name: value for name, value in fields.items() if value is not None and value is not False}


def user_view(account: Account, bot: Bot) -> Json:
    """A User; from now on the bot has met them."""
    bot.met.add(account.id)
    view: Json = {"id": account.id, "is_bot": account.is_bot, "first_name": account.first_name}
    for name in ("last_name", "username", "language_code"):
        value = getattr(account, name)
        if value:
            view[name] = value
    return view


def chat_view(chat: Chat, bot: Bot) -> Json:
    if isinstance(chat, PrivateChat):
        view = user_view(chat.person, bot)
        del view["is_bot"]
        view.pop("language_code", None)
        return {**view, "type": "private"}
    assert isinstance(chat, Group)
    view = {"id": chat.id, "title": chat.title, "type": chat.kind}
    if chat.username:
        view["username"] = chat.username
    if chat.is_forum:
        view["is_forum"] = True
    return view


def permissions_view(permissions: Rights) -> dict[str, bool]:
    return {name: name in permissions for name in PERMISSIONS}


def member_view(group: Group, account: Account, standing: Standing, bot: Bot) -> Json:
    """A ChatMember, as the bot sees somebody who stands so."""
    view: Json = {"user": user_view(account, bot), "status": str(standing.status)}
    match standing.status:
        case Status.CREATOR:
            view |= {"is_anonymous": standing.anonymous} | present(custom_title=standing.custom_title)
        case Status.ADMINISTRATOR:
            view |= _administrator_view(group, account, standing, bot)
        case Status.RESTRICTED:
            view |= {"is_member": standing.inside, "until_date": standing.until, **present(tag=standing.tag)}
            view |= permissions_view(standing.own_permissions)
        case Status.KICKED:
            view["until_date"] = standing.until
        case Status.MEMBER:
            view |= present(tag=standing.tag)
        case Status.LEFT:
            pass
    return view


def _administrator_view(group: Group, account: Account, standing: Standing, bot: Bot) -> Json:
    editable = standing.promoted_by == bot.id and account is not bot and group.may(bot, "can_promote_members")
    rights = {name: name in standing.rights for name in admin_rights(group.kind)}
    return {
        "can_be_edited": editable,
        "is_anonymous": standing.anonymous,
        **rights,
        **present(custom_title=standing.custom_title),
    }


def link_view(link: InviteLink, bot: Bot) -> Json:
    """A ChatInviteLink; of a link that others made the bot sees the first half only."""
    url = link.url if link.creator is bot else link.url[: len("https://t.me/+") + 8] + "..."
    pending = sum(request.link is link for request in link.group.requests.values())
    return {
        "invite_link": url,
        "creator": user_view(link.creator, bot),
        "creates_join_request": link.asks,
        "is_primary": link.primary,
        "is_revoked": link.revoked,
        **present(
            name=link.name,
            expire_date=link.expires or None,
            member_limit=link.limit or None,
            pending_join_request_count=pending or None,
        ),
    }
