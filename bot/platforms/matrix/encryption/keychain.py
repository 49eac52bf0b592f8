"""Where everything is kept that must survive an empty disk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Keychain(Protocol):
    """Small secret texts by name, for several owners: sealed by whoever keeps them."""

    async def load(self, owner: str) -> Mapping[str, str]:
        """Everything that was written for that owner."""
        ...

    async def write(self, owner: str, changes: Mapping[str, str | None]) -> None:
        """All of it or nothing, on the disk when this returns. None forgets a text. No name has a newline."""
        ...
