"""Which handler decides what: the table of the house."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.core.desk import Handle
from bot.core.effects import (
    Admit,
    AllowKnocking,
    CloseGroup,
    Effect,
    FetchFile,
    FollowGroup,
    Inspect,
    Look,
    LookIn,
    MakeLink,
    Mute,
    OpenGroup,
    Post,
    Remove,
    Say,
    TakeOut,
    TurnAway,
    Unmute,
)
from bot.core.events import (
    BarLifted,
    BotStanding,
    ChoicePressed,
    Event,
    GroupMessage,
    GroupMessageEdited,
    GroupMessageSealed,
    GroupMoved,
    GroupReplaced,
    InvitationEnded,
    InvitedBot,
    JoinRequested,
    MemberBarred,
    MemberJoined,
    MemberLeft,
    MemberSeen,
    PrivateChatBlocked,
    PrivateChatUnblocked,
    PrivateFile,
    PrivateText,
    PrivateTextEdited,
    PrivateWordless,
    RequestEnded,
)
from bot.runtime.carrying import Follow, StillWanted
from bot.runtime.keeper import Duty
from handlers import (
    added,
    admission,
    barred,
    closing,
    doorstep,
    duties,
    files,
    groups,
    invitations,
    invited,
    leaving,
    muting,
    private,
    refused,
    reviews,
    said,
    standing,
    suggested,
)
from handlers.hours import Hours
from handlers.rounds import Rounds

EVENTS: Mapping[type[Event], Handle] = {
    PrivateText: private.on_text,
    PrivateTextEdited: private.on_edited,
    PrivateWordless: private.on_wordless,
    PrivateFile: files.on_file,
    PrivateChatBlocked: private.on_blocked,
    PrivateChatUnblocked: private.on_unblocked,
    ChoicePressed: private.on_pressed,
    JoinRequested: doorstep.on_join_requested,
    RequestEnded: invited.on_request_ended,
    InvitationEnded: invited.on_invitation_ended,
    MemberJoined: added.on_member_joined,
    MemberLeft: groups.on_left,
    MemberBarred: barred.on_barred,
    BarLifted: barred.on_lifted,
    MemberSeen: groups.on_seen,
    GroupMessage: groups.on_message,
    GroupMessageEdited: groups.on_edited,
    GroupMessageSealed: groups.on_sealed,
    GroupMoved: groups.on_moved,
    GroupReplaced: groups.on_replaced,
    BotStanding: standing.on_standing,
    InvitedBot: invitations.on_invited,
}

OUTCOMES: Mapping[type[Effect], Follow] = {
    Say: said.on_said,
    FetchFile: files.on_fetched,
    FollowGroup: groups.on_followed,
    Admit: admission.on_admit,
    TurnAway: admission.on_turn_away,
    MakeLink: admission.on_link,
    Remove: leaving.on_removed,
    Look: muting.on_look,
    Mute: refused.on_deed,
    Unmute: muting.on_unmute,
    Post: refused.on_deed,
    TakeOut: refused.on_deed,
    AllowKnocking: standing.on_knocking,
    Inspect: standing.on_looked,
    LookIn: standing.on_looked,
    CloseGroup: closing.on_closed,
    OpenGroup: closing.on_opened,
}

STILL_WANTED: Mapping[type[Effect], StillWanted] = {
    Say: said.is_still_wanted,
    Admit: admission.is_still_accepted,
    MakeLink: admission.is_still_accepted,
    TurnAway: admission.is_still_to_be_turned_away,
    Remove: admission.is_still_to_be_removed,
    Look: muting.is_still_to_be_silent,
    Mute: muting.is_still_to_be_silent,
    Unmute: muting.is_still_to_speak,
    CloseGroup: closing.is_still_to_be_closed,
    OpenGroup: closing.is_still_to_be_opened,
}


def make_duties() -> tuple[Duty, ...]:
    """The duties of one life of the program: some remember how far they have come."""
    rounds = Rounds()
    return (
        Duty(Hours().strike),
        Duty(duties.expire_applications),
        Duty(suggested.run_out, every=timedelta(minutes=1)),
        Duty(reviews.bring_up, every=timedelta(minutes=1)),
        Duty(duties.forget_applications, every=timedelta(hours=1)),
        Duty(duties.forget_consents, every=timedelta(hours=1)),
        Duty(duties.forget_offers, every=timedelta(hours=1)),
        Duty(duties.forget_drafts, every=timedelta(hours=1)),
        Duty(duties.forget_told, every=timedelta(hours=1)),
        Duty(rounds.look),
        Duty(rounds.tell),
    )
