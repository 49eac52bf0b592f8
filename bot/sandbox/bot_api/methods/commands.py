"""setMyCommands, getMyCommands, deleteMyCommands."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.sandbox.bot_api.call import Access
from bot.sandbox.bot_api.parameters import Parameters, as_text
from bot.sandbox.bot_api.refusals import bad_request

if TYPE_CHECKING:
    from bot.sandbox.bot_api.call import Call
    from bot.sandbox.bot_api.commands import Key

MOST_COMMANDS = 100
LONGEST_DESCRIPTION = 256
_NAME = re.compile(r"[a-z0-9_]{1,32}")
_WIDE = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
_IN_A_CHAT = {"chat", "chat_administrators", "chat_member"}


def set_my_commands(call: Call) -> bool:
    wanted = call.params.array("commands", called="commands") or []
    if len(wanted) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = [_command(entry) for entry in wanted]
    call.bot.commands.set(_key(call), commands)
    return True


def get_my_commands(call: Call) -> list[dict[str, str]]:
    return call.bot.commands.get(_key(call))


def delete_my_commands(call: Call) -> bool:
    call.bot.commands.set(_key(call), [])
    return True


def _command(entry: Any) -> dict[str, str]:
    if not isinstance(entry, dict) or not {"command", "description"} <= entry.keys():
        raise bad_request("can't parse BotCommand: expected an Object with command and description")
    name = str(entry["command"]).removeprefix("/")
    description = str(entry["description"]).strip()
    if not _NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= LONGEST_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _key(call: Call) -> Key:
    """Scope and language; a scope with a chat needs one that the bot can reach."""
    scope = call.params.object("scope", called="BotCommandScope") or {"type": "default"}
    kind = scope.get("type")
    language = call.params.text("language_code")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    if kind in _WIDE:
        return str(kind), None, None, language
    if kind not in _IN_A_CHAT:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    named = Parameters({name: as_text(value) for name, value in scope.items()})
    inner = replace(call, params=named)
    chat = inner.chat(Access.READ)
    user = inner.user().id if kind == "chat_member" else None
    return str(kind), chat.id, user, language


METHODS = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
}
