"""One message as the page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.sandbox.bot_api.accounts import Account
    from bot.sandbox.bot_api.messages import Message

Json = dict[str, Any]


def full_name(account: Account) -> str:
    return " ".join(filter(None, (account.first_name, account.last_name)))


def message_view(message: Message, reader: Account) -> Json:
    """`date` is a unix second; entities count UTF-16 units, as the page's own language does."""
    return {
        "id": message.id,
        "date": message.date,
        "from": _writer(message),
        "bot": _by_bot(message),
        "mine": message.sender is reader,
        "note": _note(message) if message.service else None,
        "attached": _attached(message),
        "text": message.text,
        "entities": message.entities,
        "edited": message.edit_date is not None and not _by_bot(message),
        "editable": message.sender is reader and message.service is None and message.media is None,
        "answers": _answered(message.reply_to),
        "buttons": [[_button(button) for button in row] for row in _rows(message)],
        "reactions": [],
    }


def _by_bot(message: Message) -> bool:
    return message.sender is not None and message.sender.is_bot


def _rows(message: Message) -> list[list[Json]]:
    rows: list[list[Json]] = (message.reply_markup or {}).get("inline_keyboard", [])
    return rows


def _button(button: Json) -> Json:
    return {name: button[name] for name in ("text", "callback_data", "url") if name in button}


def _writer(message: Message) -> str:
    if message.sender_chat is not None:
        return str(getattr(message.sender_chat, "title", ""))
    return full_name(message.sender) if message.sender else ""


def _answered(message: Message | None) -> Json | None:
    if message is None or message.deleted:
        return None
    return {"from": _writer(message), "text": message.text or _attached(message)}


def _attached(message: Message) -> str | None:
    if message.media is None:
        return None
    return _ATTACHED.get(message.media.kind, message.media.kind.replace("_", " "))


_ATTACHED = {"photo": "A photo", "sticker": "A sticker", "document": "A document"}


def _note(message: Message) -> str:
    assert message.service
    note = _NOTES.get(message.service.name)
    return note(message) if note else message.service.name.replace("_", " ")


def _came(message: Message) -> str:
    assert message.service
    names = ", ".join(full_name(account) for account in message.service.content)
    if [message.sender] == message.service.content:
        return f"{names} joined the group"
    return f"{_writer(message)} added {names}"


def _went(message: Message) -> str:
    assert message.service
    gone = full_name(message.service.content)
    return (
        f"{gone} left the group" if message.service.content is message.sender else f"{_writer(message)} removed {gone}"
    )


def _titled(message: Message) -> str:
    assert message.service
    return f"{_writer(message)} changed the title to: {message.service.content}"


_NOTES: dict[str, Callable[[Message], str]] = {
    "supergroup_chat_created": lambda message: f"{_writer(message)} made the group",
    "new_chat_members": _came,
    "left_chat_member": _went,
    "new_chat_title": _titled,
    "pinned_message": lambda message: f"{_writer(message)} pinned a message",
}
