"""Who may not write in a group for now: silenced for a reason, and given back what they had once none is left."""

from __future__ import annotations

from dataclasses import replace

from bot.core.desk import Desk
from bot.core.effects import Done, Look, Mute, Outcome, Unmute
from bot.core.ids import AccountId, GroupId
from bot.core.membership.mute import MuteHeld
from handlers import refused

AT_THE_GATE = "gate"
"""Why somebody is muted who was added by others, and has not been through the gate yet."""


async def mute(desk: Desk, account: AccountId, group: GroupId, reason: str) -> None:
    """`reason`: one word of the part of the house that wants it, and that will take it back."""
    held = await desk.records.mutes.of(account, group) or MuteHeld(account=account, group=group)
    held = replace(held, reasons=held.reasons | {reason})
    await desk.records.mutes.save(held)
    _silence(desk, held)


async def unmute(desk: Desk, account: AccountId, group: GroupId, reason: str) -> None:
    """Once this was the last reason. Nothing happens to those who were not muted for it."""
    held = await desk.records.mutes.of(account, group)
    if held is None or reason not in held.reasons:
        return
    held = replace(held, reasons=held.reasons - {reason})
    if held.reasons or held.had is not None:
        await desk.records.mutes.save(held)
    else:
        await desk.records.mutes.forget(account, group)
    if not held.reasons and held.had is not None:
        desk.do(Unmute(to=account, group=group, had=held.had))


async def on_look(effect: Look, outcome: Outcome, desk: Desk) -> None:
    """What they had is saved before it is changed, so that a repeated mute never takes a mute for it."""
    held = await desk.records.mutes.of(effect.to, effect.group)
    if not isinstance(outcome, Done):
        await refused.on_deed(effect, outcome, desk)
    elif held is not None and held.reasons:
        if held.had is None:
            held = replace(held, had=outcome.receipt)
            await desk.records.mutes.save(held)
        _silence(desk, held)


async def on_unmute(effect: Unmute, outcome: Outcome, desk: Desk) -> None:
    held = await desk.records.mutes.of(effect.to, effect.group)
    if not isinstance(outcome, Done):
        await refused.on_deed(effect, outcome, desk)
    elif held is not None and not held.reasons:
        await desk.records.mutes.forget(effect.to, effect.group)


async def is_still_to_be_silent(effect: Look | Mute, desk: Desk) -> bool:
    held = await desk.records.mutes.of(effect.to, effect.group)
    return held is not None and bool(held.reasons)


async def is_still_to_speak(effect: Unmute, desk: Desk) -> bool:
    return not await is_still_to_be_silent(Look(to=effect.to, group=effect.group), desk)


async def on_right_to_restrict(group: GroupId, desk: Desk) -> None:
    """The bot can do now what it could not."""
    for held in await desk.records.mutes.in_group(group):
        if held.reasons:
            _silence(desk, held)
        elif held.had is not None:
            desk.do(Unmute(to=held.account, group=group, had=held.had))


def _silence(desk: Desk, held: MuteHeld) -> None:
    if held.had is None:
        desk.do(Look(to=held.account, group=held.group))
    else:
        desk.do(Mute(to=held.account, group=held.group))
