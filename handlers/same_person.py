"""One person with an account on each platform: one count of attempts, and one thing asked at a time."""

from __future__ import annotations

from dataclasses import replace

from bot.core.desk import Desk
from bot.core.events import User
from bot.core.ids import AccountId
from bot.core.membership.application import Standing
from bot.core.messages import line, message
from bot.core.people import Account
from handlers import team


async def unite(desk: Desk, account: AccountId, other: AccountId) -> None:
    """From now on both are known to be one person. Where both were being asked, what was begun later waits."""
    one, another = await desk.records.people.account(account), await desk.records.people.account(other)
    if one.person == another.person:
        return
    in_front = [await desk.records.applications.in_front(each.person) for each in (one, another)]
    await desk.records.people.unite(account, other)
    asked = sorted((each for each in in_front if each is not None), key=lambda each: each.id)
    for later in asked[1:]:
        now_theirs = await desk.records.applications.get(later.id)
        await desk.records.prompts.close(later.id)
        await desk.records.applications.save(replace(now_theirs, standing=Standing.WAITING, expires_at=None))


async def recognise(desk: Desk, account: Account) -> Account:
    """Whoever the policy's team names on both platforms is one person."""
    this = await desk.records.people.native(account.id)
    for policy in desk.policies.communities():
        for member in policy.team:
            users = {(user.platform, user.id): user for user in team.accounts_of(member)}
            if this in users:
                for user in users.values():
                    await _is_also(desk, account, user)
    return await desk.records.people.account(account.id)


async def is_asked_elsewhere(desk: Desk, account: Account) -> bool:
    """Whether this person is in the middle of questions on another platform; if so, they are told."""
    application = await desk.records.applications.in_front(account.person)
    if application is None or application.account == account.id:
        return False
    there = (await desk.records.people.account(application.account)).platform
    desk.say(
        account, message(line("I'm asking you questions on {platform}. Please go on there.", platform=there.title()))
    )
    return True


async def _is_also(desk: Desk, account: Account, user: User) -> None:
    other = await desk.records.people.meet(user, desk.now)
    await unite(desk, account.id, other.id)
