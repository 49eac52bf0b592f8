"""`python -m bot run`: open the database, take the lead, and keep house until told to stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, suppress
from typing import TYPE_CHECKING, Any, TypeVar

import structlog

from bot.app.house import House
from bot.app.policies import PolicyFile, chats_of, put_in_force, read_files
from bot.core.clock import Clock
from bot.core.desk import Policies
from bot.core.errors import Deposed, NotYet, Stop
from bot.core.events import User
from bot.core.ids import PlatformName
from bot.core.messages import Speak
from bot.core.ports import Platform
from bot.i18n import Speaker
from bot.runtime.clock import SetClock, SystemClock
from bot.storage.database import Database
from bot.storage.leadership import Leadership
from bot.web import Web
from config.settings import Settings

if TYPE_CHECKING:
    from bot.platforms.telegram.platform import TelegramPlatform

_log = structlog.get_logger(__name__)
_T = TypeVar("_T")
_SIGNS = (signal.SIGTERM, signal.SIGINT)
_LONGEST_PAUSE = 30.0  # seconds between two tries to reach something that is down


async def run(settings: Settings) -> None:
    """Return after SIGTERM or SIGINT, when what had been begun is finished.

    Raises:
        Stop: nothing can be done until somebody mends what its sentence names.
    """
    files = read_files(settings.policy)
    clock = SetClock(settings.clock_file) if settings.clock_file else SystemClock()
    await _until_told(_Running(settings, files, clock).run())


class _Running:
    """One life of the program. `_missing` is what `/readyz` answers while it is not ready."""

    def __init__(self, settings: Settings, files: tuple[PolicyFile, ...], clock: Clock) -> None:
        self._settings = settings
        self._files = files
        self._clock = clock
        self._missing: Callable[[], str | None] = lambda: "The database has not been opened yet."
        self._telegram = self._make_telegram()

    async def run(self) -> None:
        async with AsyncExitStack() as stack:
            await self._open_web(stack)
            database = await _patiently(self._open_database)
            stack.push_async_callback(database.close)
            self._missing = lambda: "Another Hallkeeper leads; this one stands by."
            leadership = Leadership(database)
            await _patiently(leadership.acquire)
            stack.push_async_callback(leadership.release)
            async with database.work() as work:
                policies = await put_in_force(
                    self._files, work, self._clock.now(), owners=self._owners(), platforms=self._names()
                )
            house = await self._house(database, policies, stack)
            self._missing = lambda: _not_answered(house.missing)
            _log.info("Hallkeeper is at work.", groups=len(policies.groups()))
            _say_what_is_not_kept_yet()
            await _first_of(house.run(), _deposed(leadership))

    async def _house(self, database: Database, policies: Policies, stack: AsyncExitStack) -> House:
        there: dict[PlatformName, Platform] = {}
        speak: dict[PlatformName, Speak] = {}
        language = self._files[0].policy.community.language
        if self._telegram is not None:
            there[PlatformName.TELEGRAM] = self._telegram
            speak[PlatformName.TELEGRAM] = Speaker(self._telegram.start_address, language)
        settings = self._settings.matrix
        if settings is not None:
            async with database.work() as work:
                rooms = await chats_of(policies, PlatformName.MATRIX, work)
            from bot.app.matrix import make_matrix  # noqa: PLC0415 - a library of some size, for those who use it

            matrix = await _patiently(
                lambda: make_matrix(settings, database, self._clock, groups=lambda room: room in rooms)
            )
            there[PlatformName.MATRIX] = matrix
            speak[PlatformName.MATRIX] = Speaker(matrix.start_address, language, prefix="!")
        for platform in there.values():
            stack.push_async_callback(platform.stop)
        return House(database, policies=policies, platforms=there, speak=speak, clock=self._clock)

    def _make_telegram(self) -> TelegramPlatform | None:
        if self._settings.telegram is None:
            return None
        from bot.app.telegram import make_telegram  # noqa: PLC0415 - the same

        return make_telegram(self._settings.telegram, self._clock)

    async def _open_database(self) -> Database:
        database = self._settings.database
        return await Database.open(database.url.get_secret_value(), database.keys)

    async def _open_web(self, stack: AsyncExitStack) -> None:
        port = self._settings.port
        if port is None:
            return
        telegram = self._telegram
        metrics = self._settings.metrics_token
        web = Web(
            port=port,
            ready=self._ready,
            metrics_token=None if metrics is None else metrics.get_secret_value(),
            webhooks={telegram.webhook_path: telegram.webhook} if telegram and telegram.webhook_path else {},
        )
        await web.start()
        stack.push_async_callback(web.stop)

    def _ready(self) -> str | None:
        return self._missing()

    def _names(self) -> frozenset[PlatformName]:
        named = {PlatformName.TELEGRAM: self._settings.telegram, PlatformName.MATRIX: self._settings.matrix}
        return frozenset(name for name, settings in named.items() if settings is not None)

    def _owners(self) -> tuple[User, ...]:
        """Known by id alone."""
        return tuple(User(owner.platform, owner.native, "") for owner in self._settings.owners)


def _not_answered(missing: tuple[PlatformName, ...]) -> str | None:
    return f"No answer yet from: {', '.join(missing)}." if missing else None


def _say_what_is_not_kept_yet() -> None:
    """A policy says more than this release does; nobody should rely on what nobody does."""
    _log.warning(
        "This release keeps the gate and the hours. Content, private messages, reports and enforcement "
        "are read from the policy and not kept yet."
    )


async def _patiently(attempt: Callable[[], Awaitable[_T]]) -> _T:
    """Try again for as long as the fault may pass."""
    pause = 1.0
    while True:
        try:
            return await attempt()
        except NotYet as fault:
            _log.warning(str(fault), next_try_in_seconds=pause)
        await asyncio.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


async def _deposed(leadership: Leadership) -> None:
    await leadership.lost()
    raise Deposed


async def _first_of(*works: Coroutine[Any, Any, None]) -> None:
    """Until one of them ends or fails; the others are cancelled and waited for."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in ended:
            task.result()
    except Deposed:
        raise Stop("Another Hallkeeper has taken the lead on this database, so this one ends.") from None
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _until_told(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.create_task(work)
    loop = asyncio.get_running_loop()

    def stop() -> None:
        """Once: told again while it finishes, it is finishing already."""
        for sign in _SIGNS:
            loop.add_signal_handler(sign, lambda: None)
        task.cancel()

    for sign in _SIGNS:
        loop.add_signal_handler(sign, stop)
    with suppress(asyncio.CancelledError):
        await task
    if task.cancelled():
        _log.info("Hallkeeper has stopped.")
