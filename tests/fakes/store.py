"""Real stores that fail at chosen moments, or tell how much they were used."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from bot.core.errors import NotYet
from bot.core.ports import Store, Work


class Flaky:
    """A store that fails at the end of some transactions: `before` nothing was saved, `after` everything was."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.failing: list[str] = []

    @property
    def begun(self) -> int:
        return self._store.begun

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        mood = self.failing.pop(0) if self.failing else ""
        async with self._store.work() as work:
            yield work
            if mood == "before":
                raise NotYet("The database cannot be reached.")
        if mood == "after":
            raise NotYet("The database cannot be reached.")


class Counted:
    """A store that counts the transactions that are begun by way of it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.begun = 0

    def work(self) -> AbstractAsyncContextManager[Work]:
        self.begun += 1
        return self._store.work()
