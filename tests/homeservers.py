"""A homeserver for tests: a real Synapse, started when it is first asked for, once a test process.

Everybody shares it: each test brings users and rooms of its own.
"""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

from bot.sandbox.synapse import Synapse
from tests.once import Once

_numbers = itertools.count(1)


@Once
def synapse() -> Synapse:
    """One on which nobody is slowed down."""
    return _started(limits=False)


@Once
def limited_synapse() -> Synapse:
    """One with the limits that Synapse has by default."""
    return _started(limits=True)


def stop_homeservers() -> None:
    """To be called at the end of the tests. Does nothing if none was needed."""
    for each in (synapse, limited_synapse):
        if (homeserver := each.take_back()) is not None:
            homeserver.remove()


def fresh_name(name: str) -> str:
    """One that nobody has on any homeserver yet."""
    return f"{name}{next(_numbers)}"


def _started(*, limits: bool) -> Synapse:
    homeserver = Synapse(Path(tempfile.mkdtemp(prefix="hall-synapse-")), limits=limits)
    try:
        homeserver.start()
    except BaseException:
        homeserver.remove()
        raise
    return homeserver
