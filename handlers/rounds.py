"""Going round all groups to look at each, and telling people in charge what was found.

Platforms don't announce every change, and none that happened while nobody was at work. So each group is looked at after
a start, and again every few hours.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

from bot.core.desk import Desk
from bot.core.effects import Inspect, Say, Urgency
from bot.core.events import User
from bot.core.ids import NativeId, PlatformName
from handlers import places, shortcomings, team

EVERY = timedelta(hours=6)
_AT_ONCE = 20  # groups: what is asked of a platform in one go has to be done before more is
_LONGEST_WAIT = timedelta(minutes=2)


class Rounds:
    """The rounds of one life of the program: it begins with one."""

    def __init__(self) -> None:
        self._ahead: deque[places.Place] = deque()
        self._begun: datetime | None = None

    async def look(self, desk: Desk) -> bool:
        """A share of the round; when it is through, nothing until the next is due."""
        if not self._ahead and (self._begun is None or desk.now - self._begun >= EVERY):
            self._ahead.extend(places.of(desk, desk.policies.groups()))
            self._begun = desk.now
        for _ in range(min(_AT_ONCE, len(self._ahead))):
            place = self._ahead.popleft()
            desk.do(Inspect(group=place.group, platform=place.platform))
        return False

    async def tell(self, desk: Desk) -> bool:
        """Everybody in charge hears once of what is missing, and once when it is there again.

        Not while groups are being looked at: what is missing everywhere is better said in one message. A platform
        that does not answer keeps nobody waiting for long.
        """
        if await desk.records.shortcomings.are_looked_for(since=desk.now - _LONGEST_WAIT):
            return False
        untold = await desk.records.shortcomings.untold()
        concerned: dict[tuple[PlatformName, NativeId], tuple[User, list[shortcomings.Found]]] = {}
        for group, platform in untold:
            policy = desk.policies.of(group)
            if policy is not None:
                remaining = await desk.records.shortcomings.of(group, platform)
                for user in team.in_charge(desk.policies, policy):
                    _, lot = concerned.setdefault((user.platform, user.id), (user, []))
                    lot.append(shortcomings.Found(policy, platform, tuple(remaining)))
            await desk.records.shortcomings.told(group, platform)
        for user, lot in concerned.values():
            account = await desk.records.people.meet(user, desk.now)
            for said in shortcomings.news(lot):
                desk.do(Say(to=account.id, message=said, urgency=Urgency.NOTICE))
        return False
