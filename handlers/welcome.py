"""What people are told as they come in: what the group is for, what to take care of, who can read what they write."""

from __future__ import annotations

from bot.core.consent.given import Telling
from bot.core.desk import Desk
from bot.core.effects import Say, Urgency
from bot.core.ids import GroupId
from bot.core.messages import Line, Message, Typed, line, message
from bot.core.people import Account
from bot.core.policy import GroupKind, GroupPolicy
from bot.core.words import Words
from handlers import privacy, rules, tongue
from handlers.brief import brief

_KEY = "welcome"


def about(policy: GroupPolicy) -> tuple[Line | Words, ...]:
    """What the group is for, and for how long it is there."""
    group = policy.group
    said: list[Line | Words] = [] if group.purpose is None else [group.purpose]
    if group.ends is not None:
        said.append(line("It goes on until {day}. Then the group is closed.", day=group.ends))
    else:
        said.append(line("It has no end date, and you can leave at any time."))
    return tuple(said)


def invitation(policy: GroupPolicy) -> tuple[Line | Words, ...]:
    """Before anybody is in: that, and for a course what to have at hand."""
    note = policy.policy.courses.invitation_note
    at_hand = (note,) if policy.group.kind is GroupKind.COURSE and note is not None else ()
    return (*about(policy), *at_hand)


async def greet(desk: Desk, account: Account, group: GroupId, policy: GroupPolicy) -> None:
    """Say all of it in private, and keep it as it was said."""
    given = await desk.records.consents.of(account.person)
    agreed = any(each.group == group and each.ended_at is None for each in given)
    told = of(desk, account, policy, agreed=agreed)
    for each in told:
        desk.do(Say(to=account.id, message=each, urgency=Urgency.GATE, only_if_reachable=True))
    telling = Telling(
        person=account.person,
        group=group,
        key=_KEY,
        text="\n\n".join(desk.speak(each, account.language).text for each in told),
        language=tongue.spoken_in(desk, account.language),
        policy_version=policy.policy.policy.version,
        platform=account.platform,
        told_at=desk.now,
    )
    await desk.records.tellings.record(telling)


def of(desk: Desk, account: Account, policy: GroupPolicy, *, agreed: bool) -> tuple[Message, ...]:
    """One idea to a message, or to a few lines of one. Whoever was let in by hand may not have `agreed` to anything."""
    parts: tuple[tuple[Line | Words, ...], ...] = (
        (line("You are in. Welcome to {group}!", group=policy.group.title), *about(policy)),
        () if policy.policy.welcome.text is None else (policy.policy.welcome.text,),
        _shared(policy, agreed=agreed),
        policy.policy.welcome.notes or _TAKE_CARE,
        (
            line("What you write in {group} can be read by:", group=policy.group.title),
            *privacy.readers_of(policy, account.platform),
        ),
        () if policy.reports.out_of_hours is None else (policy.reports.out_of_hours,),
    )
    said = [each for part in parts for each in brief(desk, account.language, *part)]
    return (*said, *rules.of(desk, policy, account.language), _way_out())


def _shared(policy: GroupPolicy, *, agreed: bool) -> tuple[Line, ...]:
    shared = line("The others now see your name and details. If you don't want that, you can leave at any time.")
    if agreed:
        shared = line("The others now see your name and details. You have said yes to that.")
    if policy.agreement is None:
        return shared, line("The description of the group says what it is for.")
    return shared, line(
        "The description of the group says what it is for. The agreement is here: {address}", address=policy.agreement
    )


_TAKE_CARE = (
    line("We do not check who people are before they join. Take care whom you trust, and with what."),
    line("Keep your phone or computer locked, so that nobody else reads along."),
    line("What you write here may be passed on. So it may become public."),
)
"""Where the policy has no notes of its own."""


def _way_out() -> Message:
    return message(
        line(
            "You can leave at any time: type {leave}. To see what you agreed to, type {consent}.",
            leave=Typed("leave"),
            consent=Typed("consent"),
        )
    )
