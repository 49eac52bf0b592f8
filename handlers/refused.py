"""What a platform has finally refused is told to people in charge, in words."""

from __future__ import annotations

from datetime import timedelta

from bot.core.desk import Desk
from bot.core.effects import (
    Admit,
    CloseGroup,
    Inspect,
    Look,
    MakeLink,
    Mute,
    OpenGroup,
    Outcome,
    Post,
    Refused,
    Remove,
    TakeOut,
    TurnAway,
    Unmute,
)
from bot.core.ids import PlatformName
from bot.core.messages import Line, line, message
from handlers import team

_A_DAY = timedelta(days=1)
Deed = Admit | TurnAway | MakeLink | Remove | Look | Mute | Unmute | Post | TakeOut | CloseGroup | OpenGroup


async def on_deed(effect: Deed, outcome: Outcome, desk: Desk) -> None:
    policy = desk.policies.of(effect.group)
    if not isinstance(outcome, Refused) or policy is None:
        return
    if not await desk.records.told.once(f"refused {type(effect).__name__} {effect.group}", _A_DAY, desk.now):
        return
    said = message(
        _what(effect, policy.group.title),
        line("I may lack a right there. The answer was: {words}", words=outcome.words),
    )
    await team.tell(desk, policy, said)
    desk.do(Inspect(group=effect.group, platform=await _platform_of(effect, desk)))


async def _platform_of(effect: Deed, desk: Desk) -> PlatformName:
    if isinstance(effect, Post | TakeOut | CloseGroup | OpenGroup):
        return effect.platform
    return (await desk.records.people.account(effect.to)).platform


def _what(effect: Deed, group: str) -> Line:  # noqa: C901, PLR0911 - one case a deed reads best
    match effect:
        case Admit():
            return line(
                "I could not let somebody into {group}. Please do it by hand, from its list of requests.", group=group
            )
        case TurnAway():
            return line("I could not turn down a request to join {group}. Please do it by hand.", group=group)
        case MakeLink():
            return line("I could not make an invitation to {group} for somebody who may come in.", group=group)
        case Remove(wished=True):
            return line("I could not take somebody out of {group} who wants to leave. Please help them.", group=group)
        case Remove():
            return line("I could not take somebody out of {group} who may not stay. Please do it by hand.", group=group)
        case Look() | Mute():
            return line("I could not stop somebody in {group} from writing there. Please do it by hand.", group=group)
        case Unmute():
            return line("I could not let somebody in {group} write again. Please do it by hand.", group=group)
        case CloseGroup():
            return line("I could not close {group}. Please do it by hand.", group=group)
        case OpenGroup():
            return line("I could not open {group} again. Please do it by hand.", group=group)
        case Post():
            return line("I could not write in {group}.", group=group)
        case TakeOut():
            return line("I could not delete a message in {group}.", group=group)
