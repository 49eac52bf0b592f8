"""A group closed and opened as it should be at this moment, whatever anybody or a lost answer has left behind.

What members could do is looked at just before, and saved before anything is changed. A group that people have closed
themselves is theirs to open.
"""

from __future__ import annotations

from dataclasses import replace

from bot.core.community.rights import GroupSight, Right
from bot.core.desk import Desk
from bot.core.effects import CloseGroup, Done, LookIn, OpenGroup, Outcome
from bot.core.ids import GroupId, PlatformName
from bot.core.keeping.closing import ClosedGroup, closed
from bot.core.policy import GroupPolicy
from handlers import nights, places, refused


async def keep(desk: Desk, policy: GroupPolicy, group: GroupId, platform: PlatformName, seen: GroupSight) -> None:
    """What was seen just now, for this, is compared with what should be so, and the difference is to be done."""
    if not seen.present or seen.open is None:
        return
    wanted = closed(policy, await desk.records.orders.of(group), desk.now)
    held = await desk.records.closings.of(group, platform)
    if wanted is None and held is not None:
        await _open(desk, held, seen)
    elif wanted is not None and not seen.open:
        if held is not None and not held.done:
            await desk.records.closings.save(replace(held, done=True))
    elif wanted is not None and seen.may(Right.CLOSE):
        if held is None or not held.done:
            found = ClosedGroup(group=group, platform=platform, had=seen.permissions)
            await desk.records.closings.save(found)
        desk.do(CloseGroup(group=group, platform=platform))


async def notice(desk: Desk, policy: GroupPolicy, group: GroupId, platform: PlatformName, seen: GroupSight) -> None:
    """What was seen in passing may be old by now: where it is not as it should be, it is looked at again."""
    if not seen.present:
        return
    wanted = closed(policy, await desk.records.orders.of(group), desk.now)
    held = await desk.records.closings.of(group, platform)
    if (wanted is not None and seen.open is not False) or (wanted is None and held is not None):
        desk.do(LookIn(group=group, platform=platform))


def look_in(desk: Desk, group: GroupId) -> None:
    """Something about this group has been said: it is to be so at once, wherever it lives."""
    for place in places.of(desk, (group,)):
        desk.do(LookIn(group=group, platform=place.platform))


async def _open(desk: Desk, held: ClosedGroup, seen: GroupSight) -> None:
    """People who have opened it themselves, without the bot being able to, have set it as they want it."""
    if seen.open and not (held.done and seen.may(Right.CLOSE)):
        await desk.records.closings.forget(held.group, held.platform)
    elif seen.may(Right.CLOSE):
        desk.do(OpenGroup(group=held.group, platform=held.platform, had=held.had))


async def on_closed(effect: CloseGroup, outcome: Outcome, desk: Desk) -> None:
    held = await desk.records.closings.of(effect.group, effect.platform)
    if not isinstance(outcome, Done):
        await refused.on_deed(effect, outcome, desk)
    elif held is not None:
        await desk.records.closings.save(replace(held, done=True))
        await nights.announce(desk, effect.group, effect.platform)


async def on_opened(effect: OpenGroup, outcome: Outcome, desk: Desk) -> None:
    if isinstance(outcome, Done):
        await desk.records.closings.forget(effect.group, effect.platform)
    else:
        await refused.on_deed(effect, outcome, desk)


async def is_still_to_be_closed(effect: CloseGroup, desk: Desk) -> bool:
    held = await desk.records.closings.of(effect.group, effect.platform)
    return held is not None and await _is_to_be_closed(desk, effect.group)


async def is_still_to_be_opened(effect: OpenGroup, desk: Desk) -> bool:
    held = await desk.records.closings.of(effect.group, effect.platform)
    return held is not None and not await _is_to_be_closed(desk, effect.group)


async def _is_to_be_closed(desk: Desk, group: GroupId) -> bool:
    policy = desk.policies.of(group)
    return policy is not None and closed(policy, await desk.records.orders.of(group), desk.now) is not None
