"""Whether a message is still worth saying when its turn comes, and what follows from its reaching somebody, or not."""

from __future__ import annotations

from dataclasses import replace

from bot.core.desk import Desk
from bot.core.effects import CannotWrite, Done, ForReview, Outcome, Say
from bot.core.ids import ApplicationId
from bot.core.membership.application import Standing
from handlers import unreached


async def is_still_wanted(effect: Say, desk: Desk) -> bool:
    """A card about somebody, once it has been decided about them, would only spread what they said."""
    match effect.about:
        case ForReview(application=number):
            return await _is_held(desk, number)
        case _:
            return True


async def _is_held(desk: Desk, number: ApplicationId) -> bool:
    try:
        return (await desk.records.applications.get(number)).standing is Standing.HELD
    except KeyError:
        return False


async def on_said(effect: Say, outcome: Outcome, desk: Desk) -> None:
    """From the moment a question has been delivered, the policy's time for answering it runs."""
    if isinstance(outcome, CannotWrite):
        await unreached.on_cannot_write(effect, outcome, desk)
    if effect.prompt is None or not isinstance(outcome, Done):
        return
    account = await desk.records.people.account(effect.to)
    application = await desk.records.applications.in_front(account.person)
    policy = None if application is None else desk.policies.of(application.group)
    if application is not None and policy is not None and application.standing is Standing.OPEN:
        until = desk.now + policy.gate.expires
        await desk.records.applications.save(replace(application, expires_at=until))
