"""Which errand is next: a queue for each chat, the more urgent first, and no chat waiting for another."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.ids import EffectId, PlatformName
from bot.core.ports import Errand

_Place = tuple[int, EffectId, str]


@dataclass(slots=True)
class _Lane:
    """`queue` holds (urgency, id) with their errands; `due` is when the lane may go on."""

    queue: list[tuple[int, EffectId, Errand]] = field(default_factory=list)
    due: datetime | None = None
    busy: bool = False


class Lanes:
    """Errands by lane. One errand of a lane is under way at a time; within a lane the more urgent overtakes the rest.

    What is put off holds its lane back, since a platform that asks for patience asks it for a chat.
    """

    def __init__(self) -> None:
        self._lanes: dict[str, _Lane] = {}
        self._ready: list[_Place] = []
        self._later: list[tuple[datetime, str]] = []
        self._held: dict[PlatformName, datetime] = {}
        self._known: set[EffectId] = set()
        self._shut: dict[PlatformName, list[str]] = {}

    def __len__(self) -> int:
        return len(self._known)

    def add(self, errand: Errand) -> None:
        """Put it into its queue; one that is there already, or under way, is left as it is."""
        if errand.id in self._known:
            return
        self._known.add(errand.id)
        lane = self._lanes.setdefault(errand.lane, _Lane())
        heapq.heappush(lane.queue, (errand.urgency, errand.id, errand))
        if lane.queue[0][1] == errand.id and not lane.busy:
            if lane.due is None and len(lane.queue) == 1:
                lane.due = errand.due
            self._offer(errand.lane, lane)

    def take(self, now: datetime) -> Errand | None:
        """The most urgent errand that is due, oldest first; its lane is busy until `done` or `put_off`."""
        self._wake(now)
        while self._ready:
            urgency, number, name = heapq.heappop(self._ready)
            lane = self._lanes.get(name)
            if lane is None or lane.busy or not lane.queue or lane.queue[0][:2] != (urgency, number):
                continue  # an entry that has been overtaken
            errand = lane.queue[0][2]
            if errand.platform in self._shut:
                self._shut[errand.platform].append(name)
                continue
            due = max(filter(None, (lane.due, self._held.get(errand.platform))), default=now)
            if due > now:
                heapq.heappush(self._later, (due, name))
                continue
            lane.busy = True
            return heapq.heappop(lane.queue)[2]
        return None

    def done(self, errand: Errand) -> None:
        self._known.discard(errand.id)
        lane = self._lanes[errand.lane]
        lane.busy, lane.due = False, None
        if lane.queue:
            self._offer(errand.lane, lane)
        else:
            del self._lanes[errand.lane]

    def put_off(self, errand: Errand, due: datetime) -> None:
        """Back into its lane, which waits until `due`."""
        lane = self._lanes[errand.lane]
        lane.busy, lane.due = False, due
        heapq.heappush(lane.queue, (errand.urgency, errand.id, errand))
        self._offer(errand.lane, lane)

    def hold(self, platform: PlatformName, until: datetime) -> None:
        """Nothing more for this platform before `until`."""
        self._held[platform] = max(until, self._held.get(platform, until))

    def shut(self, platform: PlatformName) -> None:
        """Nothing for this platform until it is opened."""
        self._shut.setdefault(platform, [])

    def open(self, platform: PlatformName) -> None:
        for name in self._shut.pop(platform, []):
            lane = self._lanes.get(name)
            if lane is not None and lane.queue and not lane.busy:
                self._offer(name, lane)

    def next_due(self) -> datetime | None:
        """When to look again, if nothing is added meanwhile."""
        return self._later[0][0] if self._later else None

    def _offer(self, name: str, lane: _Lane) -> None:
        urgency, number, _ = lane.queue[0]
        heapq.heappush(self._ready, (urgency, number, name))

    def _wake(self, now: datetime) -> None:
        while self._later and self._later[0][0] <= now:
            _, name = heapq.heappop(self._later)
            lane = self._lanes.get(name)
            if lane is not None and lane.queue and not lane.busy:
                self._offer(name, lane)
