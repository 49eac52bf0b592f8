"""Where the groups of the policies live."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.community.rights import Right
from bot.core.events import Chat
from bot.core.ids import GroupId, NativeId, PlatformName
from bot.storage.secrets import Vault
from bot.storage.tables import group_chats

_THIS_ONE = (
    group_chats.c.group_id == bindparam("of_group"),
    group_chats.c.platform == bindparam("on_platform"),
)
_THIS_CHAT = group_chats.c.chat == bindparam("in_chat")
_AT = select(group_chats.c.group_id).where(_THIS_CHAT)
_DECLARED = select(group_chats.c.declared).where(*_THIS_ONE)
_ADDRESS = select(group_chats.c.native).where(*_THIS_ONE)
_STANDING = select(group_chats.c.present, group_chats.c.rights).where(*_THIS_ONE)
_REMOVE = delete(group_chats).where(*_THIS_ONE)
_VACATE = delete(group_chats).where(_THIS_CHAT)
_ADD = insert(group_chats)
_CHANGE = update(group_chats).where(_THIS_CHAT)
_STANDS = update(group_chats).where(*_THIS_ONE)
_RIGHTS = frozenset(Right)


class StoredGroups:
    def __init__(self, connection: AsyncConnection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    async def declare(self, group: GroupId, platform: PlatformName, native: NativeId) -> None:
        """The policy says that this group lives there: to be told at every start.

        A group that has moved meanwhile keeps its new chat for as long as the policy names the same one as before.
        Two groups cannot live in one chat: the one that was declared last does.
        """
        declared = self._chat(platform, native)
        this_one = {"of_group": group, "on_platform": platform.value}
        before = (await self._connection.execute(_DECLARED, this_one)).scalar_one_or_none()
        if before == declared:
            return
        await self._connection.execute(_REMOVE, this_one)
        await self._connection.execute(_VACATE, {"in_chat": declared})
        values = {
            "group_id": group,
            "platform": platform.value,
            **self._address_columns(platform, native),
            "declared": declared,
            "present": False,
            "rights": "",
        }
        await self._connection.execute(_ADD, values)

    async def at(self, chat: Chat) -> GroupId | None:
        result = await self._connection.execute(_AT, {"in_chat": self._chat(chat.platform, chat.id)})
        return result.scalar_one_or_none()

    async def address(self, group: GroupId, platform: PlatformName) -> NativeId | None:
        """What the platform calls the group's chat; None where it has none."""
        values = {"of_group": group, "on_platform": platform.value}
        sealed = (await self._connection.execute(_ADDRESS, values)).scalar_one_or_none()
        return None if sealed is None else NativeId(self._vault.open("group_chats.native", sealed))

    async def moved(self, platform: PlatformName, old: NativeId, new: NativeId) -> None:
        """Changes nothing if none of our groups lives in the old chat."""
        if await self.at(Chat(platform, old)) is None or old == new:
            return
        await self._connection.execute(_VACATE, {"in_chat": self._chat(platform, new)})
        change = _CHANGE.values(self._address_columns(platform, new))
        await self._connection.execute(change, {"in_chat": self._chat(platform, old)})

    async def stands(self, group: GroupId, platform: PlatformName, rights: frozenset[Right] | None) -> None:
        """Changes nothing if the group does not live on that platform."""
        change = _STANDS.values(present=rights is not None, rights=" ".join(sorted(rights or ())))
        await self._connection.execute(change, {"of_group": group, "on_platform": platform.value})

    async def rights(self, group: GroupId, platform: PlatformName) -> frozenset[Right] | None:
        """What an earlier release wrote there in other words is left out."""
        values = {"of_group": group, "on_platform": platform.value}
        row = (await self._connection.execute(_STANDING, values)).one_or_none()
        if row is None or not row.present:
            return None
        return frozenset(Right(word) for word in row.rights.split() if word in _RIGHTS)

    def _chat(self, platform: PlatformName, native: NativeId) -> bytes:
        return self._vault.lookup("group_chats", platform, native)

    def _address_columns(self, platform: PlatformName, native: NativeId) -> Mapping[str, bytes]:
        return {
            "chat": self._chat(platform, native),
            "native": self._vault.seal("group_chats.native", native),
        }
