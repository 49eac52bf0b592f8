"""What somebody sees of Telegram on the page, as JSON; names and texts are as they were written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.bot_api.accounts import Account
from bot.sandbox.bot_api.chats import Group, PrivateChat
from bot.sandbox.bot_api.post_kinds import POST_KINDS, bar_to_posting
from bot.sandbox.bot_api.standing import Status
from bot.sandbox.message_view import full_name, message_view
from bot.sandbox.telegram_scene import PRIVATE

if TYPE_CHECKING:
    from bot.sandbox.bot_api.people import Person
    from bot.sandbox.telegram_scene import Player, TelegramScene, Venue

Json = dict[str, Any]


def people_view(scene: TelegramScene) -> list[Json]:
    return [_player(scene, player) for player in scene.players]


def chats_view(scene: TelegramScene, person: Person) -> list[Json]:
    """The private chat with the bot, then the groups: those that they are in, and those that they could ask to join."""
    private = person.chat_with(scene.bot)
    with_bot = _entry(PRIVATE, full_name(scene.bot), "inside", _newest(private, person))
    return [with_bot, *(_listed(venue, person) for venue in scene.venues)]


def chat_view(scene: TelegramScene, person: Person, chat: str) -> Json:
    """One chat as this person sees it. Raises LookupError if there is none of this name."""
    if chat == PRIVATE:
        return _private(scene, person)
    return _group(scene.venue(chat), person)


def _player(scene: TelegramScene, player: Player) -> Json:
    person = player.person
    return {
        "id": person.id,
        "name": full_name(person),
        "username": person.username,
        "about": player.about,
        "matrix": None,
        "newest": {PRIVATE: _newest(person.chat_with(scene.bot), person)},
    }


def _listed(venue: Venue, person: Person) -> Json:
    group = venue.group
    inside = group.is_member(person)
    newest = _newest(group, person) if inside else 0
    return _entry(str(group.id), group.title, "inside" if inside else "outside", newest)


def _entry(chat: str, title: str, place: str, newest: int) -> Json:
    return {"platform": "telegram", "place": place, "chat": chat, "title": title, "newest": newest}


def _newest(chat: PrivateChat | Group, reader: Account) -> int:
    """The number of the newest message that somebody else wrote; 0 without any."""
    return max((message.id for message in chat.transcript() if message.sender is not reader), default=0)


def _private(scene: TelegramScene, person: Person) -> Json:
    chat = person.chat_with(scene.bot)
    if chat.blocked:
        stands, can = "You have blocked this bot: it cannot write to you.", ["unblock"]
    elif chat.opened:
        stands, can = "A private chat with the bot.", ["write", "block"]
    else:
        stands, can = (
            "You have not opened this chat yet. Until you press Start, the bot may not write first.",
            ["start"],
        )
        if chat.transcript():
            stands, can = "The bot has written because you asked to join a group.", ["write", "start", "block"]
    return {
        "chat": PRIVATE,
        "title": full_name(scene.bot),
        "purpose": f"@{scene.bot.username}",
        "stands": stands,
        "can": can,
        "messages": [message_view(message, person) for message in chat.transcript()],
        "requests": [],
        "members": [],
    }


def _group(venue: Venue, person: Person) -> Json:
    group = venue.group
    standing = group.standing(person)
    decides = standing.in_charge and group.may(person, "can_invite_users")
    return {
        "chat": str(group.id),
        "title": group.title,
        "purpose": group.description or venue.purpose,
        "stands": _stands(group, person),
        "can": _can(group, person),
        "door": venue.bot_link,
        "messages": [message_view(message, person) for message in group.transcript()] if standing.inside else [],
        "requests": [_named(request.person) for request in group.requests.values()] if decides else [],
        "members": [_member(group, account) for account in group.members()] if standing.inside else [],
    }


def _stands(group: Group, person: Person) -> str:
    standing = group.standing(person)
    if not standing.inside:
        if standing.barred:
            return "You have been removed from this group and cannot come back by yourself."
        if person.id in group.requests:
            return "You have asked to join. Look into your private chat with the bot."
        return "You are not in this group."
    return f"{_PLACES[standing.status]} {_silence(group, person)}".rstrip()


def _silence(group: Group, person: Person) -> str:
    if group.standing(person).in_charge:
        return "" if "can_send_messages" in group.permissions else "Members may not write here now."
    bar = bar_to_posting(group, person, POST_KINDS["text"])
    if bar == "group":
        return "Nobody but administrators may write here now."
    return "You may not write here now." if bar else ""


_PLACES = {
    Status.CREATOR: "You own this group.",
    Status.ADMINISTRATOR: "You are an administrator of this group.",
    Status.MEMBER: "You are a member of this group.",
    Status.RESTRICTED: "You are a member of this group, with restrictions.",
}


def _can(group: Group, person: Person) -> list[str]:
    standing = group.standing(person)
    if standing.inside:
        return ["write"] if standing.status is Status.CREATOR else ["write", "leave"]
    return ["withdraw"] if person.id in group.requests else ["ask"]


def _named(account: Account) -> Json:
    return {"id": account.id, "name": full_name(account), "username": account.username}


def _member(group: Group, account: Account) -> Json:
    status = group.standing(account).status
    role = "bot, administrator" if account.is_bot else _ROLES[status]
    return {**_named(account), "role": role}


_ROLES = {
    Status.CREATOR: "owner",
    Status.ADMINISTRATOR: "administrator",
    Status.MEMBER: "member",
    Status.RESTRICTED: "member with restrictions",
}
