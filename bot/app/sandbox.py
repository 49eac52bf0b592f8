"""`python -m bot sandbox`: the page, the platforms behind it, and the program that is deployed, in one place.

Telegram is our own Bot API server, in this process; Matrix is a real homeserver beside it, where it can be had.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import AsyncExitStack
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.app.sandbox_matrix import open_matrix
from bot.app.sandbox_policy import example_community, with_matrix
from bot.core.errors import Stop
from bot.sandbox.bot_api.server import BotApiServer
from bot.sandbox.page import HOST, Page
from bot.sandbox.program import Program
from bot.sandbox.telegram_scene import set_scene
from bot.storage.secrets import new_secret
from config.variables import Variables

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any

    from bot.sandbox.community import ExampleCommunity
    from bot.sandbox.matrix_scene import MatrixScene
    from bot.sandbox.telegram_scene import TelegramScene

_ROOT = Path(__file__).resolve().parents[2]
_POLICY = _ROOT / "config" / "policies" / "example.toml"
_PORTS = range(65536)
_OPENS, _TEN, _LATE = time(8, 30), time(10), time(19)  # of the community's day


def open_sandbox(port: int) -> int:
    """Returns 0 when it was told to stop: Ctrl-C, SIGTERM, or the terminal closed. Port 0 takes any free one.

    Raises:
        Stop: the port cannot be had, or the bot does not start.
    """
    if port not in _PORTS:
        raise Stop(f"{port} is not a port. Choose one from 1 to 65535, such as: python -m bot sandbox --port 8081")
    asyncio.run(_until_told(_open(port, example_community(_POLICY))))
    return 0


async def _open(port: int, community: ExampleCommunity) -> None:
    scene = set_scene(community)

    def say(sentence: str) -> None:
        print(sentence, file=sys.stderr, flush=True)
        scene.world.changed_bell.ring()

    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="hallkeeper-sandbox-")))
        server = await stack.enter_async_context(BotApiServer(scene.world))
        clock_file = folder / "clock"
        scene.world.clock.advance(until_daytime(datetime.now(ZoneInfo(community.timezone))))
        _write(clock_file, scene.world.clock.offset)
        page = Page(scene, trouble=lambda: program.trouble, moved=lambda ahead: _write(clock_file, ahead))
        program = Program(
            (sys.executable, "-m", "bot"),
            environ=_environment(folder, clock_file, scene.bot.token, server.url),
            folder=_ROOT,
            at_work=lambda: _at_work(scene, page),
            say=say,
        )
        await _listen(page, port)
        stack.push_async_callback(page.stop)
        page.matrix = await open_matrix(stack, folder / "homeserver", community, scene, clock_file=clock_file, say=say)
        if not isinstance(page.matrix, str):
            program.also(_matrix_environment(folder, community, page.matrix))
        stack.push_async_callback(program.stop)
        await program.begin()
        scene.world.changed_bell.ring()
        print(f"The sandbox is open at {page.url} (Ctrl-C closes it).", flush=True)
        await program.keep_running()


def until_daytime(now: datetime) -> float:
    """Seconds to the next morning at ten, where it is evening or night: a hall that is closed shows little."""
    if _OPENS <= now.time() < _LATE:
        return 0.0
    day = now.date() if now.time() < _OPENS else now.date() + timedelta(days=1)
    morning = datetime.combine(day, _TEN, now.tzinfo)
    return (morning.astimezone(UTC) - now.astimezone(UTC)).total_seconds()


async def _at_work(scene: TelegramScene, page: Page) -> None:
    await scene.bot_takes_up_work()
    if not isinstance(page.matrix, str):
        await page.matrix.bot_takes_up_work()


async def _listen(page: Page, port: int) -> None:
    try:
        await page.start(port)
    except OSError as reason:
        why = os.strerror(reason.errno).lower() if reason.errno else "it cannot be used"
        other = f"python -m bot sandbox --port {port % 65535 + 1}"
        raise Stop(f"Port {port} cannot be had: {why}. Choose another, such as: {other}") from None


def _environment(folder: Path, clock_file: Path, token: str, api_url: str) -> dict[str, str]:
    """This process's own, without any setting of a deployment that happens to be there, and with the sandbox's."""
    foreign = {*(name.upper() for name in Variables.model_fields), "DYNO"}
    kept = {name: value for name, value in os.environ.items() if name.upper() not in foreign}
    return kept | {
        "POLICY": str(_POLICY),
        "SECRET_KEY": new_secret(),
        "DATABASE_URL": f"sqlite:///{folder / 'hallkeeper.db'}",
        "TELEGRAM_TOKEN": token,
        "TELEGRAM_API_URL": api_url,
        "CLOCK_FILE": str(clock_file),
        "LOG_LEVEL": "warning",
        "NO_PROXY": HOST,
        "no_proxy": HOST,
    }


def _matrix_environment(folder: Path, community: ExampleCommunity, matrix: MatrixScene) -> dict[str, str]:
    policy = with_matrix(_POLICY, community, room=matrix.venue.room, staff=matrix.staff, into=folder / _POLICY.name)
    return {
        "POLICY": str(policy),
        "MATRIX_HOMESERVER": matrix.url,
        "MATRIX_USER": matrix.bot,
        "MATRIX_PASSWORD": matrix.password,
    }


def _write(clock_file: Path, seconds_ahead: float) -> None:
    """At one stroke: a clock that is read meanwhile says the old time or the new, and nothing else."""
    fresh = clock_file.with_suffix(".new")
    fresh.write_text(f"{seconds_ahead}\n")
    fresh.replace(clock_file)


async def _until_told(work: Coroutine[Any, Any, None]) -> None:
    """Runs it until it ends or somebody says stop. A second signal does not disturb the stopping."""
    task = asyncio.ensure_future(work)
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(sign, told.set)
    waiting = asyncio.ensure_future(told.wait())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        return
