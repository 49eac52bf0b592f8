"""Matrix beside Telegram in the sandbox: where it cannot be had, and the policy that names it."""

from __future__ import annotations

import asyncio
import importlib.util
import os
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.app.sandbox import _environment
from bot.app.sandbox_matrix import NOT_INSTALLED, NOT_STARTED, open_matrix
from bot.app.sandbox_policy import example_community, with_matrix
from bot.core.errors import Stop
from bot.sandbox import synapse as synapse_module
from bot.sandbox.bot_api.world import BotApiWorld
from bot.sandbox.matrix_scene import MatrixScene
from bot.sandbox.resident import Resident
from bot.sandbox.synapse import Synapse
from bot.sandbox.telegram_scene import set_scene
from config.policy import read_policies
from tests.homeservers import synapse
from tests.sandbox.stage import COMMUNITY

EXAMPLE = Path("config/policies/example.toml")
ROOM, SAM = "!abc", "@sam:hall.example"


async def opened(folder: Path, said: list[str]) -> MatrixScene | str:
    async with AsyncExitStack() as stack:
        telegram = set_scene(COMMUNITY, BotApiWorld())
        clock_file = folder.with_name("clock")
        return await open_matrix(stack, folder, COMMUNITY, telegram, clock_file=clock_file, say=said.append)


async def test_where_synapse_is_not_installed_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    said: list[str] = []
    assert await opened(tmp_path, said) == NOT_INSTALLED
    assert said == [NOT_INSTALLED]


async def test_where_synapse_does_not_start_that_is_said_with_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("server_name: ':'\n")
    monkeypatch.setattr(synapse_module, "write_config", lambda *_, **__: broken)
    said: list[str] = []
    assert await opened(tmp_path / "homeserver", said) == NOT_STARTED
    assert said[0].startswith(f"{NOT_STARTED} Its last words: ")


def test_ctrl_c_on_the_terminal_is_not_for_the_homeserver() -> None:
    process = synapse()._process
    assert process is not None
    assert os.getpgid(process.pid) != os.getpgid(0)


async def test_the_homeserver_is_gone_with_the_sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []
    start = Synapse.start

    def noted(homeserver: Synapse) -> None:
        start(homeserver)
        assert homeserver._process
        started.append(homeserver._process.pid)

    monkeypatch.setattr(Synapse, "start", noted)
    assert isinstance(await opened(tmp_path, []), MatrixScene)
    with pytest.raises(ProcessLookupError):
        os.killpg(started[0], 0)


def test_the_policy_is_the_example_with_the_room_and_the_one_in_charge_put_in(tmp_path: Path) -> None:
    before = EXAMPLE.read_text()
    derived = with_matrix(EXAMPLE, example_community(EXAMPLE), room=ROOM, staff=SAM, into=tmp_path / "example.toml")
    [policy] = read_policies(derived)
    assert [(group.key, group.matrix) for group in policy.groups] == [("evening", ROOM), ("mending-autumn", None)]
    assert [each.name for each in policy.team if each.matrix == SAM] == ["Sam"]
    assert policy.groups[0].telegram == -1001000000001
    assert [line for line in derived.read_text().splitlines() if line not in before] == [
        f'matrix = "{SAM}"',
        f'matrix = "{ROOM}"',
    ]
    assert EXAMPLE.read_text() == before


def test_a_policy_into_which_they_cannot_be_put_is_said(tmp_path: Path) -> None:
    community = example_community(EXAMPLE)
    otherwise = tmp_path / "otherwise.toml"
    otherwise.write_text(EXAMPLE.read_text().replace("telegram = 1001\n", '"telegram" = 1001\n'))
    with pytest.raises(Stop, match="evening and Sam cannot be put on Matrix"):
        with_matrix(otherwise, community, room=ROOM, staff=SAM, into=tmp_path / "example.toml")


def test_without_matrix_the_program_is_told_nothing_of_it(tmp_path: Path) -> None:
    environ = _environment(tmp_path, tmp_path / "clock", "1:token", "http://127.0.0.1:1")
    assert environ["POLICY"].endswith("config/policies/example.toml")
    assert not any(name.startswith("MATRIX") for name in environ)


async def test_the_homeservers_clock_is_moved_with_the_bots(tmp_path: Path) -> None:
    clock_file = tmp_path / "clock"
    homeserver = Synapse(tmp_path / "homeserver", clock_file=clock_file)
    await asyncio.to_thread(homeserver.start)
    try:
        ada = await Resident.arrive(homeserver, "ada")
        room = await ada.group("Evening")
        await ada.write(room, "Now")
        clock_file.write_text("86400.0\n")
        await asyncio.sleep(0.1)
        await ada.write(room, "A day later")
        before, after = (event["origin_server_ts"] for event in (await ada.events(room))[-2:])
        assert 86_400_000 <= after - before < 86_460_000
        await ada.go()
    finally:
        await asyncio.to_thread(homeserver.remove)
