"""What is encrypted is opened, and what is sent into an encrypted room is sealed, if the platform has the means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nio

from bot.core.ids import NativeId
from bot.platforms.matrix.encryption.sharing import NotReady
from bot.platforms.matrix.readable import mapping, text
from bot.platforms.matrix.wire import AskedToWait, MatrixRefusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.platforms.matrix.client import CameLate, Crypto

    Keep = Callable[[Callable[[], Awaitable[CameLate]]], Awaitable[CameLate]]

_SEALED = "m.room.encrypted"


class Seals:
    """Does nothing where there is no `crypto`: then what is encrypted stays so."""

    def __init__(self, client: nio.AsyncClient, crypto: Crypto | None) -> None:
        self._client = client
        self._crypto = crypto

    @property
    def able(self) -> bool:
        return self._crypto is not None

    @property
    def waiting(self) -> bool:
        return self._crypto is not None and self._crypto.waiting

    async def equip(self) -> None:
        """Raises `Stop` and `NotYet`."""
        if self._crypto is not None:
            await self._crypto.equip(self._client)

    async def close(self) -> None:
        if self._crypto is not None:
            await self._crypto.close()

    async def take_in(
        self, synced: dict[str, Any], keep: Keep, *, news: bool = True
    ) -> list[tuple[NativeId, dict[str, Any]]]:
        """Let the library see what a sync has brought, before any of it is opened.

        The answer is what came earlier, room and event, and could be read only now, or never will be. Without `news`
        the sync only tells how things are. `keep` repeats what is to be written until the database takes it; what that
        raises is raised.
        """
        if self._crypto is None:
            return []
        crypto = self._crypto
        late = await keep(lambda: crypto.take_in(synced, news=news))
        read = [(event, _as_it_was(event)) for event in late.read]
        lost = [(event, event.source) for event in late.lost]
        return [(NativeId(str(getattr(event, "room_id", ""))), source) for event, source in (*read, *lost)]

    def is_awaited(self, event: dict[str, Any]) -> bool:
        """Whether it is still encrypted, and comes again when its key has come, or is given up."""
        return self._crypto is not None and text(event, "type") == _SEALED

    def opened(self, room: str, event: dict[str, Any]) -> dict[str, Any]:
        """The event as it was before it was encrypted; the very same if it was not, or cannot be opened."""
        if self._crypto is None or text(event, "type") != _SEALED:
            return event
        try:
            sealed = nio.MegolmEvent.from_dict({**event, "room_id": room})
            if not isinstance(sealed, nio.MegolmEvent):
                return event
            sealed.room_id = room
            return self._open(self._crypto, sealed) or event
        except Exception:  # noqa: BLE001 - the same
            return event

    async def send_as(self, room: NativeId, kind: str, content: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Kind and content as they are sent to this room. Raises AskedToWait while somebody could not read it."""
        if self._crypto is None:
            return kind, content
        try:
            return await self._crypto.sealed(room, kind, content)
        except NotReady as reason:
            if not reason.passing:
                raise MatrixRefusal(403, "M_FORBIDDEN", "") from None
            raise AskedToWait(reason.after) from None

    def _open(self, crypto: Crypto, sealed: nio.MegolmEvent) -> dict[str, Any] | None:
        try:
            opened = self._client.decrypt_event(sealed)
        except nio.EncryptionError:
            crypto.undecryptable(sealed)
            return None
        return {**_as_it_was(opened), "content": _with_relation(opened.source, sealed.source)}


def _as_it_was(event: nio.Event) -> dict[str, Any]:
    outside = {"event_id": event.event_id, "sender": event.sender, "origin_server_ts": event.server_timestamp}
    return {**event.source, **outside}


def _with_relation(inside: dict[str, Any], outside: dict[str, Any]) -> dict[str, Any]:
    """What an event relates to stands outside of its encryption."""
    relation = mapping(mapping(outside, "content"), "m.relates_to")
    content = mapping(inside, "content")
    return {"m.relates_to": relation, **content} if relation else content
