"""A bot's lists of commands, each for exactly one scope and language."""

from __future__ import annotations

Key = tuple[str, int | None, int | None, str]
"""Kind of scope, chat id, user id, language."""


class CommandLists:
    def __init__(self) -> None:
        self._lists: dict[Key, list[dict[str, str]]] = {}

    def set(self, key: Key, commands: list[dict[str, str]]) -> None:
        if commands:
            self._lists[key] = commands
        else:
            self._lists.pop(key, None)

    def get(self, key: Key) -> list[dict[str, str]]:
        return self._lists.get(key, [])
