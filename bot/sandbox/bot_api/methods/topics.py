"""createForumTopic, closeForumTopic, reopenForumTopic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox.bot_api.call import Access
from bot.sandbox.bot_api.refusals import bad_request, not_enough_rights
from bot.sandbox.bot_api.topics import USUAL_COLOUR, open_topic, set_closed

if TYPE_CHECKING:
    from bot.sandbox.bot_api.call import Call
    from bot.sandbox.bot_api.chats import Group

LONGEST_NAME = 128
NO_FORUM = "the chat is not a forum"


def create_forum_topic(call: Call) -> dict[str, Any]:
    name = call.params.text("name").strip()[:LONGEST_NAME]
    group = _forum(call)
    if not group.may(call.bot, "can_manage_topics"):
        raise not_enough_rights("create a topic")
    if not name:
        raise bad_request("name must be non-empty")
    colour = call.params.integer("icon_color", USUAL_COLOUR)
    topic = open_topic(group, name, by=call.bot, icon_color=colour)
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": topic.icon_color}


def close_forum_topic(call: Call) -> bool:
    return _set_closed(call, closed=True)


def reopen_forum_topic(call: Call) -> bool:
    return _set_closed(call, closed=False)


def _set_closed(call: Call, *, closed: bool) -> bool:
    group = _forum(call)
    topic = group.topics.get(call.params.integer("message_thread_id"))
    own = topic is not None and topic.created_by == call.bot.id
    if not own and not group.may(call.bot, "can_manage_topics"):
        raise not_enough_rights("close or open the topic")
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    if topic.closed is closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    set_closed(group, topic, closed=closed, by=call.bot)
    return True


def _forum(call: Call) -> Group:
    group = call.group(Access.WRITE, NO_FORUM)
    if not group.is_forum:
        raise bad_request(NO_FORUM)
    return group


METHODS = {
    "createForumTopic": create_forum_topic,
    "closeForumTopic": close_forum_topic,
    "reopenForumTopic": reopen_forum_topic,
}
