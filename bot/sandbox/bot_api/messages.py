"""A message, as the world keeps it; what a bot sees of it is made in `message_view`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.sandbox.bot_api.accounts import Account
    from bot.sandbox.bot_api.chats import Chat

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """What is attached: its kind by the field's name in a message, and that field's value."""

    kind: str
    body: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service message: the field's name and what it tells (accounts, messages, words, numbers)."""

    name: str
    content: Any


@dataclass(slots=True, kw_only=True, eq=False)
class Topic:
    """A forum topic; its id is that of the message that opened it."""

    id: int
    name: str
    created_by: int
    icon_color: int
    closed: bool = False


@dataclass(slots=True, kw_only=True, eq=False)
class Message:
    """`text` is the caption where there is `media`. `sender` is who really wrote, whatever others are shown.

    `date` and `edit_date` are unix seconds.
    """

    chat: Chat
    id: int
    date: int
    sender: Account | None
    sender_chat: Chat | None = None
    author_signature: str | None = None
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    media: Media | None = None
    reply_markup: Json | None = None
    reply_to: Message | None = None
    service: Service | None = None
    forward_of: Message | None = None
    topic: Topic | None = None
    edit_date: int | None = None
    protected: bool = False
    automatic_forward: bool = False
    deleted: bool = False
    reactions: dict[int, str] = field(default_factory=dict)
    heard_by: set[int] = field(default_factory=set)

    @property
    def kind(self) -> str:
        """What it is: "text", or the name of its media's or its service field."""
        if self.service:
            return self.service.name
        return self.media.kind if self.media else "text"

    @property
    def original(self) -> Message:
        """Where a forwarded message comes from in the end; itself, if it is none."""
        return self.forward_of.original if self.forward_of else self

    @property
    def buttons(self) -> list[Json]:
        rows = (self.reply_markup or {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]

    def button(self, label_or_data: str) -> Json:
        """The inline button with this label or callback data; raises LookupError naming those that are there."""
        for button in self.buttons:
            if label_or_data in {button["text"], button.get("callback_data")}:
                return button
        labels = [button["text"] for button in self.buttons]
        raise LookupError(f"no button {label_or_data!r} among {labels}")
