"""Somebody who cannot be written to: what was to be said waits, and one neutral line in the group shows the way."""

from __future__ import annotations

from datetime import timedelta

from bot.core.desk import Desk
from bot.core.effects import CannotWrite, Post, Say
from bot.core.ids import GroupId, PlatformName
from bot.core.membership.application import Application, Came
from bot.core.messages import Door, Message, StartLink, Typed, line, message
from bot.core.people import Account
from handlers import quiz, team, verdict

_AN_HOUR = timedelta(hours=1)
_A_DAY = timedelta(days=1)


async def on_cannot_write(effect: Say, outcome: CannotWrite, desk: Desk) -> None:
    """Nothing is posted for whoever has an invitation by the bot before their eyes, nor for what nobody asked for."""
    if outcome.invited:
        return
    account = await desk.records.people.account(effect.to)
    if effect.asked_in is not None:
        await show_the_way(desk, effect.asked_in, account.platform)
        return
    await _who_waits_at_the_door(desk, account)


async def on_blocked(desk: Desk, account: Account) -> None:
    """Whoever closes the chat after a question has reached them knows where it is."""
    await _who_waits_at_the_door(desk, account)


async def _who_waits_at_the_door(desk: Desk, account: Account) -> None:
    """Of a question that has reached them the time runs."""
    application = await quiz.asked(desk, account)
    if application is None or application.expires_at is not None:
        return
    at_the_door = application.requested or application.came is Came.ADDED
    if at_the_door:
        await show_the_way(desk, application.group, account.platform, at_most=_A_DAY)
        await _tell_the_team(desk, account, application)


async def show_the_way(desk: Desk, group: GroupId, platform: PlatformName, *, at_most: timedelta = _AN_HOUR) -> None:
    """In the group, once within that time, without name or reason."""
    if await desk.records.told.once(f"private {group}", at_most, desk.now):
        desk.do(Post(group=group, platform=platform, message=_in_private()))


def _in_private() -> Message:
    words = line("I answer in private. Whoever wants to talk with me can open our chat here.")
    return message(words, doors=(Door(line("Open a private chat with me"), StartLink(verdict.GO_ON)),))


async def _tell_the_team(desk: Desk, account: Account, application: Application) -> None:
    policy = desk.policies.of(application.group)
    if policy is None or not await desk.records.told.once(f"unreached {application.id}", _A_DAY, desk.now):
        return
    who = line("I cannot write to {name}, who wants to join {group}.", name=account.name, group=policy.group.title)
    if application.came is Came.ADDED:
        who = line("I cannot write to {name}, who was added to {group}.", name=account.name, group=policy.group.title)
    said = message(
        who,
        line("They can open a chat with me and type {join}. My questions wait for them there.", join=Typed("join")),
    )
    await team.tell(desk, policy, said)
