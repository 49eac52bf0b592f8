"""Whether a message is still worth saying when its turn comes, and what follows from its reaching somebody, or not."""

from __future__ import annotations

from dataclasses import replace

from bot.core.desk import Desk
from bot.core.effects import CannotWrite, Done, ForReview, ForSuggestion, Notice, Outcome, Say
from bot.core.ids import ApplicationId
from bot.core.membership.application import Standing
from bot.core.membership.suggestion import Stage
from handlers import notices, quiz, unreached


async def is_still_wanted(effect: Say, desk: Desk) -> bool:
    """A card about somebody, once it has been decided about them, would only spread what they said."""
    match effect.about:
        case ForReview(application=number):
            return await _stands(desk, number) is Standing.HELD
        case ForSuggestion(suggestion=number):
            found = await desk.records.suggestions.get(number)
            return found is not None and found.stage is Stage.OPEN
        case Notice(application=number):
            return await _stands(desk, number) is Standing.OPEN
        case None:
            return True


async def _stands(desk: Desk, number: ApplicationId) -> Standing | None:
    try:
        return (await desk.records.applications.get(number)).standing
    except KeyError:
        return None


async def _notice_was_told(effect: Say, about: Notice, desk: Desk) -> None:
    if await _stands(desk, about.application) is not Standing.OPEN:
        return
    application = await desk.records.applications.get(about.application)
    policy = desk.policies.of(application.group)
    account = await desk.records.people.account(effect.to)
    if policy is not None and not notices.is_all(policy, application):
        await quiz.ask_next(desk, account, application)  # the policy has changed, and asks more now
        return
    await notices.was_told(effect, application, desk)
    await quiz.next_in_line(desk, account)


async def on_said(effect: Say, outcome: Outcome, desk: Desk) -> None:
    """From the moment a question has been delivered, the policy's time for answering it runs."""
    if isinstance(outcome, CannotWrite):
        await unreached.on_cannot_write(effect, outcome, desk)
    if not isinstance(outcome, Done):
        return
    if isinstance(effect.about, Notice):
        await _notice_was_told(effect, effect.about, desk)
    if effect.prompt is None:
        return
    account = await desk.records.people.account(effect.to)
    application = await quiz.asked(desk, account)
    policy = None if application is None else desk.policies.of(application.group)
    if application is not None and policy is not None and application.standing is Standing.OPEN:
        until = desk.now + policy.gate.expires
        await desk.records.applications.save(replace(application, expires_at=until))
