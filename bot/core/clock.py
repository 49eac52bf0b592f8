"""What time it is: always asked of a clock that was handed in, so that tests and the sandbox can move it."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    async def sleep_until(self, moment: datetime) -> None:
        """Return once `now()` is at or past `moment`, also when the clock is moved meanwhile."""
        ...
