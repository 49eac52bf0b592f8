"""What has to be done on a platform: commands, saved with the decision that wants them and repeated until done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import ClassVar

from bot.core.community.rights import GroupSight
from bot.core.events import SentFile
from bot.core.ids import AccountId, ApplicationId, GroupId, NativeId, PlatformName, PromptId, SuggestionId
from bot.core.messages import Message

LARGEST_FILE = 256 * 1024
"""Bytes. Nothing larger is fetched."""


class Urgency(IntEnum):
    """Within one chat the lower number goes first, whatever was asked for earlier."""

    SAFETY = 0
    ANSWER = 1
    GATE = 2
    NOTICE = 3
    RELAY = 4
    WHEN_IDLE = 5


@dataclass(frozen=True, slots=True)
class ForReview:
    """A card about an application, for somebody who may decide: left out once it waits for nobody any more."""

    application: ApplicationId


@dataclass(frozen=True, slots=True)
class ForSuggestion:
    """A card about somebody who was suggested: left out once that has been settled."""

    suggestion: SuggestionId


@dataclass(frozen=True, slots=True)
class Notice:
    """What whoever asks to join is told before being let in: once it has reached them, they are."""

    application: ApplicationId


About = ForReview | ForSuggestion | Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Write to somebody privately. With a `prompt` it is a question, and is left out once that is no longer open.

    `only_if_reachable`: pleasant, but not worth waiting for somebody who has closed the chat.

    `asked_in`: the group in which they asked for it, which is told that answers come in private if it cannot be said.

    `about`: on what it depends whether it is still to be said, or what follows once it was.
    """

    to: AccountId
    message: Message
    prompt: PromptId | None = None
    urgency: Urgency = Urgency.ANSWER
    only_if_reachable: bool = False
    asked_in: GroupId | None = None
    about: About | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgePress:
    """Let go of the button that somebody pressed, with a short text to them where one is needed."""

    to: AccountId
    press: NativeId
    text: Message | None = None
    urgency: ClassVar[Urgency] = Urgency.ANSWER
    lasts: ClassVar[timedelta] = timedelta(seconds=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveChoices:
    """Take the buttons off a message that has been answered."""

    to: AccountId
    message: NativeId
    urgency: ClassVar[Urgency] = Urgency.NOTICE


@dataclass(frozen=True, slots=True, kw_only=True)
class Admit:
    """Grant the request to join. Done: the person is in the group."""

    to: AccountId
    group: GroupId
    application: ApplicationId
    urgency: ClassVar[Urgency] = Urgency.GATE


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnAway:
    """Decline the request to join, without barring anybody."""

    to: AccountId
    group: GroupId
    application: ApplicationId
    urgency: ClassVar[Urgency] = Urgency.GATE


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeLink:
    """Make a link that asks to join, for one accepted person. Done: the receipt is its address.

    A platform without such links invites the person instead, and the receipt is empty.
    """

    to: AccountId
    group: GroupId
    application: ApplicationId
    lasts_for: timedelta
    urgency: ClassVar[Urgency] = Urgency.GATE


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeLink:
    to: AccountId
    group: GroupId
    link: str
    urgency: ClassVar[Urgency] = Urgency.NOTICE


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    """Out of the group without being barred; done, too, if they are not in it.

    With an `application` only for as long as that one is what they were turned down for. `wished`: by themselves.
    """

    to: AccountId
    group: GroupId
    application: ApplicationId | None = None
    wished: bool = False
    urgency: ClassVar[Urgency] = Urgency.GATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """See what somebody may do in a group by what was set for them alone, before it is changed.

    Done: the receipt, which only the platform can read, is what `Unmute` takes back to.
    """

    to: AccountId
    group: GroupId
    urgency: ClassVar[Urgency] = Urgency.SAFETY


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """From now on they cannot post in the group; done, too, if they are not in it."""

    to: AccountId
    group: GroupId
    urgency: ClassVar[Urgency] = Urgency.SAFETY


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmute:
    """What they had before they were muted, as `Look` found it. What somebody has set by hand since is left so."""

    to: AccountId
    group: GroupId
    had: str = ""
    urgency: ClassVar[Urgency] = Urgency.SAFETY


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchFile:
    """Fetch what is in a file that somebody sent in private. `awaits`: the command that reads it. Outcome: Fetched."""

    to: AccountId
    file: SentFile
    awaits: str
    urgency: ClassVar[Urgency] = Urgency.ANSWER


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptInvitation:
    """Come into the chat that somebody has invited the bot to."""

    to: AccountId
    chat: NativeId
    urgency: ClassVar[Urgency] = Urgency.ANSWER


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineInvitation:
    to: AccountId
    chat: NativeId
    urgency: ClassVar[Urgency] = Urgency.NOTICE


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Write in a group, for all to read."""

    group: GroupId
    platform: PlatformName
    message: Message
    urgency: Urgency = Urgency.NOTICE


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOut:
    """Delete a message from a group."""

    group: GroupId
    platform: PlatformName
    message: NativeId
    urgency: ClassVar[Urgency] = Urgency.SAFETY


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowKnocking:
    """Let people ask at the door of a group, or let them come by invitation alone."""

    group: GroupId
    platform: PlatformName
    allowed: bool
    urgency: ClassVar[Urgency] = Urgency.SAFETY


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowGroup:
    """Come into the room by which a group's own was replaced; the platform then tells that the group has moved.

    RequestGone: it is not let in, or that room does not say that it replaces the group's.
    """

    group: GroupId
    platform: PlatformName
    new: NativeId
    urgency: ClassVar[Urgency] = Urgency.GATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspect:
    """See how a group is, and what the bot may do there. Done: `Seen`."""

    group: GroupId
    platform: PlatformName
    urgency: ClassVar[Urgency] = Urgency.WHEN_IDLE


@dataclass(frozen=True, slots=True, kw_only=True)
class LookIn:
    """As `Inspect`, but from the platform itself and before anything in the group is changed. Done: `Seen`."""

    group: GroupId
    platform: PlatformName
    urgency: ClassVar[Urgency] = Urgency.GATE


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseGroup:
    """From now on the team alone can post there; done, too, if it is so already. What else is allowed stays."""

    group: GroupId
    platform: PlatformName
    urgency: ClassVar[Urgency] = Urgency.GATE


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenGroup:
    """Members may post again what they could before; whatever is not about posting stays as it is now.

    `had`: the `permissions` that were seen before it was closed.
    """

    group: GroupId
    platform: PlatformName
    had: str
    urgency: ClassVar[Urgency] = Urgency.GATE


PrivateEffect = (
    Say
    | AcknowledgePress
    | RemoveChoices
    | Admit
    | TurnAway
    | MakeLink
    | RevokeLink
    | Remove
    | Look
    | Mute
    | Unmute
    | FetchFile
    | AcceptInvitation
    | DeclineInvitation
)
GroupEffect = Post | TakeOut | AllowKnocking | FollowGroup | Inspect | LookIn | CloseGroup | OpenGroup
Effect = PrivateEffect | GroupEffect


def lane(effect: Effect) -> str:
    """Effects of one lane and urgency are done in the order in which they were wanted.

    Lanes don't wait for each other. Groups are looked at one after another, so that a thousand of them are in nobody's
    way.
    """
    match effect:
        case AcknowledgePress(press=press):
            return f"press:{press}"
        case Inspect():
            return f"looking:{effect.platform}"
        case Post() | TakeOut() | AllowKnocking() | FollowGroup() | LookIn() | CloseGroup() | OpenGroup():
            return f"group:{effect.platform}:{effect.group}"
        case _:
            return f"account:{effect.to}"


# What became of an effect, as its platform said.


@dataclass(frozen=True, slots=True)
class Done:
    """`receipt`: the id of the message that was sent, or the address of the link that was made."""

    receipt: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What is in a file; None where it is gone, cannot be opened, or holds more than `LARGEST_FILE`."""

    content: bytes | None


@dataclass(frozen=True, slots=True)
class Later:
    """Not now. `everywhere`: the platform as a whole asks for patience, not this chat alone."""

    wait: timedelta
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class CannotWrite:
    """This person has not opened a private chat, or has closed it: what was to be said waits until they do.

    `invited`: they have been asked into one by the bot, and see that; nobody has to tell them anything more.
    """

    invited: bool = False


@dataclass(frozen=True, slots=True)
class InvitationBlocked:
    """Not done: this person's account takes no invitations. They alone can change that."""


@dataclass(frozen=True, slots=True)
class RequestGone:
    """There is no request to join any more: withdrawn, or settled by somebody else."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Not done: the group goes on under another id. Once that is remembered, it is to be tried again there."""

    new: NativeId


@dataclass(frozen=True, slots=True)
class Refused:
    """Final. `words` are the platform's, without names."""

    words: str


@dataclass(frozen=True, slots=True)
class Seen:
    """How the group is, as the platform says at this moment."""

    sight: GroupSight


Outcome = Done | Fetched | Seen | Later | CannotWrite | InvitationBlocked | RequestGone | Moved | Refused
