"""What has happened, as the platforms tell it: past facts, in the platforms' own ids."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.community.rights import GroupSight
from bot.core.ids import NativeId, PlatformName, Token


@dataclass(frozen=True, slots=True)
class User:
    """Somebody as their platform describes them at this moment. `language` is an IETF tag or empty."""

    platform: PlatformName
    id: NativeId
    name: str
    username: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Chat:
    """A group's chat on one platform."""

    platform: PlatformName
    id: NativeId


class Wordless(StrEnum):
    """What people send that has no words of their own in it."""

    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    STICKER = "sticker"
    DOCUMENT = "document"
    LOCATION = "location"
    CONTACT = "contact"
    POLL = "poll"
    SEALED = "sealed"  # encrypted, and its key never came
    FORWARDED = "forwarded"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PrivateText:
    """Somebody typed words to the bot in private. `message` can be used to answer or to edit."""

    by: User
    text: str
    message: NativeId


@dataclass(frozen=True, slots=True)
class PrivateTextEdited:
    """`text`: as it stands now."""

    by: User
    message: NativeId
    text: str = ""


@dataclass(frozen=True, slots=True)
class PrivateWordless:
    """`text`: words that came along, the caption of a picture or what was forwarded. They answer nothing."""

    by: User
    kind: Wordless
    text: str = ""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it can be fetched. `name`, `kind` (a MIME type) and `size` (bytes) are what its sender says of it.

    `where` is its platform's own reference, with the key to it where it is encrypted.
    """

    where: str
    name: str
    kind: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True)
class PrivateFile:
    """Somebody sent the bot a file in private. What is in it is fetched only when it is wanted (`FetchFile`)."""

    by: User
    file: SentFile
    caption: str = ""


@dataclass(frozen=True, slots=True)
class PrivateChatBlocked:
    """Somebody stopped the bot from writing to them."""

    by: User


@dataclass(frozen=True, slots=True)
class PrivateChatUnblocked:
    by: User


@dataclass(frozen=True, slots=True)
class ChoicePressed:
    """A button was pressed. `press` is what the platform wants acknowledged.

    `message` bears the button, if it is still to be had.
    """

    by: User
    token: Token
    press: NativeId
    message: NativeId | None


@dataclass(frozen=True, slots=True)
class JoinRequested:
    """`request`: what the platform calls it, where it has a name: told twice, it is the same one."""

    by: User
    chat: Chat
    request: str = ""


@dataclass(frozen=True, slots=True)
class RequestEnded:
    """A request to join is no more, and they are not in.

    `by_themselves`: they took it back; otherwise somebody in charge turned it down. What the bot does itself is not
    told, and Telegram tells of none.
    """

    who: User
    chat: Chat
    by_themselves: bool


@dataclass(frozen=True, slots=True)
class InvitationEnded:
    """An invitation into a group is no more, and they are not in.

    `by_themselves`: they turned it down; otherwise somebody in charge took it back. As with `RequestEnded`.
    """

    who: User
    chat: Chat
    by_themselves: bool


@dataclass(frozen=True, slots=True)
class MemberJoined:
    """`by`: who brought them in; None where they came by themselves, or nothing is told about it.

    `approved`: a request of theirs to join was granted, as far as can be told.
    """

    who: User
    chat: Chat
    by: User | None = None
    approved: bool = False


@dataclass(frozen=True, slots=True)
class MemberSeen:
    """Somebody did something in a group that only a member can do, without writing: reacted, say."""

    who: User
    chat: Chat


@dataclass(frozen=True, slots=True)
class MemberLeft:
    """Left, or was removed."""

    who: User
    chat: Chat


@dataclass(frozen=True, slots=True)
class MemberBarred:
    """Somebody in charge has barred them there, on the platform; if they were in, they are out. `until` in UTC."""

    who: User
    chat: Chat
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class BarLifted:
    """They are no longer barred there, or were thrown out without having been."""

    who: User
    chat: Chat


@dataclass(frozen=True, slots=True)
class GroupMessage:
    """Somebody wrote in a group. `by` is None where a channel or an anonymous admin speaks: nobody is named there."""

    chat: Chat
    by: User | None
    text: str
    message: NativeId


@dataclass(frozen=True, slots=True)
class GroupMessageEdited:
    """A message says something else now. `text` is all of it, `message` what to take out so that nobody reads that."""

    chat: Chat
    by: User | None
    text: str
    message: NativeId


@dataclass(frozen=True, slots=True)
class GroupMessageSealed:
    """Somebody wrote in a group, and the bot cannot read it: the key to it never came."""

    chat: Chat
    by: User


@dataclass(frozen=True, slots=True)
class GroupMoved:
    """A group goes on under another id (Telegram: it became a supergroup; Matrix: its room was replaced)."""

    platform: PlatformName
    old: NativeId
    new: NativeId


@dataclass(frozen=True, slots=True)
class GroupReplaced:
    """A group is to go on in another room, `new`, into which the bot has to come first. `by`: who said so, or asks."""

    by: User
    chat: Chat
    new: NativeId


@dataclass(frozen=True, slots=True)
class BotStanding:
    """How the bot stands in a group now, and how the group itself is: something of it has changed."""

    chat: Chat
    seen: GroupSight


@dataclass(frozen=True, slots=True)
class InvitedBot:
    """Somebody asks the bot to come into a chat; `direct`: for a private one, as they say."""

    by: User
    chat: Chat
    direct: bool


Event = (
    PrivateText
    | PrivateTextEdited
    | PrivateWordless
    | PrivateFile
    | PrivateChatBlocked
    | PrivateChatUnblocked
    | ChoicePressed
    | JoinRequested
    | RequestEnded
    | InvitationEnded
    | MemberJoined
    | MemberSeen
    | MemberLeft
    | MemberBarred
    | BarLifted
    | GroupMessage
    | GroupMessageEdited
    | GroupMessageSealed
    | GroupMoved
    | GroupReplaced
    | BotStanding
    | InvitedBot
)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What came could not be understood; `raw` is kept, encrypted, for somebody to look at."""

    raw: str
    why: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """One delivery from a platform: its id there (delivered twice, it is decided once), and what it says.

    `event` is None when it says nothing that concerns a community: then its id alone is kept.
    """

    id: str
    at: datetime
    event: Event | Unreadable | None


@dataclass(frozen=True, slots=True)
class Batch:
    """What a platform delivered at once. It is told so only after all of it was saved.

    `more`: there was probably more waiting than came at once. `token`: where to go on from, for a platform that leaves
    it to us to remember; saved together with what was decided.
    """

    platform: PlatformName
    arrivals: tuple[Arrival, ...]
    more: bool = False
    token: str = ""
