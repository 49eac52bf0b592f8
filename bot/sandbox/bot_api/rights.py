"""Administrators' rights and everybody's permissions, by Telegram's own names."""

from collections.abc import Mapping

ChatKind = str  # "private", "group", "supergroup" or "channel"

Rights = frozenset[str]

EVERYWHERE = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
IN_GROUPS = ("can_pin_messages", "can_manage_tags")
IN_SUPERGROUPS = ("can_manage_topics",)
IN_CHANNELS = ("can_post_messages", "can_edit_messages", "can_manage_direct_messages")

MEDIA = (
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
)
PERMISSIONS = (
    "can_send_messages",
    *MEDIA,
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
ALL_PERMISSIONS: Rights = frozenset(PERMISSIONS)
"""What "all true" means: a restriction with this set is none."""

NOBODY_MAY: Rights = frozenset()


def admin_rights(kind: ChatKind) -> tuple[str, ...]:
    """The rights that an administrator of such a chat can have, in the order in which Telegram names them."""
    if kind == "channel":
        return EVERYWHERE + IN_CHANNELS
    return EVERYWHERE + IN_GROUPS + (IN_SUPERGROUPS if kind == "supergroup" else ())


def permissions_from(wanted: Mapping[str, bool], *, independent: bool) -> Rights:
    """Reads a ChatPermissions object; what is missing is false, but for what follows another.

    Without `independent` the older, coarser permissions imply the newer ones (Bot API 6.5,
    `use_independent_chat_permissions`).
    """
    given = {name for name, value in wanted.items() if value and name in ALL_PERMISSIONS}
    for follower, leader in _FOLLOWS.items():
        if follower not in wanted and leader in given:
            given.add(follower)
    if not independent:
        given |= _implied(given)
    if "can_react_to_messages" not in wanted and "can_send_messages" in given:
        given.add("can_react_to_messages")
    return frozenset(given)


_FOLLOWS = {"can_manage_topics": "can_pin_messages", "can_edit_tag": "can_pin_messages"}


def _implied(given: set[str]) -> set[str]:
    implied: set[str] = set()
    if given & {"can_send_other_messages", "can_add_web_page_previews"}:
        implied |= {*MEDIA, "can_send_messages"}
    if "can_send_polls" in given:
        implied.add("can_send_messages")
    return implied
