"""Telling the people in charge."""

from __future__ import annotations

from bot.core.desk import Desk
from bot.core.effects import Say, Urgency
from bot.core.events import User
from bot.core.ids import NativeId, PlatformName
from bot.core.messages import Message
from bot.core.policy import GroupPolicy
from bot.core.team.settings import Role

_IN_CHARGE = frozenset({Role.OWNER, Role.STAFF})


async def tell(desk: Desk, policy: GroupPolicy, said: Message) -> None:
    """To owners and staff who look after this group, each in their private chat, and once."""
    staff = [
        User(PlatformName.TELEGRAM, NativeId(str(member.telegram)), "")
        for member in policy.team
        if member.role in _IN_CHARGE and member.telegram is not None
    ]
    told = {user.id: user for user in (*desk.policies.owners, *staff)}
    for user in told.values():
        account = await desk.records.people.meet(user, desk.now)
        desk.do(Say(to=account.id, message=said, urgency=Urgency.NOTICE))
