"""What is encrypted is opened, and what is sent into an encrypted room is sealed, if the platform has the means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nio
import structlog

from bot.platforms.matrix.readable import mapping, text

if TYPE_CHECKING:
    from bot.platforms.matrix.client import Crypto
    from bot.platforms.matrix.rooms import Room

_log = structlog.get_logger()
_SEALED = "m.room.encrypted"


class Seals:
    """Does nothing where there is no `crypto`: then what is encrypted stays so."""

    def __init__(self, client: nio.AsyncClient, crypto: Crypto | None) -> None:
        self._client = client
        self._crypto = crypto

    @property
    def able(self) -> bool:
        return self._crypto is not None

    async def equip(self) -> None:
        if self._crypto is not None:
            await self._crypto.equip(self._client)

    async def take_in(self, synced: dict[str, Any]) -> None:
        """Let the library see what a sync has brought, before any of it is opened. Raises nothing."""
        if self._crypto is None:
            return
        try:
            response = nio.SyncResponse.from_dict(synced)
            if isinstance(response, nio.SyncResponse):
                await self._client.receive_response(response)
                await self._crypto.after_sync(response)
        except Exception as problem:  # noqa: BLE001 - the library raises whatever strange content makes it raise
            _log.error("What a sync has brought for encryption could not be used.", problem=type(problem).__name__)

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

    async def send_as(self, room: Room, kind: str, content: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """Kind and content as they are to be sent to this room. Reactions are never encrypted.

        Raises what the library raises when the room cannot be encrypted for.
        """
        if self._crypto is None or not room.encrypted or kind == "m.reaction":
            return kind, content
        await self._crypto.ready_for(room.id)
        sealed_kind, sealed = self._client.encrypt(room.id, kind, content)
        return sealed_kind, sealed

    def _open(self, crypto: Crypto, sealed: nio.MegolmEvent) -> dict[str, Any] | None:
        try:
            opened = self._client.decrypt_event(sealed)
        except nio.EncryptionError:
            crypto.undecryptable(sealed)
            return None
        inside = opened.source
        return {
            **inside,
            "event_id": sealed.event_id,
            "sender": sealed.sender,
            "origin_server_ts": sealed.server_timestamp,
            "content": _with_relation(inside, sealed.source),
        }


def _with_relation(inside: dict[str, Any], outside: dict[str, Any]) -> dict[str, Any]:
    """What an event relates to stands outside of its encryption."""
    relation = mapping(mapping(outside, "content"), "m.relates_to")
    content = mapping(inside, "content")
    return {"m.relates_to": relation, **content} if relation else content
