"""What a person's client is told by Telegram, in words."""

from __future__ import annotations

_SENTENCES = {
    "BOT_INVALID": "Only a bot's buttons can be pressed.",
    "BOT_RESPONSE_TIMEOUT": "The bot does not answer: it is no longer in this group.",
    "CHANNEL_FORUM_MISSING": "This group has no topics.",
    "CHANNEL_PRIVATE": "You are not in this group, so Telegram does not let you do that.",
    "CHAT_ADMIN_REQUIRED": "Only administrators with the right for it can do that.",
    "CHAT_FORWARDS_RESTRICTED": "Nothing can be forwarded out of this chat.",
    "CHAT_WRITE_FORBIDDEN": "You may not write here now.",
    "HIDE_REQUESTER_MISSING": "There is no such request to join any more.",
    "INVITE_HASH_EXPIRED": "This link does not let you in: it has expired, or you have been removed from the group.",
    "INVITE_REQUEST_SENT": "You have asked to join already. Your request is waiting for an answer.",
    "MESSAGE_AUTHOR_REQUIRED": "Only the writer of a message can change it.",
    "MESSAGE_DELETE_FORBIDDEN": "You may not delete this message.",
    "MESSAGE_EDIT_TIME_EXPIRED": "This message is older than 48 hours and cannot be changed any more.",
    "MESSAGE_EMPTY": "There is nothing to send. Write something first.",
    "MESSAGE_ID_INVALID": "This message is no longer there.",
    "MESSAGE_NOT_MODIFIED": "Nothing has been changed in this message.",
    "MESSAGE_TOO_LONG": "This is too long: a message has at most 4096 characters.",
    "REACTION_INVALID": "That cannot be a reaction.",
    "RIGHT_FORBIDDEN": "You can only give rights that you have.",
    "SEND_AS_PEER_INVALID": "You cannot write in that name here.",
    "TOPIC_CLOSED": "This topic is closed.",
    "TOPIC_NOT_MODIFIED": "This topic is so already.",
    "USERS_TOO_MUCH": "This link has been used as often as it can be.",
    "USER_ADMIN_INVALID": "This cannot be done to an administrator whom somebody else has appointed.",
    "USER_ALREADY_PARTICIPANT": "That person is in this group already.",
    "USER_BANNED_IN_CHANNEL": "You are muted in this group, or have been removed from it: you may not write here now.",
    "USER_BOT": "Bots can only be administrators here.",
    "USER_CREATOR": "This cannot be done to the owner of the group.",
    "USER_NOT_PARTICIPANT": "That person is not in this group.",
    "YOU_BLOCKED_USER": "You have blocked the bot. Unblock it first.",
}


def in_words(code: str) -> str:
    """A sentence for a code of Telegram's; one that is not known is named in it."""
    if code in _SENTENCES:
        return _SENTENCES[code]
    if code.startswith("SLOWMODE_WAIT_"):
        return f"The group is in slow mode. You can write again in {code.removeprefix('SLOWMODE_WAIT_')} seconds."
    if code.startswith("CHAT_SEND_"):
        return "Nobody may send that in this group now."
    return f"Telegram refuses this ({code})."
