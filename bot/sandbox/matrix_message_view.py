"""One room's messages as the page shows them: edits applied, reactions counted, comings and goings in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.sandbox.matrix_watch import Happened, RoomSeen

Json = dict[str, Any]
_ATTACHED = {"m.image": "A photo", "m.sticker": "A sticker", "m.file": "A file"}
_WORDS = frozenset({"m.room.message", "m.sticker", "m.room.encrypted"})


def messages_view(room: RoomSeen, reader: str, bot: str) -> list[Json]:
    """The oldest first. The fields are those of `message_view`, and `reactions`."""
    return list(_shown(room, reader, bot))


def _shown(room: RoomSeen, reader: str, bot: str) -> Iterator[Json]:
    edits = _edits(room)
    reactions = _reactions(room, reader)
    for number, happened in room.happened.items():
        if happened.event["type"] == "m.room.member":
            note = _moved(room, happened.event)
            if note:
                yield _view(room, happened, note=note)
        elif _is_message(happened):
            content = edits.get(number, happened.content)
            sender = happened.event["sender"]
            kind = happened.event["type"] if happened.event["type"] == "m.sticker" else content.get("msgtype")
            yield _view(room, happened) | {
                "bot": sender == bot,
                "mine": sender == reader,
                "text": "" if kind in _ATTACHED else _body(happened, content),
                "attached": _ATTACHED.get(kind or ""),
                "edited": number in edits and sender != bot,
                "editable": sender == reader and kind == "m.text",
                "answers": _answered(room, happened, edits),
                "reactions": reactions.get(number, []),
            }


def _view(room: RoomSeen, happened: Happened, *, note: str | None = None) -> Json:
    return {
        "id": happened.event["event_id"],
        "date": happened.event["origin_server_ts"] // 1000,
        "from": room.name_of(happened.event["sender"]),
        "note": note,
        "bot": False,
        "mine": False,
        "text": "",
        "entities": [],
        "attached": None,
        "edited": False,
        "editable": False,
        "answers": None,
        "buttons": [],
        "reactions": [],
    }


def _is_message(happened: Happened) -> bool:
    is_there = happened.event["type"] in _WORDS and bool(happened.content)
    return is_there and happened.relation.get("rel_type") != "m.replace"


def _body(happened: Happened, content: Json) -> str:
    if happened.event["type"] == "m.room.encrypted":
        return "(This message is encrypted. It cannot be read here.)"
    return str(content.get("body", ""))


def _edits(room: RoomSeen) -> dict[str, Json]:
    """The newest content of each message that its own writer has changed."""
    found = {}
    for happened in room.happened.values():
        relation, new = happened.relation, happened.content.get("m.new_content")
        changed = room.happened.get(str(relation.get("event_id")))
        if relation.get("rel_type") != "m.replace" or changed is None or not isinstance(new, dict):
            continue
        if changed.event["sender"] == happened.event["sender"]:
            found[changed.event["event_id"]] = new
    return found


def _reactions(room: RoomSeen, reader: str) -> dict[str, list[Json]]:
    """By message: each sign once, with how many have put it."""
    found: dict[str, dict[str, list[str]]] = {}
    for happened in room.happened.values():
        if happened.event["type"] == "m.reaction" and happened.relation.get("rel_type") == "m.annotation":
            message, key = str(happened.relation.get("event_id")), str(happened.relation.get("key"))
            found.setdefault(message, {}).setdefault(key, []).append(happened.event["sender"])
    return {
        message: [{"key": key, "count": len(who), "mine": reader in who} for key, who in signs.items()]
        for message, signs in found.items()
    }


def _answered(room: RoomSeen, happened: Happened, edits: dict[str, Json]) -> Json | None:
    number = happened.relation.get("m.in_reply_to", {}).get("event_id")
    answered = room.happened.get(number)
    if answered is None or not _is_message(answered):
        return None
    words = _body(answered, edits.get(number, answered.content))
    return {"from": room.name_of(answered.event["sender"]), "text": words}


def _moved(room: RoomSeen, event: Json) -> str | None:
    """None where nothing has changed that anybody would notice, such as a name."""
    if event["state_key"] == room.state.get(("m.room.create", ""), {}).get("sender") and _is_first(event):
        return f"{room.name_of(event['sender'])} made the room"
    before = event.get("unsigned", {}).get("prev_content", {}).get("membership", "leave")
    after = event["content"].get("membership", "leave")
    who, by = room.name_of(event["state_key"]), room.name_of(event["sender"])
    words = _MOVES.get((before, after) if after == "leave" else ("", after))
    if before == after or words is None:
        return None
    return words(who, by)


def _is_first(event: Json) -> bool:
    return "prev_content" not in event.get("unsigned", {})


def _went(who: str, by: str) -> str:
    return f"{who} left" if who == by else f"{by} removed {who}"


def _declined(who: str, by: str) -> str:
    return f"{who} declined the invitation" if who == by else f"{by} took back the invitation of {who}"


_MOVES: dict[tuple[str, str], Callable[[str, str], str]] = {
    ("", "join"): lambda who, _: f"{who} came in",
    ("", "invite"): lambda who, by: f"{by} invited {who}",
    ("", "knock"): lambda who, _: f"{who} asks to come in",
    ("", "ban"): lambda who, by: f"{by} banned {who}",
    ("join", "leave"): _went,
    ("invite", "leave"): _declined,
}
