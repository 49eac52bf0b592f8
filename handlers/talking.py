"""Where people are talking: kept in memory alone, so that these groups go first when many are to be changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from bot.core.desk import Policies
from bot.core.events import Chat, Event, GroupMessage
from bot.core.ids import NativeId, PlatformName
from bot.core.keeping.closing import hours_of
from bot.core.policy import GroupPolicy
from bot.core.quiet_hours.settings import QuietMode
from handlers.places import Place

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_heard: dict[Chat, datetime] = {}


class Overhearing:
    """What is said in the groups goes by here first, also what is not new and needs nothing.

    The answer: whether it has to be decided all the same. In groups where whoever writes at night gets a word it has;
    and one that has moved since the policy was written may be such a group.
    """

    def __init__(self, policies: Policies) -> None:
        reminding: set[Chat] = set()
        others: set[Chat] = set()
        for policy in filter(None, map(policies.of, policies.groups())):
            (reminding if hours_of(policy).mode is QuietMode.REMIND else others).update(_chats(policy))
        self._others = others
        self._anywhere = bool(reminding)

    def __call__(self, event: Event, now: datetime) -> bool:
        if not isinstance(event, GroupMessage):
            return False
        _heard[event.chat] = now
        return self._anywhere and event.chat not in self._others


def busiest_first(places: Iterable[Place]) -> list[Place]:
    return sorted(places, key=_last_heard, reverse=True)


def _last_heard(place: Place) -> datetime:
    return max((_heard.get(chat, _LONG_AGO) for chat in _chats(place.policy)), default=_LONG_AGO)


def _chats(policy: GroupPolicy) -> list[Chat]:
    there = {PlatformName.TELEGRAM: policy.group.telegram, PlatformName.MATRIX: policy.group.matrix}
    return [Chat(platform, NativeId(str(native))) for platform, native in there.items() if native is not None]
