"""What people do with a group's forum topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.bot_api.client import Client
from bot.sandbox.bot_api.refusals import ClientTold
from bot.sandbox.bot_api.topics import open_topic, set_closed

if TYPE_CHECKING:
    from bot.sandbox.bot_api.chats import Group
    from bot.sandbox.bot_api.messages import Topic


class Discussing(Client):
    def make_forum(self, group: Group) -> None:
        self._must_have(group, "can_change_info")
        group.is_forum = True

    def open_topic(self, group: Group, name: str) -> Topic:
        if not group.is_forum:
            raise ClientTold("CHANNEL_FORUM_MISSING")
        self._must_have(group, "can_manage_topics")
        return open_topic(group, name, by=self)

    def close_topic(self, group: Group, topic: Topic) -> None:
        self._close(group, topic, closed=True)

    def reopen_topic(self, group: Group, topic: Topic) -> None:
        self._close(group, topic, closed=False)

    def _close(self, group: Group, topic: Topic, *, closed: bool) -> None:
        if topic.created_by != self.id:
            self._must_have(group, "can_manage_topics")
        if topic.closed is closed:
            raise ClientTold("TOPIC_NOT_MODIFIED")
        set_closed(group, topic, closed=closed, by=self)
