"""Talking with the small hall: what somebody says or presses, and what they hear next."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.core.events import User
from bot.core.ids import NativeId
from tests.runtime.hall import SmallHall


@dataclass
class Talk:
    hall: SmallHall
    read: dict[NativeId, int] = field(default_factory=dict)

    async def hears(self, user: User, *words: str) -> None:
        """Something new, since the last that was waited for, with all these words."""
        read = self.read.get(user.id, 0)

        def new() -> bool:
            for number, said in enumerate(self.hall.heard(user)[read:], start=read + 1):
                if all(word in said for word in words):
                    self.read[user.id] = number
                    return True
            return False

        try:
            await self.hall.until(new)
        except TimeoutError:
            raise AssertionError(f"never heard {words}, but: {self.hall.heard(user)[read:]}") from None

    async def says(self, user: User, text: str, *words: str) -> None:
        self.hall.fake.writes(user, text)
        await self.hears(user, *words)

    async def presses(self, user: User, label: str, *words: str) -> None:
        self.hall.fake.presses(user, self.hall.button(user, label))
        await self.hears(user, *words)
