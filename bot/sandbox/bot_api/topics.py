"""Forum topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.bot_api.messages import Service, Topic
from bot.sandbox.bot_api.posting import new_message, post, post_service

if TYPE_CHECKING:
    from bot.sandbox.bot_api.accounts import Account
    from bot.sandbox.bot_api.chats import Group

USUAL_COLOUR = 7322096


def open_topic(group: Group, name: str, *, by: Account, icon_color: int = USUAL_COLOUR) -> Topic:
    """Opens a topic; its notice is its first message and gives it its id."""
    content = {"name": name, "icon_color": icon_color}
    message = new_message(group, by, service=Service(name="forum_topic_created", content=content))
    topic = Topic(id=message.id, name=name, created_by=by.id, icon_color=icon_color)
    message.topic = topic
    group.topics[topic.id] = topic
    post(message)
    return topic


def set_closed(group: Group, topic: Topic, *, closed: bool, by: Account) -> None:
    topic.closed = closed
    post_service(group, by, "forum_topic_closed" if closed else "forum_topic_reopened", {}, topic=topic)
