"""What people write, change and take back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.bot_api.blocking import set_blocked
from bot.sandbox.bot_api.chats import Channel, Group, PrivateChat
from bot.sandbox.bot_api.client import Client
from bot.sandbox.bot_api.entities import formatted
from bot.sandbox.bot_api.media import own_file, sample
from bot.sandbox.bot_api.post_kinds import POST_KINDS, bar_to_posting
from bot.sandbox.bot_api.posting import new_message, post, tell_of_edit
from bot.sandbox.bot_api.refusals import ClientTold

if TYPE_CHECKING:
    from bot.sandbox.bot_api.accounts import Bot
    from bot.sandbox.bot_api.chats import Chat
    from bot.sandbox.bot_api.messages import Media, Message, Topic

EDIT_TIME = 48 * 3600
LONGEST_TEXT = 4096


class Writing(Client):
    def start(self, bot: Bot, payload: str = "") -> Message:
        """Opens the private chat as the Start button does; a bot that was blocked is so no more."""
        set_blocked(self.chat_with(bot), blocked=False)
        return self.write(bot, f"/start {payload}".strip())

    def write(
        self,
        to: Chat | Bot,
        text: str,
        *,
        reply_to: Message | None = None,
        as_channel: Channel | None = None,
        anonymous: bool = False,
        topic: Topic | None = None,
    ) -> Message:
        """Sends a text; `anonymous` as an administrator in the group's name, `as_channel` in the channel's."""
        words = formatted(text)
        if not words.text:
            raise ClientTold("MESSAGE_EMPTY")
        if len(words.text) > LONGEST_TEXT:
            raise ClientTold("MESSAGE_TOO_LONG")
        sender_chat = self._speaks_as(self._chat(to), as_channel, anonymous=anonymous)
        return self._send(to, "text", words.text, reply_to=reply_to, sender_chat=sender_chat, topic=topic)

    def send_photo(self, to: Chat | Bot, caption: str = "") -> Message:
        return self.send_media(to, "photo", caption)

    def send_document(self, to: Chat | Bot, caption: str = "") -> Message:
        return self.send_media(to, "document", caption)

    def send_file(self, to: Chat | Bot, name: str, content: bytes, caption: str = "") -> Message:
        """A document of one's own. What kind of file it is, its name tells."""
        return self._send(to, "document", caption, media=own_file(self.world, name, content))

    def send_sticker(self, to: Chat | Bot) -> Message:
        return self.send_media(to, "sticker")

    def send_media(self, to: Chat | Bot, kind: str, caption: str = "", *, reply_to: Message | None = None) -> Message:
        """Sends a small sample of any kind in POST_KINDS but text and polls."""
        return self._send(to, kind, caption, media=sample(self.world, kind), reply_to=reply_to)

    def forward(self, message: Message, to: Chat | Bot) -> Message:
        self._must_look_into(message.chat)
        if message.protected or (isinstance(message.chat, Group) and message.chat.protected):
            raise ClientTold("CHAT_FORWARDS_RESTRICTED")
        return self._send(to, message.kind, message.text, media=message.media, forward_of=message)

    def edit(self, message: Message, text: str) -> None:
        chat = message.chat
        if message.sender is not self or message.forward_of or message.service:
            raise ClientTold("MESSAGE_AUTHOR_REQUIRED")
        self._must_look_into(chat)
        if isinstance(chat, Group) and bar_to_posting(chat, self, POST_KINDS["text"], message.topic):
            raise ClientTold("CHAT_WRITE_FORBIDDEN")
        if self.world.clock.now() > message.date + EDIT_TIME:
            raise ClientTold("MESSAGE_EDIT_TIME_EXPIRED")
        words = formatted(text)
        if (words.text, words.entities) == (message.text, message.entities):
            raise ClientTold("MESSAGE_NOT_MODIFIED")
        message.text, message.entities = words.text, words.entities
        message.edit_date = int(self.world.clock.now())
        tell_of_edit(message)

    def delete(self, message: Message) -> None:
        """For everybody; no bot is told."""
        self._must_look_into(message.chat)
        foreign = message.sender is not self and isinstance(message.chat, Group)
        if foreign and not self._deletes_others(message):
            raise ClientTold("MESSAGE_DELETE_FORBIDDEN")
        message.deleted = True
        self.world.changed_bell.ring()

    def _send(
        self,
        to: Chat | Bot,
        kind: str,
        text: str,
        *,
        media: Media | None = None,
        reply_to: Message | None = None,
        forward_of: Message | None = None,
        sender_chat: Chat | None = None,
        topic: Topic | None = None,
    ) -> Message:
        chat = self._chat(to)
        self._must_be_let_post(chat, kind, topic, sender_chat)
        words = formatted(text)
        sender_chat = sender_chat or self._anonymously(chat)
        message = new_message(
            chat,
            self,
            text=words.text,
            entities=words.entities,
            media=media,
            reply_to=reply_to,
            forward_of=forward_of,
            topic=topic or (reply_to.topic if reply_to else None),
            sender_chat=sender_chat,
            author_signature=self._signature(chat, sender_chat),
            protected=isinstance(chat, Group) and chat.protected,
        )
        if isinstance(chat, PrivateChat):
            chat.opened = True
        post(message)
        if isinstance(chat, Channel) and chat.discussion:
            _forward_to_discussion(message, chat, chat.discussion)
        return message

    def _must_be_let_post(self, chat: Chat, kind: str, topic: Topic | None, sender_chat: Chat | None) -> None:
        if isinstance(chat, PrivateChat):
            if chat.blocked:
                raise ClientTold("YOU_BLOCKED_USER")
            return
        assert isinstance(chat, Group)
        if chat.upgraded_to:
            raise ClientTold("CHAT_WRITE_FORBIDDEN")
        word = POST_KINDS[kind].client_word
        told = {
            "outside": "CHANNEL_PRIVATE",
            "banned": "USER_BANNED_IN_CHANNEL",
            "group": f"CHAT_SEND_{word}_FORBIDDEN",
            "own": "USER_BANNED_IN_CHANNEL",
            "channel": "CHAT_ADMIN_REQUIRED",
            "topic": "TOPIC_CLOSED",
        }
        bar = bar_to_posting(chat, self, POST_KINDS[kind], topic)
        if bar:
            raise ClientTold(told[bar])
        if sender_chat and sender_chat.id in chat.banned_channels:
            raise ClientTold("USER_BANNED_IN_CHANNEL")
        self._must_not_be_too_fast(chat)

    def _must_not_be_too_fast(self, group: Group) -> None:
        now = self.world.clock.now()
        wait = group.last_posts.get(self.id, 0) + group.slow_mode_seconds - now
        if group.slow_mode_seconds and wait > 0 and not group.standing(self).in_charge:
            raise ClientTold(f"SLOWMODE_WAIT_{int(wait) + 1}")
        group.last_posts[self.id] = now

    def _speaks_as(self, chat: Chat, channel: Channel | None, *, anonymous: bool) -> Chat | None:
        if channel is None and not anonymous:
            return None
        if not isinstance(chat, Group) or isinstance(chat, Channel):
            raise ClientTold("SEND_AS_PEER_INVALID")
        if channel is None:
            if not chat.standing(self).in_charge:
                raise ClientTold("SEND_AS_PEER_INVALID")
            return chat
        if channel.owner is not self:
            raise ClientTold("SEND_AS_PEER_INVALID")
        return channel

    def _anonymously(self, chat: Chat) -> Chat | None:
        if not isinstance(chat, Group):
            return None
        return chat if isinstance(chat, Channel) or chat.standing(self).anonymous else None

    def _signature(self, chat: Chat, sender_chat: Chat | None) -> str | None:
        return chat.standing(self).custom_title if isinstance(chat, Group) and sender_chat is chat else None

    def _deletes_others(self, message: Message) -> bool:
        group = message.chat
        return isinstance(group, Group) and group.may(self, "can_delete_messages")


def _forward_to_discussion(message: Message, channel: Channel, group: Group) -> None:
    post(
        new_message(
            group,
            None,
            text=message.text,
            entities=message.entities,
            media=message.media,
            sender_chat=channel,
            forward_of=message,
            automatic_forward=True,
        )
    )
