"""`python -m bot sandbox`: the page, the platforms behind it, and the program that is deployed, in one place.

Telegram is our own Bot API server, in this process. Another platform's server is started and stopped beside it, and
named to the program in `_environment`.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot.core.errors import Stop
from bot.sandbox.bot_api.server import BotApiServer
from bot.sandbox.community import ExampleCommunity, ExampleGroup, ExampleStaff
from bot.sandbox.page import HOST, Page
from bot.sandbox.program import Program
from bot.sandbox.telegram_scene import set_scene
from bot.storage.secrets import new_secret
from config.policy import PolicyRefused, read_policies
from config.variables import Variables

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any

_ROOT = Path(__file__).resolve().parents[2]
_POLICY = _ROOT / "config" / "policies" / "example.toml"
_PORTS = range(65536)


def open_sandbox(port: int) -> int:
    """Returns 0 when it was told to stop: Ctrl-C, SIGTERM, or the terminal closed. Port 0 takes any free one.

    Raises:
        Stop: the port cannot be had, or the bot does not start.
    """
    if port not in _PORTS:
        raise Stop(f"{port} is not a port. Choose one from 1 to 65535, such as: python -m bot sandbox --port 8081")
    asyncio.run(_until_told(_open(port, example_community(_POLICY))))
    return 0


def example_community(policy_file: Path) -> ExampleCommunity:
    """What the sandbox has to know of a policy. Raises Stop if it cannot be read, or has nobody or nothing to show."""
    try:
        policy = read_policies(policy_file)[0]
    except PolicyRefused as refusal:
        raise Stop(str(refusal)) from None
    language = policy.community.language
    groups = tuple(
        ExampleGroup(
            key=group.key,
            title=group.title,
            purpose=group.purpose.for_reader(language) if group.purpose else "",
            telegram=group.telegram,
        )
        for group in policy.groups
        if group.telegram is not None
    )
    staff = tuple(
        ExampleStaff(name=each.name, telegram=each.telegram) for each in policy.team if each.telegram is not None
    )
    if not groups or not staff:
        raise Stop(
            f"{policy_file} needs a group and somebody in charge with a telegram id, to be shown in the sandbox."
        )
    name = policy.community.name.for_reader(language)
    return ExampleCommunity(name=name, timezone=policy.community.timezone, groups=groups, staff=staff)


async def _open(port: int, community: ExampleCommunity) -> None:
    scene = set_scene(community)

    def say(sentence: str) -> None:
        print(sentence, file=sys.stderr, flush=True)
        scene.world.changed_bell.ring()

    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="hallkeeper-sandbox-")))
        server = await stack.enter_async_context(BotApiServer(scene.world))
        clock_file = folder / "clock"
        program = Program(
            (sys.executable, "-m", "bot"),
            environ=_environment(folder, clock_file, scene.bot.token, server.url),
            folder=_ROOT,
            at_work=scene.bot_takes_up_work,
            say=say,
        )
        page = Page(scene, trouble=lambda: program.trouble, moved=lambda ahead: _write(clock_file, ahead))
        await _listen(page, port)
        stack.push_async_callback(page.stop)
        stack.push_async_callback(program.stop)
        await program.begin()
        scene.world.changed_bell.ring()
        print(f"The sandbox is open at {page.url} (Ctrl-C closes it).", flush=True)
        await program.keep_running()


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
