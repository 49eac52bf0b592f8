"""What somebody sees of Matrix on the page, as JSON; names and texts are as they were written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.matrix_message_view import messages_view
from bot.sandbox.matrix_scene import BOT_NAME, PRIVATE

if TYPE_CHECKING:
    from bot.sandbox.matrix_scene import MatrixPlayer, MatrixScene
    from bot.sandbox.matrix_watch import RoomSeen

Json = dict[str, Any]
_USUAL_POWER: Json = {"users_default": 0, "events_default": 0}


def is_on_matrix(chat: str) -> bool:
    return chat.startswith((PRIVATE, "!"))


def person_view(scene: MatrixScene, person: Json) -> Json:
    """Somebody as Telegram's side shows them, with who they are on Matrix, and their news in the chat with the bot."""
    player = scene.player(person["id"])
    private = scene.private(player)
    return person | {"matrix": player.id, "newest": person["newest"] | {PRIVATE: private.newest if private else 0}}


def chats_view(scene: MatrixScene, number: int) -> list[Json]:
    """The private chat with the bot, then rooms, invitations, and the group that one could come into."""
    player = scene.player(number)
    private, venue = scene.private(player), scene.venue
    others = [
        room
        for room in player.watch.rooms.values()
        if room.membership in _PLACES and room is not private and room.id != venue.room
    ]
    with_bot = _listed(scene, player, private) if private else _entry(PRIVATE, BOT_NAME, "inside")
    group = player.watch.rooms.get(venue.room)
    in_group = _listed(scene, player, group) if group else _entry(venue.chat, venue.title, "outside")
    return [with_bot, in_group, *(_listed(scene, player, room) for room in others)]


def chat_view(scene: MatrixScene, number: int, chat: str) -> Json:
    """One chat as this person sees it. Raises LookupError if there is none of this name."""
    player = scene.player(number)
    room = scene.room(player, chat)
    if room is None:
        return _not_opened(scene) if chat == PRIVATE else _outside(scene, chat)
    inside, is_group = room.membership == "join", room.id == scene.venue.room
    return {
        "chat": scene.name_of(player, room),
        "title": _title(player, room),
        "purpose": room.content("m.room.topic").get("topic") or _about(scene, player, room),
        "stands": _stands(scene, player, room),
        "can": _can(scene, player, room),
        "messages": messages_view(room, player.id, scene.bot) if inside else [],
        "requests": [],
        "members": [_member(scene, room, user) for user in room.members()] if inside and is_group else [],
    }


_PLACES = {"join": "inside", "invite": "invited"}


def _listed(scene: MatrixScene, player: MatrixPlayer, room: RoomSeen) -> Json:
    place = _PLACES.get(room.membership, "outside")
    newest = room.newest if place == "inside" else 0
    return _entry(scene.name_of(player, room), _title(player, room), place, newest)


def _entry(chat: str, title: str, place: str, newest: int = 0) -> Json:
    return {"platform": "matrix", "place": place, "chat": chat, "title": title, "newest": newest}


def _title(player: MatrixPlayer, room: RoomSeen) -> str:
    others = [key for kind, key in room.state if kind == "m.room.member" and key != player.id]
    return str(room.content("m.room.name").get("name") or ", ".join(map(room.name_of, others)) or "An empty room")


def _about(scene: MatrixScene, player: MatrixPlayer, room: RoomSeen) -> str:
    return scene.bot if room is scene.private(player) else ""


def _not_opened(scene: MatrixScene) -> Json:
    return _empty(PRIVATE, BOT_NAME) | {
        "purpose": scene.bot,
        "stands": f"You have no private chat with the bot here yet. Open one, and write: join {scene.venue.key}",
        "can": ["open"],
    }


def _outside(scene: MatrixScene, chat: str) -> Json:
    venue = scene.venue
    if chat not in {venue.chat, venue.room}:
        return _empty(chat, "A room of somebody else") | {"stands": "You are not in this room."}
    return _empty(venue.chat, venue.title) | {"purpose": venue.purpose, "stands": _BY_INVITATION, "can": ["door"]}


_BY_INVITATION = "You are not in this group. One comes in by invitation: ask the bot."


def _empty(chat: str, title: str) -> Json:
    return {"chat": chat, "title": title, "purpose": "", "can": [], "messages": [], "requests": [], "members": []}


def _stands(scene: MatrixScene, player: MatrixPlayer, room: RoomSeen) -> str:
    is_group = room.id == scene.venue.room
    match room.membership:
        case "invite":
            by = room.name_of(str(room.state["m.room.member", player.id]["sender"]))
            return f"{by} invites you."
        case "ban":
            return "You are banned from this room."
        case "join" if not is_group:
            return "A private chat with the bot." if room is scene.private(player) else "You are in this room."
        case "join":
            place = "You own this group." if player.id == scene.staff else "You are a member of this group."
            return place if _may_write(scene, player, room) else f"{place} You may not write here now."
    return _BY_INVITATION if is_group else "You are not in this room."


def _can(scene: MatrixScene, player: MatrixPlayer, room: RoomSeen) -> list[str]:
    if room.membership == "invite":
        return ["accept", "decline"]
    is_group = room.id == scene.venue.room
    if room.membership == "join":
        return ["write"] if is_group and player.id == scene.staff else ["write", "leave"]
    return ["door"] if is_group else []


def _power(room: RoomSeen, user: str) -> int:
    powers = _USUAL_POWER | room.content("m.room.power_levels")
    return int(powers.get("users", {}).get(user, powers["users_default"]))


def _may_write(scene: MatrixScene, player: MatrixPlayer, room: RoomSeen) -> bool:
    """Whoever made the room may do everything in it, from room version 12 on."""
    powers = _USUAL_POWER | room.content("m.room.power_levels")
    needed = powers.get("events", {}).get("m.room.message", powers["events_default"])
    return player.id == scene.staff or _power(room, player.id) >= int(needed)


def _member(scene: MatrixScene, room: RoomSeen, user: str) -> Json:
    roles = {scene.bot: "bot, administrator", scene.staff: "owner"}
    return {"id": user, "name": room.name_of(user), "username": None, "role": roles.get(user, "member")}
