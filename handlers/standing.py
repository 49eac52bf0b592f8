"""How the bot stands in a group: what it may do there, what it lacks, and whether the door is as it should be."""

from __future__ import annotations

from bot.core.community.rights import GroupSight, Right
from bot.core.desk import Desk
from bot.core.effects import AllowKnocking, Done, Inspect, LookIn, Outcome, Seen
from bot.core.events import BotStanding
from bot.core.ids import GroupId, PlatformName
from bot.core.keeping.desired import desired, difference
from bot.core.keeping.needs import lacking
from bot.core.messages import Line, line, message
from handlers import admission, closing, muting, team


async def on_standing(event: BotStanding, desk: Desk) -> None:
    group = await desk.records.groups.at(event.chat)
    if group is None:
        return
    policy = desk.policies.of(group)
    if policy is not None:
        await closing.notice(desk, policy, group, event.chat.platform, event.seen)
    before = await desk.records.groups.rights(group, event.chat.platform) or frozenset()
    await _take_note(desk, group, event.chat.platform, event.seen)
    if event.seen.may(Right.INVITE):
        await admission.on_right_to_invite(group, desk)
    if event.seen.may(Right.MUTE) and Right.MUTE not in before:
        await muting.on_right_to_restrict(group, desk)


async def on_looked(effect: Inspect | LookIn, outcome: Outcome, desk: Desk) -> None:
    """A right that nobody has told of is noticed here, and what waited for it goes on."""
    if not isinstance(outcome, Seen):
        return
    policy = desk.policies.of(effect.group)
    if policy is not None:
        compare = closing.keep if isinstance(effect, LookIn) else closing.notice
        await compare(desk, policy, effect.group, effect.platform, outcome.sight)
    before = await desk.records.groups.rights(effect.group, effect.platform)
    await _take_note(desk, effect.group, effect.platform, outcome.sight)
    if outcome.sight.may(Right.INVITE) and before is not None and Right.INVITE not in before:
        await admission.on_right_to_invite(effect.group, desk)
    if outcome.sight.may(Right.MUTE) and before is not None and Right.MUTE not in before:
        await muting.on_right_to_restrict(effect.group, desk)


async def on_knocking(effect: AllowKnocking, outcome: Outcome, desk: Desk) -> None:
    """A refusal shows at the next look, as a right that is missing."""
    policy = desk.policies.of(effect.group)
    if policy is None:
        return
    if isinstance(outcome, Done):
        said = message(_door_was_set(policy.group.title, allowed=effect.allowed), _why(allowed=effect.allowed))
        await team.tell(desk, policy, said)
    else:
        desk.do(Inspect(group=effect.group, platform=effect.platform))


async def _take_note(desk: Desk, group: GroupId, platform: PlatformName, seen: GroupSight) -> None:
    await desk.records.groups.stands(group, platform, seen.rights if seen.present else None)
    policy = desk.policies.of(group)
    if policy is None:
        return
    await desk.records.shortcomings.found(group, platform, lacking(policy, seen))
    for effect in difference(group, platform, desired(policy), seen):
        desk.do(effect)


def _door_was_set(group: str, *, allowed: bool) -> Line:
    if allowed:
        return line("People can knock at {group} now, as your policy says.", group=group)
    return line("I have switched off knocking at {group}.", group=group)


def _why(*, allowed: bool) -> Line:
    if allowed:
        return line("All members see who knocks.")
    return line("All members would see who knocks, and your policy does not want that. People come in through me.")
